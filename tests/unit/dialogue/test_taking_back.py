"""不改了, 撤销退款: what was registered is taken back, and only where something is registered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import Arranged, TaskKind
from bot.dialogue.registered import NAMED
from bot.dialogue.rehearsal import NOW
from bot.dialogue.taking_back import hear_what_back, take_back
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
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


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


ADDRESS = Arranged(kind=TaskKind.CHANGE_ADDRESS, number="T0001")
CARD = Arranged(kind=TaskKind.ORDER_NOTE, number="T0002", about="card")
RECALL = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0003", about="recall")


def _talk(pack: ScriptBook, *registered: Arranged, language: str = "zh") -> Talk:
    facts = Facts(orders=(ORDER,), arranged={"A1": registered} if registered else {})
    return Talk(book=pack, facts=facts, now=NOW, state=State(language=language))


@pytest.mark.parametrize(
    "text",
    [
        "不改了",
        "地址不改了",
        "撤销改地址",
        "改回原来的地址",
        "还是寄原来的地址",
        "我后悔了 别取消了",
        "贺卡不要了",
        "取消退款",
    ],
)
def test_words_that_take_back_start_the_withdrawal(pack: ScriptBook, text: str) -> None:
    talk = _talk(pack, ADDRESS, CARD)
    assert take_back(talk, Message(text=text), Reading())
    frame = talk.state.frames[-1]
    assert (frame.intent, frame.slots["undo"]) == ("withdraw_return", "registered")


@pytest.mark.parametrize("text", ["取消吧", "算了不要了", "能撤回吗？"])
def test_words_that_say_not_what_leave_it_open_whether_the_order_is_meant(pack: ScriptBook, text: str) -> None:
    talk = _talk(pack, CARD)
    assert take_back(talk, Message(text=text), Reading())
    frame = talk.state.frames[-1]
    assert (frame.intent, frame.slots["order"], frame.slots.get("undo")) == ("withdraw_return", "A1", None)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("贺卡算了", ["T0002"]), ("卡片别写了", ["T0002"]), ("不用拦了 我要", ["T0003"]), ("还寄老地址", ["T0001"])],
)
def test_of_several_things_the_one_that_the_words_fit_is_taken_back(
    pack: ScriptBook, text: str, numbers: list[str]
) -> None:
    talk = _talk(pack, RECALL, CARD, ADDRESS)
    assert take_back(talk, Message(text=text), Reading())
    assert talk.state.frames[-1].slots[NAMED] == numbers


@pytest.mark.parametrize("text", ["还要多久", "贺卡别写错字", "收到的是坏的", "拦到了吗"])
def test_what_only_sounds_like_it_takes_nothing_back(pack: ScriptBook, text: str) -> None:
    talk = _talk(pack, RECALL, CARD)
    assert not take_back(talk, Message(text=text), Reading())


def test_of_a_question_it_is_asked_what_is_meant(pack: ScriptBook) -> None:
    talk = _talk(pack, RECALL, CARD)
    assert take_back(talk, Message(text="卡片能取消吗？"), Reading())
    slots = talk.state.frames[-1].slots
    assert (slots[NAMED], slots.get("undo")) == (["T0002"], None)


def test_asked_what_is_meant_the_same_words_are_no_answer(pack: ScriptBook) -> None:
    talk = _talk(pack, CARD)
    take_back(talk, Message(text="取消吧"), Reading())
    talk.change(replace(talk.state.frames[-1], asking="undo"))
    assert hear_what_back(talk, Message(text="不要了"), Reading())
    assert "undo" not in talk.state.frames[-1].slots


def test_asked_what_is_meant_a_name_says_which(pack: ScriptBook) -> None:
    talk = _talk(pack, RECALL, CARD)
    take_back(talk, Message(text="取消吧"), Reading())
    talk.change(replace(talk.state.frames[-1], asking="undo"))
    assert not hear_what_back(talk, Message(text="贺卡"), Reading())
    assert talk.state.frames[-1].slots[NAMED] == ["T0002"]


def test_where_nothing_is_registered_nothing_is_taken_back(pack: ScriptBook) -> None:
    talk = _talk(pack)
    assert not take_back(talk, Message(text="不改了"), Reading())
    assert not talk.state.frames
