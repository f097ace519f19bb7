"""What the shell reports back: a verification or action that a frame waits for, news of the shop, a hand-back."""

from __future__ import annotations

from dataclasses import replace

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.core.events import HandedBack, Notice, NotPerformed, OrderRefused, OrderVerified, Performed, Rated, TimerFired
from bot.core.timers import TimerKind
from bot.dialogue import order_slot
from bot.dialogue.collect import order_wanted
from bot.dialogue.frames import advance
from bot.dialogue.handoff import hand_off
from bot.dialogue.orders_down import look_again
from bot.dialogue.points import Passed, step_of
from bot.dialogue.rating import answer_rating, invite
from bot.dialogue.reaching import reach
from bot.dialogue.replies import common, say_reply
from bot.dialogue.superseding import restore
from bot.dialogue.turn import MAX_WORDS, Talk
from bot.dialogue.understanding import matter_in
from bot.dialogue.wording import Outcome
from bot.scripts.flows import Do

Report = OrderVerified | OrderRefused | Performed | NotPerformed


def resume(talk: Talk, event: Report | HandedBack | Notice | TimerFired | Rated) -> None:
    """Go on after what the shell reports. Raises TemplateError, ScriptGone."""
    match event:
        case Notice():
            say_reply(talk, common(event.reply), order=event.order, result=event.result)
        case HandedBack():
            _take_back(talk, event)
        case TimerFired(kind=TimerKind.ORDERS_RETRY):
            if look_again(talk):
                advance(talk)
        case TimerFired(kind=TimerKind.RATING):
            invite(talk, event)
        case TimerFired():
            reach(talk, event)
        case Rated():
            answer_rating(talk, event)
        case _:
            _report(talk, event)


def _take_back(talk: Talk, event: HandedBack) -> None:
    """An outcome settles what was open. With what the agent learned the bot goes on, there or with the matter anew."""
    talk.state = replace(talk.state, attempts=(), misses=0, fallbacks=0, last_waiting_line_at=None)
    known = {name: value for name, value in event.slots.items() if name in talk.pack.slots}
    if event.outcome:
        _agreed(talk, event, goes_on=bool(known) and _begins(talk, event.intent))
    frame = talk.top
    if frame is not None:
        asking = "" if frame.asking in known else frame.asking
        talk.change(replace(frame, slots={**frame.slots, **known}, asking=asking, tries=0))
    elif known:
        _take_up(talk, event.intent, known)
    advance(talk)


def _agreed(talk: Talk, event: HandedBack, *, goes_on: bool) -> None:
    """Say what was agreed, and take what the customer says next as being about that: 好的，那寄到哪."""
    said = {"outcome": event.outcome, "goes_on": goes_on}
    talk.state = replace(talk.state, frames=(), agreed=event.outcome[:MAX_WORDS], agreed_at=talk.now)
    say_reply(talk, common("handed_back"), handed_back=said)
    about = matter_in(talk, event.outcome) or talk.pack.intents.get(event.intent)
    if about is not None and not about.engine:
        talk.state = replace(talk.state, topic=about.topic, topic_at=talk.now)


def _begins(talk: Talk, name: str) -> bool:
    """Whether the bot has something to do about what the customer was handed over with."""
    intent = talk.pack.intents.get(name)
    return intent is not None and bool(intent.flow or intent.reply)


def _take_up(talk: Talk, name: str, known: dict[str, JsonValue]) -> None:
    """The matter that the customer was handed over with, as far as it is settled by now."""
    intent = talk.pack.intents.get(name)
    if intent is not None and _begins(talk, name):
        kind = FrameKind.FLOW if intent.flow else FrameKind.REPLY
        talk.push(Frame(kind=kind, name=intent.flow or intent.reply, intent=intent.id, slots=known))


def _report(talk: Talk, event: Report) -> None:
    frame = _lift(talk, event.key)
    if frame is None:
        talk.note(f"nothing waits for {event.key}")
        return
    match event:
        case OrderVerified():
            _verified(talk, frame, event)
        case OrderRefused():
            order_slot.refused(talk, event)
            return
        case Performed():
            _go_on(talk, frame, event.result)
        case NotPerformed():
            _failed(talk, frame, event)
    if not talk.over:
        advance(talk)


def _go_on(talk: Talk, frame: Frame, result: dict[str, JsonValue]) -> None:
    after = frame.step + 1
    talk.change(replace(frame, result=result, pending="", step=after, settled=after, asking="", tries=0))


def _verified(talk: Talk, frame: Frame, event: OrderVerified) -> None:
    slot = order_wanted(talk, frame)
    if slot is not None:
        order_slot.verified(talk, slot, event)


def _failed(talk: Talk, frame: Frame, event: NotPerformed) -> None:
    """The script says what comes next: a person, or a reply and the end of the flow."""
    talk.note(f"not performed: {event.reason}")
    talk.tried(frame.intent, Outcome.FAILED)
    talk.reach(step_of(frame.name, frame.step, Passed.FAILED))
    steps = talk.pack.flows[frame.name].steps if frame.name in talk.pack.flows else ()
    step = steps[frame.step] if frame.step < len(steps) else None
    if isinstance(step, Do) and step.failed == "go_on":
        _go_on(talk, frame, {"reason": event.reason})
        return
    if isinstance(step, Do) and step.failed != "handoff":
        say_reply(talk, step.failed, result={"reason": event.reason})
        talk.pop()
        restore(talk, frame)
        return
    hand_off(talk, HandOffReason.FAILED, because=common("action_failed"))


def _lift(talk: Talk, key: str) -> Frame | None:
    """Bring the frame that waits for this key to the top."""
    waiting = next((frame for frame in talk.state.frames if frame.pending == key), None) if key else None
    if waiting is not None:
        talk.lift(waiting)
    return waiting
