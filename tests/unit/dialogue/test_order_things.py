"""Which things of an order are meant: read as an answer and in passing, offered on buttons, never invented."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"
BEDDING = OrderItem(title="晨雾全棉四件套", product_id="bedding", variant="浅青 / 1.5 米床")
LAMP = OrderItem(title="小满护眼台灯", product_id="desk_lamp", variant="木纹")
SOCKS = OrderItem(title="防滑地板袜", quantity=3)


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def having(*items: OrderItem) -> Given:
    signed = NOW - timedelta(days=2)
    order = Order(
        number="A1",
        source="test",
        fulfilment=Fulfilment.SIGNED,
        created_at=signed,
        signed_at=signed,
        phone="13800001234",
        items=items,
    )
    return Given(orders=(order,), bound=frozenset({"A1"}), agents_on=1)


def asked(book: ScriptBook, *items: OrderItem) -> Rehearsal:
    """A return in which it was just asked which of the things comes back."""
    rehearsal = Rehearsal(book, having(*items))
    rehearsal.hear(Content(text="退货"))
    assert rehearsal.hear(Content(text="不喜欢")).asking == "which_item"
    return rehearsal


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("台灯", "小满护眼台灯"),
        ("2", "小满护眼台灯"),
        ("第一个", "晨雾全棉四件套"),
        ("四件套一套", "晨雾全棉四件套"),
        ("不是台灯 是四件套", "晨雾全棉四件套"),
        ("四件套那个", "晨雾全棉四件套"),
        ("台灯那个 太亮了", "小满护眼台灯"),
        ("除了台灯都退", "晨雾全棉四件套"),
        ("四件套留着 台灯退", "小满护眼台灯"),
        ("全部", "全部"),
        ("都退", "全部"),
        ("四件套和台灯", "晨雾全棉四件套、小满护眼台灯"),
    ],
)
def test_the_answer_is_a_thing_of_the_order(pack: ScriptBook, said: str, meant: str) -> None:
    heard = asked(pack, BEDDING, LAMP).hear(Content(text=said))
    assert heard.slots["which_item"] == meant


@pytest.mark.parametrize("said", ["是的", "一个", "那一件", "质量"])
def test_what_names_nothing_of_the_order_is_asked_again(pack: ScriptBook, said: str) -> None:
    heard = asked(pack, BEDDING, LAMP).hear(Content(text=said))
    assert "which_item" not in heard.slots
    assert heard.asking == "which_item"


@pytest.mark.parametrize(("said", "meant"), [("两双", "防滑地板袜 ×2"), ("1", "防滑地板袜 ×1"), ("全部", "全部")])
def test_of_several_pieces_of_one_thing_the_number_is_the_answer(pack: ScriptBook, said: str, meant: str) -> None:
    heard = asked(pack, SOCKS).hear(Content(text=said))
    assert heard.slots["which_item"] == meant


def test_more_than_were_bought_cannot_be_meant(pack: ScriptBook) -> None:
    assert "which_item" not in asked(pack, SOCKS).hear(Content(text="五双")).slots


@pytest.mark.parametrize("first", ["台灯坏了", "要退货 只退台灯", "台灯不想要了 想退"])
def test_what_the_first_sentence_names_is_not_asked(pack: ScriptBook, first: str) -> None:
    rehearsal = Rehearsal(pack, having(BEDDING, LAMP))
    rehearsal.hear(Content(text=first))
    heard = rehearsal.hear(Content(text="不喜欢"))
    assert heard.asking != "which_item"


def test_the_only_thing_bought_is_not_asked_for(pack: ScriptBook) -> None:
    rehearsal = Rehearsal(pack, having(LAMP))
    rehearsal.hear(Content(text="退货"))
    heard = rehearsal.hear(Content(text="不喜欢 一个都不想要"))
    assert "which_item" not in heard.slots


def test_a_button_of_the_question_is_an_answer_and_one_of_another_order_is_none(pack: ScriptBook) -> None:
    rehearsal = asked(pack, BEDDING, LAMP)
    assert rehearsal.hear(Content(press="which_item:no7")).asking == "which_item"
    assert rehearsal.hear(Content(press="which_item:no1")).slots["which_item"] == "小满护眼台灯"


def test_the_thing_chosen_stays_chosen_when_the_talk_goes_on_in_another_language(pack: ScriptBook) -> None:
    rehearsal = asked(pack, BEDDING, LAMP)
    assert rehearsal.hear(Content(text="台灯")).slots["which_item"] == "小满护眼台灯"
    rehearsal.hear(Content(text="换货"))
    *_, question = rehearsal.hear(Content(text="English please")).actions
    assert isinstance(question, Say)
    assert [button.title for button in question.content.buttons] == ["white", "wood", "Same again"]
