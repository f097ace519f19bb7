"""找到了, 看错了: which words leave no reason, and for what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import Arranged, TaskKind
from bot.dialogue.reason_gone import is_moot, order_of_gone
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"
ORDER = Order(
    number="A1",
    source="test",
    fulfilment=Fulfilment.SHIPPED,
    created_at=NOW - timedelta(days=5),
    phone="13800001234",
)
LOST = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0001", about="lost")
CARD = Arranged(kind=TaskKind.ORDER_NOTE, number="T0002", about="card")


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def _talk(pack: ScriptBook, *registered: Arranged, language: str = "zh") -> Talk:
    facts = Facts(orders=(ORDER,), arranged={"A1": registered})
    return Talk(book=pack, facts=facts, now=NOW, state=State(language=language))


@pytest.mark.parametrize("text", ["看错了", "没事了谢谢", "不好意思搞错了", "是我弄错了", "其实没坏", "已经修好了"])
def test_a_mistake_leaves_no_reason_for_anything(pack: ScriptBook, text: str) -> None:
    assert is_moot(_talk(pack), text)


@pytest.mark.parametrize("text", ["sorry, my mistake", "it works now, thanks", "false alarm"])
def test_so_it_does_in_english(pack: ScriptBook, text: str) -> None:
    assert is_moot(_talk(pack, language="en"), text)


@pytest.mark.parametrize("text", ["没坏 就是不喜欢", "修好了又坏了", "没事吧", "谢谢", "看错了尺码要L"])
def test_what_says_more_or_asks_leaves_the_reason(pack: ScriptBook, text: str) -> None:
    assert not is_moot(_talk(pack), text)


@pytest.mark.parametrize("text", ["到了", "货到了", "今天送到了", "在门卫那找到了", "家人拿了", "邻居帮我收了"])
def test_what_arrived_is_not_lost(pack: ScriptBook, text: str) -> None:
    assert order_of_gone(_talk(pack, LOST), text) == ORDER


@pytest.mark.parametrize("text", ["没收到", "快到了", "到哪了", "显示送到了", "收到了但是坏了", "被别人拿了"])
def test_what_did_not_arrive_or_not_whole_still_is(pack: ScriptBook, text: str) -> None:
    assert order_of_gone(_talk(pack, LOST), text) is None


def test_what_arrived_is_nothing_to_a_card(pack: ScriptBook) -> None:
    assert order_of_gone(_talk(pack, CARD), "到了") is None
