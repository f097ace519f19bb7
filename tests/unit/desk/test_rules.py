"""Who may do what to a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseEventKind, CaseStatus, Outcome
from bot.core.errors import Conflict, NotAllowed
from bot.core.roles import Agent, Role
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
    waiting_since=NOW - timedelta(minutes=2),
)
PIA = Agent(id=4, login="pia", name="皮", role=Role.PRINTING)


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
    assert (later.first_reply_at, later.status, later.waiting_since) == (NOW, CaseStatus.ANSWERED, None)
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
    with pytest.raises(Conflict, match="只有本人或主管可以关闭"):
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


@pytest.mark.parametrize("act", [rules.claim, rules.reply, rules.reopen])
def test_who_packs_parcels_takes_no_case(act: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed) as refused:
        act(WAITING, PIA, now=NOW)
    assert refused.value.code == "role_needed"


def test_a_case_is_passed_to_a_colleague_who_owes_the_answer_now() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    answered, _ = rules.reply(taken, ANN, now=NOW)
    passed, event = rules.transfer(answered, ANN, to_agent=BEN, to_role=None, now=NOW)
    assert (passed.status, passed.assignee, passed.waiting_since) == (CaseStatus.TAKEN, BEN, NOW)
    assert event.data == {"agent_id": BEN.id, "name": "本"}


def test_a_case_is_passed_into_the_queue_of_a_role_and_waits_there() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    passed, _ = rules.transfer(taken, ANN, to_agent=None, to_role=Role.WAREHOUSE, now=NOW)
    assert (passed.status, passed.assignee, passed.role) == (CaseStatus.WAITING, None, Role.WAREHOUSE)
    assert passed.waiting_since == WAITING.waiting_since


def test_anybody_sends_a_waiting_case_to_the_right_queue_but_only_once() -> None:
    passed, _ = rules.transfer(WAITING, BEN, to_agent=None, to_role=Role.PRE_SALE, now=NOW)
    with pytest.raises(Conflict, match="本来就在售前的队列里"):
        rules.transfer(passed, BEN, to_agent=None, to_role=Role.PRE_SALE, now=NOW)


@pytest.mark.parametrize(
    ("to_agent", "to_role", "code"),
    [
        (None, None, "transfer_nowhere"),
        (ANN, None, "transfer_same_agent"),
        (PIA, None, "transfer_unable"),
        (replace(BEN, active=False), None, "agent_inactive"),
        (None, Role.FINANCE, "transfer_role_unable"),
    ],
)
def test_a_case_goes_nowhere_where_nobody_answers(to_agent: Agent | None, to_role: Role | None, code: str) -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    with pytest.raises(Conflict) as refused:
        rules.transfer(taken, ANN, to_agent=to_agent, to_role=to_role, now=NOW)
    assert refused.value.code == code


def test_only_who_has_it_and_a_supervisor_pass_it_on() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    acts: list[Callable[[], object]] = [
        lambda: rules.transfer(taken, BEN, to_agent=BEN, to_role=None, now=NOW),
        lambda: rules.escalate(taken, BEN, "", now=NOW),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="#7 由 安 接待，只有本人或主管可以转交"):
            act()
    passed, _ = rules.transfer(taken, SUE, to_agent=BEN, to_role=None, now=NOW)
    assert passed.assignee == BEN


def test_an_escalated_case_waits_for_the_supervisors_with_the_reason() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    escalated, event = rules.escalate(taken, ANN, "要求赔偿三倍", now=NOW)
    assert (escalated.status, escalated.role, escalated.assignee) == (CaseStatus.WAITING, Role.SUPERVISOR, None)
    assert event.data == {"why": "要求赔偿三倍"}
    with pytest.raises(Conflict, match="主管的队列"):
        rules.escalate(escalated, BEN, "", now=NOW)


def test_an_ended_case_is_taken_up_again_by_who_reopens_it() -> None:
    taken, _ = rules.claim(WAITING, ANN, now=NOW)
    closed, _ = rules.close(taken, ANN, Outcome.REFUSED, now=NOW)
    reopened, event = rules.reopen(closed, BEN, now=NOW + timedelta(hours=1))
    assert (reopened.status, reopened.assignee, reopened.outcome) == (CaseStatus.TAKEN, BEN, "")
    assert (reopened.ended_at, reopened.waiting_since, event.kind) == (None, None, CaseEventKind.REOPENED)
    with pytest.raises(Conflict, match="还没有结束"):
        rules.reopen(reopened, BEN, now=NOW)


def test_the_wait_of_a_customer_whom_nobody_has_taken_goes_on_when_they_write() -> None:
    assert rules.customer_wrote(WAITING, now=NOW) == (WAITING, None)
