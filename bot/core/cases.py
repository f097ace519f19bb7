"""A case: one handoff, from the moment a person is needed until it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

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
    PRINTING = "printing"
    FINANCE = "finance"


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
    """The register that a piece of work stands in: what somebody of the shop is asked to do."""

    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND = "refund"
    REPAIR = "repair"
    RESEND = "resend"
    COUPON = "coupon"
    PRICE_CHANGE = "price_change"
    PRICE_PROTECTION = "price_protection"
    TRANSFER = "transfer"
    COMPLAINT = "complaint"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ITEM = "change_item"
    CANCEL_ORDER = "cancel_order"
    MERGE_ORDERS = "merge_orders"
    ORDER_NOTE = "order_note"
    VOID_SLIP = "void_slip"
    RECALL_PARCEL = "recall_parcel"
    AWAIT_PARCEL = "await_parcel"
    HURRY_SHIPPING = "hurry_shipping"
    CONTACT_COURIER = "contact_courier"
    FOLLOW_UP = "follow_up"


REGISTER_LETTERS: Final[Mapping[TaskKind, str]] = MappingProxyType(
    {
        TaskKind.RETURN: "R",
        TaskKind.EXCHANGE: "E",
        TaskKind.REFUND: "F",
        TaskKind.REPAIR: "M",
        TaskKind.RESEND: "S",
        TaskKind.COUPON: "C",
        TaskKind.PRICE_CHANGE: "P",
        TaskKind.PRICE_PROTECTION: "D",
        TaskKind.TRANSFER: "B",
        TaskKind.COMPLAINT: "K",
    }
)
"""What register numbers begin with; work that stands in no register of its own is T."""


COMPLAINT_PARTS: Final = ("classification", "facts", "cause", "proposal", "summary", "improvement")
"""What is written about a complaint while it is dealt with, in this order; kept among the args of its task."""


class TaskStatus(StrEnum):
    """Where a task stands. One that needs a decision is APPROVED or REFUSED first, and DONE once carried out.

    REPLACED is what a later one made void: of two addresses only the last may be printed.
    """

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """Work to be registered. `key` makes registering it twice the same task.

    Attributes:
        kind: the register.
        role: who does it.
        duty: what to do, in the shop's language.
        args: what the customer gave, by slot name, and what was computed (`amount`, `price`; money as text).
        reason: id of the customer's reason, for the statistics of reasons; empty when there is none.
        department: who should act on that reason, from its data.
        approver: the role that must decide before it is done; None when nobody has to.
        due_at: when it must be settled; None when there is no such time.
    """

    key: str
    kind: TaskKind
    role: Role
    conversation_id: int
    order_number: str = ""
    duty: str = ""
    args: dict[str, JsonValue] = field(default_factory=dict)
    reason: str = ""
    department: str = ""
    approver: Role | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work registered for a role; see TaskDraft. `number` is what people see."""

    id: int
    key: str
    kind: TaskKind
    role: Role
    conversation_id: int
    status: TaskStatus
    created_at: datetime
    order_number: str = ""
    duty: str = ""
    args: dict[str, JsonValue] = field(default_factory=dict)
    reason: str = ""
    department: str = ""
    approver: Role | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: Agent | None = None

    @property
    def number(self) -> str:
        """The register number: R0012 for a return, K0003 for a complaint, T0007 for what has no register."""
        return f"{REGISTER_LETTERS.get(self.kind, 'T')}{self.id:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How often a reason was given in one register, and who should act on it."""

    kind: TaskKind
    reason: str
    department: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One line on an order, in the shop's own format. `agent` is None when the bot wrote it."""

    id: int
    order_number: str
    text: str
    at: datetime
    agent: Agent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One action that was performed or refused. `agent` is None for what the bot did.

    Attributes:
        key: makes asking for it twice the same action.
        result: what it gave; for a refused one `reason` (a code) and `detail` (words for agents).
    """

    key: str
    conversation_id: int
    action: str
    at: datetime
    done: bool
    order_number: str = ""
    args: dict[str, JsonValue] = field(default_factory=dict)
    result: dict[str, JsonValue] = field(default_factory=dict)
    agent: Agent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything an agent needs to act on a case; the one model both desks render.

    Attributes:
        case: the handoff itself: why, the ask, slots, what the bot tried, assignee.
        conversation: channel, customer name, owner.
        order: the order it is about, live; None when unknown.
        orders: all orders the customer is bound to, newest first.
        tasks: what was registered in this conversation, newest first.
        remarks: those on the orders above, by order number, oldest first.
        audit: what was performed or refused in this conversation, oldest first.
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
    remarks: Mapping[str, tuple[Remark, ...]]
    audit: tuple[AuditEntry, ...]
    entries: tuple[TranscriptEntry, ...]
    notes: tuple[Note, ...]
    history: tuple[CaseEvent, ...]
    past_cases: int
