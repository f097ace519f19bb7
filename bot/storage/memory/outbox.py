"""Messages on their way to customers, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.conversation import Conversation, Owner
from bot.core.errors import Conflict, NotFound, StorageError
from bot.core.messages import Author, Delivery, Draft, Parcel, TranscriptEntry
from bot.storage.memory.tables import OutboxRow, Tables
from bot.storage.rules import CUT_OFF, check_retry, check_settlement
from bot.storage.values import utc


@dataclass(frozen=True, slots=True)
class MemoryOutbox:
    """See `bot.core.ports.Outbox`."""

    tables: Tables

    def put(self, conversation: Conversation, draft: Draft, *, now: datetime) -> TranscriptEntry:
        """Append to the transcript and queue for sending."""
        now = utc(now)
        before = self.tables.keys.get(draft.key)
        if before is not None:
            return self.tables.transcript[before]
        if conversation.id not in self.tables.conversations:
            message = f"there is no conversation {conversation.id} to write to"
            raise StorageError(message)
        agent = None if draft.agent_id is None else self.tables.agents.get(draft.agent_id)
        entry = TranscriptEntry(
            seq=self.tables.transcript.next_id(),
            conversation_id=conversation.id,
            author=draft.author,
            content=draft.content,
            at=now,
            agent_id=draft.agent_id,
            agent_name=agent.value.name if agent else "",
            case_id=draft.case_id,
            reply=draft.reply,
            delivery=Delivery.WAITING,
        )
        self.tables.transcript[entry.seq] = entry
        self.tables.outbox[entry.seq] = OutboxRow(conversation_id=conversation.id, not_before=now)
        if draft.key:
            self.tables.keys[draft.key] = entry.seq
        return entry

    def claim(
        self, worker: str, *, channels: Sequence[str], now: datetime, lease: timedelta, limit: int
    ) -> list[Parcel]:
        """Lease the heads of up to `limit` queues on these channels."""
        now = utc(now)
        for seq, row in self._rows(channels):
            if row.leased_until is not None and row.leased_until <= now and row.leased_by != worker:
                self._close(seq, Delivery.UNKNOWN, error=CUT_OFF)
        for conversation_id in {row.conversation_id for _, row in self._rows(channels)}:
            if self.tables.conversations[conversation_id].value.owner is Owner.AGENT:
                self.drop_bot(conversation_id)
        ready = [seq for seq, row in self._heads(channels) if row.leased_until is None and row.not_before <= now]
        return [self._lease(seq, worker, now + lease) for seq in ready[:limit]]

    def settle(self, seq: int, delivery: Delivery, *, now: datetime, external_ref: str = "", error: str = "") -> None:
        """Record what became of a message."""
        utc(now)
        check_settlement(seq, self._delivery(seq), delivery)
        self._close(seq, delivery, error=error)
        self.tables.external_refs[seq] = external_ref

    def postpone(self, seq: int, *, until: datetime, error: str = "", tried: bool = True) -> None:
        """Back to WAITING, not before `until`."""
        if self._delivery(seq) is not Delivery.SENDING:
            message = f"message {seq} is not being sent; it cannot be postponed"
            raise Conflict(message)
        row = self.tables.outbox[seq]
        attempt = row.attempt if tried else row.attempt - 1
        self.tables.outbox[seq] = replace(row, not_before=utc(until), attempt=attempt, leased_by="", leased_until=None)
        self._mark(seq, Delivery.WAITING, error=error)

    def drop_bot(self, conversation_id: int) -> int:
        """Mark WAITING bot messages DROPPED."""
        dropped = [
            seq
            for seq, row in self.tables.outbox.items()
            if row.conversation_id == conversation_id
            and row.leased_until is None
            and self.tables.transcript[seq].author is Author.BOT
        ]
        for seq in dropped:
            self._close(seq, Delivery.DROPPED)
        return len(dropped)

    def recover(self, worker: str, *, resend: Sequence[str], holding: Sequence[int] = (), now: datetime) -> int:
        """Settle what this worker was sending when it died."""
        now = utc(now)
        leased = [(seq, row) for seq, row in self.tables.outbox.items() if row.leased_by == worker]
        cut_off = [(seq, row) for seq, row in leased if seq not in holding]
        for seq, row in cut_off:
            if self.tables.conversations[row.conversation_id].value.channel in resend:
                self.postpone(seq, until=now)
            else:
                self._close(seq, Delivery.UNKNOWN, error=CUT_OFF)
        return len(cut_off)

    def retry(self, seq: int, *, now: datetime) -> TranscriptEntry:
        """Back to WAITING, as if it had never been tried."""
        check_retry(seq, self._delivery(seq))
        entry = self._mark(seq, Delivery.WAITING)
        self.tables.outbox[seq] = OutboxRow(conversation_id=entry.conversation_id, not_before=utc(now))
        return entry

    def next_due(self, worker: str, *, channels: Sequence[str], now: datetime) -> datetime | None:
        """When the next message of these channels can be sent, not before `now`."""
        now = utc(now)
        heads = [row for _, row in self._heads(channels) if row.leased_by != worker]
        return min((max(row.leased_until or row.not_before, now) for row in heads), default=None)

    def _rows(self, channels: Sequence[str]) -> list[tuple[int, OutboxRow]]:
        """Unsettled messages on these channels, oldest first."""
        known = self.tables.conversations
        rows = sorted(self.tables.outbox.items())
        return [(seq, row) for seq, row in rows if known[row.conversation_id].value.channel in channels]

    def _heads(self, channels: Sequence[str]) -> list[tuple[int, OutboxRow]]:
        """The first message of each conversation's queue, oldest first."""
        heads: dict[int, tuple[int, OutboxRow]] = {}
        for seq, row in self._rows(channels):
            heads.setdefault(row.conversation_id, (seq, row))
        return list(heads.values())

    def _lease(self, seq: int, worker: str, until: datetime) -> Parcel:
        waiting = self.tables.outbox[seq]
        row = replace(waiting, attempt=waiting.attempt + 1, leased_by=worker, leased_until=until)
        self.tables.outbox[seq] = row
        entry = self._mark(seq, Delivery.SENDING)
        conversation = self.tables.conversations[row.conversation_id].value
        return Parcel(
            seq=seq,
            conversation_id=conversation.id,
            channel=conversation.channel,
            account=conversation.account,
            peer_id=conversation.peer.id,
            author=entry.author,
            content=entry.content,
            attempt=row.attempt,
            created_at=entry.at,
        )

    def _delivery(self, seq: int) -> Delivery:
        entry = self.tables.transcript.get(seq)
        if entry is None or entry.delivery is None:
            message = f"there is no outgoing message {seq}"
            raise NotFound(message)
        return entry.delivery

    def _mark(self, seq: int, delivery: Delivery, *, error: str = "") -> TranscriptEntry:
        entry = replace(self.tables.transcript[seq], delivery=delivery, error=error)
        self.tables.transcript[seq] = entry
        return entry

    def _close(self, seq: int, delivery: Delivery, *, error: str = "") -> None:
        self._mark(seq, delivery, error=error)
        self.tables.outbox.pop(seq, None)
