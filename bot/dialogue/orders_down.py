"""The system that has the orders does not answer: said honestly, tried again, then given to a person.

The frame that needs an order waits with everything it has collected. The customer may go on meanwhile: ask other
things, cancel, ask for a person. When the orders are back the frame goes on by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.core.actions import CancelTimer, HandOffReason, StartTimer
from bot.core.conversation import Frame, State
from bot.core.timers import TimerKind
from bot.dialogue.handoff import hand_off
from bot.dialogue.outreach_rules import order_source_rules
from bot.dialogue.replies import common, say_reply

if TYPE_CHECKING:
    from bot.dialogue.turn import Talk

KEY: Final = TimerKind.ORDERS_RETRY.value
"""One timer for the whole conversation: when the orders are back, they are back for every frame."""


def wait_for_orders(talk: Talk, frame: Frame) -> None:
    """Say that the orders cannot be looked up, once, and come back to it. `frame` is the one on top.

    Somebody who writes again meanwhile, and gets no other answer, hears that it is still so.
    """
    if frame.retries:
        if not talk.says and not talk.harmless:
            say_reply(talk, common("orders_still_down"))
        return
    if not waits(talk.state):
        _try_again(talk, failures=0)
        say_reply(talk, common("orders_down"))
    talk.note("the order source does not answer: the frame waits")
    talk.change(replace(talk.state.frames[-1], retries=1))


def orders_are_back(talk: Talk) -> None:
    """The orders can be looked up again: say so once; no frame waits any more."""
    frames = tuple(replace(frame, retries=0) for frame in talk.state.frames)
    talk.state = replace(talk.state, frames=frames)
    say_reply(talk, common("orders_back"))


def look_again(talk: Talk) -> bool:
    """The time has come to try again. True when the orders are back: the waiting frame is on top and can go on."""
    waiting = [frame for frame in talk.state.frames if frame.retries]
    if not waiting:
        talk.note("nothing waits for the orders any more")
        return False
    if talk.facts.orders is not None:
        others = [frame for frame in talk.state.frames if frame is not waiting[-1]]
        talk.state = replace(talk.state, frames=(*others, waiting[-1]))
        return True
    failures = max(frame.retries for frame in waiting)
    if not _try_again(talk, failures=failures):
        hand_off(talk, HandOffReason.ORDERS_DOWN, because=common("orders_gave_up"))
        return False
    frames = tuple(replace(frame, retries=failures + 1) if frame.retries else frame for frame in talk.state.frames)
    talk.state = replace(talk.state, frames=frames)
    return False


def stop_looking(talk: Talk, before: State) -> None:
    """Once no frame waits any more, there is nothing to come back to."""
    if waits(before) and not waits(talk.state):
        talk.act(CancelTimer(key=KEY))


def waits(state: State) -> bool:
    """Whether a frame waits for the orders."""
    return any(frame.retries for frame in state.frames)


def _try_again(talk: Talk, *, failures: int) -> bool:
    """Come back after the span that the shop gives for so many failures; False when it gives no more."""
    spans = order_source_rules(talk.book.shop).retry
    if failures >= len(spans):
        return False
    talk.act(StartTimer(key=KEY, kind=TimerKind.ORDERS_RETRY, after=spans[failures]))
    return True
