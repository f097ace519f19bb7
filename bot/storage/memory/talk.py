"""Conversations, inbox and transcript in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.conversation import Conversation, State
from bot.core.errors import NotFound, StaleConversation
from bot.core.messages import Author, Content, Delivery, Incoming, Peer, TranscriptEntry
from bot.storage.memory.tables import ConversationRow, InboxRow, Tables
from bot.storage.rules import renamed
from bot.storage.values import document, utc


def _detached(conversation: Conversation) -> Conversation:
    return replace(conversation, state=document(State).detach(conversation.state))


@dataclass(frozen=True, slots=True)
class MemoryConversations:
    """See `bot.core.ports.Conversations`."""

    tables: Tables

    def of_peer(self, channel: str, account: str, peer: Peer, *, now: datetime) -> Conversation:
        """The peer's conversation, created on first sight."""
        utc(now)
        key = (channel, account, peer.id)
        known = self.tables.conversation_ids.get(key)
        if known is None:
            row = ConversationRow(
                value=Conversation(
                    id=self.tables.conversations.next_id(), channel=channel, account=account, peer=peer, state=State()
                )
            )
            self.tables.conversation_ids[key] = row.value.id
        else:
            row = self.tables.conversations[known]
            row = replace(row, value=replace(row.value, peer=renamed(row.value.peer, peer)))
        self.tables.conversations[row.value.id] = row
        return _detached(row.value)

    def find(self, channel: str, account: str, peer_id: str) -> Conversation | None:
        """The peer's conversation, if it was ever created."""
        known = self.tables.conversation_ids.get((channel, account, peer_id))
        return None if known is None else self.get(known)

    def get(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        return _detached(self._row(conversation_id).value)

    def peers(self, conversation_ids: Sequence[int]) -> dict[int, tuple[str, Peer]]:
        """(channel, peer) by conversation."""
        rows = self.tables.conversations
        known = ((key, rows[key].value) for key in conversation_ids if key in rows)
        return {key: (value.channel, value.peer) for key, value in known}

    def claim(
        self, worker: str, *, now: datetime, quiet: timedelta, patience: timedelta, lease: timedelta, limit: int
    ) -> list[int]:
        """Lease conversations whose messages have waited long enough, longest waiting first."""
        now = utc(now)
        waiting = self._waiting()
        due = [
            row
            for row, first, last in sorted(waiting, key=lambda item: (item[1], item[0].value.id))
            if (last <= now - quiet or first <= now - patience)
            and (row.leased_until is None or row.leased_until <= now or row.leased_by == worker)
        ][:limit]
        for row in due:
            self.tables.conversations[row.value.id] = replace(row, leased_by=worker, leased_until=now + lease)
        return [row.value.id for row in due]

    def save(self, conversation: Conversation, *, now: datetime) -> Conversation:
        """Store owner, case_id and state under the next version."""
        utc(now)
        row = self._row(conversation.id)
        if row.value.version != conversation.version:
            message = f"conversation {conversation.id} was changed by somebody else; load it again"
            raise StaleConversation(message)
        saved = _detached(
            replace(
                row.value,
                owner=conversation.owner,
                case_id=conversation.case_id,
                state=conversation.state,
                version=conversation.version + 1,
            )
        )
        self.tables.conversations[conversation.id] = replace(row, value=saved)
        return replace(conversation, version=saved.version)

    def release(self, conversation_ids: Sequence[int], worker: str) -> None:
        """Give up this worker's leases."""
        for conversation_id in conversation_ids:
            row = self.tables.conversations.get(conversation_id)
            if row is not None and row.leased_by == worker:
                self.tables.conversations[conversation_id] = replace(row, leased_by="", leased_until=None)

    def next_due(self, *, now: datetime, quiet: timedelta, patience: timedelta) -> datetime | None:
        """When the next conversation becomes due, not before `now`."""
        now = utc(now)
        times = [
            max(min(last + quiet, first + patience), row.leased_until or now, now)
            for row, first, last in self._waiting()
        ]
        return min(times, default=None)

    def _row(self, conversation_id: int) -> ConversationRow:
        row = self.tables.conversations.get(conversation_id)
        if row is None:
            message = f"there is no conversation {conversation_id}"
            raise NotFound(message)
        return row

    def _waiting(self) -> list[tuple[ConversationRow, datetime, datetime]]:
        """Conversations with unread messages, and when the first and the last of these arrived."""
        arrived: dict[int, list[datetime]] = {}
        for message in self.tables.inbox.values():
            if not message.read:
                arrived.setdefault(message.conversation_id, []).append(message.received_at)
        return [(self.tables.conversations[key], min(times), max(times)) for key, times in arrived.items()]


@dataclass(frozen=True, slots=True)
class MemoryInbox:
    """See `bot.core.ports.Inbox`."""

    tables: Tables

    def add(self, incoming: Incoming, *, now: datetime) -> Conversation | None:
        """Store the message once, with its transcript entry; None for a repeat."""
        now, incoming = utc(now), replace(incoming, sent_at=utc(incoming.sent_at))
        key = (incoming.channel, incoming.account, incoming.external_id)
        if key in self.tables.inbox_keys:
            return None
        conversation = MemoryConversations(self.tables).of_peer(
            incoming.channel, incoming.account, incoming.peer, now=now
        )
        seq = self.tables.transcript.next_id()
        self.tables.transcript[seq] = TranscriptEntry(
            seq=seq,
            conversation_id=conversation.id,
            author=Author.CUSTOMER,
            content=incoming.content,
            at=now,
            case_id=conversation.case_id,
        )
        self.tables.inbox[seq] = InboxRow(incoming=incoming, conversation_id=conversation.id, received_at=now)
        self.tables.inbox_keys[key] = seq
        return conversation

    def unread(self, conversation_id: int) -> list[tuple[int, Incoming]]:
        """Unread messages in order of arrival; each names the peer as it is known now."""
        return [
            (seq, replace(row.incoming, peer=self.tables.conversations[conversation_id].value.peer))
            for seq, row in sorted(self.tables.inbox.items())
            if row.conversation_id == conversation_id and not row.read
        ]

    def mark_read(self, inbox_ids: Sequence[int], *, now: datetime) -> None:
        """These were handled."""
        utc(now)
        for seq in inbox_ids:
            if seq in self.tables.inbox:
                self.tables.inbox[seq] = replace(self.tables.inbox[seq], read=True)


@dataclass(frozen=True, slots=True)
class MemoryTranscript:
    """See `bot.core.ports.Transcript`."""

    tables: Tables

    def entries(
        self, conversation_id: int, *, after: int = 0, limit: int = 200, sent_only: bool = False
    ) -> list[TranscriptEntry]:
        """Entries after `after`, oldest first."""
        wanted = [
            entry
            for entry in self._of(conversation_id)
            if entry.seq > after and not (sent_only and entry.delivery not in (None, Delivery.SENT))
        ]
        return wanted[:limit]

    def last(self, conversation_id: int, limit: int, *, until: datetime | None = None) -> list[TranscriptEntry]:
        """The newest `limit` entries, of those up to `until` if given, oldest first."""
        entries = [entry for entry in self._of(conversation_id) if until is None or entry.at <= until]
        return entries[-limit:] if limit > 0 else []

    def get(self, seq: int) -> tuple[TranscriptEntry, str]:
        """An entry and what it was sent as. Raises NotFound."""
        return self._stored(seq), self.tables.external_refs.get(seq, "")

    def revise(self, seq: int, content: Content) -> None:
        """Its author changed what it says. Raises NotFound."""
        self.tables.transcript[seq] = replace(self._stored(seq), content=content)

    def _stored(self, seq: int) -> TranscriptEntry:
        entry = self.tables.transcript.get(seq)
        if entry is None:
            message = f"there is no message {seq}"
            raise NotFound(message, code="message_unknown")
        return entry

    def newest(self, conversation_ids: Sequence[int]) -> dict[int, TranscriptEntry]:
        """The last entry of each of these conversations."""
        wanted = set(conversation_ids)
        entries = sorted(self.tables.transcript.items())
        return {entry.conversation_id: entry for _, entry in entries if entry.conversation_id in wanted}

    def of_key(self, key: str) -> TranscriptEntry | None:
        """The message that was put under this key."""
        seq = self.tables.keys.get(key)
        return None if seq is None else self.tables.transcript[seq]

    def _of(self, conversation_id: int) -> list[TranscriptEntry]:
        return [
            entry for _, entry in sorted(self.tables.transcript.items()) if entry.conversation_id == conversation_id
        ]
