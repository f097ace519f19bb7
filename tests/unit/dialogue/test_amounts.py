"""Numbers as answers, and numbers said in passing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Order, OrderItem
from bot.dialogue.amounts import is_number, number_asked, number_mentioned
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import message_of
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.scripts.slots import Option, Slot, SlotType

PRICE = Slot(name="price", topic="pricing", type=SlotType.NUMBER, title="价格", ask=(), min=1, max=999)


@pytest.fixture(scope="module")
def demo() -> ScriptBook:
    return load_book(Path(__file__).parents[3] / "scripts_yaml")


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    return Talk(book=book, facts=Facts(), now=NOW, state=State(language="zh"))


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("就15吧", 15, True),
        ("十五", 15, True),
        ("12.5元", 12.5, True),
        ("那天客服跟我说可以给到50", 50, False),
        ("30或者40", None, False),
        ("-5", None, False),
        ("{{ 7*7 }}", None, False),
        ("1000000", None, False),
        ("人民医院住院部3楼", None, False),
        ("客服答应减20块", None, False),
        ("便宜到88", 88, True),
        ("20 yuan off", None, False),
        ("10块钱吧 算了20", 20, True),
        ("20改15", 15, True),
        ("20不够 30", 30, True),
        ("十五吧", 15, True),
        ("三分之一", None, False),
        ("1/3", None, False),
        ("¥1e3", None, False),
        ("20 or 25 yuan", None, False),
        ("3天了", None, False),
        ("5厘米的洞", None, False),
        ("第2次了", None, False),
        ("XM0099", None, False),
        ("20, actually 30", 30, False),
    ],
)
def test_the_one_number_of_an_answer_is_read(talk: Talk, text: str, value: float | None, sure: bool) -> None:
    answer = number_asked(talk, PRICE, message_of(talk, text))
    assert (answer.value if answer else None) == value
    assert answer is None or answer.sure is sure


@pytest.mark.parametrize(
    ("text", "value"),
    [("改价，说好的50", 50), ("都3天了", None), ("满199减20", None), ("3个里面坏了2个", None), ("50块卖不卖", 50)],
)
def test_a_bare_number_in_passing_is_a_price_unless_it_is_something_else(
    talk: Talk, text: str, value: float | None
) -> None:
    answer = number_mentioned(talk, PRICE, message_of(talk, text))
    assert (answer.value if answer else None) == value


HALF = Option(id="half", title="一半", match=("对半",), data={"share": 0.5})
AMOUNT = replace(PRICE, name="amount", options=(HALF,))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一半", 38.5),
        ("退对半吧", 38.5),
        ("50%", 38.5),
        ("25 %吧", 19.25),
        ("30-50%", None),
        ("一半 20", 20),
        ("20吧 不 30", 30),
    ],
)
def test_a_share_is_of_what_the_pieces_cost_and_no_number(
    book: ScriptBook, order: Callable[..., Order], text: str, value: float | None
) -> None:
    known = order("A1", total=Decimal(77), items=(OrderItem(title="陶瓷杯", price=Decimal(69)),))
    talk = Talk(book=book, facts=Facts(orders=(known,)), now=NOW, state=State(language="zh"))
    answer = number_asked(talk, AMOUNT, message_of(talk, text))
    assert (answer.value if answer else None) == value


def test_a_slot_that_knows_no_shares_takes_none(talk: Talk) -> None:
    assert number_asked(talk, PRICE, message_of(talk, "50%")) is None


@pytest.mark.parametrize(
    "text", ["XM0099 改价", "XM0050改个价", "订单XM0099改价", "改价 XM0045 0066", "change the price of XM0099"]
)
def test_the_digits_of_an_order_are_no_price(talk: Talk, text: str) -> None:
    assert number_mentioned(talk, PRICE, message_of(talk, text)) is None


def test_a_price_beside_an_order_is_one(talk: Talk) -> None:
    answer = number_mentioned(talk, PRICE, message_of(talk, "改价 XM1006 说好99"))
    assert answer is not None
    assert answer.value == 99


@pytest.mark.parametrize(("text", "so"), [("五十", True), ("fifty", True), ("30块吧", True), ("破洞", False)])
def test_a_text_that_is_only_a_number_is_told_from_one_that_tells_something(text: str, so: bool) -> None:
    assert is_number(text) is so


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("破洞5厘米", None),
        ("第3颗扣子掉了", None),
        ("尺码42 破了", None),
        ("退2件", None),
        ("79块买的就坏了", None),
        ("破了个洞 退20吧", 20),
        ("退我10块算了", 10),
        ("20块吧", 20),
        ("partial refund 30", 30),
        ("30 yuan back is fine", 30),
        ("a 5 cm hole", None),
        ("it lasted 3 days", None),
    ],
)
def test_a_sum_is_only_taken_where_it_is_said_as_one(demo: ScriptBook, text: str, value: float | None) -> None:
    talk = Talk(book=demo, facts=Facts(), now=NOW, state=State(language="en" if text.isascii() else "zh"))
    answer = number_mentioned(talk, talk.pack.slots["amount"], message_of(talk, text))
    assert (answer.value if answer else None) == value
