"""Who may do what to a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Agent, Case, CaseEventKind, CaseStatus, Outcome, Role, Task, TaskKind, TaskStatus
from bot.core.errors import Conflict, NotAllowed
from bot.core.orders import Fulfilment, Order
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
ORDER = Order(number="A1", source="test", created_at=NOW, fulfilment=Fulfilment.UNPAID, total=Decimal(100))


def price_change(price: str) -> Task:
    return Task(
        id=5,
        key="k",
        kind=TaskKind.PRICE_CHANGE,
        role=Role.PRE_SALE,
        conversation_id=1,
        status=TaskStatus.OPEN,
        created_at=NOW,
        order_number="A1",
        args={"price": price},
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


def test_pre_sale_approves_a_price_within_the_cap() -> None:
    task = rules.decide(price_change("95"), BEN, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    assert (task.status, task.decided_by, task.decided_at) == (TaskStatus.APPROVED, BEN, NOW)


def test_beyond_the_cap_a_supervisor_has_to_approve() -> None:
    with pytest.raises(NotAllowed, match=r"降价 6\.0% 超过了 5% 的权限"):
        rules.decide(price_change("94"), BEN, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    approved = rules.decide(price_change("94"), SUE, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    assert approved.status is TaskStatus.APPROVED


def test_a_cap_of_zero_means_nothing_not_unlimited() -> None:
    with pytest.raises(NotAllowed, match="超过了 0% 的权限"):
        rules.decide(price_change("99.99"), BEN, ORDER, approve=True, max_off_percent=Decimal(0), now=NOW)


def test_after_sale_decides_no_prices() -> None:
    with pytest.raises(NotAllowed, match="只有售前和主管"):
        rules.decide(price_change("99"), ANN, ORDER, approve=False, max_off_percent=Decimal(5), now=NOW)


def test_a_decision_is_made_once() -> None:
    refused = rules.decide(price_change("50"), BEN, ORDER, approve=False, max_off_percent=Decimal(5), now=NOW)
    assert refused.status is TaskStatus.REFUSED
    with pytest.raises(Conflict, match="已经处理过了"):
        rules.decide(refused, SUE, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)


def test_without_the_order_no_price_is_approved() -> None:
    with pytest.raises(Conflict, match="找不到 P0005 对应的订单"):
        rules.decide(price_change("99"), SUE, None, approve=True, max_off_percent=Decimal(5), now=NOW)


def test_a_price_is_not_changed_once_the_order_is_paid_but_can_be_refused() -> None:
    paid = replace(ORDER, fulfilment=Fulfilment.UNPRINTED)
    with pytest.raises(Conflict, match="订单 A1 已经付款或关闭"):
        rules.decide(price_change("99"), SUE, paid, approve=True, max_off_percent=Decimal(5), now=NOW)
    refused = rules.decide(price_change("99"), SUE, paid, approve=False, max_off_percent=Decimal(5), now=NOW)
    assert refused.status is TaskStatus.REFUSED


def test_only_price_changes_are_decided() -> None:
    task = replace(price_change("99"), kind=TaskKind.RETURN)
    with pytest.raises(Conflict, match="R0005 不是改价申请"):
        rules.decide(task, SUE, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)


def task_for(role: Role) -> Task:
    return replace(price_change("99"), kind=TaskKind.RETURN, role=role)


@pytest.mark.parametrize("agent", [ANN, SUE])
def test_a_task_is_finished_by_its_role_or_a_supervisor(agent: Agent) -> None:
    done = rules.finish(task_for(Role.AFTER_SALE), agent, now=NOW)
    assert (done.status, done.decided_by, done.decided_at) == (TaskStatus.DONE, agent, NOW)


def test_others_hear_who_may_finish_a_task() -> None:
    with pytest.raises(NotAllowed, match="只有售后和主管可以完成 R0005"):
        rules.finish(task_for(Role.AFTER_SALE), BEN, now=NOW)
    with pytest.raises(NotAllowed, match="只有主管可以完成 R0005"):
        rules.finish(task_for(Role.SUPERVISOR), BEN, now=NOW)


def test_a_task_is_finished_once_and_the_second_hears_who_did_it() -> None:
    done = rules.finish(task_for(Role.AFTER_SALE), ANN, now=NOW)
    with pytest.raises(Conflict, match="R0005 已经处理过了（安）"):
        rules.finish(done, SUE, now=NOW)


def test_a_price_change_is_not_finished_but_decided() -> None:
    with pytest.raises(Conflict, match="P0005 是改价申请，请选同意或不同意"):
        rules.finish(price_change("99"), SUE, now=NOW)
