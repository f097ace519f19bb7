"""What a thing is exchanged for: a colour or size that it comes in, and nothing else where these are known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"
TSHIRT = OrderItem(title="240g 重磅纯棉 T 恤", product_id="tshirt", variant="白 / L")
BEDDING = OrderItem(title="晨雾全棉四件套", product_id="bedding", variant="浅青 / 1.5 米床")
HOMEMADE = OrderItem(title="手作陶瓷杯")


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def asked(book: ScriptBook, item: OrderItem) -> Rehearsal:
    """An exchange in which it was just asked what for."""
    signed = NOW - timedelta(days=2)
    order = Order(
        number="A1",
        source="test",
        fulfilment=Fulfilment.SIGNED,
        created_at=signed,
        signed_at=signed,
        phone="13800001234",
        items=(item,),
    )
    rehearsal = Rehearsal(book, Given(orders=(order,), bound=frozenset({"A1"}), agents_on=1))
    rehearsal.hear(Content(text="换货"))
    assert rehearsal.hear(Content(text="尺码不合适")).asking == "wish"
    return rehearsal


@pytest.mark.parametrize(
    ("item", "said", "wish"),
    [
        (TSHIRT, "黑色", "黑"),
        (TSHIRT, "蓝的", "雾蓝"),
        (TSHIRT, "黑色 XL", "黑 XL"),
        (TSHIRT, "xl", "XL"),
        (TSHIRT, "2xl的", "2XL"),
        (TSHIRT, "大一码", "XL"),
        (TSHIRT, "小一号就行", "M"),
        (TSHIRT, "不要白的 要黑的", "黑"),
        (TSHIRT, "同款", "同款"),
        (TSHIRT, "2", "黑"),
        (TSHIRT, "黑色大一码", "黑 XL"),
        (TSHIRT, "其实我要M", "M"),
        (TSHIRT, "不是L是XL", "XL"),
        (TSHIRT, "L不要 XL", "XL"),
        (TSHIRT, "S太小 给我M", "M"),
        (TSHIRT, "xxl", "2XL"),
        (TSHIRT, "能换黑色的吗", "黑"),
        (TSHIRT, "没有黑色就白色", "白"),
        (BEDDING, "1米8的", "1.8 米床"),
        (BEDDING, "1.8的", "1.8 米床"),
        (BEDDING, "要1.8米床的那种", "1.8 米床"),
        (HOMEMADE, "蓝色大号", "蓝色大号"),
        (HOMEMADE, "大一码", "大一码"),
        (TSHIRT, "换成保温杯", "保温杯"),
    ],
)
def test_the_answer_is_a_colour_or_size_of_what_was_bought(
    pack: ScriptBook, item: OrderItem, said: str, wish: str
) -> None:
    assert asked(pack, item).hear(Content(text=said)).slots["wish"] == wish


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (TSHIRT, "紫色的"),
        (TSHIRT, "9码"),
        (BEDDING, "大两码吧"),
        (BEDDING, "2.2的"),
        (TSHIRT, "明白了"),
        (TSHIRT, "白买了"),
        (TSHIRT, "太白了"),
        (TSHIRT, "黑心商家"),
        (TSHIRT, "尤其是袖子"),
        (TSHIRT, "其他的都行"),
        (TSHIRT, "不要白色"),
        (TSHIRT, "除了白色都行"),
        (TSHIRT, "别给我黑的"),
        (TSHIRT, "黑色显瘦吗"),
        (TSHIRT, "没有黑色吗"),
        (TSHIRT, "黑或者白"),
        (TSHIRT, "-1"),
    ],
)
def test_what_there_is_not_is_asked_again(pack: ScriptBook, item: OrderItem, said: str) -> None:
    heard = asked(pack, item).hear(Content(text=said))
    assert "wish" not in heard.slots


def test_there_is_none_larger_than_the_largest(pack: ScriptBook) -> None:
    largest = OrderItem(title=BEDDING.title, product_id="bedding", variant="浅青 / 1.8 米床")
    assert "wish" not in asked(pack, largest).hear(Content(text="大一码")).slots


@pytest.mark.parametrize(
    ("first", "then", "wish"),
    [
        ("1.8的", "颜色要燕麦", "燕麦 1.8 米床"),
        ("雾灰", "1.8的", "雾灰 1.8 米床"),
        ("雾灰 1.8的", "不对 换成燕麦", "燕麦 1.8 米床"),
        ("雾灰 1.8的", "同款", "同款"),
    ],
)
def test_a_colour_corrected_leaves_the_size_and_a_size_the_colour(
    pack: ScriptBook, first: str, then: str, wish: str
) -> None:
    rehearsal = asked(pack, BEDDING)
    rehearsal.hear(Content(text=first))
    assert rehearsal.hear(Content(text=then)).slots["wish"] == wish


@pytest.mark.parametrize("said", ["不要了", "never mind"])
def test_not_wanting_it_any_more_at_the_confirmation_is_no_reason_for_it(pack: ScriptBook, said: str) -> None:
    talk = asked(pack, TSHIRT)
    assert talk.hear(Content(text="换XL码")).asking == "confirm"
    assert talk.hear(Content(text=said)).asking == ""
    assert not talk.state.frames


@pytest.mark.parametrize(
    ("said", "asking", "wish"),
    [
        ("不要黑的了", "wish", "黑"),
        ("不要白的了", "confirm", "黑"),
        ("明白", "confirm", "黑"),
        ("白高兴一场", "confirm", "黑"),
        ("其实就是太小了", "confirm", "黑"),
        ("换蓝的", "confirm", "雾蓝"),
    ],
)
def test_only_a_colour_that_is_wanted_replaces_the_one_to_be_confirmed(
    pack: ScriptBook, said: str, asking: str, wish: str
) -> None:
    talk = asked(pack, TSHIRT)
    talk.hear(Content(text="黑的"))
    heard = talk.hear(Content(text=said))
    assert (heard.asking, heard.slots["wish"]) == (asking, wish)
