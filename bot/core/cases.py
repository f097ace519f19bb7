"""A case: one handoff, from the moment a person is needed until it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.actions import HandOff, HandOffReason
from bot.core.conversation import Attempt, Conversation, JsonValue
from bot.core.customers import Customer, Tier
from bot.core.messages import TranscriptEntry
from bot.core.orders import Order
from bot.core.ratings import Rating
from bot.core.roles import Agent, Role
from bot.core.tasks import AuditEntry, Remark, Task


class CaseStatus(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"  # in the queue of its role
    TAKEN = "taken"  # a person has it, and owes the customer an answer
    ANSWERED = "answered"  # a person has it, and it is the customer's turn
    RETURNED = "returned"  # to the bot
    CLOSED = "closed"


OPEN_CASE: Final = frozenset({CaseStatus.WAITING, CaseStatus.TAKEN, CaseStatus.ANSWERED})
"""States of a case that is not settled yet."""


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
    """One handoff. Where it stands is the projection of its events (`bot.desk.history`).

    Attributes:
        id: what people call it by (`#12`).
        role: whose queue it is in, or was when somebody took it.
        language: of the customer, as the name of a pack; empty when they wrote nothing yet.
        tier: of the customer, as their record says now.
        slots: what was collected, slot title → value in words.
        values: the same as the dialogue keeps it, by slot name, for the bot to go on with.
        order_number: what it is about; empty when about no order.
        assignee: who has it, or had it when it ended.
        opened_at: the handoff, where its clocks start.
        waiting_since: when the wait began in which the customer is now; None while nothing is owed to them.
        taken_at: since when the assignee has it.
        reminded_at: when the assignee was told that the customer still waits; None until then.
        first_reply_at: when a person first answered.
        ended_at: when it was closed or returned.
        outcome: of a closed one a value of `Outcome`, of a returned one what was agreed.
    """

    id: int
    conversation_id: int
    status: CaseStatus
    reason: HandOffReason
    intent: str
    title: str
    ask: str
    role: Role = Role.AFTER_SALE
    language: str = ""
    tier: Tier = Tier.NORMAL
    slots: dict[str, str] = field(default_factory=dict)
    values: dict[str, JsonValue] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    order_number: str = ""
    assignee: Agent | None = None
    opened_at: datetime
    waiting_since: datetime | None = None
    taken_at: datetime | None = None
    reminded_at: datetime | None = None
    first_reply_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    version: int = 0

    @classmethod
    def opened(
        cls, case_id: int, conversation: Conversation, handoff: HandOff, attempts: Iterable[Attempt], *, now: datetime
    ) -> Case:
        """What a handoff makes of a conversation: a case that waits from now on in the queue of its role."""
        return cls(
            id=case_id,
            conversation_id=conversation.id,
            status=CaseStatus.WAITING,
            reason=handoff.reason,
            intent=handoff.intent,
            title=handoff.title,
            ask=handoff.ask,
            slots=handoff.slots,
            attempts=tuple(attempts),
            values=handoff.values,
            order_number=handoff.order_number,
            role=handoff.role,
            language=conversation.state.language,
            opened_at=now,
            waiting_since=now,
        )

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.status in OPEN_CASE


class CaseEventKind(StrEnum):
    """What happens to a case."""

    OPENED = "opened"
    CLAIMED = "claimed"
    CUSTOMER_WROTE = "customer_wrote"  # and began to wait for an answer
    REPLIED = "replied"
    EDITED = "edited"  # an agent changed words that were sent
    RETRIED = "retried"  # sent once more what had not arrived
    NOTED = "noted"
    DECIDED = "decided"
    PERFORMED = "performed"
    TRANSFERRED = "transferred"
    ESCALATED = "escalated"
    REMINDED = "reminded"
    REQUEUED = "requeued"  # taken from who did not answer
    RETURNED = "returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    TIER_SET = "tier_set"
    RATED = "rated"  # by the customer, who may change it for some days


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One line of a case's history. `agent` is None for what the bot or the customer did.

    `data` by kind: `role` of OPENED and REQUEUED; `role`, `agent_id` and `name` of TRANSFERRED; `why` of ESCALATED;
    `task` and `status` of DECIDED; `action` and `done` of PERFORMED, with `why` when it was not done; `seq` of RETRIED;
    `seq` and `before` (the old words) of EDITED; `tier` of TIER_SET; `satisfaction`, `cause` and `words` of RATED;
    `outcome` of RETURNED and CLOSED.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything an agent needs to act on a case; the one model both desks render.

    Attributes:
        case: the handoff itself: why, the ask, slots, what the bot tried, assignee.
        conversation: channel, customer name, owner.
        customer: what the shop remembers of them: tags, tier, temperament, first deal, whether they are blocked.
        order: the order it is about, live; None when unknown.
        orders: all orders the customer is bound to, newest first.
        tasks: what was registered in this conversation, newest first.
        remarks: those on the orders above, by order number, oldest first.
        audit: what was performed or refused in this conversation, oldest first.
        entries: the last messages, of an ended case those up to its end, oldest first.
        notes: oldest first.
        history: the case's events, oldest first.
        past_cases: how many other cases the customer had.
        past: the newest ten of these, newest first.
        return_until: the last day, in the shop's zone, on which the order may come back without a reason.
        rating: what the customer was asked about the case and said; None when nothing was asked.
        rating_cause: its cause, in the shop's own words; empty when there is none.
        pictures: product id → address of its picture, of the order's items that have one in products.yaml.
    """

    case: Case
    conversation: Conversation
    customer: Customer
    order: Order | None
    orders: tuple[Order, ...]
    tasks: tuple[Task, ...]
    remarks: Mapping[str, tuple[Remark, ...]]
    audit: tuple[AuditEntry, ...]
    entries: tuple[TranscriptEntry, ...]
    notes: tuple[Note, ...]
    history: tuple[CaseEvent, ...]
    past_cases: int
    past: tuple[Case, ...] = ()
    return_until: date | None = None
    rating: Rating | None = None
    rating_cause: str = ""
    pictures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
