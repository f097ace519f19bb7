"""The lists of cases as agents read them: a page costs the same few statements, however long the queue is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.cases import Case
from bot.core.messages import TranscriptEntry
from bot.core.orders import Order
from bot.core.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the desk's list."""

    case: Case
    customer: str
    channel: str
    order: Order | None
    last: TranscriptEntry | None


def queue_rows(uow: UnitOfWork, cases: Sequence[Case]) -> tuple[QueueRow, ...]:
    """The cases with what a list shows beside them."""
    conversations = sorted({case.conversation_id for case in cases})
    if not conversations:
        return ()
    peers, newest = uow.conversations.peers(conversations), uow.transcript.newest(conversations)
    orders = uow.orders.get_many({case.order_number for case in cases if case.order_number})
    return tuple(
        QueueRow(
            case=case,
            customer=peers[case.conversation_id][1].name,
            channel=peers[case.conversation_id][0],
            order=orders.get(case.order_number),
            last=newest.get(case.conversation_id),
        )
        for case in cases
    )
