"""Work that was registered, complaints, and the reasons customers gave."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.core.conversation import JsonValue
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus
from bot.web.api.models.common import Answer, Request
from bot.web.api.models.orders import Order
from bot.web.api.models.people import Agent
from bot.web.api.models.talk import Media


class Task(Answer):
    """Work registered in the conversation. `kind` is the register it stands in."""

    id: int
    number: str
    kind: TaskKind
    role: Role = Field(description="Who does it")
    status: TaskStatus
    order_number: str
    duty: str = Field(description="What to do")
    args: dict[str, JsonValue]
    reason: str = Field(description="Id of the customer's reason, or empty")
    department: str = Field(description="Who should act on that reason, or empty")
    approver: Role | None = Field(description="Who must decide first; null when nobody has to")
    due_at: datetime | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: Agent | None


class AskedFor(Answer):
    """One thing the customer was asked for, in their language."""

    title: str
    value: str


class TaskRow(Answer):
    """One line of the list of tasks. `order` is as it is now; `case_id` is the open case of the conversation."""

    task: Task
    customer: str
    channel: str
    order: Order | None
    case_id: int | None
    asked: tuple[AskedFor, ...]
    photos: tuple[Media, ...]


class Decision(Request):
    """Approve or refuse."""

    approve: bool


class ComplaintRecord(Request):
    """What is written about a complaint while it is dealt with. A part that is left out stays; an empty one goes."""

    classification: str | None = Field(default=None, max_length=1000)
    facts: str | None = Field(default=None, max_length=1000)
    cause: str | None = Field(default=None, max_length=1000)
    proposal: str | None = Field(default=None, max_length=1000)
    summary: str | None = Field(default=None, max_length=1000)
    improvement: str | None = Field(default=None, max_length=1000)


class Letter(Answer):
    """The letter that answers a complaint."""

    parts: dict[str, str]
    text: str


class ReasonCount(Answer):
    """How often a reason was given in one register. `title` is empty when the scripts no longer know it."""

    kind: TaskKind
    reason: str
    title: str
    department: str
    count: int


class ReasonReport(Answer):
    """Customers' reasons, the most frequent first, and how many each department should act on."""

    since: datetime
    until: datetime
    total: int
    reasons: tuple[ReasonCount, ...]
    departments: dict[str, int] = Field(description="Empty name: reasons without a department")
