"""Texts in the customer's words, at the scripts of the shop: what is none, what is written anew, what waits for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.actions import Perform
from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

LAMP = OrderItem(title="小满护眼台灯", product_id="desk_lamp", variant="木纹")
FLASK = OrderItem(title="暖满保温杯 500ml", product_id="thermos")
ANSWERS = {"add_order_note": {"id": "T1"}}


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(Path(__file__).parents[3] / "scripts_yaml")


def order(number: str, item: OrderItem, fulfilment: Fulfilment, **more: object) -> Order:
    told = {"created_at": NOW - timedelta(days=3), "paid_at": NOW - timedelta(days=3), "phone": "13800001234", **more}
    return Order(number=number, source="test", fulfilment=fulfilment, items=(item,), **told)  # type: ignore[arg-type]  # any field


LAMP_ORDER = order("XM2671", LAMP, Fulfilment.UNPRINTED)
FLASK_ORDER = order("XM2672", FLASK, Fulfilment.SIGNED, signed_at=NOW - timedelta(days=2))


def after(pack: ScriptBook, *said: str, orders: tuple[Order, ...] = (LAMP_ORDER,)) -> Rehearsal:
    given = Given(orders=orders, bound=frozenset(one.number for one in orders), actions=ANSWERS, agents_on=1)
    rehearsal = Rehearsal(pack, given)
    for text in said:
        rehearsal.hear(Content(text=text))
    return rehearsal


@pytest.mark.parametrize("text", ["XM2671", "随你", "你们几点下班", "没想好", "退款", "https://x.cn/1"])
def test_what_is_no_text_for_a_card_is_not_written_on_it(pack: ScriptBook, text: str) -> None:
    assert "note" not in after(pack, "写个贺卡 台灯").hear(Content(text=text)).slots


@pytest.mark.parametrize("text", ["新年快乐", "老婆辛苦了", "祝你前程似锦", "永远爱你"])
def test_what_sounds_like_a_greeting_is_what_the_card_says(pack: ScriptBook, text: str) -> None:
    assert after(pack, "写个贺卡 台灯").hear(Content(text=text)).slots["note"] == text


@pytest.mark.parametrize(
    ("said", "note", "later"),
    [
        ("祝生日快乐 记得发顺丰", "祝生日快乐", "courier"),
        ("生日快乐 署名王五 别放发票", "生日快乐 署名王五", "pack"),
        ("生日快乐，包装好看点", "生日快乐", "pack"),
    ],
)
def test_another_wish_behind_the_text_is_worked_after_it(pack: ScriptBook, said: str, note: str, later: str) -> None:
    rehearsal = after(pack, "写个贺卡 台灯")
    assert rehearsal.hear(Content(text=said)).slots["note"] == note
    heard = rehearsal.hear(Content(text="是的"))
    assert [one.args["note"] for one in heard.actions if isinstance(one, Perform) and "note" in one.args] == [note]
    assert heard.slots["note_kind"] == later


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("重写 新年快乐", "新年快乐"),
        ("贺卡改成新年快乐", "新年快乐"),
        ("写错了 是新年快乐", "新年快乐"),
        ("换一句 新年快乐", "新年快乐"),
        ("生日改成新年", "新年快乐"),
        ("把快乐换成如意", "生日如意"),
    ],
)
def test_a_text_to_be_confirmed_is_written_anew(pack: ScriptBook, said: str, note: str) -> None:
    heard = after(pack, "写个贺卡 台灯", "生日快乐").hear(Content(text=said))
    assert (heard.slots["note"], heard.asking) == (note, "confirm")


def test_that_a_text_is_wrong_asks_for_the_right_one(pack: ScriptBook) -> None:
    assert after(pack, "写个贺卡 台灯", "生日快乐").hear(Content(text="全部重写")).asking == "note"


@pytest.mark.parametrize("said", ["李四", "抬头错了 李四", "抬头应该是李四", "重写 李四", "不是张三 是李四"])
def test_the_name_on_an_invoice_is_put_right(pack: ScriptBook, said: str) -> None:
    heard = after(pack, "台灯开发票", "个人", "张三").hear(Content(text=said))
    assert (heard.slots["invoice_title"], heard.asking) == ("李四", "confirm")


@pytest.mark.parametrize("said", ["发票有什么用", "电子的还是纸的", "写XM1003", "刚才说错了", "XM2671", "多久能开"])
def test_a_question_and_the_number_of_an_order_are_no_name_on_an_invoice(pack: ScriptBook, said: str) -> None:
    assert "invoice_title" not in after(pack, "台灯开发票", "个人").hear(Content(text=said)).slots


@pytest.mark.parametrize(
    "said",
    [
        "示范小鱼科技 91330000TEST0001XX",
        "税号91330000TEST0001XX 示范小鱼科技",
        "示范小鱼科技\n税号：91330000TEST0001XX",
    ],
)
def test_the_tax_number_stands_apart_from_the_name(pack: ScriptBook, said: str) -> None:
    slots = after(pack, "台灯开发票", "公司").hear(Content(text=said)).slots
    assert (slots["invoice_title"], slots["tax_number"]) == ("示范小鱼科技", "91330000TEST0001XX")


@pytest.mark.parametrize("before", [("张三", "保温杯那单也开"), ("张三 保温杯那单也开",)])
def test_an_invoice_for_another_order_as_well_comes_after_the_first(pack: ScriptBook, before: tuple[str, ...]) -> None:
    rehearsal = after(pack, "台灯开发票", "个人", *before, orders=(LAMP_ORDER, FLASK_ORDER))
    heard = rehearsal.hear(Content(text="是的"))
    assert [one.args["order"] for one in heard.actions if isinstance(one, Perform)] == ["XM2671"]
    assert (heard.slots["order"], heard.slots["invoice_title"], heard.asking) == ("XM2672", "张三", "confirm")
