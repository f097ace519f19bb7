"""Moving on: the frame on top does its next steps until the customer or the shell must answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.core.actions import HandOffReason, Perform
from bot.core.catalogue import ACTIONS
from bot.core.conversation import Frame, FrameKind, JsonValue, Owner
from bot.dialogue import context
from bot.dialogue.asking import CONFIRM, Progress, put_reply
from bot.dialogue.collect import collect, fill, filled, knows_order, reply_needs, slot_of
from bot.dialogue.handoff import hand_off
from bot.dialogue.heard_late import hear_before
from bot.dialogue.meanwhile import hear_again
from bot.dialogue.order_words import state_seen
from bot.dialogue.orders_down import orders_are_back, wait_for_orders
from bot.dialogue.points import Passed, step_of
from bot.dialogue.reopening import registered
from bot.dialogue.replies import answer, common, which_buttons
from bot.dialogue.superseding import give_up_rivals, restore
from bot.dialogue.turn import MEANWHILE, PAUSED, SEEN, ScriptGone, Talk
from bot.dialogue.wording import Outcome
from bot.scripts.book import POLITE, Intent
from bot.scripts.flows import Collect, Confirm, Do, FlowStep, HandOffStep, SayStep

_MAX_MOVES: Final = 40
"""Steps in one turn. No flow has so many; a loop that nobody foresaw ends here."""


def advance(talk: Talk) -> None:
    """Run the stack until it waits. A frame that is uncovered puts its open question again, once.

    Raises:
        TemplateError: a text or condition could not be evaluated.
        ScriptGone: the scripts lack something that a frame needs.
    """
    for _ in range(_MAX_MOVES):
        frame = talk.top
        if frame is None or talk.over or _move(talk, frame) is Progress.WAITING:
            break
    else:
        hand_off(talk, HandOffReason.STUCK)
    if talk.ended and talk.state.unanswered and not talk.actions:
        talk.note("a flow ended without a word")
        hand_off(talk, HandOffReason.STUCK)


def _move(talk: Talk, frame: Frame) -> Progress:
    if talk.facts.orders is None and knows_order(talk, frame):
        wait_for_orders(talk, frame)
        return Progress.WAITING
    if frame.retries and talk.facts.orders is not None:
        orders_are_back(talk)
        frame = talk.state.frames[-1]
    if MEANWHILE in frame.slots and talk.facts.orders is not None:
        hear_again(talk)
        frame = talk.state.frames[-1]
    return _KINDS[frame.kind](talk, frame)


def _move_flow(talk: Talk, frame: Frame) -> Progress:
    steps = talk.pack.flows[frame.name].steps
    if frame.step >= len(steps):
        talk.tried(frame.intent, Outcome.DONE)
        talk.state = replace(talk.state, fallbacks=0, done=registered(frame) or talk.state.done)
        talk.ended = True
        talk.pop()
        (give_up_rivals if frame.result else restore)(talk, frame)
        return Progress.DONE
    if frame.asking and _is_moot(talk, frame, steps[frame.step]):
        talk.note(f"{frame.asking} is not asked any more")
        talk.change(replace(frame, step=frame.settled, asking="", tries=0))
        return Progress.DONE
    if frame.asking not in ("", CONFIRM):
        progress = fill(talk, slot_of(talk, frame.asking))
        return progress if progress is not Progress.DONE else _close_question(talk)
    step = steps[frame.step]
    if isinstance(step, Collect):
        hear_before(talk, frame, step)
        frame = talk.state.frames[-1]
    if not frame.asking and not frame.pending and step.when is not None and not step.when.holds(context.build(talk)):
        talk.reach(step_of(frame.name, frame.step, Passed.NOT_HELD))
        talk.change(replace(frame, step=frame.step + 1))
        return Progress.DONE
    talk.reach(step_of(frame.name, frame.step))
    progress = _STEPS[type(step)](talk, frame, step)
    if progress is Progress.DONE:
        top = talk.state.frames[-1]
        settled = frame.step + 1 if isinstance(step, SayStep) else top.settled
        talk.change(replace(top, step=frame.step + 1, settled=settled, asking="", tries=0))
    return progress


def _is_moot(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    """Whether what is asked is over: the words for a card, of an order that was cancelled meanwhile."""
    asks = frame.asking in step.slots if isinstance(step, Collect) else isinstance(step, Confirm)
    return asks and not frame.pending and step.when is not None and not step.when.holds(context.build(talk))


def _close_question(talk: Talk) -> Progress:
    """A question whose slot no longer needs asking is closed; the step goes on."""
    talk.change(replace(talk.state.frames[-1], asking="", tries=0))
    return Progress.DONE


def _move_reply(talk: Talk, frame: Frame) -> Progress:
    intent = talk.pack.intents[frame.intent]
    progress = collect(talk, reply_needs(talk, frame))
    if progress is Progress.DONE:
        answer(talk, frame.name, intent=frame.intent)
        if not talk.withheld:
            talk.tried(frame.intent, Outcome.ANSWERED)
        elif _helps_nobody(talk, intent):
            hand_off(talk, HandOffReason.STUCK)
            return Progress.LEFT
        talk.pop()
    return progress


def _helps_nobody(talk: Talk, intent: Intent) -> bool:
    """Whether the customer asked something again and again, and would hear nothing but the open question."""
    return not talk.says and intent.part not in POLITE and talk.facts.owner is Owner.BOT


def _move_ask_which(talk: Talk, frame: Frame) -> Progress:
    buttons = which_buttons(talk, frame.options)
    return put_reply(talk, frame, FrameKind.ASK_WHICH.value, common("ask_which"), buttons=buttons)


def _collect(talk: Talk, _frame: Frame, step: Collect) -> Progress:
    return collect(talk, step.slots)


def _confirm(talk: Talk, frame: Frame, step: Confirm) -> Progress:
    """What is to be confirmed, in new words; after an answer that is neither, led up to by `confirm_again`."""
    again = (frame.asking == CONFIRM and frame.tries > 0 and not talk.says and not talk.stale) or bool(talk.missed)
    slots = {name: value for name, value in frame.slots.items() if name != PAUSED}
    frame = replace(frame, slots=slots if again and SEEN in slots else {**slots, SEEN: state_seen(talk)})
    talk.change(frame)
    lead = common("confirm_again") if again else ""
    return put_reply(talk, frame, CONFIRM, step.reply, lead=lead, missed=talk.missed)


def _say(talk: Talk, frame: Frame, step: SayStep) -> Progress:
    answer(talk, step.reply, intent=frame.intent)
    return Progress.DONE


def _hand_off(talk: Talk, _frame: Frame, _step: HandOffStep) -> Progress:
    hand_off(talk, HandOffReason.SCRIPT)
    return Progress.LEFT


def _do(talk: Talk, frame: Frame, step: Do) -> Progress:
    """Ask the shell for the action. The key is the same if this very turn is taken again after a crash."""
    key = frame.pending or f"{talk.state.turns}.{len(talk.state.frames)}.{frame.step}.{step.action}"
    talk.change(replace(frame, pending=key))
    talk.act(Perform(key=key, name=step.action, args={**_slots_for(talk, frame, step.action), **step.settings}))
    return Progress.WAITING


def _slots_for(talk: Talk, frame: Frame, action: str) -> dict[str, JsonValue]:
    spec = ACTIONS.get(action)
    if spec is None:
        raise ScriptGone(f"there is no action {action}")
    wanted = tuple(frame.slots) if spec.everything else (*spec.slots, *spec.optional)
    known = {
        name: frame.slots[name]
        for name in wanted
        if name in talk.pack.slots and filled(talk, frame, talk.pack.slots[name])
    }
    missing = [name for name in spec.slots if name not in known]
    if missing:
        raise ScriptGone(f"{action} needs {', '.join(missing)}")
    return known


_KINDS: Final[Mapping[FrameKind, Callable[[Talk, Frame], Progress]]] = {
    FrameKind.FLOW: _move_flow,
    FrameKind.REPLY: _move_reply,
    FrameKind.ASK_WHICH: _move_ask_which,
}

_STEPS: Final[Mapping[type, Callable[[Talk, Frame, Any], Progress]]] = {
    Collect: _collect,
    Confirm: _confirm,
    SayStep: _say,
    HandOffStep: _hand_off,
    Do: _do,
}
