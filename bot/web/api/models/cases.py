"""Cases, their cards, the queue, and what is done to a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field, model_validator

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus, Outcome
from bot.core.conversation import JsonValue, Owner
from bot.core.customers import Tier
from bot.core.roles import Role
from bot.web.api.models.common import Answer, Request
from bot.web.api.models.orders import Order, Performance
from bot.web.api.models.people import Agent
from bot.web.api.models.ratings import Rating
from bot.web.api.models.talk import Message, Note
from bot.web.api.models.tasks import Task


class Attempt(Answer):
    """One thing the bot tried."""

    at: datetime
    intent: str
    title: str
    outcome: str


class Case(Answer):
    """One handoff."""

    id: int
    status: CaseStatus
    role: Role = Field(description="Whose queue it is in, or came from")
    reason: HandOffReason
    intent: str
    title: str
    ask: str = Field(description="The customer's own words")
    language: str
    tier: Tier
    slots: dict[str, str]
    attempts: tuple[Attempt, ...]
    order_number: str
    assignee: Agent | None
    opened_at: datetime
    waiting_since: datetime | None = Field(description="Since when the customer waits for an answer, if they do")
    taken_at: datetime | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    outcome: str


class CaseEvent(Answer):
    """One line of a case's history; `agent` is null for what the bot or the customer did."""

    kind: CaseEventKind
    at: datetime
    agent: Agent | None
    data: dict[str, JsonValue]


class CustomerRecord(Answer):
    """What the shop remembers of a customer."""

    tags: tuple[str, ...]
    temperament: str
    tier: Tier
    blocked: bool
    opted_out: bool
    first_deal_at: datetime | None
    unreachable_since: datetime | None


class Customer(CustomerRecord):
    """The other side."""

    channel: str
    name: str
    language: str
    owner: Owner = Field(description="Who speaks for the shop now")
    past_cases: int


class Card(Answer):
    """Everything an agent needs to act on a case."""

    case: Case
    customer: Customer
    order: Order | None
    orders: tuple[Order, ...]
    return_until: date | None = Field(description="The last day on which `order` may come back without a reason")
    pictures: dict[str, str] = Field(description="Product id → address of its picture, of the items of `order`")
    tasks: tuple[Task, ...]
    performed: tuple[Performance, ...]
    messages: tuple[Message, ...]
    notes: tuple[Note, ...]
    history: tuple[CaseEvent, ...]
    past: tuple[Case, ...] = Field(description="The customer's last ten other cases")
    rating: Rating | None = Field(description="What the customer was asked about the case; null when nothing was")


class CaseRow(Answer):
    """One line of the list."""

    case: Case
    customer: str
    channel: str
    order: Order | None
    last: Message | None


class Counts(Answer):
    """The open cases in numbers."""

    open: int
    statuses: Mapping[CaseStatus, int]
    mine: int
    unassigned: int
    waiting: Mapping[Role, int] = Field(description="How many wait in the queue of each role")
    languages: Mapping[str, int]


class CustomerHit(Answer):
    """A customer who was found; `case_id` is of their newest case."""

    name: str
    channel: str
    customer: CustomerRecord
    case_id: int | None


class OrderHit(Answer):
    """An order that was found; `case_id` is of the newest case of a customer who may see it."""

    order: Order
    case_id: int | None


class Found(Answer):
    """What a search found, newest first."""

    words: str
    cases: tuple[CaseRow, ...]
    customers: tuple[CustomerHit, ...]
    orders: tuple[OrderHit, ...]


class SlotField(Answer):
    """Something that can be settled when the case is returned to the bot; `options` is empty for anything."""

    name: str
    title: str
    options: Mapping[str, str]
    value: str


class Transfer(Request):
    """To whom the case is passed: an agent or the queue of a role, one of them."""

    to_agent: int | None = Field(default=None, ge=1, le=2**63 - 1)
    to_role: Role | None = None
    note: str = Field(default="", max_length=20_000, description="For who takes it next")

    @model_validator(mode="after")
    def _one_of_them(self) -> Transfer:
        if (self.to_agent is None) == (self.to_role is None):
            raise ValueError("either to_agent or to_role is wanted")
        return self


class Escalation(Request):
    """Why the supervisors should look at it."""

    why: str = Field(default="", max_length=2000)


class GiveBack(Request):
    """What was agreed; the bot tells the customer. With `slots` it goes on with their matter from there."""

    outcome: str = Field(default="", max_length=2000)
    slots: dict[str, str] = Field(default={}, max_length=30, description="By name, as in `GET …/fields`")


class Close(Request):
    """How the case ended."""

    outcome: Outcome


class TierChange(Request):
    """How much the customer matters."""

    tier: Tier
