"""Menus of the card: what they offer, and that Telegram takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.channels.telegram import keyboards
from bot.channels.telegram.carried import Carries
from bot.channels.telegram.doing import PRESSES
from bot.channels.telegram.menus import OPENERS
from bot.core.cases import Outcome
from bot.core.orders import Fulfilment, Order
from bot.core.roles import Agent, Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.service.desk import Receiver

COLLEAGUE = Agent(id=7, login="xiaoli", name="小丽" * 40, role=Role.PRE_SALE)
TASK = Task(
    id=3,
    key="t",
    kind=TaskKind.FOLLOW_UP,
    role=Role.AFTER_SALE,
    conversation_id=1,
    status=TaskStatus.OPEN,
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
)
ORDER = Order(number="A1", source="test", created_at=datetime(2026, 3, 1, tzinfo=UTC), fulfilment=Fulfilment.UNPAID)
MENUS = [
    keyboards.outcomes_menu(12),
    keyboards.transfer_menu(12, [Receiver(agent=COLLEAGUE, there=False)]),
    keyboards.canned_menu(12, [("hello", "开场问候"), ("x" * 40, "长" * 90)]),
    keyboards.orders_menu(12, ORDER, [TASK]),
    keyboards.confirm_menu(12, "催发货", "perform", "hurry"),
]


def pressable(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    return [button.callback_data or "" for row in (keyboard.inline_keyboard if keyboard else []) for button in row]


@pytest.mark.parametrize("menu", MENUS)
def test_every_button_leads_somewhere_and_back(menu: InlineKeyboardMarkup) -> None:
    presses = [keyboards.press_in(data) for data in pressable(menu)]
    kinds: dict[str, Carries[Any, Any, Any]] = {**PRESSES, **OPENERS}
    assert all(press is not None and kinds[press.action].bound(press.argument) is not None for press in presses)
    assert pressable(menu)[-1] == "menu:12:main"


@pytest.mark.parametrize("menu", MENUS)
def test_no_button_carries_more_than_telegram_takes(menu: InlineKeyboardMarkup) -> None:
    assert all(len(data.encode()) <= 64 for data in pressable(menu))


@pytest.mark.parametrize(
    ("state", "possible", "not_any_more"),
    [
        (Fulfilment.UNPAID, {"price", "cancel", "note"}, {"refund", "return_number", "trace"}),
        (Fulfilment.PACKED, {"address", "item", "hurry"}, {"price", "returns", "trace"}),
        (Fulfilment.SHIPPED, {"trace", "note", "refund_all"}, {"item", "return_number", "cancel"}),
        (Fulfilment.SIGNED, {"returns", "resend", "note"}, {"address", "item", "hurry"}),
    ],
)
def test_only_what_the_order_does_not_rule_out_is_offered(
    state: Fulfilment, possible: set[str], not_any_more: set[str]
) -> None:
    menu = pressable(keyboards.orders_menu(12, replace(ORDER, fulfilment=state), []))
    codes = {data.rpartition(":")[2] for data in menu}
    assert possible <= codes
    assert not not_any_more & codes


@pytest.mark.parametrize(("there", "title"), [(True, "👤 小丽"), (False, "👤 小丽（不在）")])
def test_a_colleague_who_is_not_there_is_marked(there: bool, title: str) -> None:
    menu = keyboards.transfer_menu(12, [Receiver(agent=replace(COLLEAGUE, name="小丽"), there=there)])
    assert title in [button.text for row in menu.inline_keyboard for button in row]


def test_a_case_can_end_in_every_way() -> None:
    assert pressable(MENUS[0])[:-1] == [f"close:12:{outcome}" for outcome in Outcome]


def test_a_case_goes_to_the_queues_of_who_speaks_with_customers_or_to_a_colleague() -> None:
    assert pressable(MENUS[1])[:-1] == [
        "queue:12:pre_sale",
        "queue:12:after_sale",
        "queue:12:supervisor",
        "queue:12:warehouse",
        "give:12:7",
    ]


@pytest.mark.parametrize(
    ("status", "approver", "buttons"),
    [
        (TaskStatus.OPEN, None, ["done:3"]),
        (TaskStatus.OPEN, Role.FINANCE, ["approve:3", "refuse:3"]),
        (TaskStatus.APPROVED, Role.FINANCE, ["done:3"]),
        (TaskStatus.DONE, None, []),
        (TaskStatus.REFUSED, Role.FINANCE, []),
    ],
)
def test_a_task_has_the_buttons_of_its_state(status: TaskStatus, approver: Role | None, buttons: list[str]) -> None:
    assert pressable(keyboards.task_keyboard(replace(TASK, status=status, approver=approver))) == buttons


def test_a_price_change_is_done_by_itself() -> None:
    approved = replace(TASK, kind=TaskKind.PRICE_CHANGE, status=TaskStatus.APPROVED, args={"price": "9"})
    assert keyboards.task_keyboard(approved) is None
