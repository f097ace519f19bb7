"""A customer waits for a person and the timer of it goes off: remind, take back, pass on to the supervisors."""

from __future__ import annotations

from dataclasses import replace

from bot.core.cases import Case, CaseEvent
from bot.core.conversation import Owner
from bot.core.ports import UnitOfWork
from bot.core.timers import Timer
from bot.desk import rules
from bot.desk.silence import NextStep, Rung, next_step
from bot.scripts.desk_policy import schedule_of, silence_of
from bot.service.case_log import enact
from bot.service.turns import Room, Taken


def silence_due(uow: UnitOfWork, room: Room, timer: Timer) -> Taken | None:
    """Take the rung that has been reached. What happened meanwhile has set the timer anew, or left nothing to do."""
    conversation = uow.conversations.get(timer.conversation_id)
    case = uow.cases.lock(conversation.case_id) if conversation.case_id is not None else None
    step = next_step(case, schedule_of(room.book.shop), silence_of(room.book.shop)) if case is not None else None
    if case is None or step is None:
        uow.timers.settle(timer.id, "nobody waits", now=room.now)
        return None
    if step.due_at > room.now:
        uow.timers.postpone(timer.id, until=step.due_at)
        return None
    uow.timers.settle(timer.id, step.rung.value, now=room.now)
    enact(uow, room.book, *_taken(case, step, room))
    if step.rung is Rung.REQUEUE:
        conversation = uow.conversations.save(replace(conversation, owner=Owner.QUEUE), now=room.now)
    return Taken(conversation=conversation, desk_news=True)


def _taken(case: Case, step: NextStep, room: Room) -> tuple[Case, CaseEvent]:
    match step.rung:
        case Rung.REMIND:
            return rules.remind(case, now=room.now)
        case Rung.REQUEUE:
            return rules.requeue(case, now=room.now)
        case Rung.SUPERVISOR:
            return rules.escalate(case, None, Rung.SUPERVISOR.value, now=room.now)
