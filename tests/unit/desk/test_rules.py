"""Who may do what to a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Agent, Case, CaseEventKind, CaseStatus, Outcome, Role
from bot.core.errors import Conflict
from bot.desk import rules

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ANN = Agent(id=1, login="ann", name="安", role=Role.AFTER_SALE)
BEN = Agent(id=2, login="ben", name="本", role=Role.PRE_SALE)
SUE = Agent(id=3, login="sue", name="苏", role=Role.SUPERVISOR)
WAITING = Case(
    id=7,
    conversation_id=1,
    status=CaseStatus.WAITING,
    reason=HandOffReason.ASKED,
    intent="human_agent",
    title="转人工",
    ask="人工",
    opened_at=NOW - timedelta(minutes=2),
)


def test_a_waiting_case_becomes_the_claiming_agents() -> None:
    case, event = rules.claim(WAITING, ANN, now=NOW)
    assert (case.status, case.assignee) == (CaseStatus.TAKEN, ANN)
    assert event is not None
    assert (event.kind, event.agent) == (CaseEventKind.CLAIMED, ANN)


def test_the_loser_of_a_race_hears_who_has_the_case() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    with pytest.raises(Conflict, match="#7 已由 安 接待"):
        rules.claim(taken, BEN, now=NOW)


def test_claiming_ones_own_case_again_changes_nothing() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    assert rules.claim(taken, ANN, now=NOW) == (taken, None)


def test_the_first_reply_stops_the_waiting_clock_and_later_ones_do_not_move_it() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    answered, _ = rules.reply(taken, ANN, now=NOW)
    later, event = rules.reply(answered, ANN, now=NOW + timedelta(minutes=5))
    assert later.first_reply_at == NOW
    assert event.kind is CaseEventKind.REPLIED


def test_only_the_assignee_replies_and_gives_back() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    with pytest.raises(Conflict, match="已由 安 接待"):
        rules.reply(taken, BEN, now=NOW)
    with pytest.raises(Conflict, match="已由 安 接待"):
        rules.give_back(taken, BEN, "", now=NOW)
    with pytest.raises(Conflict, match="还没有人接待"):
        rules.reply(WAITING, ANN, now=NOW)


def test_giving_back_keeps_what_was_agreed() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    case, event = rules.give_back(taken, ANN, "补发一只", now=NOW)
    assert (case.status, case.outcome, case.ended_at) == (CaseStatus.RETURNED, "补发一只", NOW)
    assert event.data == {"outcome": "补发一只"}


def test_a_colleague_cannot_close_a_taken_case_but_a_supervisor_can() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    with pytest.raises(Conflict, match="只有本人或主管"):
        rules.close(taken, BEN, Outcome.SOLVED, now=NOW)
    closed, _ = rules.close(taken, SUE, Outcome.SOLVED, now=NOW)
    assert (closed.status, closed.assignee) == (CaseStatus.CLOSED, ANN)


def test_spam_is_closed_without_being_claimed_first() -> None:
    closed, _ = rules.close(WAITING, BEN, Outcome.SPAM, now=NOW)
    assert (closed.outcome, closed.assignee) == ("spam", BEN)


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.RETURNED])
def test_an_ended_case_takes_no_more_actions(status: CaseStatus) -> None:
    ended = replace(WAITING, status=status, assignee=ANN)
    actions: list[Callable[[], object]] = [
        lambda: rules.claim(ended, ANN, now=NOW),
        lambda: rules.reply(ended, ANN, now=NOW),
        lambda: rules.give_back(ended, ANN, "", now=NOW),
        lambda: rules.close(ended, ANN, Outcome.SOLVED, now=NOW),
    ]
    for act in actions:
        with pytest.raises(Conflict, match="已经结束"):
            act()
