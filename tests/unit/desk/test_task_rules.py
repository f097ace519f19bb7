"""Who decides about a task, who finishes it, who writes about a complaint, and which actions agents may perform."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.core.errors import Conflict, NotAllowed
from bot.core.orders import Fulfilment, Order
from bot.core.roles import Agent, Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.desk import task_rules

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ANN = Agent(id=1, login="ann", name="安", role=Role.AFTER_SALE)
BEN = Agent(id=2, login="ben", name="本", role=Role.PRE_SALE)
SUE = Agent(id=3, login="sue", name="苏", role=Role.SUPERVISOR)
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
        approver=Role.PRE_SALE,
    )


def test_pre_sale_approves_a_price_within_the_cap() -> None:
    task = task_rules.decide(price_change("95"), BEN, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    assert (task.status, task.decided_by, task.decided_at) == (TaskStatus.APPROVED, BEN, NOW)


def test_beyond_the_cap_a_supervisor_has_to_approve() -> None:
    with pytest.raises(NotAllowed, match=r"降价 6\.0% 超过了 5% 的权限"):
        task_rules.decide(price_change("94"), BEN, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    approved = task_rules.decide(price_change("94"), SUE, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)
    assert approved.status is TaskStatus.APPROVED


def test_a_cap_of_zero_means_nothing_not_unlimited() -> None:
    with pytest.raises(NotAllowed, match="超过了 0% 的权限"):
        task_rules.decide(price_change("99.99"), BEN, ORDER, approve=True, max_off_percent=Decimal(0), now=NOW)


def test_after_sale_decides_no_prices() -> None:
    with pytest.raises(NotAllowed, match="只有售前和主管"):
        task_rules.decide(price_change("99"), ANN, ORDER, approve=False, max_off_percent=Decimal(5), now=NOW)


def test_a_decision_is_made_once() -> None:
    refused = task_rules.decide(price_change("50"), BEN, ORDER, approve=False, max_off_percent=Decimal(5), now=NOW)
    assert refused.status is TaskStatus.REFUSED
    with pytest.raises(Conflict, match="已经处理过了"):
        task_rules.decide(refused, SUE, ORDER, approve=True, max_off_percent=Decimal(5), now=NOW)


def test_without_the_order_no_price_is_approved() -> None:
    with pytest.raises(Conflict, match="找不到 P0005 对应的订单"):
        task_rules.decide(price_change("99"), SUE, None, approve=True, max_off_percent=Decimal(5), now=NOW)


def test_a_price_is_not_changed_once_the_order_is_paid_but_can_be_refused() -> None:
    paid = replace(ORDER, fulfilment=Fulfilment.UNPRINTED)
    with pytest.raises(Conflict, match="订单 A1 已经付款或关闭"):
        task_rules.decide(price_change("99"), SUE, paid, approve=True, max_off_percent=Decimal(5), now=NOW)
    refused = task_rules.decide(price_change("99"), SUE, paid, approve=False, max_off_percent=Decimal(5), now=NOW)
    assert refused.status is TaskStatus.REFUSED


def test_what_needs_no_decision_is_not_decided() -> None:
    with pytest.raises(Conflict, match="R0005 不需要审批"):
        decided(task_for(Role.AFTER_SALE), SUE)


def task_for(role: Role) -> Task:
    return replace(price_change("99"), kind=TaskKind.RETURN, role=role, approver=None)


@pytest.mark.parametrize("agent", [ANN, SUE])
def test_a_task_is_finished_by_its_role_or_a_supervisor(agent: Agent) -> None:
    done = task_rules.finish(task_for(Role.AFTER_SALE), agent, now=NOW)
    assert (done.status, done.decided_by, done.decided_at) == (TaskStatus.DONE, agent, NOW)


def test_others_hear_who_may_finish_a_task() -> None:
    with pytest.raises(NotAllowed, match="只有售后和主管可以完成 R0005"):
        task_rules.finish(task_for(Role.AFTER_SALE), BEN, now=NOW)
    with pytest.raises(NotAllowed, match="只有主管可以完成 R0005"):
        task_rules.finish(task_for(Role.SUPERVISOR), BEN, now=NOW)


def test_a_task_is_finished_once_and_the_second_hears_who_did_it() -> None:
    done = task_rules.finish(task_for(Role.AFTER_SALE), ANN, now=NOW)
    with pytest.raises(Conflict, match="R0005 已经处理过了（安）"):
        task_rules.finish(done, SUE, now=NOW)


def test_a_price_change_is_not_finished_but_decided() -> None:
    with pytest.raises(Conflict, match="P0005 需要审批，请选同意或不同意"):
        task_rules.finish(price_change("99"), SUE, now=NOW)


def test_an_approved_price_is_not_finished_by_hand() -> None:
    approved = decided(price_change("99"), SUE)
    with pytest.raises(Conflict, match="P0005 已经处理过了"):
        task_rules.finish(approved, SUE, now=NOW)


def refund(approver: Role | None) -> Task:
    return replace(price_change("0"), kind=TaskKind.REFUND, role=Role.AFTER_SALE, approver=approver, args={})


def decided(task: Task, agent: Agent, *, approve: bool = True, order: Order | None = ORDER) -> Task:
    return task_rules.decide(task, agent, order, approve=approve, max_off_percent=Decimal(5), now=NOW)


def test_a_refund_is_decided_by_after_sale_and_then_carried_out() -> None:
    with pytest.raises(NotAllowed, match="只有售后和主管可以审批 F0005"):
        decided(refund(Role.AFTER_SALE), BEN)
    with pytest.raises(Conflict, match="F0005 需要审批"):
        task_rules.finish(refund(Role.AFTER_SALE), ANN, now=NOW)
    approved = decided(refund(Role.AFTER_SALE), ANN)
    assert approved.status is TaskStatus.APPROVED
    assert task_rules.finish(approved, ANN, now=NOW).status is TaskStatus.DONE


def test_after_sale_special_is_the_supervisors_alone() -> None:
    with pytest.raises(NotAllowed, match="只有主管可以审批 F0005"):
        decided(refund(Role.SUPERVISOR), ANN)
    assert decided(refund(Role.SUPERVISOR), SUE).status is TaskStatus.APPROVED


def test_a_refund_of_an_order_that_is_gone_is_not_approved_but_can_be_refused() -> None:
    with pytest.raises(Conflict, match="找不到 F0005 对应的订单"):
        decided(refund(Role.AFTER_SALE), ANN, order=None)
    assert decided(refund(Role.AFTER_SALE), ANN, order=None, approve=False).status is TaskStatus.REFUSED


def complaint(**args: str) -> Task:
    return replace(
        price_change("0"), kind=TaskKind.COMPLAINT, role=Role.SUPERVISOR, approver=Role.SUPERVISOR, args=dict(args)
    )


def test_a_complaint_goes_from_a_proposal_over_its_approval_to_the_archive() -> None:
    task = complaint(detail="客服态度差")
    with pytest.raises(Conflict, match="K0005 还没有写处理方案"):
        decided(task, SUE)
    written = task_rules.write_up(task, ANN, {"facts": "属实", "cause": "高峰期", "proposal": "道歉并补券 "})
    assert written.args["proposal"] == "道歉并补券"
    approved = decided(written, SUE)
    with pytest.raises(Conflict, match="归档前要先写好分类和总结"):
        task_rules.finish(approved, SUE, now=NOW)
    summed_up = task_rules.write_up(approved, ANN, {"classification": "service", "summary": "已道歉"})
    assert task_rules.finish(summed_up, SUE, now=NOW).status is TaskStatus.DONE


def test_a_refused_proposal_goes_and_the_complaint_stays_open() -> None:
    refused = decided(complaint(detail="x", proposal="不理"), SUE, approve=False)
    assert (refused.status, refused.args, refused.decided_by) == (TaskStatus.OPEN, {"detail": "x"}, None)


def test_an_approved_proposal_is_not_rewritten() -> None:
    approved = decided(complaint(proposal="补券"), SUE)
    with pytest.raises(Conflict, match="处理方案已经批准"):
        task_rules.write_up(approved, ANN, {"proposal": "不补了"})
    assert task_rules.write_up(approved, ANN, {"summary": "好了"}).args["summary"] == "好了"


def test_only_after_sale_writes_about_complaints_and_about_nothing_else() -> None:
    with pytest.raises(NotAllowed, match="只有售后和主管"):
        task_rules.write_up(complaint(), BEN, {"facts": "x"})
    with pytest.raises(Conflict, match="R0005 不是投诉"):
        task_rules.write_up(task_for(Role.AFTER_SALE), ANN, {"facts": "x"})
    with pytest.raises(Conflict, match="没有“price”这一项"):
        task_rules.write_up(complaint(), ANN, {"price": "1"})
    archived = replace(complaint(), status=TaskStatus.DONE)
    with pytest.raises(Conflict, match="已经归档"):
        task_rules.write_up(archived, ANN, {"facts": "x"})
