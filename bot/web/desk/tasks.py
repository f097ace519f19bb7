"""A task as the desk shows it to one agent: the price beside the order's, and why a button is not for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.core.cases import Card
from bot.core.errors import Conflict, NotAllowed
from bot.core.orders import Order
from bot.core.roles import Agent
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.desk import task_rules
from bot.desk.wording import of_error
from bot.service.duty_words import duty_in
from bot.service.tasks import TaskRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Why this agent may not do it, in words for them; empty where they may."""

    approve: str
    refuse: str
    finish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task. `row` is set in the list of tasks, where the customer is not known from elsewhere.

    `duty` is what to do, in the language of the desk.
    `percent_off` is how far a price asked for is below the order's total; None when it is not, or is no price.
    """

    task: Task
    duty: str
    order: Order | None
    percent_off: Decimal | None
    refusals: Refusals
    row: TaskRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBoard:
    """For whom the lines are drawn, in which language and when, and how much pre-sale may take off a price alone."""

    agent: Agent
    max_off_percent: Decimal
    now: datetime
    language: str = "zh"

    def listed(self, row: TaskRow) -> TaskLine:
        """A line of the list of tasks."""
        return self._line(row.task, row.order, row)

    def on_card(self, card: Card) -> tuple[TaskLine, ...]:
        """The tasks of a case's conversation; each with its own order, which need not be the case's."""
        known = {order.number: order for order in (*card.orders, *([card.order] if card.order else []))}
        return tuple(self._line(task, known.get(task.order_number), None) for task in card.tasks)

    def _line(self, task: Task, order: Order | None, row: TaskRow | None) -> TaskLine:
        refusals = Refusals(
            approve=self._refusal(lambda: self._decide(task, order, approve=True)),
            refuse=self._refusal(lambda: self._decide(task, order, approve=False)),
            finish=self._refusal(lambda: task_rules.finish(task, self.agent, now=self.now)),
        )
        return TaskLine(
            task=task,
            duty=duty_in(self.language, task.duty),
            order=order,
            percent_off=_percent_off(task, order),
            refusals=refusals,
            row=row,
        )

    def _refusal(self, attempt: Callable[[], Task]) -> str:
        try:
            attempt()
        except (Conflict, NotAllowed) as refusal:
            return of_error(refusal, self.language)
        return ""

    def _decide(self, task: Task, order: Order | None, *, approve: bool) -> Task:
        cap = self.max_off_percent
        return task_rules.decide(task, self.agent, order, approve=approve, max_off_percent=cap, now=self.now)


def _percent_off(task: Task, order: Order | None) -> Decimal | None:
    if task.kind is not TaskKind.PRICE_CHANGE or task.status is not TaskStatus.OPEN:
        return None
    if order is None or order.total <= 0:
        return None
    off = task_rules.percent_off(task, order)
    return off if off > 0 else None
