"""Repositories of what is said: conversations, the inbox, the transcript and the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.conversation import Conversation
from bot.core.messages import Content, Delivery, Draft, Incoming, Parcel, Peer, TranscriptEntry


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

    def peers(self, conversation_ids: Sequence[int]) -> dict[int, tuple[str, Peer]]:
        """(channel, peer) of each of these conversations, by id; for lists."""
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

    def last(self, conversation_id: int, limit: int, *, until: datetime | None = None) -> list[TranscriptEntry]:
        """The newest `limit` entries, of those up to `until` if given, oldest first."""
        ...

    def newest(self, conversation_ids: Sequence[int]) -> dict[int, TranscriptEntry]:
        """The last entry of each of these conversations, by conversation; those without one are left out."""
        ...

    def of_key(self, key: str) -> TranscriptEntry | None:
        """The message that was put under this key."""
        ...

    def get(self, seq: int) -> tuple[TranscriptEntry, str]:
        """An entry and the platform's ids of what it was sent as; empty when it was not. Raises NotFound."""
        ...

    def revise(self, seq: int, content: Content) -> None:
        """Its author changed what it says. Raises NotFound."""
        ...


class Outbox(Protocol):
    """Messages on their way to customers. In order per conversation; never sent twice silently."""

    def put(self, conversation: Conversation, draft: Draft, *, now: datetime) -> TranscriptEntry:
        """Append to the transcript and queue for sending, as WAITING.

        A draft whose key was put before changes nothing; the entry of then is returned.
        """
        ...

    def claim(
        self, worker: str, *, channels: Sequence[str], now: datetime, lease: timedelta, limit: int
    ) -> list[Parcel]:
        """Lease the heads of up to `limit` conversations' queues on these channels and mark them SENDING.

        A bot message whose conversation is owned by an agent is marked DROPPED instead and skipped.
        A row found SENDING with another worker's lease run out was cut off mid-send: it is marked UNKNOWN, not resent.
        """
        ...

    def settle(self, seq: int, delivery: Delivery, *, now: datetime, external_ref: str = "", error: str = "") -> None:
        """Record what became of a message: SENT, FAILED or UNKNOWN."""
        ...

    def postpone(self, seq: int, *, until: datetime, error: str = "", tried: bool = True) -> None:
        """Back to WAITING, to be tried again not before `until`. What was not `tried` does not count as an attempt."""
        ...

    def retry(self, seq: int, *, now: datetime) -> TranscriptEntry:
        """Send a FAILED or UNKNOWN message once more: back to WAITING. Raises Conflict for any other."""
        ...

    def recover(self, worker: str, *, resend: Sequence[str], holding: Sequence[int] = (), now: datetime) -> int:
        """Settle what is leased to this worker, but for what it is `holding` in its hands; returns how many.

        It died while it was sending, or what became of the message could not be stored.

        On the channels in `resend` sending twice does no harm: back to WAITING. On all others: UNKNOWN.
        """
        ...

    def drop_bot(self, conversation_id: int) -> int:
        """Mark WAITING bot messages DROPPED because a person took over; returns how many."""
        ...

    def next_due(self, worker: str, *, channels: Sequence[str], now: datetime) -> datetime | None:
        """When this worker's `claim` on these channels has work next; None when nothing waits.

        Another worker's lost lease runs out, too. What is leased to this one is in its hands.
        """
        ...
