"""One wish in the place of another of its topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Facts
from bot.dialogue.rehearsal import NOW
from bot.dialogue.superseding import give_up_rivals, go_back, restore, supersede
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import message_of
from bot.scripts.book import ScriptBook

RETURN = Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request", slots={"order": "A1"})
EXCHANGE = Frame(kind=FrameKind.FLOW, name="returns.exchange_flow", intent="exchange_request", slots={"order": "A2"})


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    return Talk(book=book, facts=Facts(), now=NOW, state=State(language="zh", frames=(RETURN,)))


@pytest.fixture
def exchanging(talk: Talk) -> Talk:
    supersede(talk, talk.pack.intents["exchange_request"], message_of(talk, "换货"))
    talk.state = replace(talk.state, frames=(*talk.state.frames, EXCHANGE))
    return talk


def _names(talk: Talk) -> list[str]:
    return [frame.intent for frame in talk.state.frames]


def test_what_is_done_gives_up_what_it_stood_for(exchanging: Talk) -> None:
    give_up_rivals(exchanging, EXCHANGE)
    assert _names(exchanging) == ["exchange_request"]


def test_what_came_to_nothing_leaves_the_first_where_it_was(exchanging: Talk) -> None:
    restore(exchanging, EXCHANGE)
    assert exchanging.state.frames[0] == RETURN


def test_who_goes_back_to_the_first_gives_up_the_second(exchanging: Talk) -> None:
    assert go_back(exchanging, exchanging.state.frames[0]) == RETURN
    assert exchanging.state.frames == (RETURN,)


def _beside(book: ScriptBook, names: set[str]) -> ScriptBook:
    pack = book.packs["zh"]
    flows: Mapping[str, object] = {
        name: replace(flow, beside=True) if name in names else flow for name, flow in pack.flows.items()
    }
    return replace(book, packs=MappingProxyType({**book.packs, "zh": replace(pack, flows=flows)}))  # type: ignore[arg-type]


def test_two_that_go_beside_others_are_both_wanted(talk: Talk) -> None:
    talk.book = _beside(talk.book, {"returns.return_flow", "returns.exchange_flow"})
    supersede(talk, talk.pack.intents["exchange_request"], message_of(talk, "换货"))
    assert talk.state.frames == (RETURN,)


def test_one_that_goes_beside_others_is_given_up_for_the_same_order_only(exchanging: Talk) -> None:
    exchanging.book = _beside(exchanging.book, {"returns.return_flow"})
    give_up_rivals(exchanging, EXCHANGE)
    assert exchanging.state.frames == (RETURN, EXCHANGE)
