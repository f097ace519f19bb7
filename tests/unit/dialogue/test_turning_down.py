"""A yes to the matter of another topic turns nothing down; another way of the same topic, or a plain refusal, does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.actions import Perform
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
def asked_whether_to_return(pack: ScriptBook) -> Rehearsal:
    talk = Rehearsal(pack, Given(orders=(ORDER,), bound=frozenset({"XM2672"}), agents_on=1))
    talk.hear(Content(text="退货"))
    assert talk.hear(Content(text="不喜欢")).asking == "confirm"
    return talk


@pytest.mark.parametrize("text", ["催吧", "补发吧", "就写这个"])
def test_the_yes_of_another_topic_leaves_the_question_open(asked_whether_to_return: Rehearsal, text: str) -> None:
    assert asked_whether_to_return.hear(Content(text=text)).asking == "confirm"


@pytest.mark.parametrize("text", ["还是换吧", "别退 修一下行不"])
def test_another_way_or_a_refusal_in_passing_ends_it(asked_whether_to_return: Rehearsal, text: str) -> None:
    heard = asked_whether_to_return.hear(Content(text=text))
    assert heard.asking != "confirm"
    assert not [action for action in heard.actions if isinstance(action, Perform)]
