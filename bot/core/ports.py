"""What the use cases need from the outside. Adapters import these; nothing here imports an adapter.

The store's repositories are synchronous: a use case is a plain function of a unit of work, run by
`Store.transact` inside one transaction with no await in between (docs/decisions/0002-storage.md).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from bot.core.actions import HandOff
from bot.core.cases import (
    Agent,
    Case,
    CaseEvent,
    CaseStatus,
    Note,
    Role,
    Task,
    TaskKind,
    TaskStatus,
)
from bot.core.conversation import Attempt, Conversation, JsonValue
from bot.core.messages import Delivery, Draft, Incoming, Media, Parcel, Peer, TranscriptEntry
from bot.core.orders import Order

T = TypeVar("T")


class Conversations(Protocol):
    """Who talks to the shop, and whose turn it is."""

    def of_peer(self, channel: str, account: str, peer: Peer, *, now: datetime) -> Conversation:
        """The peer's conversation, created on first sight; a changed display name is kept up to date."""
        ...

    def find(self, channel: str, account: str, peer_id: str) -> Conversation | None:
        """The peer's conversation, if it was ever created."""
        ...

    def get(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        ...

    def claim(
        self,
        worker: str,
        *,
        now: datetime,
        quiet: timedelta,
        patience: timedelta,
        lease: timedelta,
        limit: int,
    ) -> list[int]:
        """Lease up to `limit` conversations that have unread inbox messages; their ids, longest waiting first.

        A conversation is due when its newest unread message is older than `quiet`, or its oldest older than
        `patience`. One leased to another worker is skipped until that lease runs out; this worker's own lease is
        no obstacle, so a worker that comes back under its name takes up what it left.
        """
        ...

    def save(self, conversation: Conversation, *, now: datetime) -> Conversation:
        """Store owner, case_id and state, and return it with the next version. Keeps the lease.

        Raises StaleConversation when `conversation.version` is not the stored one.
        """
        ...

    def release(self, conversation_ids: Sequence[int], worker: str) -> None:
        """Give up this worker's leases."""
        ...

    def next_due(self, *, now: datetime, quiet: timedelta, patience: timedelta) -> datetime | None:
        """When the next conversation becomes due (leases respected); None when no message is unread."""
        ...


class Inbox(Protocol):
    """Messages that arrived and were not read yet. Storing comes before telling the platform "received"."""

    def add(self, incoming: Incoming, *, now: datetime) -> Conversation | None:
        """Store once per (channel, account, external_id), creating the conversation; None for a repeat.

        Also appends the message to the transcript in the same transaction.
        """
        ...

    def unread(self, conversation_id: int) -> list[tuple[int, Incoming]]:
        """Unread messages with their inbox ids, in order of arrival."""
        ...

    def mark_read(self, inbox_ids: Sequence[int], *, now: datetime) -> None:
        """These were handled."""
        ...


class Transcript(Protocol):
    """What was said, for both sides."""

    def entries(
        self, conversation_id: int, *, after: int = 0, limit: int = 200, sent_only: bool = False
    ) -> list[TranscriptEntry]:
        """Entries with seq > after, oldest first; `sent_only` leaves out outgoing ones not SENT yet."""
        ...

    def last(self, conversation_id: int, limit: int) -> list[TranscriptEntry]:
        """The newest `limit` entries, oldest first."""
        ...


class Outbox(Protocol):
    """Messages on their way to customers. In order per conversation; never sent twice silently."""

    def put(self, conversation: Conversation, draft: Draft, *, now: datetime) -> TranscriptEntry:
        """Append to the transcript and queue for sending, as WAITING."""
        ...

    def claim(
        self, worker: str, *, channels: Sequence[str], now: datetime, lease: timedelta, limit: int
    ) -> list[Parcel]:
        """Lease the heads of up to `limit` conversations' queues on these channels and mark them SENDING.

        A bot message whose conversation is owned by an agent is marked DROPPED instead and skipped.
        A row found SENDING with its lease run out was cut off mid-send: it is marked UNKNOWN, not resent.
        """
        ...

    def settle(self, seq: int, delivery: Delivery, *, now: datetime, external_ref: str = "", error: str = "") -> None:
        """Record what became of a message: SENT, FAILED or UNKNOWN."""
        ...

    def postpone(self, seq: int, *, until: datetime, error: str = "") -> None:
        """Back to WAITING, to be tried again not before `until`."""
        ...

    def recover(self, worker: str, *, resend: Sequence[str], now: datetime) -> int:
        """Settle what is leased to this worker though it has nothing in its hands; returns how many.

        It died while it was sending, or what became of the message could not be stored.

        On the channels in `resend` sending twice does no harm: back to WAITING. On all others: UNKNOWN.
        """
        ...

    def drop_bot(self, conversation_id: int) -> int:
        """Mark WAITING bot messages DROPPED because a person took over; returns how many."""
        ...

    def next_due(self, *, channels: Sequence[str], now: datetime) -> datetime | None:
        """When `claim` on these channels has work next (a lost lease runs out, too); None when nothing waits."""
        ...


class Cases(Protocol):
    """Handoffs and their history."""

    def open(self, conversation: Conversation, handoff: HandOff, attempts: Sequence[Attempt], *, now: datetime) -> Case:
        """Create a WAITING case with its OPENED event."""
        ...

    def get(self, case_id: int) -> Case:
        """Raises NotFound."""
        ...

    def save(self, case: Case) -> Case:
        """Store all but id and conversation, and return it with the next version. Raises Conflict when stale."""
        ...

    def record(self, event: CaseEvent) -> None:
        """Append to the history."""
        ...

    def history(self, case_id: int) -> list[CaseEvent]:
        """Oldest first."""
        ...

    def listing(self, statuses: Sequence[CaseStatus], *, limit: int = 200) -> list[Case]:
        """Cases in these states, oldest first; WAITING and TAKEN are the queue."""
        ...

    def ended(self, *, limit: int) -> list[Case]:
        """The cases that ended last, newest first."""
        ...

    def queue_place(self, case_id: int | None) -> tuple[int, int]:
        """How many cases wait, and this one's place among them from 1; 0 when it does not wait."""
        ...

    def of_conversation(self, conversation_id: int) -> list[Case]:
        """Newest first."""
        ...


class Notes(Protocol):
    """Agents' notes: their own table, never near the outbox."""

    def add(self, case_id: int, agent: Agent, text: str, *, now: datetime) -> Note: ...

    def of_case(self, case_id: int) -> list[Note]: ...


class Tasks(Protocol):
    """Work registered for roles."""

    def register(
        self,
        *,
        key: str,
        kind: TaskKind,
        role: Role,
        conversation_id: int,
        order_number: str,
        args: dict[str, JsonValue],
        now: datetime,
    ) -> Task:
        """Create the task, or return the one that already has this key."""
        ...

    def get(self, task_id: int) -> Task:
        """Raises NotFound."""
        ...

    def save(self, task: Task) -> None:
        """Store status, args, decided_at and decided_by."""
        ...

    def of_conversation(self, conversation_id: int) -> list[Task]:
        """Newest first."""
        ...

    def of_order(self, order_number: str, kind: TaskKind, status: TaskStatus) -> list[Task]: ...

    def listing(self, statuses: Sequence[TaskStatus], *, after: int = 0, limit: int = 200) -> list[Task]:
        """Tasks in these states, oldest first; `after` is the id of the last one known, for the next page."""
        ...


class Guesses(NamedTuple):
    """Wrong guesses at orders: by one peer at any, by anybody at one order, by anybody on the channel account."""

    by_peer: int
    at_order: int
    on_account: int


class Orders(Protocol):
    """Orders and who may see them."""

    def get(self, number: str) -> Order | None: ...

    def get_many(self, numbers: Iterable[str]) -> dict[str, Order]:
        """Those of the orders that there are, by number; in bulk, for imports."""
        ...

    def upsert(self, orders: Iterable[Order]) -> list[Order]:
        """Insert or replace by number, in bulk; returns the stored orders that are new or changed."""
        ...

    def of_peer(
        self, channel: str, account: str, peer_id: str, *, number: str | None = None, limit: int = 20
    ) -> list[Order]:
        """Orders this peer is bound to, by buyer identity or by verification, newest first; or only that one."""
        ...

    def bind_order(self, channel: str, account: str, peer_id: str, number: str, *, now: datetime) -> None:
        """The peer proved to be the buyer of this one order."""
        ...

    def bind_buyer(self, channel: str, account: str, peer_id: str, buyer: str, *, now: datetime) -> None:
        """The shop vouches that this peer is that buyer."""
        ...

    def record_guess(
        self, channel: str, account: str, peer_id: str, number: str, *, now: datetime, keep: timedelta
    ) -> None:
        """A wrong guess at an order. Guesses that are older than `keep` are forgotten."""
        ...

    def guesses(self, channel: str, account: str, peer_id: str, number: str, *, since: datetime) -> Guesses:
        """Wrong guesses since then."""
        ...


class Agents(Protocol):
    """People who work the desk, and their sessions."""

    def put(self, *, login: str, name: str, role: Role, password_hash: str, telegram_id: int | None = None) -> Agent:
        """Create the agent of this login, or change it. Raises Conflict when the Telegram id is somebody else's."""
        ...

    def listing(self) -> list[Agent]:
        """Everybody, by login."""
        ...

    def by_login(self, login: str) -> tuple[Agent, str] | None:
        """The agent and the password hash."""
        ...

    def by_telegram(self, telegram_id: int) -> Agent | None: ...

    def start_session(self, token_hash: str, agent_id: int, *, now: datetime, expires_at: datetime) -> None: ...

    def of_session(self, token_hash: str, *, now: datetime) -> Agent | None: ...

    def end_session(self, token_hash: str) -> None: ...

    def end_sessions(self, agent_id: int) -> None:
        """Sign the agent out everywhere."""
        ...


class Topics(Protocol):
    """Which Telegram forum topic shows which conversation, and which posts of it are still to be made.

    Posts go to the desk, never to a customer; a desk post is not an outbox row.
    """

    def link(self, conversation_id: int, chat_id: int, thread_id: int, card_message_id: int | None) -> None:
        """Create or replace the link."""
        ...

    def of_conversation(self, conversation_id: int) -> tuple[int, int, int | None] | None:
        """(chat_id, thread_id, card_message_id)."""
        ...

    def conversation_of(self, chat_id: int, thread_id: int) -> int | None: ...

    def carded(self) -> list[int]:
        """The conversations whose link has a card: it is to follow its case until the link drops it."""
        ...

    def shown(self, conversation_id: int) -> int:
        """The last transcript seq shown in the topic."""
        ...

    def mark_shown(self, conversation_id: int, seq: int) -> None: ...

    def remember_update(self, account: str, update_id: int, *, now: datetime) -> bool:
        """False when this desk update was handled before. Those of more than a week ago are forgotten."""
        ...


class UnitOfWork(Protocol):
    """All repositories over one transaction."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def transcript(self) -> Transcript: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def agents(self) -> Agents: ...
    @property
    def topics(self) -> Topics: ...


class Store(Protocol):
    """Runs use cases in transactions."""

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run in one read-write transaction: committed when it returns, rolled back when it raises.

        Raises StoreBusy when the database stays locked.
        """
        ...

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run against one consistent snapshot; nothing it writes is kept."""
        ...

    async def ping(self) -> None:
        """Raises StorageError when the database does not answer."""
        ...

    async def close(self) -> None: ...


class MediaStore(Protocol):
    """Bytes of attachments."""

    async def put(self, data: bytes, media: Media) -> Media:
        """Keep the bytes and return the media with key, size and mime set. Raises MediaRefused."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises NotFound."""
        ...


class Deliverer(Protocol):
    """The way out of one channel."""

    @property
    def idempotent(self) -> bool:
        """Whether delivering the same parcel twice shows it once."""
        ...

    async def deliver(self, parcel: Parcel) -> str:
        """Send and return the platform's message id. Raises a DeliveryError."""
        ...


class Bell(Protocol):
    """Wakes whoever waits for news in this process; carries no data, only "look again"."""

    def ring(self, *topics: str) -> None:
        """Wake the listeners of these topics: `inbox`, `outbox`, `desk`, `conversation:<id>`."""
        ...

    def listen(self, *topics: str) -> AbstractAsyncContextManager[AsyncIterator[None]]:
        """An iterator that yields after each ring; rings while nobody awaits are kept as one."""
        ...


class Clock(Protocol):
    """The time, aware UTC."""

    def __call__(self) -> datetime: ...
