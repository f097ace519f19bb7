"""The buttons of cards: what stands under a card by itself, and the menus that a button opens in its place.

A menu lives in the message alone. Whatever changes the card brings its own buttons back, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.carried import number_in
from bot.channels.telegram.order_actions import ORDER_ACTIONS
from bot.channels.telegram.texts import cut
from bot.channels.telegram.words import OUTCOMES, TASKS
from bot.core.cases import Card, Case, CaseStatus
from bot.core.messages import Author, Delivery, TranscriptEntry
from bot.core.orders import Order
from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.desk.offers import ruled_out
from bot.desk.permissions import RECEIVING
from bot.desk.wording import ROLES
from bot.service.desk import Receiver

_TASKS: Final = 4
_RETRIES: Final = 2
_COLUMNS: Final = 3
_TITLE: Final = 40
_UNSURE: Final = frozenset({Delivery.FAILED, Delivery.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPress:
    """What a button asks for: `action` on the case or task with this id, with what else it carries."""

    action: str
    id: int
    argument: str = ""


def press_in(data: str) -> CardPress | None:
    """Read what a button carries; None when it is none of ours."""
    action, _, rest = data.partition(":")
    number, _, argument = rest.partition(":")
    about = number_in(number)
    return None if about is None else CardPress(action=action, id=about, argument=argument)


def card_keyboard(card: Card) -> InlineKeyboardMarkup:
    """What can be done with the case as it stands."""
    rows = [*_main(card.case), *_retries(card.entries), *(_decisions(task) for task in _undecided(card.tasks))]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def outcomes_menu(case_id: int) -> InlineKeyboardMarkup:
    """How a case can end."""
    return _menu(case_id, [button(title, "close", case_id, outcome.value) for outcome, title in OUTCOMES.items()])


def transfer_menu(case_id: int, colleagues: Iterable[Receiver]) -> InlineKeyboardMarkup:
    """Whom a case can go to: a queue, or a colleague; who is not there is marked, as customers are told the same."""
    roles = [button(f"{ROLES[role][0]}队列", "queue", case_id, role.value) for role in Role if role in RECEIVING]
    people = [
        button(f"👤 {cut(one.agent.name, _TITLE)}{'' if one.there else '（不在）'}", "give", case_id, str(one.agent.id))
        for one in colleagues
    ]
    return _menu(case_id, [*roles, *people])


def canned_menu(case_id: int, names: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup:
    """The canned replies, by name and title."""
    return _menu(case_id, [button(cut(title, _TITLE), "canned", case_id, name) for name, title in names])


def orders_menu(case_id: int, order: Order, tasks: Sequence[Task]) -> InlineKeyboardMarkup:
    """What can be done for the order as it is."""
    possible = (one for one in ORDER_ACTIONS if not ruled_out(one.action, order, tasks))
    return _menu(case_id, [button(one.title, "order", case_id, one.code) for one in possible])


def confirm_menu(case_id: int, title: str, action: str, argument: str) -> InlineKeyboardMarkup:
    """Is that really wanted?"""
    return _menu(case_id, [button(f"✔️ 确认{title}", action, case_id, argument)])


def task_keyboard(task: Task) -> InlineKeyboardMarkup | None:
    """What can be done with a task that no card shows."""
    if task.approver is not None and task.status is TaskStatus.OPEN:
        return InlineKeyboardMarkup(inline_keyboard=[_decisions(task)])
    if task.status in {TaskStatus.OPEN, TaskStatus.APPROVED} and task.kind is not TaskKind.PRICE_CHANGE:
        return InlineKeyboardMarkup(inline_keyboard=[[button("✅ 办好了", "done", task.id)]])
    return None


def button(title: str, action: str, number: int, argument: str = "") -> InlineKeyboardButton:
    """A button that `press_in` reads."""
    data = f"{action}:{number}:{argument}" if argument else f"{action}:{number}"
    return InlineKeyboardButton(text=title, callback_data=data)


def price_or_amount(task: Task) -> str:
    """What a task is about in money, as far as it is."""
    if task.kind is TaskKind.PRICE_CHANGE:
        return f" 改到 {task.args['price']}"
    return f" {task.args['amount']}" if task.args.get("amount") else ""


def subject(task: Task) -> str:
    """What a task is, in a line: 改价到 50.00, 退款 20.00."""
    if task.kind is TaskKind.PRICE_CHANGE:
        return f"{TASKS[task.kind]}到 {task.args['price']}"
    return f"{TASKS[task.kind]}{price_or_amount(task)}"


def _main(case: Case) -> list[list[InlineKeyboardButton]]:
    match case.status:
        case CaseStatus.WAITING:
            return [
                [button("🙋 接待", "claim", case.id), button("👥 转给…", "menu", case.id, "transfer")],
                [button("不用接待，结束", "dismiss", case.id)],
            ]
        case CaseStatus.TAKEN | CaseStatus.ANSWERED:
            return [
                [button("✅ 结束…", "menu", case.id, "close"), button("↩️ 交回机器人", "back", case.id)],
                [button("💬 快捷回复…", "menu", case.id, "canned"), button("📦 订单…", "menu", case.id, "orders")],
                [button("👥 转给…", "menu", case.id, "transfer"), button("⬆️ 请主管", "escalate", case.id)],
            ]
        case CaseStatus.RETURNED | CaseStatus.CLOSED:
            return [[button("♻️ 重新接待", "reopen", case.id)]]


def _retries(entries: Sequence[TranscriptEntry]) -> list[list[InlineKeyboardButton]]:
    """Of a colleague's words that did not arrive, the newest can be sent once more."""
    lost = [one for one in entries if one.delivery in _UNSURE and one.author is Author.AGENT and one.case_id]
    return [
        [button(f"🔁 重发“{cut(one.content.text, 16) or '附件'}”", "retry", one.case_id or 0, str(one.seq))]
        for one in lost[-_RETRIES:]
    ]


def _undecided(tasks: Sequence[Task]) -> list[Task]:
    return [task for task in tasks[:_TASKS] if task.approver is not None and task.status is TaskStatus.OPEN]


def _decisions(task: Task) -> list[InlineKeyboardButton]:
    title = f"同意 {task.number}{price_or_amount(task)}"
    return [button(title, "approve", task.id), button("不同意", "refuse", task.id)]


def _menu(case_id: int, buttons: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    rows = [list(buttons[at : at + _COLUMNS]) for at in range(0, len(buttons), _COLUMNS)]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [button("‹ 返回", "menu", case_id, "main")]])
