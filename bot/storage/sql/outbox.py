"""Messages on their way to customers.

A row here is a message whose fate is still open; its delivery state for people to see stands in the transcript.
A row with a lease is SENDING: the mark is committed before the first byte goes out, so that after a crash it says
"may have been sent" and nobody sends it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, insert, select, update

from bot.core.conversation import Conversation, Owner
from bot.core.errors import Conflict, NotFound
from bot.core.messages import Author, Delivery, Draft, Parcel, TranscriptEntry
from bot.storage.rules import CUT_OFF, check_retry, check_settlement
from bot.storage.sql.schema import agents, conversations, outbox, transcript
from bot.storage.sql.statements import AnyRow
from bot.storage.sql.transcript import SqlTranscript
from bot.storage.values import utc

_O, _T, _C = outbox.c, transcript.c, conversations.c
_EARLIER = outbox.alias("earlier")
_IS_HEAD = ~exists().where(_EARLIER.c.conversation_id == _O.conversation_id, _EARLIER.c.seq < _O.seq)


def heads(channels: Sequence[str], now: datetime, limit: int) -> Select[*tuple[Any, ...]]:
    """The first unsettled message of each conversation, if it can be sent now; oldest first."""
    return (
        select(
            _O.seq,
            _O.conversation_id,
            _O.attempt,
            _T.author,
            _T.content,
            _T.at,
            _O.channel,
            _C.account,
            _C.peer_id,
            _C.owner,
        )
        .join(transcript, _T.seq == _O.seq)
        .join(conversations, _C.id == _O.conversation_id)
        .where(_O.channel.in_(channels), _O.leased_until.is_(None), _O.not_before <= now, _IS_HEAD)
        .order_by(_O.seq)
        .limit(limit)
        .with_for_update(of=outbox, skip_locked=True)
    )


def _parcel_from(row: AnyRow) -> Parcel:
    return Parcel(
        seq=row.seq,
        conversation_id=row.conversation_id,
        channel=row.channel,
        account=row.account,
        peer_id=row.peer_id,
        author=row.author,
        content=row.content,
        attempt=row.attempt + 1,
        created_at=row.at,
    )


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """See `bot.core.ports.Outbox`."""

    connection: Connection

    def put(self, conversation: Conversation, draft: Draft, *, now: datetime) -> TranscriptEntry:
        """Append to the transcript and queue for sending, once for a key."""
        self._lock(conversation.id)
        before = SqlTranscript(self.connection).of_key(draft.key) if draft.key else None
        if before is not None:
            return before
        stored = self.connection.execute(
            insert(transcript)
            .values(
                conversation_id=conversation.id,
                author=draft.author,
                content=draft.content,
                at=now,
                agent_id=draft.agent_id,
                case_id=draft.case_id,
                reply=draft.reply,
                delivery=Delivery.WAITING,
                error="",
                external_ref="",
                key=draft.key or None,
            )
            .returning(_T.seq)
        )
        seq = stored.scalar_one()
        self.connection.execute(
            insert(outbox).values(
                seq=seq, conversation_id=conversation.id, channel=conversation.channel, not_before=now, attempt=0
            )
        )
        return TranscriptEntry(
            seq=seq,
            conversation_id=conversation.id,
            author=draft.author,
            content=draft.content,
            at=now,
            agent_id=draft.agent_id,
            agent_name=self._agent_name(draft.agent_id),
            case_id=draft.case_id,
            reply=draft.reply,
            delivery=Delivery.WAITING,
        )

    def claim(
        self, worker: str, *, channels: Sequence[str], now: datetime, lease: timedelta, limit: int
    ) -> list[Parcel]:
        """Lease the heads of up to `limit` queues on these channels."""
        self._close_expired(worker, channels, now)
        rows = self._ready_heads(channels, now, limit)
        seqs = [row.seq for row in rows]
        if seqs:
            leased = {"leased_by": worker, "leased_until": now + lease, "attempt": _O.attempt + 1}
            self.connection.execute(update(outbox).where(_O.seq.in_(seqs)).values(leased))
            self.connection.execute(
                update(transcript).where(_T.seq.in_(seqs)).values(delivery=Delivery.SENDING, error="")
            )
        return [_parcel_from(row) for row in rows]

    def settle(self, seq: int, delivery: Delivery, *, now: datetime, external_ref: str = "", error: str = "") -> None:
        """Record what became of a message."""
        check_settlement(seq, self._delivery(seq), delivery)
        self._close([seq], delivery, now=now, error=error, external_ref=external_ref)

    def postpone(self, seq: int, *, until: datetime, error: str = "", tried: bool = True) -> None:
        """Back to WAITING, not before `until`."""
        if self._delivery(seq) is not Delivery.SENDING:
            message = f"message {seq} is not being sent; it cannot be postponed"
            raise Conflict(message)
        self._requeue([seq], until, error)
        if not tried:
            self.connection.execute(update(outbox).where(_O.seq == seq).values(attempt=_O.attempt - 1))

    def recover(self, worker: str, *, resend: Sequence[str], holding: Sequence[int] = (), now: datetime) -> int:
        """Settle what this worker was sending when it died."""
        leased = select(_O.seq, _O.channel).where(_O.leased_by == worker, _O.seq.not_in(holding))
        rows = self.connection.execute(leased).all()
        self._requeue([row.seq for row in rows if row.channel in resend], now, "")
        self._close([row.seq for row in rows if row.channel not in resend], Delivery.UNKNOWN, now=now, error=CUT_OFF)
        return len(rows)

    def drop_bot(self, conversation_id: int) -> int:
        """Mark WAITING bot messages DROPPED."""
        return self._drop_bot([conversation_id])

    def retry(self, seq: int, *, now: datetime) -> TranscriptEntry:
        """Back to WAITING, as if it had never been tried."""
        check_retry(seq, self._delivery(seq))
        row = self.connection.execute(
            select(_T.conversation_id, _C.channel).join(conversations, _C.id == _T.conversation_id).where(_T.seq == seq)
        ).one()
        waiting = {"delivery": Delivery.WAITING, "error": "", "settled_at": None}
        self.connection.execute(update(transcript).where(_T.seq == seq).values(waiting))
        self.connection.execute(
            insert(outbox).values(
                seq=seq, conversation_id=row.conversation_id, channel=row.channel, not_before=now, attempt=0
            )
        )
        return SqlTranscript(self.connection).get(seq)[0]

    def next_due(self, worker: str, *, channels: Sequence[str], now: datetime) -> datetime | None:
        """When the next message of these channels can be sent, not before `now`."""
        others = _O.leased_by.is_(None) | (_O.leased_by != worker)
        when = func.min(func.coalesce(_O.leased_until, _O.not_before))
        found = self.connection.scalar(select(when).where(_O.channel.in_(channels), others, _IS_HEAD))
        return None if found is None else max(found, utc(now))

    def _ready_heads(self, channels: Sequence[str], now: datetime, limit: int) -> list[AnyRow]:
        """Heads that may go out. Each round drops what a person's word has overtaken, so the rounds come to an end."""
        while True:
            rows = self.connection.execute(heads(channels, now, limit)).all()
            overtaken = [row.conversation_id for row in rows if row.author is Author.BOT and row.owner is Owner.AGENT]
            if not overtaken:
                return list(rows)
            self._drop_bot(overtaken)

    def _close_expired(self, worker: str, channels: Sequence[str], now: datetime) -> None:
        """Whoever was sending these is gone, and nobody knows how far it got. Who asks is not, but slow."""
        theirs = select(_O.seq).where(_O.leased_until <= now, _O.leased_by != worker, _O.channel.in_(channels))
        expired = self.connection.scalars(theirs.with_for_update(skip_locked=True)).all()
        self._close(expired, Delivery.UNKNOWN, now=now, error=CUT_OFF)

    def _drop_bot(self, conversation_ids: Sequence[int]) -> int:
        waiting = self.connection.scalars(
            select(_O.seq)
            .join(transcript, _T.seq == _O.seq)
            .where(_O.conversation_id.in_(conversation_ids), _O.leased_until.is_(None), _T.author == Author.BOT)
        ).all()
        self._close(waiting, Delivery.DROPPED)
        return len(waiting)

    def _close(
        self,
        seqs: Sequence[int],
        delivery: Delivery,
        *,
        now: datetime | None = None,
        error: str = "",
        external_ref: str = "",
    ) -> None:
        if seqs:
            fate = {"delivery": delivery, "error": error, "external_ref": external_ref, "settled_at": now}
            self.connection.execute(update(transcript).where(_T.seq.in_(seqs)).values(fate))
            self.connection.execute(delete(outbox).where(_O.seq.in_(seqs)))

    def _requeue(self, seqs: Sequence[int], not_before: datetime, error: str) -> None:
        if seqs:
            waiting = {"not_before": not_before, "leased_by": None, "leased_until": None}
            self.connection.execute(update(outbox).where(_O.seq.in_(seqs)).values(waiting))
            marked = {"delivery": Delivery.WAITING, "error": error}
            self.connection.execute(update(transcript).where(_T.seq.in_(seqs)).values(marked))

    def _delivery(self, seq: int) -> Delivery:
        delivery: Delivery | None = self.connection.scalar(select(_T.delivery).where(_T.seq == seq))
        if delivery is None:
            message = f"there is no outgoing message {seq}"
            raise NotFound(message)
        return delivery

    def _agent_name(self, agent_id: int | None) -> str:
        if agent_id is None:
            return ""
        return self.connection.scalar(select(agents.c.name).where(agents.c.id == agent_id)) or ""

    def _lock(self, conversation_id: int) -> None:
        """Where several may write, one conversation's `seq`s become visible in their order: one writer at a time."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(_C.id).where(_C.id == conversation_id).with_for_update())
