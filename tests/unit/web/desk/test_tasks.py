from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Card, Case, CaseStatus
from bot.core.conversation import Conversation
from bot.core.customers import Customer
from bot.core.messages import Peer
from bot.core.orders import Fulfilment, Order
from bot.core.roles import Agent, Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.service.tasks import TaskRow
from bot.web.desk.tasks import TaskBoard, TaskLine

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LAN = Agent(id=1, login="lan", name="小兰", role=Role.PRE_SALE)
MEI = Agent(id=2, login="amei", name="阿美", role=Role.SUPERVISOR)
ORDER = Order(number="A1", source="test", created_at=NOW, fulfilment=Fulfilment.UNPAID, total=Decimal(100))
PRICE = Task(
    id=1,
    key="k",
    kind=TaskKind.PRICE_CHANGE,
    role=Role.PRE_SALE,
    approver=Role.PRE_SALE,
    conversation_id=1,
    status=TaskStatus.OPEN,
    created_at=NOW,
    order_number="A1",
    args={"price": "80"},
)
RETURN = replace(PRICE, id=2, kind=TaskKind.RETURN, role=Role.AFTER_SALE, approver=None, args={})


def line(task: Task, agent: Agent, order: Order | None = ORDER) -> TaskLine:
    row = TaskRow(task=task, customer="", channel="web", order=order, case_id=None, asked=(), photos=())
    return TaskBoard(agent=agent, max_off_percent=Decimal(10), now=NOW).listed(row)


def test_pre_sale_may_refuse_a_price_beyond_the_cap_and_reads_why_not_approve() -> None:
    shown = line(PRICE, LAN)
    assert shown.percent_off == 20
    assert "20.0% 超过了 10% 的权限" in shown.refusals.approve
    assert shown.refusals.refuse == ""


def test_a_supervisor_may_do_either() -> None:
    refusals = line(PRICE, MEI).refusals
    assert (refusals.approve, refusals.refuse) == ("", "")


def test_the_wrong_role_reads_whose_task_it_is() -> None:
    assert line(RETURN, LAN).refusals.finish == "只有售后和主管可以完成 R0002。"
    assert line(RETURN, MEI).refusals.finish == ""


@pytest.mark.parametrize(
    ("task", "order"),
    [
        (RETURN, ORDER),
        (PRICE, None),
        (PRICE, replace(ORDER, total=Decimal(0))),
        (PRICE, replace(ORDER, total=Decimal(80))),
        (replace(PRICE, status=TaskStatus.APPROVED), ORDER),
    ],
)
def test_no_percentage_is_told_where_none_is_off(task: Task, order: Order | None) -> None:
    assert line(task, MEI, order).percent_off is None


def test_on_a_card_each_task_has_its_own_order_and_not_the_one_of_the_case() -> None:
    other = replace(ORDER, number="A2", total=Decimal(200))
    case = Case(
        id=1,
        conversation_id=1,
        status=CaseStatus.WAITING,
        reason=HandOffReason.ASKED,
        intent="",
        title="",
        ask="",
        opened_at=NOW,
    )
    card = Card(
        case=case,
        conversation=Conversation(id=1, channel="web", account="shop", peer=Peer(id="p")),
        customer=Customer(conversation_id=1),
        order=other,
        orders=(ORDER,),
        tasks=(PRICE, replace(PRICE, order_number="A2"), replace(PRICE, order_number="A3")),
        remarks={},
        audit=(),
        entries=(),
        notes=(),
        history=(),
        past_cases=0,
    )
    lines = TaskBoard(agent=MEI, max_off_percent=Decimal(10), now=NOW).on_card(card)
    assert [shown.order for shown in lines] == [ORDER, other, None]
    assert [shown.percent_off for shown in lines] == [20, 60, None]
