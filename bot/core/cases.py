"""A case: one handoff, from the moment a person is needed until it is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.actions import HandOffReason
from bot.core.conversation import Attempt, Conversation, JsonValue
from bot.core.messages import TranscriptEntry
from bot.core.orders import Order


class Role(StrEnum):
    """What an agent is there for."""

    PRE_SALE = "pre_sale"
    AFTER_SALE = "after_sale"
    SUPERVISOR = "supervisor"
    WAREHOUSE = "warehouse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who takes handoffs. `telegram_id` links the same person's Telegram account."""

    id: int
    login: str
    name: str
    role: Role
    telegram_id: int | None = None
    active: bool = True


class CaseStatus(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    RETURNED = "returned"  # to the bot
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended."""

    SOLVED = "solved"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    REFUSED = "refused"
    SPAM = "spam"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One handoff. `id` is what people call it by (`#12`)."""

    id: int
    conversation_id: int
    status: CaseStatus
    reason: HandOffReason
    intent: str
    title: str
    ask: str
    slots: dict[str, str] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    order_number: str = ""
    assignee: Agent | None = None
    opened_at: datetime
    first_reply_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    version: int = 0


class CaseEventKind(StrEnum):
    """What happens to a case."""

    OPENED = "opened"
    CLAIMED = "claimed"
    REPLIED = "replied"
    NOTED = "noted"
    DECIDED = "decided"
    RETURNED = "returned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One line of a case's history. `agent` is None for what the bot did."""

    case_id: int
    kind: CaseEventKind
    at: datetime
    agent: Agent | None = None
    data: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Agents' words to each other. Not a message: no type, table or function of the outbox takes one."""

    id: int
    case_id: int
    agent: Agent
    text: str
    at: datetime


class TaskKind(StrEnum):
    """What somebody of the shop is asked to do."""

    RETURN = "return"
    PRICE_CHANGE = "price_change"
    HURRY_SHIPPING = "hurry_shipping"
    CONTACT_COURIER = "contact_courier"
    FOLLOW_UP = "follow_up"


class TaskStatus(StrEnum):
    """Where a task stands. A price change is APPROVED by a person, then DONE when the order shows the price."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work registered for a role. `key` makes registering it twice the same task; `number` is what people see."""

    id: int
    key: str
    kind: TaskKind
    role: Role
    conversation_id: int
    status: TaskStatus
    created_at: datetime
    order_number: str = ""
    args: dict[str, JsonValue] = field(default_factory=dict)
    decided_at: datetime | None = None
    decided_by: Agent | None = None

    @property
    def number(self) -> str:
        """The register number: R for returns, P for price changes, T for the rest."""
        prefix = {TaskKind.RETURN: "R", TaskKind.PRICE_CHANGE: "P"}.get(self.kind, "T")
        return f"{prefix}{self.id:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything an agent needs to act on a case; the one model both desks render.

    Attributes:
        case: the handoff itself: why, the ask, slots, what the bot tried, assignee.
        conversation: channel, customer name, owner.
        order: the order it is about, live; None when unknown.
        orders: all orders the customer is bound to, newest first.
        tasks: what was registered in this conversation, newest first.
        entries: the last messages, oldest first.
        notes: oldest first.
        history: the case's events, oldest first.
        past_cases: how many earlier cases the customer had.
    """

    case: Case
    conversation: Conversation
    order: Order | None
    orders: tuple[Order, ...]
    tasks: tuple[Task, ...]
    entries: tuple[TranscriptEntry, ...]
    notes: tuple[Note, ...]
    history: tuple[CaseEvent, ...]
    past_cases: int
