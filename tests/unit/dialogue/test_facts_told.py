"""What happened to a thing is kept whenever it is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

SIGNED = NOW - timedelta(days=2)
ORDER = Order(
    number="XM2672",
    source="test",
    fulfilment=Fulfilment.SIGNED,
    created_at=SIGNED,
    signed_at=SIGNED,
    phone="13800001234",
    items=(OrderItem(title="小满护眼台灯", product_id="desk_lamp"),),
)


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(Path(__file__).parents[3] / "scripts_yaml")


@pytest.fixture
def talk(pack: ScriptBook) -> Rehearsal:
    return Rehearsal(pack, Given(orders=(ORDER,), bound=frozenset({"XM2672"}), agents_on=1))


def test_the_word_of_a_reason_is_also_what_happened(talk: Rehearsal) -> None:
    talk.hear(Content(text="仅退款"))
    assert talk.hear(Content(text="开线")).slots["detail"] == "开线"


def test_what_is_told_while_photos_are_asked_for_is_added(talk: Rehearsal) -> None:
    talk.hear(Content(text="台灯保修 XM2672坏了"))
    talk.hear(Content(text="是的"))
    assert str(talk.hear(Content(text="不亮")).slots["detail"]).endswith("不亮")


def test_a_story_tells_what_it_is_about_and_what_happened(talk: Rehearsal) -> None:
    talk.hear(Content(text="我要投诉"))
    slots = talk.hear(Content(text="快递放驿站了也不打电话 气死了")).slots
    assert (slots["about"], slots["detail"]) == ("logistics", "快递放驿站了也不打电话 气死了")
