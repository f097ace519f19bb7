"""The time has come to ask a customer how it was: once for each case, if it is still solved and they are calm.

What the bot did by itself is asked about too, much more rarely, where the shop wants that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.actions import HandOffReason, Say
from bot.core.cases import Case, CaseStatus
from bot.core.conversation import Conversation
from bot.core.customers import reached
from bot.core.events import TimerFired
from bot.core.messages import Author
from bot.core.ports import UnitOfWork
from bot.core.ratings import Rating
from bot.core.tasks import UNDER_WAY, TaskKind
from bot.core.timers import Timer, TimerKind
from bot.dialogue.inviting import Settled, is_upset, judge_invitation
from bot.dialogue.outreach import Later, Never, Send
from bot.scripts.book import ScriptBook
from bot.scripts.rating_policy import rating_policy
from bot.service.turns import Room, Taken, tell

_LOOK_BACK: Final = 100
"""Messages in which somebody may have been angry."""

_SITTING: Final = timedelta(hours=1)
"""What was said so long before the bot was done belongs to the same matter."""


def invite(uow: UnitOfWork, room: Room, timer: Timer) -> Taken | None:
    """Ask, put it off, or leave it."""
    conversation = uow.conversations.get(timer.conversation_id)
    case = uow.cases.get(int(str(timer.args["case"]))) if "case" in timer.args else None
    if case is not None:
        settled = _by_agent(uow, room.book, conversation, case)
    else:
        settled = _by_bot(uow, room.book, conversation, datetime.fromisoformat(str(timer.args["since"])))
    match judge_invitation(room.book, settled, room.now):
        case Send():
            return _ask(uow, room, timer, conversation, case)
        case Later(until=until):
            uow.timers.postpone(timer.id, until=until)
        case Never(why=why):
            uow.timers.settle(timer.id, why, now=room.now)
    return None


def _ask(uow: UnitOfWork, room: Room, timer: Timer, conversation: Conversation, case: Case | None) -> Taken | None:
    rating = _invited(uow, room, conversation, case)
    if rating is None:
        uow.timers.settle(timer.id, "asked before", now=room.now)
        return None
    fired = TimerFired(kind=TimerKind.RATING, args={"rating": rating.id, "solver": rating.solver.value})
    taken = tell(uow, room, conversation, [fired])
    said = any(isinstance(action, Say) for turn in taken.steps for action in turn.actions)
    if said:
        uow.customers.save(reached(uow.customers.get(conversation.id), TimerKind.RATING, room.now))
    uow.timers.settle(timer.id, "said" if said else "there was nothing to say", now=room.now)
    return replace(taken, desk_news=True)


def _invited(uow: UnitOfWork, room: Room, conversation: Conversation, case: Case | None) -> Rating | None:
    policy = rating_policy(room.book.shop)
    if policy is None:
        return None
    about = case.id if case is not None else None
    return uow.ratings.invite(conversation.id, about, now=room.now, expires_at=room.now + policy.life)


def _by_agent(uow: UnitOfWork, book: ScriptBook, conversation: Conversation, case: Case) -> Settled:
    """A case that a person closed."""
    policy = rating_policy(book.shop)
    solved = case.status is CaseStatus.CLOSED and policy is not None and case.outcome in policy.outcomes
    begun = min((attempt.at for attempt in case.attempts), default=case.opened_at)
    heard = _heard(uow, conversation)
    words = [case.ask, *(text for at, text in heard if at >= begun)]
    intents = [case.intent, *(attempt.intent for attempt in case.attempts)]
    return Settled(
        at=case.ended_at or case.opened_at,
        solved=solved,
        owner=conversation.owner,
        state=conversation.state,
        customer=uow.customers.read(conversation.id),
        last_word_at=max((at for at, _ in heard), default=None),
        upset=_has_grievance(uow, conversation) or is_upset(book, case.language, words, intents),
    )


def _by_bot(uow: UnitOfWork, book: ScriptBook, conversation: Conversation, since: datetime) -> Settled:
    """Something that the bot did by itself, and no person was needed after."""
    state, heard = conversation.state, _heard(uow, conversation)
    words = [text for at, text in heard if at >= since - _SITTING]
    intents = [attempt.intent for attempt in state.attempts]
    return Settled(
        at=since,
        solved=all(case.opened_at < since for case in uow.cases.of_conversation(conversation.id)),
        by_bot=True,
        owner=conversation.owner,
        state=state,
        customer=uow.customers.read(conversation.id),
        last_word_at=max((at for at, _ in heard), default=None),
        upset=_has_grievance(uow, conversation) or is_upset(book, state.language, words, intents),
    )


def _heard(uow: UnitOfWork, conversation: Conversation) -> list[tuple[datetime, str]]:
    entries = uow.transcript.last(conversation.id, _LOOK_BACK)
    return [(entry.at, entry.content.text) for entry in entries if entry.author is Author.CUSTOMER]


def _has_grievance(uow: UnitOfWork, conversation: Conversation) -> bool:
    """A complaint is open, or they once told of an injury or a death: they are not asked how it was."""
    tasks = uow.tasks.of_conversation(conversation.id)
    complains = any(task.kind is TaskKind.COMPLAINT and task.status in UNDER_WAY for task in tasks)
    return complains or any(one.reason is HandOffReason.SENSITIVE for one in uow.cases.of_conversation(conversation.id))
