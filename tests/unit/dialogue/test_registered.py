"""What is registered, as customers call it, and the words that take it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Facts
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import Arranged, TaskKind
from bot.dialogue.registered import NAMED, is_bare, meant_of, registered_of, says_back, title_of
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"
ORDER = Order(
    number="A1",
    source="test",
    fulfilment=Fulfilment.UNPRINTED,
    created_at=NOW - timedelta(hours=2),
    phone="13800001234",
)
CARD = Arranged(kind=TaskKind.ORDER_NOTE, number="T0001", about="card")
CLAIM = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0002", about="damaged")
ADDRESS = Arranged(kind=TaskKind.CHANGE_ADDRESS, number="T0003")


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def _talk(pack: ScriptBook, *registered: Arranged, language: str = "zh", frames: tuple[Frame, ...] = ()) -> Talk:
    facts = Facts(orders=(ORDER,), arranged={"A1": registered} if registered else {})
    return Talk(book=pack, facts=facts, now=NOW, state=State(language=language, frames=frames))


@pytest.mark.parametrize(("language", "title"), [("zh", "贺卡"), ("en", "the gift card message")])
def test_what_is_registered_has_the_name_that_customers_give_it(pack: ScriptBook, language: str, title: str) -> None:
    assert title_of(_talk(pack, language=language), CARD) == title


def test_what_customers_did_not_ask_for_is_not_theirs_to_take_back(pack: ScriptBook) -> None:
    assert registered_of(_talk(pack, CLAIM, CARD), ORDER) == (CARD,)


def test_of_several_things_only_the_one_named_is_meant(pack: ScriptBook) -> None:
    named = Frame(kind=FrameKind.FLOW, name="returns.withdraw", slots={NAMED: ["T0001"]})
    assert meant_of(_talk(pack, ADDRESS, CARD), ORDER) == (ADDRESS, CARD)
    assert meant_of(_talk(pack, ADDRESS, CARD, frames=(named,)), ORDER) == (CARD,)


@pytest.mark.parametrize(
    "text",
    [
        "取消",
        "取消吧",
        "算了不要了",
        "撤了吧",
        "不行 撤回",
        "不想要了",
        "不办了",
        "能取消吗？",
        "quxiao",
        "麻烦撤一下",
        "搞错了取消",
    ],
)
def test_words_that_say_not_what_is_taken_back(pack: ScriptBook, text: str) -> None:
    assert is_bare(_talk(pack), text)


@pytest.mark.parametrize(
    "text", ["cancel", "cancel that", "I don't want it", "i dont want it anymore", "scrap it", "can i cancel that?"]
)
def test_such_words_in_english(pack: ScriptBook, text: str) -> None:
    assert is_bare(_talk(pack, language="en"), text)


@pytest.mark.parametrize(
    "text",
    ["取消订单", "这单不要了", "贺卡不要了", "取消不了", "不要顺丰", "不用了", "算了", "别取消", "好的", "要两件"],
)
def test_words_that_say_what_or_take_nothing_back(pack: ScriptBook, text: str) -> None:
    assert not is_bare(_talk(pack), text)


@pytest.mark.parametrize(("text", "back"), [("地址不改了", True), ("还能不改了吗？", False), ("取消订单", False)])
def test_what_asks_or_wants_something_new_takes_nothing_back(pack: ScriptBook, text: str, back: bool) -> None:
    assert says_back(_talk(pack), text) is back
