"""A task as a post of its own: what is to be done, for whom, and buttons to say that it was. Pure."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text, as_list

from bot.channels.telegram.card import CardView
from bot.channels.telegram.keyboards import subject, task_keyboard
from bot.channels.telegram.texts import cut
from bot.channels.telegram.words import CHANNELS, TASK_STATUSES, moment
from bot.core.tasks import TaskStatus
from bot.desk.wording import ROLES
from bot.service.duty_words import duty_in
from bot.service.tasks import TaskRow

_LANGUAGE: Final = "zh"
"""Of everything the forum says."""
_LINE: Final = 120
_ASKED: Final = 6
_MARKS: Final = {
    TaskStatus.OPEN: "🔸",
    TaskStatus.APPROVED: "👍",
    TaskStatus.REFUSED: "✋",
    TaskStatus.DONE: "✅",
    TaskStatus.REPLACED: "➖",
}


def task_view(row: TaskRow, zone: ZoneInfo) -> CardView:
    """The task as it stands now; times are those of the shop."""
    task = row.task
    by = f"（{task.decided_by.name}）" if task.decided_by else ""
    title = f"{_MARKS[task.status]} {task.number} {subject(task)}"
    lines: list[Text | str] = [Bold(cut(title, _LINE)), f"{ROLES[task.role][0]} · {TASK_STATUSES[task.status]}{by}"]
    if task.duty:
        lines.append(cut(duty_in(_LANGUAGE, task.duty), _LINE))
    customer = row.customer or "访客"
    lines.append(cut(f"顾客 {customer}（{CHANNELS.get(row.channel, row.channel)}）", _LINE))
    if task.order_number:
        lines.append(f"订单 {cut(task.order_number, _LINE)}")
    lines += [cut(f"· {name}：{value}", _LINE) for name, value in row.asked[:_ASKED]]
    if task.due_at is not None:
        lines.append(f"最晚 {moment(task.due_at, zone)}")
    text, entities = as_list(*lines).render()
    return CardView(text=text, entities=tuple(entities), keyboard=task_keyboard(task))
