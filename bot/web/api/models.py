"""The shapes the JSON API answers with. They are the public contract: core values may change behind them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus, Outcome, Role, TaskKind, TaskStatus
from bot.core.conversation import JsonValue, Owner
from bot.core.messages import Author, Delivery, MediaKind
from bot.core.orders import Fulfilment, RefundState


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class Agent(_Answer):
    """A person at the desk."""

    id: int
    login: str
    name: str
    role: Role


class Session(_Answer):
    """A signed-in agent. Send `token` as `Authorization: Bearer`."""

    token: str
    expires_at: datetime
    agent: Agent


class Media(_Answer):
    """An attachment. `url` shows it until the end of tomorrow (UTC)."""

    kind: MediaKind
    mime: str
    size: int
    name: str
    url: str = ""


class Button(_Answer):
    """A choice offered under a message."""

    value: str
    title: str


class Message(_Answer):
    """One message of the conversation. `delivery` is null for what the customer wrote."""

    seq: int
    author: Author
    agent_name: str
    text: str
    media: tuple[Media, ...]
    buttons: tuple[Button, ...]
    press: str | None
    at: datetime
    delivery: Delivery | None
    error: str


class Attempt(_Answer):
    """One thing the bot tried."""

    at: datetime
    intent: str
    title: str
    outcome: str


class Case(_Answer):
    """One handoff."""

    id: int
    status: CaseStatus
    reason: HandOffReason
    intent: str
    title: str
    ask: str = Field(description="The customer's own words")
    slots: dict[str, str]
    attempts: tuple[Attempt, ...]
    order_number: str
    assignee: Agent | None
    opened_at: datetime
    first_reply_at: datetime | None
    ended_at: datetime | None
    outcome: str


class Note(_Answer):
    """Agents' words to each other; never sent to the customer."""

    id: int
    agent: Agent
    text: str
    at: datetime


class Task(_Answer):
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


class OrderItem(_Answer):
    """One line of an order."""

    title: str
    variant: str
    quantity: int
    price: Decimal


class TrackingEvent(_Answer):
    """What the carrier reported."""

    at: datetime
    text: str
    place: str


class Remark(_Answer):
    """A line on an order, in the shop's own format; `agent` is null when the bot wrote it."""

    text: str
    at: datetime
    agent: Agent | None


class Performance(_Answer):
    """An action that was performed or refused. `agent` is null for what the bot did."""

    action: str
    at: datetime
    done: bool
    order_number: str
    args: dict[str, JsonValue]
    result: dict[str, JsonValue] = Field(description="What it gave; `reason` and `detail` when it was refused")
    agent: Agent | None


class Order(_Answer):
    """An order as the shop's system tells it, with the remarks written here."""

    number: str
    fulfilment: Fulfilment
    receiver: str
    phone: str
    address: str
    items: tuple[OrderItem, ...]
    total: Decimal
    freight: Decimal
    currency: str
    refund: RefundState
    refund_amount: Decimal
    created_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    signed_at: datetime | None
    expected_at: datetime | None
    carrier: str
    tracking_number: str
    events: tuple[TrackingEvent, ...]
    message: str
    remark: str
    remarks: tuple[Remark, ...] = ()


class CaseEvent(_Answer):
    """One line of a case's history; `agent` is null for what the bot did."""

    kind: CaseEventKind
    at: datetime
    agent: Agent | None
    data: dict[str, JsonValue]


class Customer(_Answer):
    """The other side."""

    channel: str
    name: str
    language: str
    owner: Owner = Field(description="Who speaks for the shop now")
    past_cases: int


class Card(_Answer):
    """Everything an agent needs to act on a case."""

    case: Case
    customer: Customer
    order: Order | None
    orders: tuple[Order, ...]
    tasks: tuple[Task, ...]
    performed: tuple[Performance, ...]
    messages: tuple[Message, ...]
    notes: tuple[Note, ...]
    history: tuple[CaseEvent, ...]


class CaseRow(_Answer):
    """One line of the list."""

    case: Case
    customer: str
    channel: str
    order: Order | None
    last: Message | None


class AskedFor(_Answer):
    """One thing the customer was asked for, in their language."""

    title: str
    value: str


class TaskRow(_Answer):
    """One line of the list of tasks. `order` is as it is now; `case_id` is the open case of the conversation."""

    task: Task
    customer: str
    channel: str
    order: Order | None
    case_id: int | None
    asked: tuple[AskedFor, ...]
    photos: tuple[Media, ...]


class SignIn(BaseModel):
    """Credentials of an agent."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=200)


class ReplyText(BaseModel):
    """What to tell the customer."""

    text: str = Field(min_length=1, max_length=20_000)


class NoteText(BaseModel):
    """What to tell colleagues."""

    note: str = Field(min_length=1, max_length=20_000)


class GiveBack(BaseModel):
    """What was agreed; the bot tells the customer. May be empty."""

    outcome: str = Field(default="", max_length=2000)


class Close(BaseModel):
    """How the case ended."""

    outcome: Outcome


class ActionRequest(BaseModel):
    """An action of docs/scripts.md, with its slots and settings by name."""

    action: str = Field(max_length=50)
    args: dict[str, JsonValue] = Field(default_factory=dict, max_length=30)


class ComplaintRecord(BaseModel):
    """What is written about a complaint while it is dealt with. A part that is left out stays; an empty one goes."""

    classification: str | None = Field(default=None, max_length=1000)
    facts: str | None = Field(default=None, max_length=1000)
    cause: str | None = Field(default=None, max_length=1000)
    proposal: str | None = Field(default=None, max_length=1000)
    summary: str | None = Field(default=None, max_length=1000)
    improvement: str | None = Field(default=None, max_length=1000)


class Letter(_Answer):
    """The letter that answers a complaint."""

    parts: dict[str, str]
    text: str


class ReasonCount(_Answer):
    """How often a reason was given in one register. `title` is empty when the scripts no longer know it."""

    kind: TaskKind
    reason: str
    title: str
    department: str
    count: int


class ReasonReport(_Answer):
    """Customers' reasons, the most frequent first, and how many each department should act on."""

    since: datetime
    until: datetime
    total: int
    reasons: tuple[ReasonCount, ...]
    departments: dict[str, int] = Field(description="Empty name: reasons without a department")


class Decision(BaseModel):
    """Approve or refuse."""

    approve: bool


class Problem(BaseModel):
    """RFC 9457 problem details, the shape of every error."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, str]] = []
