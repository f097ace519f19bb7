"""The talk of a case as it is read: messages, notes and events in one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.cases import Card, CaseEvent, CaseEventKind, Note
from bot.core.messages import TranscriptEntry

# These stand in the talk themselves, or say what it shows anyway.
_TOLD_OTHERWISE: Final = frozenset({CaseEventKind.REPLIED, CaseEventKind.NOTED, CaseEventKind.CUSTOMER_WROTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing in the talk, at its time: a message, a note or an event of the case; exactly one is set."""

    at: datetime
    entry: TranscriptEntry | None = None
    note: Note | None = None
    event: CaseEvent | None = None


def wording(event: CaseEvent) -> str:
    """Which text says what happened: `event.` and this, where a kind alone would say too much or too little."""
    match event.kind:
        case CaseEventKind.PERFORMED if not event.data.get("done"):
            return "not_performed"
        case CaseEventKind.ESCALATED if event.agent is None:
            return "escalated_late"
        case _:
            return event.kind.value


def moments(card: Card) -> tuple[Moment, ...]:
    """Messages, notes and events as they happened.

    At equal times, taking the case comes before the reply that took it, and everything else after what was said.
    """
    entries = [Moment(at=entry.at, entry=entry) for entry in card.entries]
    notes = [Moment(at=note.at, note=note) for note in card.notes]
    told = [Moment(at=event.at, event=event) for event in card.history if event.kind not in _TOLD_OTHERWISE]
    taken = [moment for moment in told if moment.event and moment.event.kind is CaseEventKind.CLAIMED]
    others = [moment for moment in told if moment not in taken]
    return tuple(sorted((*taken, *entries, *others, *notes), key=lambda moment: moment.at))
