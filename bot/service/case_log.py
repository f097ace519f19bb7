"""Where every change of a case goes through: its history, its row, and the timer of its silence ladder."""

from __future__ import annotations

from datetime import datetime

from bot.core.actions import HandOff
from bot.core.cases import Case, CaseEvent, CaseEventKind
from bot.core.conversation import Conversation
from bot.core.ports import UnitOfWork
from bot.core.timers import TimerKind
from bot.desk.silence import next_step
from bot.scripts.book import ScriptBook
from bot.scripts.desk_policy import schedule_of, silence_of
from bot.service.announcing import case_changed


def record(uow: UnitOfWork, event: CaseEvent) -> None:
    """Write the event down. No other code does, so what is to happen with every event happens here."""
    uow.cases.record(event)
    case_changed(uow, event)


def open_case(
    uow: UnitOfWork, book: ScriptBook, conversation: Conversation, handoff: HandOff, *, now: datetime
) -> Case:
    """A handoff becomes a case; its clocks start."""
    case = uow.cases.open(conversation, handoff, conversation.state.attempts, now=now)
    record(uow, CaseEvent(case_id=case.id, kind=CaseEventKind.OPENED, at=now, data={"role": case.role.value}))
    watch(uow, book, case, now=now)
    return case


def enact(uow: UnitOfWork, book: ScriptBook, case: Case, event: CaseEvent) -> Case:
    """Keep the case as the event left it, and the event. Raises Conflict when somebody else changed it first."""
    saved = uow.cases.save(case)
    record(uow, event)
    watch(uow, book, saved, now=event.at)
    return saved


def watch(uow: UnitOfWork, book: ScriptBook, case: Case, *, now: datetime) -> None:
    """Set the timer for the next rung of the silence ladder, or stop it."""
    step = next_step(case, schedule_of(book.shop), silence_of(book.shop))
    key = f"{case.conversation_id}:{TimerKind.SILENCE}"
    if step is None:
        uow.timers.cancel([key], why="nobody waits", now=now)
        return
    uow.timers.start(
        key=key,
        kind=TimerKind.SILENCE,
        conversation_id=case.conversation_id,
        due_at=step.due_at,
        args={"case": case.id},
    )
