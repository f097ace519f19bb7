"""Work registered for a role of the shop, and what was done about orders: registers, remarks, the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.roles import Agent, Role


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


UNDER_WAY: Final = (TaskStatus.OPEN, TaskStatus.APPROVED)
"""Work that somebody of the shop has still to do."""

ENDED_BY: Final = TaskKind.CANCEL_ORDER
"""Work whose end counts too: the order's own state follows with the next import."""


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


def standing(tasks: Iterable[Task]) -> dict[str, dict[TaskKind, str]]:
    """What counts of these tasks as arranged: order number → register → number of the newest."""
    found: dict[str, dict[TaskKind, str]] = {}
    for task in sorted(tasks, key=lambda task: task.id):
        if task.order_number and counts(task):
            found.setdefault(task.order_number, {})[task.kind] = task.number
    return found


REMEDIES: Final = (TaskKind.RETURN, TaskKind.EXCHANGE, TaskKind.REFUND, TaskKind.REPAIR, TaskKind.RESEND)
"""Registers by which something is made good to a customer: a piece stands in one of them at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What is being done about pieces of an order. `piece` is the customer's answer to which; empty for all of it."""

    kind: TaskKind
    number: str
    piece: str = ""


def remedies(tasks: Iterable[Task]) -> dict[str, tuple[Remedy, ...]]:
    """What of these tasks is a remedy under way: order number → remedies, newest first."""
    found: dict[str, tuple[Remedy, ...]] = {}
    for task in sorted({task.id: task for task in tasks}.values(), key=lambda task: task.id):
        if task.order_number and task.kind in REMEDIES and task.status in UNDER_WAY:
            one = Remedy(kind=task.kind, number=task.number, piece=str(task.args.get("which_item") or ""))
            found[task.order_number] = (one, *found.get(task.order_number, ()))
    return found


SEARCHES: Final = frozenset({"stuck", "late", "lost", "signed", "seized"})
"""What a courier is asked about a parcel that somebody waits for; a recall, another address and a claim are not."""


def is_search(task: Task) -> bool:
    """Whether the courier is being asked where a parcel is."""
    sought = task.kind is TaskKind.CONTACT_COURIER and task.args.get("kind") in SEARCHES
    return sought and task.status in UNDER_WAY


_TAKEN_BACK: Final = (
    *REMEDIES,
    TaskKind.CANCEL_ORDER,
    TaskKind.CHANGE_ADDRESS,
    TaskKind.CHANGE_ITEM,
    TaskKind.MERGE_ORDERS,
    TaskKind.ORDER_NOTE,
    TaskKind.PRICE_CHANGE,
    TaskKind.PRICE_PROTECTION,
    TaskKind.TRANSFER,
    TaskKind.HURRY_SHIPPING,
    TaskKind.CONTACT_COURIER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Something that a customer arranged about an order and may want to take back.

    `about` is the kind of note, or of what the courier is asked; empty where the register says it all.
    """

    kind: TaskKind
    number: str
    about: str = ""


def arranged(tasks: Iterable[Task]) -> dict[str, tuple[Arranged, ...]]:
    """What of these tasks a customer may want to take back: order number → the newest first.

    Of an order that is being cancelled only the cancellation: the refund that goes with it is part of it.
    """
    found: dict[str, tuple[Arranged, ...]] = {}
    for task in sorted({task.id: task for task in tasks}.values(), key=lambda task: task.id):
        if task.order_number and task.kind in _TAKEN_BACK and counts(task):
            one = Arranged(kind=task.kind, number=task.number, about=str(task.args.get("kind") or ""))
            found[task.order_number] = (one, *found.get(task.order_number, ()))
    return {number: tuple(one for one in about if one.kind is ENDED_BY) or about for number, about in found.items()}


def counts(task: Task) -> bool:
    """Whether the work is still to be done, or is a cancellation."""
    return task.status in UNDER_WAY or (task.kind is ENDED_BY and task.status is TaskStatus.DONE)


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
