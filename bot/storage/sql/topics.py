"""Which Telegram forum topic shows which conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, select, update

from bot.core.errors import NotFound
from bot.storage.rules import DESK_UPDATES_KEPT
from bot.storage.sql.schema import desk_updates, topics
from bot.storage.sql.statements import insert_into

_T = topics.c


@dataclass(frozen=True, slots=True)
class SqlTopics:
    """See `bot.core.ports.Topics`."""

    connection: Connection

    def link(self, conversation_id: int, chat_id: int, thread_id: int, card_message_id: int | None) -> None:
        """Create or replace the link; what was shown stays shown."""
        place = {"chat_id": chat_id, "thread_id": thread_id, "card_message_id": card_message_id}
        row = {**place, "conversation_id": conversation_id, "shown": 0}
        self.connection.execute(
            insert_into(self.connection, topics)
            .values(row)
            .on_conflict_do_update(index_elements=[_T.conversation_id], set_=place)
        )

    def of_conversation(self, conversation_id: int) -> tuple[int, int, int | None] | None:
        """(chat_id, thread_id, card_message_id)."""
        query = select(_T.chat_id, _T.thread_id, _T.card_message_id).where(_T.conversation_id == conversation_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else (row.chat_id, row.thread_id, row.card_message_id)

    def conversation_of(self, chat_id: int, thread_id: int) -> int | None:
        """The conversation shown in this topic."""
        return self.connection.scalar(
            select(_T.conversation_id).where(_T.chat_id == chat_id, _T.thread_id == thread_id)
        )

    def forget(self, conversation_id: int) -> None:
        """The topic is lost, and what was shown there with it."""
        self.connection.execute(delete(topics).where(_T.conversation_id == conversation_id))

    def carded(self) -> list[int]:
        """The conversations whose link has a card."""
        query = select(_T.conversation_id).where(_T.card_message_id.is_not(None)).order_by(_T.conversation_id)
        return list(self.connection.scalars(query))

    def shown(self, conversation_id: int) -> int:
        """The last transcript seq shown; 0 when nothing was."""
        return self.connection.scalar(select(_T.shown).where(_T.conversation_id == conversation_id)) or 0

    def mark_shown(self, conversation_id: int, seq: int) -> None:
        """Shown up to `seq`; never goes back. Raises NotFound when the conversation has no topic."""
        further = case((_T.shown < seq, seq), else_=_T.shown)
        changed = self.connection.execute(
            update(topics).where(_T.conversation_id == conversation_id).values(shown=further)
        )
        if changed.rowcount == 0:
            message = f"conversation {conversation_id} has no topic"
            raise NotFound(message)

    def remember_update(self, account: str, update_id: int, *, now: datetime) -> bool:
        """False when this desk update was handled before."""
        old = desk_updates.c.account == account, desk_updates.c.at < now - DESK_UPDATES_KEPT
        self.connection.execute(delete(desk_updates).where(*old))
        row = {"account": account, "update_id": update_id, "at": now}
        inserted = self.connection.execute(
            insert_into(self.connection, desk_updates).values(row).on_conflict_do_nothing()
        )
        return inserted.rowcount > 0
