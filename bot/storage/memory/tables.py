"""Rows and tables of the in-memory store: dictionaries that can undo everything a failed use case did to them."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from bot.core.cases import Case, CaseEvent, Note
    from bot.core.conversation import Conversation
    from bot.core.customers import Customer
    from bot.core.messages import Incoming, TranscriptEntry
    from bot.core.orders import Order
    from bot.core.ports import ApiToken
    from bot.core.ratings import Rating
    from bot.core.roles import Agent
    from bot.core.tasks import AuditEntry, Remark, Task
    from bot.core.timers import Timer
    from bot.core.webhooks import Webhook, WebhookDelivery

K = TypeVar("K")
V = TypeVar("V")


class _Missing:
    """Marks a key that was not there before the transaction."""


_MISSING: Final = _Missing()


class Table(MutableMapping[K, V]):
    """A dictionary with a journal of what each changed key held before; `roll_back` restores it.

    Costs as much as the changes, not as the table: a rollback with 100 000 orders in memory is instant.
    """

    def __init__(self) -> None:
        self._rows: dict[K, V] = {}
        self._before: dict[K, V | _Missing] = {}
        self._last_id = 0

    def __getitem__(self, key: K) -> V:
        return self._rows[key]

    def __setitem__(self, key: K, row: V) -> None:
        self._before.setdefault(key, self._rows.get(key, _MISSING))
        self._rows[key] = row

    def __delitem__(self, key: K) -> None:
        self._before.setdefault(key, self._rows[key])
        del self._rows[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def next_id(self) -> int:
        """A number never given before, not even to a row that was rolled back."""
        self._last_id += 1
        return self._last_id

    def keep(self) -> None:
        """The transaction succeeded: forget how to undo it."""
        self._before.clear()

    def roll_back(self) -> None:
        """Everything as it was when the transaction began."""
        for key, row in self._before.items():
            if isinstance(row, _Missing):
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        self._before.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """A conversation and who has leased it."""

    value: Conversation
    leased_by: str = ""
    leased_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A message that arrived; kept after it was read, because its id tells a repeat."""

    incoming: Incoming
    conversation_id: int
    received_at: datetime
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A message still to be sent; the row goes when its fate is known. Leased means SENDING."""

    conversation_id: int
    not_before: datetime
    attempt: int = 0
    leased_by: str = ""
    leased_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRow:
    """An agent and the password hash."""

    value: Agent
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A desk session."""

    agent_id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """The Telegram topic that shows a conversation."""

    chat_id: int
    thread_id: int
    card_message_id: int | None
    shown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessRow:
    """A wrong guess at an order."""

    who: PeerKey
    number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRow:
    """A timer; one that went off or was cancelled has an outcome."""

    value: Timer
    outcome: str = ""


PeerKey = tuple[str, str, str]
"""(channel, account, peer id)."""


@dataclass(slots=True, kw_only=True)
class Tables:
    """The whole store. Transcript, inbox and outbox rows are keyed by the message's `seq`."""

    conversations: Table[int, ConversationRow] = field(default_factory=Table)
    conversation_ids: Table[PeerKey, int] = field(default_factory=Table)
    transcript: Table[int, TranscriptEntry] = field(default_factory=Table)
    external_refs: Table[int, str] = field(default_factory=Table)
    keys: Table[str, int] = field(default_factory=Table)
    inbox: Table[int, InboxRow] = field(default_factory=Table)
    inbox_keys: Table[tuple[str, str, str], int] = field(default_factory=Table)
    outbox: Table[int, OutboxRow] = field(default_factory=Table)
    cases: Table[int, Case] = field(default_factory=Table)
    case_events: Table[int, CaseEvent] = field(default_factory=Table)
    notes: Table[int, Note] = field(default_factory=Table)
    note_keys: Table[str, int] = field(default_factory=Table)
    tasks: Table[int, Task] = field(default_factory=Table)
    remarks: Table[str, Remark] = field(default_factory=Table)
    audit: Table[str, AuditEntry] = field(default_factory=Table)
    orders: Table[str, Order] = field(default_factory=Table)
    order_bindings: Table[tuple[PeerKey, str], None] = field(default_factory=Table)
    buyer_bindings: Table[tuple[PeerKey, str], None] = field(default_factory=Table)
    guesses: Table[int, GuessRow] = field(default_factory=Table)
    agents: Table[int, AgentRow] = field(default_factory=Table)
    sessions: Table[str, SessionRow] = field(default_factory=Table)
    topics: Table[int, TopicRow] = field(default_factory=Table)
    desk_updates: Table[tuple[str, int], datetime] = field(default_factory=Table)
    desk_places: Table[str, tuple[int, int | None]] = field(default_factory=Table)
    desk_posts: Table[tuple[int, int], int] = field(default_factory=Table)
    desk_questions: Table[tuple[int, int], tuple[int, str]] = field(default_factory=Table)
    task_posts: Table[int, tuple[int, int]] = field(default_factory=Table)
    reminders: Table[int, tuple[datetime, str]] = field(default_factory=Table)
    customers: Table[int, Customer] = field(default_factory=Table)
    timers: Table[int, TimerRow] = field(default_factory=Table)
    timer_keys: Table[str, int] = field(default_factory=Table)
    ratings: Table[int, Rating] = field(default_factory=Table)
    api_tokens: Table[str, ApiToken] = field(default_factory=Table)
    webhooks: Table[int, Webhook] = field(default_factory=Table)
    webhook_deliveries: Table[int, WebhookDelivery] = field(default_factory=Table)

    def each(self) -> Iterator[Table[object, object]]:
        """Every table."""
        for one in fields(self):
            yield getattr(self, one.name)


def known_agent(tables: Tables, agent: Agent | None) -> Agent | None:
    """The agent as the store knows them now: a row refers to a person, it does not copy one."""
    return None if agent is None else tables.agents[agent.id].value
