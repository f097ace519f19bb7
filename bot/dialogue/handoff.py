"""Calling a person: one line to the customer, and everything collected for the agent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.core.actions import HandOff, HandOffReason
from bot.core.conversation import Frame
from bot.core.errors import TemplateError
from bot.core.orders import Order
from bot.dialogue import context
from bot.dialogue.replies import words
from bot.dialogue.slot_words import value_in_words
from bot.dialogue.turn import BINDING, HANDOFF_LINE, MAX_WORDS, ScriptGone, Talk
from bot.scripts.book import POLITE, Intent
from bot.scripts.desk_policy import NO_ORDER, Matter, route, routes_of
from bot.scripts.slots import SlotType

_RECENT: Final = timedelta(hours=1)  # so long what the customer last said and wanted is what 人工 is about


def hand_off(
    talk: Talk, reason: HandOffReason, *, ask: str = "", intent: str = "", because: str = "", **more: object
) -> None:
    """Say the handoff line, give the case everything known, and clear the stack. The turn is over with it.

    Args:
        talk: the turn in the making.
        reason: why a person is needed.
        ask: the customer's message, unless the sentence is known that began the matter.
        intent: what it was understood as, unless an open frame knows.
        because: qualified reply that says what went wrong; it begins the line, so that the customer reads one message.
        **more: names that only `because` has.
    """
    if talk.over:
        return
    talk.note(f"a person is needed: {reason}")
    card = _card(talk, reason, ask, intent)
    _say_line(talk, card, {"reason": reason.value, "intent": intent}, because, more)
    talk.over = True
    talk.act(card)
    talk.state = replace(
        talk.state, frames=(), misses=0, fallbacks=0, photos=(), ask="", ask_at=None, heard=(), done=None
    )


def _say_line(talk: Talk, card: HandOff, handoff: Mapping[str, str], because: str, more: Mapping[str, object]) -> None:
    queue = context.queue_of(talk, card.role)
    try:
        # Said a moment ago and written in one variant only: here the same words are better than none.
        line = words(talk, HANDOFF_LINE, handoff=handoff, queue=queue) or talk.state.last_said[-1]
        wrong = words(talk, because, **more) if because else None
        talk.say(f"{wrong}\n{line}" if wrong else line, reply=HANDOFF_LINE)
    except (TemplateError, ScriptGone) as error:
        talk.note(f"no handoff line: {error}")


def _card(talk: Talk, reason: HandOffReason, ask: str, intent: str) -> HandOff:
    frame = None if reason is HandOffReason.SENSITIVE else _matter(talk)
    meant = (frame.intent if frame else "") or intent
    known = talk.pack.intents.get(meant)
    order = context.order_in_talk(talk)
    return HandOff(
        reason=reason,
        intent=meant,
        title=known.title if known else "",
        ask=((frame.utterance if frame else "") or _said(talk) or ask)[:MAX_WORDS],
        slots=slots_in_words(talk),
        values={name: value for name, value in context.open_slots(talk).items() if name in talk.pack.slots},
        order_number=order.number if order else _named(talk),
        role=route(_matter_of(talk, reason, meant, order), routes_of(talk.book.shop)),
    )


def _matter_of(talk: Talk, reason: HandOffReason, intent: str, order: Order | None) -> Matter:
    """What decides whose queue it is.

    Who only calls a person does it for what they lately wanted, and about their newest order.
    """
    known = talk.pack.intents.get(intent)
    if known is None or known.engine == "handoff":
        known = _lately(talk)
        order = order or next(iter(talk.facts.orders or ()), None)
    return Matter(
        intent=known.id if known else intent,
        topic=known.topic if known else "",
        order=order.fulfilment.value if order else NO_ORDER,
        tier=talk.facts.tier.value,
        language=talk.pack.language,
        reason=reason.value,
    )


def _lately(talk: Talk) -> Intent | None:
    """What the bot was last busy with, unless that was long ago or a word of courtesy."""
    recent = (one.intent for one in reversed(talk.state.attempts) if talk.now - one.at <= _RECENT)
    found = (talk.pack.intents[name] for name in recent if name in talk.pack.intents)
    return next((intent for intent in found if not intent.engine and intent.part not in POLITE), None)


def _named(talk: Talk) -> str:
    """While the orders cannot be looked up: the number of the one that was, before that, found to be the customer's."""
    if talk.facts.orders is not None:
        return ""
    slots = context.open_slots(talk)
    numbers = (slots[name] for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER and name in slots)
    return str(next(numbers, ""))


def _matter(talk: Talk) -> Frame | None:
    """The frame that knows what it is all about."""
    return next((frame for frame in reversed(talk.state.frames) if frame.intent or frame.utterance), None)


def _said(talk: Talk) -> str:
    """The last sentence that said what the customer wants, unless that was long ago."""
    at = talk.state.ask_at
    return talk.state.ask if at is not None and talk.now - at <= _RECENT else ""


def slots_in_words(talk: Talk) -> dict[str, str]:
    """Slot title → value as an agent reads it, for everything collected in the open frames.

    An order number that was not verified is on the card too: the agent can look it up, the customer cannot.
    """
    told: dict[str, str] = {}
    collected = context.open_slots(talk)
    claimed = collected.get(BINDING)
    if isinstance(claimed, dict) and claimed.get("number"):
        titles = [slot.title for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER]
        told |= {title: str(claimed["number"])[:MAX_WORDS] for title in titles[:1]}
    for name, value in collected.items():
        slot = talk.pack.slots.get(name)
        if slot is not None:
            told[slot.title] = value_in_words(talk.book, talk.pack, slot, value)[:MAX_WORDS]
    return told
