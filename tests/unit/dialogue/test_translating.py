"""Orders as customers of another language read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.conversation import JsonValue, State
from bot.core.events import Facts
from bot.core.orders import Order, OrderItem, TrackingEvent
from bot.dialogue import context
from bot.dialogue.rehearsal import NOW
from bot.dialogue.translating import in_language
from bot.dialogue.turn import Talk
from bot.scripts.book import Product, ScriptBook

CUP = Product(
    id="cup",
    title="陶瓷杯",
    aliases=("杯子",),
    facts={
        "colours": ["白", "雾蓝"],
        "sizes": ["大号", "小号"],
        "en": {"title": "Ceramic cup", "colours": ["white", "mist blue"], "sizes": ["large", "small"]},
    },
)


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    own: dict[str, JsonValue] = {
        "carriers": {"顺丰": "SF Express"},
        "tracking": {"派送不成功": "nobody answered", "派送": "out for delivery", "到达": "reached a sorting centre"},
        "places": {"杭州": "Hangzhou"},
    }
    shop: dict[str, JsonValue] = {**book.shop, "en": own}
    bilingual = replace(book, shop=shop, products={**book.products, "cup": CUP})
    return Talk(book=bilingual, facts=Facts(), now=NOW, state=State(language="en"))


def test_titles_colours_and_carrier_are_in_the_language_of_the_talk(talk: Talk, order: Callable[..., Order]) -> None:
    shown = in_language(
        talk, order("A1", items=(OrderItem(title="杯", product_id="cup", variant="雾蓝"),), carrier="顺丰速运")
    )
    assert (shown.summary, shown.items[0].variant, shown.carrier) == ("Ceramic cup", "mist blue", "SF Express")


def test_each_part_of_a_variant_is_translated(talk: Talk, order: Callable[..., Order]) -> None:
    items = (OrderItem(title="杯", product_id="cup", variant="雾蓝 / 大号"),)
    assert in_language(talk, order("A1", items=items)).items[0].variant == "mist blue / large"


@pytest.mark.parametrize(
    ("place", "text", "shown"),
    [
        ("杭州市", "快件到达杭州市转运中心", "reached a sorting centre (Hangzhou)"),
        ("", "快件正在派送，请保持电话畅通", "out for delivery"),
        ("义乌市", "派送不成功：电话无人接听", "nobody answered"),
        ("杭州市", "快件有点累了", "快件有点累了"),
    ],
)
def test_tracking_says_what_happened_and_where(
    talk: Talk, order: Callable[..., Order], place: str, text: str, shown: str
) -> None:
    (event,) = in_language(talk, order("A1", events=(TrackingEvent(at=NOW, text=text, place=place),))).events
    assert (event.text, event.place) == (shown, place)


def test_an_item_without_a_product_id_is_known_by_its_title(talk: Talk, order: Callable[..., Order]) -> None:
    assert in_language(talk, order("A1", title="陶瓷杯")).summary == "Ceramic cup"


def test_what_nobody_translated_stays(talk: Talk, order: Callable[..., Order]) -> None:
    item = OrderItem(title="小台灯", product_id="lamp", variant="雾蓝")
    kept = order("A1", items=(item,), carrier="自家快递")
    assert in_language(talk, kept) == kept


def test_the_shops_own_language_needs_no_translation(talk: Talk, order: Callable[..., Order]) -> None:
    talk.state = State(language="zh")
    event = TrackingEvent(at=NOW, text="快件到达杭州市转运中心", place="杭州市")
    items = (OrderItem(title="陶瓷杯", product_id="cup", variant="雾蓝"),)
    kept = order("A1", items=items, carrier="顺丰速运", events=(event,))
    assert in_language(talk, kept) == kept


def test_replies_read_the_translated_order(talk: Talk, order: Callable[..., Order]) -> None:
    view = context.order_view(order("A1", title="陶瓷杯", carrier="顺丰"), talk)
    assert (view["summary"], view["carrier"]) == ("Ceramic cup", "SF Express")
