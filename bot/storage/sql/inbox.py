"""Messages that arrived, stored before any platform is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.core.conversation import Conversation
from bot.core.messages import Author, Incoming, Peer
from bot.storage.sql.conversations import SqlConversations
from bot.storage.sql.schema import conversations, inbox, transcript
from bot.storage.values import utc

_ARRIVED = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation_id"))
    .values(
        first_unread_at=func.coalesce(
            conversations.c.first_unread_at, bindparam("now", type_=inbox.c.received_at.type)
        ),
        last_unread_at=bindparam("now", type_=inbox.c.received_at.type),
    )
)
_UNREAD = (
    select(
        inbox.c.seq,
        inbox.c.channel,
        inbox.c.account,
        inbox.c.external_id,
        inbox.c.sent_at,
        transcript.c.content,
        conversations.c.peer_id,
        conversations.c.peer_name,
        conversations.c.peer_language,
    )
    .join(transcript, transcript.c.seq == inbox.c.seq)
    .join(conversations, conversations.c.id == inbox.c.conversation_id)
    .where(inbox.c.conversation_id == bindparam("conversation_id"), inbox.c.read_at.is_(None))
    .order_by(inbox.c.seq)
)


@dataclass(frozen=True, slots=True)
class SqlInbox:
    """See `bot.core.ports.Inbox`."""

    connection: Connection

    def add(self, incoming: Incoming, *, now: datetime) -> Conversation | None:
        """Store the message once, with its transcript entry; None for a repeat."""
        if self._known(incoming):
            return None
        conversation = SqlConversations(self.connection).of_peer(
            incoming.channel, incoming.account, incoming.peer, now=now
        )
        if self.connection.dialect.name == "postgresql" and self._known(incoming):
            return None  # the same update in two processes: the other one held the conversation's lock until now
        seq = self._append(conversation, incoming, now)
        self.connection.execute(
            insert(inbox).values(
                seq=seq,
                conversation_id=conversation.id,
                channel=incoming.channel,
                account=incoming.account,
                external_id=incoming.external_id,
                sent_at=incoming.sent_at,
                received_at=now,
            )
        )
        self.connection.execute(_ARRIVED, {"conversation_id": conversation.id, "now": now})
        return conversation

    def unread(self, conversation_id: int) -> list[tuple[int, Incoming]]:
        """Unread messages in order of arrival; each names the peer as it is known now."""
        return [
            (
                row.seq,
                Incoming(
                    channel=row.channel,
                    account=row.account,
                    external_id=row.external_id,
                    peer=Peer(id=row.peer_id, name=row.peer_name, language=row.peer_language),
                    content=row.content,
                    sent_at=row.sent_at,
                ),
            )
            for row in self.connection.execute(_UNREAD, {"conversation_id": conversation_id})
        ]

    def mark_read(self, inbox_ids: Sequence[int], *, now: datetime) -> None:
        """These were handled."""
        ids = list(inbox_ids)
        self.connection.execute(update(inbox).where(inbox.c.seq.in_(ids)).values(read_at=utc(now)))
        left = inbox.alias("left_unread")
        unread = left.c.conversation_id == conversations.c.id, left.c.read_at.is_(None)
        touched = select(inbox.c.conversation_id).where(inbox.c.seq.in_(ids))
        self.connection.execute(
            update(conversations)
            .where(conversations.c.id.in_(touched))
            .values(
                first_unread_at=select(func.min(left.c.received_at)).where(*unread).scalar_subquery(),
                last_unread_at=select(func.max(left.c.received_at)).where(*unread).scalar_subquery(),
            )
        )

    def _known(self, incoming: Incoming) -> bool:
        found = self.connection.scalar(
            select(inbox.c.seq).where(
                inbox.c.channel == incoming.channel,
                inbox.c.account == incoming.account,
                inbox.c.external_id == incoming.external_id,
            )
        )
        return found is not None

    def _append(self, conversation: Conversation, incoming: Incoming, now: datetime) -> int:
        stored = self.connection.execute(
            insert(transcript)
            .values(
                conversation_id=conversation.id,
                author=Author.CUSTOMER,
                content=incoming.content,
                at=now,
                case_id=conversation.case_id,
                reply="",
                error="",
                external_ref="",
            )
            .returning(transcript.c.seq)
        )
        seq: int = stored.scalar_one()
        return seq
