"""What was offered about an order is taken up in words or by its button, and the order stays the one talked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast

import pytest

from bot.core.conversation import JsonValue, State
from bot.dialogue import Turn
from bot.dialogue.rehearsal import NOW, Given
from bot.scripts.book import Offered, ScriptBook
from bot.scripts.templates import Expression

Take = Callable[..., Turn]


@dataclass(frozen=True, slots=True)
class _OfOrder:
    number: str

    def holds(self, values: Mapping[str, Any]) -> bool:
        return bool(values["order"]["number"] == self.number)


@pytest.fixture
def offering(book: ScriptBook) -> ScriptBook:
    """The shop in which a return of A1 was offered, with its reasons."""
    pack = book.packs["zh"]
    offered = Offered(slot="reason", when=cast(Expression, _OfOrder("A1")))
    intents = {**pack.intents, "return_request": replace(pack.intents["return_request"], offered=offered)}
    packs = {**book.packs, "zh": replace(pack, intents=MappingProxyType(intents))}
    return replace(book, packs=MappingProxyType(packs))


def _talked_about(number: str) -> State:
    return State(language="zh", order_number=number, topic="logistics", topic_at=NOW)


def _known(turn: Turn) -> dict[str, JsonValue]:
    top = turn.state.frames[-1] if turn.state.frames else None
    return {"intent": top.intent, **top.slots} if top else {}


def test_the_choice_alone_takes_it_up(
    take: Take, offering: ScriptBook, two_orders: Given, wrote: Callable[..., Any]
) -> None:
    turn = take(_talked_about("A1"), wrote("不喜欢"), scripts=offering, orders=two_orders.orders)
    assert _known(turn) == {"intent": "return_request", "order": "A1", "reason": "dislike"}


@pytest.mark.parametrize("text", ["不喜欢怎么办", "我想查一下那边的快递到哪里了 顺便说不喜欢"])
def test_a_question_or_another_matter_does_not(
    take: Take, offering: ScriptBook, two_orders: Given, wrote: Callable[..., Any], text: str
) -> None:
    turn = take(_talked_about("A1"), wrote(text), scripts=offering, orders=two_orders.orders)
    assert "takes up what was offered" not in "\n".join(turn.trace)


def test_of_an_order_that_it_was_not_offered_for_it_means_nothing(
    take: Take, offering: ScriptBook, two_orders: Given, wrote: Callable[..., Any]
) -> None:
    turn = take(_talked_about("A2"), wrote("不喜欢"), scripts=offering, orders=two_orders.orders)
    assert "takes up what was offered" not in "\n".join(turn.trace)


@pytest.mark.parametrize("number", ["A1", "A2"])
def test_a_button_carries_the_order_that_was_talked_about(
    take: Take, book: ScriptBook, two_orders: Given, wrote: Callable[..., Any], number: str
) -> None:
    turn = take(_talked_about(number), wrote(press="return_request"), scripts=book, orders=two_orders.orders)
    assert _known(turn)["order"] == number
