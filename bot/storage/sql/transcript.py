"""What was said, for both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from bot.core.errors import NotFound
from bot.core.messages import Content, Delivery, TranscriptEntry
from bot.storage.sql.schema import agents, transcript
from bot.storage.sql.statements import AnyRow

_T = transcript.c
_SELECT = select(
    _T.seq,
    _T.conversation_id,
    _T.author,
    _T.content,
    _T.at,
    _T.agent_id,
    agents.c.name.label("agent_name"),
    _T.case_id,
    _T.reply,
    _T.delivery,
    _T.error,
).outerjoin(agents, agents.c.id == _T.agent_id)


def _entry_from(row: AnyRow) -> TranscriptEntry:
    return TranscriptEntry(
        seq=row.seq,
        conversation_id=row.conversation_id,
        author=row.author,
        content=row.content,
        at=row.at,
        agent_id=row.agent_id,
        agent_name=row.agent_name or "",
        case_id=row.case_id,
        reply=row.reply,
        delivery=row.delivery,
        error=row.error,
    )


@dataclass(frozen=True, slots=True)
class SqlTranscript:
    """See `bot.core.ports.Transcript`."""

    connection: Connection

    def entries(
        self, conversation_id: int, *, after: int = 0, limit: int = 200, sent_only: bool = False
    ) -> list[TranscriptEntry]:
        """Entries after `after`, oldest first."""
        query = _SELECT.where(_T.conversation_id == conversation_id, _T.seq > after).order_by(_T.seq).limit(limit)
        if sent_only:
            query = query.where(or_(_T.delivery.is_(None), _T.delivery == Delivery.SENT))
        return [_entry_from(row) for row in self.connection.execute(query)]

    def last(self, conversation_id: int, limit: int, *, until: datetime | None = None) -> list[TranscriptEntry]:
        """The newest `limit` entries, of those up to `until` if given, oldest first."""
        query = _SELECT.where(_T.conversation_id == conversation_id).order_by(_T.seq.desc()).limit(limit)
        query = query if until is None else query.where(_T.at <= until)
        return [_entry_from(row) for row in self.connection.execute(query)][::-1]

    def newest(self, conversation_ids: Sequence[int]) -> dict[int, TranscriptEntry]:
        """The last entry of each of these conversations."""
        last = select(func.max(_T.seq)).where(_T.conversation_id.in_(conversation_ids)).group_by(_T.conversation_id)
        rows = self.connection.execute(_SELECT.where(_T.seq.in_(last.scalar_subquery())))
        return {row.conversation_id: _entry_from(row) for row in rows}

    def of_key(self, key: str) -> TranscriptEntry | None:
        """The message that was put under this key."""
        row = self.connection.execute(_SELECT.where(_T.key == key)).one_or_none()
        return _entry_from(row) if row else None

    def get(self, seq: int) -> tuple[TranscriptEntry, str]:
        """An entry and what it was sent as. Raises NotFound."""
        row = self.connection.execute(_SELECT.add_columns(_T.external_ref).where(_T.seq == seq)).one_or_none()
        if row is None:
            message = f"there is no message {seq}"
            raise NotFound(message, code="message_unknown")
        return _entry_from(row), row.external_ref

    def revise(self, seq: int, content: Content) -> None:
        """Its author changed what it says. Raises NotFound."""
        changed = self.connection.execute(update(transcript).where(_T.seq == seq).values(content=content))
        if changed.rowcount == 0:
            message = f"there is no message {seq}"
            raise NotFound(message, code="message_unknown")
