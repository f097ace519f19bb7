"""补发了吗, 改好了吗, did you cancel it: answered from what is registered, and only where something is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import Arranged, TaskKind
from bot.dialogue.rehearsal import NOW
from bot.dialogue.standing import hear_how_it_stands
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
OTHER = replace(ORDER, number="A2")
ADDRESS = Arranged(kind=TaskKind.CHANGE_ADDRESS, number="T0001")
CARD = Arranged(kind=TaskKind.ORDER_NOTE, number="T0002", about="card")
RECALL = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0003", about="recall")
RESEND = Arranged(kind=TaskKind.RESEND, number="S0001")
PRICE = Arranged(kind=TaskKind.PRICE_CHANGE, number="P0001")
CANCEL = Arranged(kind=TaskKind.CANCEL_ORDER, number="T0004")
RETURN = Arranged(kind=TaskKind.RETURN, number="R0001")


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def _talk(pack: ScriptBook, *registered: Arranged, language: str = "zh") -> Talk:
    facts = Facts(orders=(ORDER, OTHER), arranged={"A1": registered} if registered else {})
    state = State(language=language, order_number="A1", topic_at=NOW)
    return Talk(book=pack, facts=facts, now=NOW, state=state)


def _told(talk: Talk, text: str) -> str | None:
    """What is answered; None when the rule leaves the words to others."""
    heard = hear_how_it_stands(talk, Message(text=text), Reading())
    return talk.state.last_said[-1] if heard else None


@pytest.mark.parametrize(
    ("text", "registered", "language"),
    [
        ("改好了吗", ADDRESS, "zh"),
        ("地址改了没", ADDRESS, "zh"),
        ("现在寄到哪", ADDRESS, "zh"),
        ("贺卡写了没", CARD, "zh"),
        ("写好了吗", CARD, "zh"),
        ("拦到没", RECALL, "zh"),
        ("拦截成功了吗", RECALL, "zh"),
        ("退款到哪了", RECALL, "zh"),
        ("钱退了吗", RECALL, "zh"),
        ("补发了吗", RESEND, "zh"),
        ("新单号多少", RESEND, "zh"),
        ("寄了没", RESEND, "zh"),
        ("补的到哪了", RESEND, "zh"),
        ("批了没", PRICE, "zh"),
        ("主管怎么说", PRICE, "zh"),
        ("还没好吗", PRICE, "zh"),
        ("取消了吗", CANCEL, "zh"),
        ("取消成功没", CANCEL, "zh"),
        ("退货办好了吗", RETURN, "zh"),
        ("收到了吗", RETURN, "zh"),
        ("is it done yet?", ADDRESS, "en"),
        ("did you change the address?", ADDRESS, "en"),
        ("is the address changed?", ADDRESS, "en"),
        ("did you write the card?", CARD, "en"),
        ("has it been stopped?", RECALL, "en"),
        ("where is my refund", RECALL, "en"),
        ("did you resend it?", RESEND, "en"),
        ("new tracking number?", RESEND, "en"),
        ("has it been approved?", PRICE, "en"),
        ("is it cancelled?", CANCEL, "en"),
        ("did you cancel it?", CANCEL, "en"),
        ("did you receive it?", RETURN, "en"),
    ],
)
def test_how_it_stands_is_told_with_its_number(
    pack: ScriptBook, text: str, registered: Arranged, language: str
) -> None:
    told = _told(_talk(pack, registered, language=language), text)
    assert told is not None
    assert registered.number in told


@pytest.mark.parametrize("text", ["补发了吗", "改好了吗", "取消了吗", "拦到没", "批了没", "did you cancel it?"])
def test_where_nothing_is_registered_the_words_mean_what_they_say(pack: ScriptBook, text: str) -> None:
    assert _told(_talk(pack), text) is None


@pytest.mark.parametrize(
    "text",
    ["发货了吗", "什么时候发货", "到哪了", "没", "了吗", "取消", "还能取消吗", "地址能改吗", "怎么取消", "退款到哪了"],
)
def test_what_asks_for_something_else_is_left_to_other_rules(pack: ScriptBook, text: str) -> None:
    assert _told(_talk(pack, ADDRESS, CARD), text) is None


def test_of_several_things_the_one_that_is_named_is_told_about(pack: ScriptBook) -> None:
    told = _told(_talk(pack, CARD, ADDRESS), "地址改好了吗")
    assert told is not None
    assert "T0001" in told
    assert "T0002" not in told


def test_where_none_is_named_all_are_told(pack: ScriptBook) -> None:
    told = _told(_talk(pack, CARD, ADDRESS), "办好了吗")
    assert told is not None
    assert "T0001" in told
    assert "T0002" in told


def test_what_is_named_is_found_at_another_order(pack: ScriptBook) -> None:
    talk = _talk(pack)
    talk.facts = replace(talk.facts, arranged={"A2": (RESEND,)})
    told = _told(talk, "补发了吗")
    assert told is not None
    assert "S0001" in told
