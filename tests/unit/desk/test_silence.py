"""The silence ladder: who waits is not forgotten, and opening hours are all that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.cases import Case, CaseStatus
from bot.core.roles import Agent, Role
from bot.core.schedule import Schedule
from bot.desk import rules
from bot.desk.silence import NextStep, Rung, next_step
from bot.scripts.desk_policy import SilencePolicy
from tests.unit.desk.conftest import NOW

ALWAYS = Schedule(zone=UTC, always=True)
POLICY = SilencePolicy(remind=timedelta(minutes=3), requeue=timedelta(minutes=10), supervisor=timedelta(minutes=20))


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


@pytest.fixture
def ann(staff: dict[Role, Agent]) -> Agent:
    return staff[Role.AFTER_SALE]


@pytest.fixture
def taken(waiting: Case, ann: Agent) -> Case:
    return rules.claim(waiting, ann, now=at(5))[0]


def test_what_nobody_takes_goes_to_the_supervisors_and_stays_there(waiting: Case) -> None:
    assert next_step(waiting, ALWAYS, POLICY) == NextStep(rung=Rung.SUPERVISOR, due_at=at(20))
    escalated, _ = rules.escalate(waiting, None, "", now=at(20))
    assert next_step(escalated, ALWAYS, POLICY) is None


def test_who_has_the_case_is_reminded_and_then_loses_it_by_their_own_clock(taken: Case) -> None:
    assert next_step(taken, ALWAYS, POLICY) == NextStep(rung=Rung.REMIND, due_at=at(8))
    reminded, _ = rules.remind(taken, now=at(8))
    assert next_step(reminded, ALWAYS, POLICY) == NextStep(rung=Rung.REQUEUE, due_at=at(15))
    requeued, _ = rules.requeue(reminded, now=at(15))
    assert (requeued.status, requeued.assignee, requeued.role) == (CaseStatus.WAITING, None, Role.AFTER_SALE)
    assert next_step(requeued, ALWAYS, POLICY) == NextStep(rung=Rung.SUPERVISOR, due_at=at(20))


@pytest.mark.parametrize(
    ("had_by", "queue"), [(Role.AFTER_SALE, Role.AFTER_SALE), (Role.WAREHOUSE, Role.WAREHOUSE), (Role.SUPERVISOR, None)]
)
def test_a_case_taken_back_waits_for_the_colleagues_of_who_had_it(
    waiting: Case, staff: dict[Role, Agent], had_by: Role, queue: Role | None
) -> None:
    sold = replace(waiting, role=Role.PRE_SALE)
    taken, _ = rules.claim(sold, staff[had_by], now=at(5))
    requeued, event = rules.requeue(taken, now=at(15))
    assert requeued.role is (queue or Role.PRE_SALE)
    assert event.data == {"role": requeued.role.value}


def test_who_takes_it_next_has_their_own_time_and_the_customers_wait_goes_on(
    taken: Case, staff: dict[Role, Agent]
) -> None:
    requeued, _ = rules.requeue(taken, now=at(15))
    again, _ = rules.claim(requeued, staff[Role.SUPERVISOR], now=at(18))
    assert again.waiting_since == NOW
    assert next_step(again, ALWAYS, POLICY) == NextStep(rung=Rung.REMIND, due_at=at(21))


def test_an_answer_stops_it_and_the_customers_next_words_begin_it_anew(taken: Case, ann: Agent) -> None:
    answered, _ = rules.reply(taken, ann, now=at(6))
    assert next_step(answered, ALWAYS, POLICY) is None
    wrote, _ = rules.customer_wrote(answered, now=at(30))
    assert next_step(wrote, ALWAYS, POLICY) == NextStep(rung=Rung.REMIND, due_at=at(33))
    again, event = rules.customer_wrote(wrote, now=at(31))
    assert (again, event) == (wrote, None)


def test_an_ended_case_waits_for_nobody(taken: Case, ann: Agent) -> None:
    returned, _ = rules.give_back(taken, ann, "", now=at(6))
    assert next_step(returned, ALWAYS, POLICY) is None


def test_only_opening_hours_count(waiting: Case) -> None:
    day = Schedule(zone=UTC, opens=time(9), closes=time(18))
    evening = replace(waiting, waiting_since=datetime(2026, 3, 2, 17, 50, tzinfo=UTC))
    step = next_step(evening, day, POLICY)
    assert step is not None
    assert step.due_at == datetime(2026, 3, 3, 9, 10, tzinfo=UTC)


def test_a_step_that_the_shop_leaves_out_is_not_taken(taken: Case, waiting: Case) -> None:
    assert next_step(waiting, ALWAYS, SilencePolicy()) is None
    assert next_step(taken, ALWAYS, SilencePolicy(remind=timedelta(minutes=3), requeue=None)) is not None
    step = next_step(taken, ALWAYS, SilencePolicy(requeue=timedelta(minutes=10)))
    assert step == NextStep(rung=Rung.REQUEUE, due_at=at(15))
