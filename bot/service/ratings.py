"""What customers say of the service, kept: planned when a case is solved, and told to whoever must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.actions import Rate
from bot.core.cases import Case, CaseEvent, CaseEventKind, Outcome
from bot.core.conversation import Conversation, JsonValue
from bot.core.errors import NotFound
from bot.core.events import Rated
from bot.core.messages import Incoming
from bot.core.ports import UnitOfWork
from bot.core.ratings import Fate, Rating, Satisfaction, pressed, rated
from bot.core.roles import Role
from bot.core.tasks import UNDER_WAY, TaskDraft, TaskKind
from bot.core.timers import TimerKind
from bot.dialogue.rating import option_pressed
from bot.scripts.book import ScriptBook
from bot.scripts.engine_replies import CAUSE_SLOT, SATISFACTION_SLOT
from bot.scripts.rating_policy import rating_policy
from bot.service.actions.words import Words
from bot.service.case_log import record

DISAPPOINTED: Final = Words(
    zh="顾客对服务不满意：看看这次接待，一天内回访致歉、补上没办好的，并和同事复盘。",
    en="The customer was disappointed: read the case, apologise within a day, put right what is open, and review it.",
)


def plan_invitation(uow: UnitOfWork, book: ScriptBook, case: Case, outcome: Outcome, *, now: datetime) -> None:
    """A case was closed: when it was solved, its customer is asked soon. Not twice, however often it is closed."""
    policy = rating_policy(book.shop)
    if policy is not None and outcome.value in policy.outcomes:
        uow.timers.start(
            key=f"{TimerKind.RATING}:{case.id}",
            kind=TimerKind.RATING,
            conversation_id=case.conversation_id,
            due_at=now + policy.after,
            args={"case": case.id},
            once=True,
        )


def rate(uow: UnitOfWork, book: ScriptBook, conversation: Conversation, action: Rate, *, now: datetime) -> Rated:
    """Keep what the customer says. The same again, too late, or about somebody else's rating changes nothing."""
    rating = _theirs(uow, conversation, action.rating_id)
    if rating is None:
        return Rated(fate=Fate.LATE, quiet=action.quiet)
    after, fate = rated(rating, action.said, now=now)
    if fate is Fate.TAKEN:
        uow.ratings.save(after)
        _note_in_case(uow, after, now)
        _tell_supervisor(uow, book, after, now)
    return Rated(fate=fate, rating=after, quiet=action.quiet)


def take_presses(
    uow: UnitOfWork,
    book: ScriptBook,
    conversation: Conversation,
    unread: Sequence[tuple[int, Incoming]],
    *,
    now: datetime,
) -> list[Incoming]:
    """Keep the presses on buttons of a rating while a person speaks with the customer; what is left is for them."""
    left = []
    for _, incoming in unread:
        press = pressed(incoming.content.press)
        said = option_pressed(book, conversation.state.language, press) if press is not None else None
        if press is None or said is None:
            left.append(incoming)
        else:
            rate(uow, book, conversation, Rate(rating_id=press.rating_id, said=said), now=now)
    return left


def _theirs(uow: UnitOfWork, conversation: Conversation, rating_id: int) -> Rating | None:
    """A button can be forged: a rating of somebody else is like one that there never was."""
    try:
        rating = uow.ratings.get(rating_id)
    except NotFound:
        return None
    return rating if rating.conversation_id == conversation.id else None


def _note_in_case(uow: UnitOfWork, rating: Rating, now: datetime) -> None:
    if rating.case_id is not None:
        record(uow, CaseEvent(case_id=rating.case_id, kind=CaseEventKind.RATED, at=now, data=_told(rating)))


def _told(rating: Rating) -> dict[str, JsonValue]:
    said = {"satisfaction": rating.satisfaction, "cause": rating.cause, "words": rating.words}
    return {name: str(value) for name, value in said.items() if value}


def _tell_supervisor(uow: UnitOfWork, book: ScriptBook, rating: Rating, now: datetime) -> None:
    """A disappointed customer is work for a supervisor, once; what they say later stands in the same task."""
    if rating.satisfaction is not Satisfaction.DISAPPOINTED:
        return
    case = uow.cases.get(rating.case_id) if rating.case_id is not None else None
    said = {SATISFACTION_SLOT: rating.satisfaction.value, CAUSE_SLOT: rating.cause, "words": rating.words}
    args: dict[str, JsonValue] = {name: value for name, value in said.items() if value}
    draft = TaskDraft(
        key=f"{TimerKind.RATING}:{rating.id}",
        kind=TaskKind.FOLLOW_UP,
        role=Role.SUPERVISOR,
        conversation_id=rating.conversation_id,
        order_number=case.order_number if case is not None else "",
        duty=DISAPPOINTED.in_language(book.default_language),
        args=args,
    )
    task = uow.tasks.register(draft, now=now)
    if task.args != args and task.status in UNDER_WAY:
        uow.tasks.save(replace(task, args=args))
