"""Conversations and their leases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, CursorResult, and_, case, func, or_, select, type_coerce, update

from bot.core.conversation import Conversation, Owner, State
from bot.core.errors import NotFound, StaleConversation
from bot.core.messages import Peer
from bot.storage.rules import renamed
from bot.storage.sql.schema import conversations
from bot.storage.sql.statements import AnyRow, insert_into
from bot.storage.sql.types import UtcTime, microseconds
from bot.storage.values import utc

_C = conversations.c
COLUMNS = (
    _C.id,
    _C.channel,
    _C.account,
    _C.peer_id,
    _C.peer_name,
    _C.peer_language,
    _C.owner,
    _C.case_id,
    _C.state,
    _C.version,
)
_SELECT = select(*COLUMNS)


def conversation_from(row: AnyRow) -> Conversation:
    """The conversation in a row of `COLUMNS`."""
    return Conversation(
        id=row.id,
        channel=row.channel,
        account=row.account,
        peer=Peer(id=row.peer_id, name=row.peer_name, language=row.peer_language),
        owner=row.owner,
        case_id=row.case_id,
        state=row.state,
        version=row.version,
    )


@dataclass(frozen=True, slots=True)
class SqlConversations:
    """See `bot.core.ports.Conversations`."""

    connection: Connection

    def of_peer(self, channel: str, account: str, peer: Peer, *, now: datetime) -> Conversation:
        """The peer's conversation, created on first sight and locked until the transaction ends.

        The lock (PostgreSQL) makes two messages of one customer wait for each other, so that their `seq`s
        become visible in the order they were given.
        """
        row = self._find(channel, account, peer.id).one_or_none()
        if row is None:
            self._create(channel, account, peer, now)
            row = self._find(channel, account, peer.id).one()
        found = conversation_from(row)
        current = renamed(found.peer, peer)
        if current != found.peer:
            names = {"peer_name": current.name, "peer_language": current.language}
            self.connection.execute(update(conversations).where(_C.id == found.id).values(names))
        return replace(found, peer=current)

    def find(self, channel: str, account: str, peer_id: str) -> Conversation | None:
        """The peer's conversation, if it was ever created."""
        where = (_C.channel == channel, _C.account == account, _C.peer_id == peer_id)
        row = self.connection.execute(_SELECT.where(*where)).one_or_none()
        return None if row is None else conversation_from(row)

    def get(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        row = self.connection.execute(_SELECT.where(_C.id == conversation_id)).one_or_none()
        if row is None:
            message = f"there is no conversation {conversation_id}"
            raise NotFound(message)
        return conversation_from(row)

    def peers(self, conversation_ids: Sequence[int]) -> dict[int, tuple[str, Peer]]:
        """(channel, peer) by conversation, without reading what the dialogue remembers."""
        query = select(_C.id, _C.channel, _C.peer_id, _C.peer_name, _C.peer_language)
        rows = self.connection.execute(query.where(_C.id.in_(conversation_ids)))
        return {
            row.id: (row.channel, Peer(id=row.peer_id, name=row.peer_name, language=row.peer_language)) for row in rows
        }

    def claim(
        self, worker: str, *, now: datetime, quiet: timedelta, patience: timedelta, lease: timedelta, limit: int
    ) -> list[int]:
        """Lease conversations whose messages have waited long enough, longest waiting first.

        Ids only: a state that cannot be read must not keep everybody else from being served.
        """
        due = (
            select(_C.id)
            .where(
                _C.first_unread_at.is_not(None),
                or_(_C.last_unread_at <= now - quiet, _C.first_unread_at <= now - patience),
                or_(_C.leased_until.is_(None), _C.leased_until <= now, _C.leased_by == worker),
            )
            .order_by(_C.first_unread_at, _C.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = list(self.connection.scalars(due))
        if found:
            leased = {"leased_by": worker, "leased_until": now + lease}
            self.connection.execute(update(conversations).where(_C.id.in_(found)).values(leased))
        return found

    def save(self, conversation: Conversation, *, now: datetime) -> Conversation:
        """Store owner, case_id and state under the next version."""
        version = conversation.version + 1
        changed = self.connection.execute(
            update(conversations)
            .where(_C.id == conversation.id, _C.version == conversation.version)
            .values(
                owner=conversation.owner,
                case_id=conversation.case_id,
                state=conversation.state,
                version=version,
                updated_at=now,
            )
        )
        if changed.rowcount == 0:
            self.get(conversation.id)
            message = f"conversation {conversation.id} was changed by somebody else; load it again"
            raise StaleConversation(message)
        return replace(conversation, version=version)

    def release(self, conversation_ids: Sequence[int], worker: str) -> None:
        """Give up this worker's leases."""
        self.connection.execute(
            update(conversations)
            .where(_C.id.in_(conversation_ids), _C.leased_by == worker)
            .values(leased_by=None, leased_until=None)
        )

    def next_due(self, *, now: datetime, quiet: timedelta, patience: timedelta) -> datetime | None:
        """When the next conversation becomes due, not before `now`."""
        first, last = (type_coerce(column, BigInteger) for column in (_C.first_unread_at, _C.last_unread_at))
        after_quiet, after_patience = last + microseconds(quiet), first + microseconds(patience)
        due = case((after_quiet < after_patience, after_quiet), else_=after_patience)
        lease = func.coalesce(type_coerce(_C.leased_until, BigInteger), 0)
        earliest = func.min(case((lease > due, lease), else_=due))
        found = self.connection.scalar(select(type_coerce(earliest, UtcTime)).where(_C.first_unread_at.is_not(None)))
        return None if found is None else max(found, utc(now))

    def _find(self, channel: str, account: str, peer_id: str) -> CursorResult[*tuple[Any, ...]]:
        peer = and_(_C.channel == channel, _C.account == account, _C.peer_id == peer_id)
        return self.connection.execute(_SELECT.where(peer).with_for_update())

    def _create(self, channel: str, account: str, peer: Peer, now: datetime) -> None:
        self.connection.execute(
            insert_into(self.connection, conversations)
            .values(
                channel=channel,
                account=account,
                peer_id=peer.id,
                peer_name=peer.name,
                peer_language=peer.language,
                owner=Owner.BOT,
                state=State(),
                version=0,
                created_at=now,
                updated_at=now,
            )
            .on_conflict_do_nothing()
        )
