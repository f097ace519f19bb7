"""The decision: state, events and facts in; the next state and what to do out. No clock, chance or I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind, Owner, State
from bot.core.errors import TemplateError
from bot.core.events import Event, Facts, Received
from bot.dialogue.asking import CONFIRM
from bot.dialogue.handoff import hand_off
from bot.dialogue.hearing import hear
from bot.dialogue.orders_down import stop_looking
from bot.dialogue.rating import invite_later, take_press
from bot.dialogue.reaching import hesitate, take_offer
from bot.dialogue.resuming import resume
from bot.dialogue.turn import ScriptGone, Talk, Turn
from bot.dialogue.understanding import gather
from bot.dialogue.waiting import hear_waiting
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.flows import Confirm


def step(book: ScriptBook, state: State, events: Sequence[Event], *, facts: Facts, now: datetime) -> Turn:
    """Decide what to do about what happened.

    Several `Received` in one call are a burst and are read as one message. Reports of the shell come first. Asking
    the shell something (`VerifyOrder`, `Perform`) ends the turn; call again with the event that has its key.

    Args:
        book: the scripts.
        state: what the last turn returned.
        events: what happened, in order.
        facts: what the shell knows now. While an agent owns the conversation, the customer's words change nothing.
        now: aware UTC.

    Returns:
        The next state, the actions in order, how the message was read, and why all this.
    """
    talk = Talk(book=book, facts=facts, now=now, state=replace(state, turns=state.turns + 1))
    _drop_lost(talk)
    try:
        _take(talk, events)
    except (TemplateError, ScriptGone) as error:
        # Nothing half-said or invented: the sentence is left out and a person takes over.
        talk.note(f"the scripts failed: {error}")
        hand_off(talk, HandOffReason.SCRIPT, ask=_words(events))
    stop_looking(talk, state)
    invite_later(talk, state)
    return talk.finish()


def _take(talk: Talk, events: Sequence[Event]) -> None:
    for event in events:
        if not isinstance(event, Received) and not talk.over:
            resume(talk, event)
    received = [event for event in events if isinstance(event, Received)]
    if not received or talk.over:
        return
    message = take_press(talk, gather(talk, received))
    if message is None:
        return
    match talk.facts.owner:
        case Owner.BOT:
            take_offer(talk)
            hear(talk, message)
            hesitate(talk)
        case Owner.QUEUE:
            hear_waiting(talk, message)
        case Owner.AGENT:
            talk.note("silent: an agent has the conversation")
    talk.state = replace(talk.state, offer=None)


def _words(events: Sequence[Event]) -> str:
    return "\n".join(event.content.text for event in events if isinstance(event, Received))


def _drop_lost(talk: Talk) -> None:
    """Drop frames whose flow, reply, step or intent the scripts no longer have; close questions nobody can answer."""
    kept = [_mended(talk.pack, frame) for frame in talk.state.frames if _stands(talk.pack, frame)]
    if len(kept) < len(talk.state.frames):
        talk.lost = True
        talk.note("dropped what was under way: the scripts have changed")
    talk.state = replace(talk.state, frames=tuple(kept))


def _stands(pack: Pack, frame: Frame) -> bool:
    match frame.kind:
        case FrameKind.FLOW:
            return frame.name in pack.flows and frame.step < len(pack.flows[frame.name].steps)
        case FrameKind.REPLY:
            return frame.name in pack.replies and frame.intent in pack.intents
        case FrameKind.ASK_WHICH:
            return bool(frame.options) and all(name in pack.intents for name in frame.options)


def _mended(pack: Pack, frame: Frame) -> Frame:
    if frame.asking == CONFIRM:
        known = frame.name in pack.flows and isinstance(pack.flows[frame.name].steps[frame.step], Confirm)
    else:
        known = frame.kind is FrameKind.ASK_WHICH or not frame.asking or frame.asking in pack.slots
    return frame if known else replace(frame, asking="", tries=0)
