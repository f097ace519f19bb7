"""What was said, for both sides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from bot.core.messages import Delivery, TranscriptEntry
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

    def last(self, conversation_id: int, limit: int) -> list[TranscriptEntry]:
        """The newest `limit` entries, oldest first."""
        query = _SELECT.where(_T.conversation_id == conversation_id).order_by(_T.seq.desc()).limit(limit)
        return [_entry_from(row) for row in self.connection.execute(query)][::-1]
