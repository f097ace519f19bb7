from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.core.conversation import Owner, State
from bot.core.events import (
    Facts,
    Received,
)
from bot.dialogue import Turn, step
from bot.dialogue.rehearsal import NOW
from bot.scripts.book import ScriptBook


def test_while_waiting_the_bot_is_silent_but_for_one_line_in_three_minutes(
    book: ScriptBook, wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    facts = Facts(owner=Owner.QUEUE, waiting=2, position=2)

    def hear(state: State, text: str, minutes: int) -> Turn:
        return step(book, state, [wrote(text)], facts=facts, now=NOW + timedelta(minutes=minutes))

    first = hear(State(), "我要退货", 0)
    assert first.actions == ()
    second = hear(first.state, "人呢", 1)
    assert labels(second.actions) == ["common.still_waiting"]
    third = hear(second.state, "转人工", 3)
    assert third.actions == ()
    assert labels(hear(third.state, "转人工", 4).actions) == ["common.still_waiting"]


def test_a_question_of_fact_is_answered_while_nobody_has_taken_the_case(
    book: ScriptBook, wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    facts = Facts(owner=Owner.QUEUE, waiting=2, position=2)
    turn = step(book, State(), [wrote("运费谁出")], facts=facts, now=NOW)
    assert labels(turn.actions) == ["returns.freight"]
    assert turn.state.frames == ()


def test_a_question_of_fact_is_left_to_the_agent_who_has_taken_the_case(
    book: ScriptBook, wrote: Callable[..., Received]
) -> None:
    turn = step(book, State(), [wrote("运费谁出")], facts=Facts(owner=Owner.AGENT), now=NOW)
    assert turn.actions == ()


def test_a_question_beside_a_wish_is_left_to_the_person_who_comes(
    book: ScriptBook, wrote: Callable[..., Received]
) -> None:
    facts = Facts(owner=Owner.QUEUE, waiting=2, position=2)
    turn = step(book, State(), [wrote("我要退货，运费谁出")], facts=facts, now=NOW)
    assert turn.actions == ()
