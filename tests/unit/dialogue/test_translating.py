"""Orders as customers of another language read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.conversation import JsonValue, State
from bot.core.events import Facts
from bot.core.orders import Order, OrderItem
from bot.dialogue import context
from bot.dialogue.rehearsal import NOW
from bot.dialogue.translating import in_language
from bot.dialogue.turn import Talk
from bot.scripts.book import Product, ScriptBook

CUP = Product(
    id="cup",
    title="陶瓷杯",
    aliases=("杯子",),
    facts={"colours": ["白", "雾蓝"], "en": {"title": "Ceramic cup", "colours": ["white", "mist blue"]}},
)


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    shop: dict[str, JsonValue] = {**book.shop, "en": {"carriers": {"顺丰": "SF Express"}}}
    bilingual = replace(book, shop=shop, products={**book.products, "cup": CUP})
    return Talk(book=bilingual, facts=Facts(), now=NOW, state=State(language="en"))


def test_titles_colours_and_carrier_are_in_the_language_of_the_talk(talk: Talk, order: Callable[..., Order]) -> None:
    shown = in_language(
        talk, order("A1", items=(OrderItem(title="杯", product_id="cup", variant="雾蓝"),), carrier="顺丰速运")
    )
    assert (shown.summary, shown.items[0].variant, shown.carrier) == ("Ceramic cup", "mist blue", "SF Express")


def test_an_item_without_a_product_id_is_known_by_its_title(talk: Talk, order: Callable[..., Order]) -> None:
    assert in_language(talk, order("A1", title="陶瓷杯")).summary == "Ceramic cup"


def test_what_nobody_translated_stays(talk: Talk, order: Callable[..., Order]) -> None:
    item = OrderItem(title="小台灯", product_id="lamp", variant="雾蓝")
    kept = order("A1", items=(item,), carrier="自家快递")
    assert in_language(talk, kept) == kept


def test_the_shops_own_language_needs_no_translation(talk: Talk, order: Callable[..., Order]) -> None:
    talk.state = State(language="zh")
    kept = order("A1", items=(OrderItem(title="陶瓷杯", product_id="cup", variant="雾蓝"),), carrier="顺丰速运")
    assert in_language(talk, kept) == kept


def test_replies_read_the_translated_order(talk: Talk, order: Callable[..., Order]) -> None:
    view = context.order_view(order("A1", title="陶瓷杯", carrier="顺丰"), talk)
    assert (view["summary"], view["carrier"]) == ("Ceramic cup", "SF Express")
