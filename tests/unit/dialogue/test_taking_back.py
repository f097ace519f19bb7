"""不改了, 撤销退款: what was registered is taken back, and only where something is registered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import TaskKind, newest_arranged
from bot.dialogue.rehearsal import NOW
from bot.dialogue.taking_back import says_back, take_back
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


def _talk(pack: ScriptBook, language: str = "zh", **under_way: str) -> Talk:
    begun = {TaskKind(kind): number for kind, number in under_way.items()}
    facts = Facts(orders=(ORDER,), under_way={"A1": begun} if begun else {})
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
    talk = _talk(pack, change_address="T0001")
    assert take_back(talk, Message(text=text), Reading())
    assert talk.state.frames[-1].intent == "withdraw_return"


@pytest.mark.parametrize(
    "text", ["undo the address change", "don't cancel it", "keep the old address", "I changed my mind"]
)
def test_words_that_take_back_in_english(pack: ScriptBook, text: str) -> None:
    assert says_back(_talk(pack, "en"), text)


@pytest.mark.parametrize(
    "text", ["还能不改了吗？", "取消订单", "我要退款", "不要了", "发票什么时候开", "麻烦把原来的那个地址帮我写在备注里"]
)
def test_questions_and_other_wishes_take_nothing_back(pack: ScriptBook, text: str) -> None:
    assert not says_back(_talk(pack), text)


def test_where_nothing_is_registered_nothing_is_taken_back(pack: ScriptBook) -> None:
    talk = _talk(pack)
    assert not take_back(talk, Message(text="不改了"), Reading())
    assert not talk.state.frames


def test_the_newest_counts_and_a_cancellation_before_all() -> None:
    assert newest_arranged({TaskKind.RETURN: "R0002", TaskKind.CHANGE_ADDRESS: "T0010"}) == "T0010"
    assert newest_arranged({TaskKind.CANCEL_ORDER: "T0001", TaskKind.REFUND: "F0002"}) == "T0001"
    assert newest_arranged({TaskKind.COUPON: "C0001"}) is None
