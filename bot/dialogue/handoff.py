"""Calling a person: one line to the customer, and everything collected for the agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOff, HandOffReason
from bot.core.conversation import JsonValue
from bot.core.errors import TemplateError
from bot.dialogue import context
from bot.dialogue.replies import words
from bot.dialogue.turn import BINDING, HANDOFF_LINE, MAX_WORDS, ScriptGone, Talk
from bot.dialogue.wording import photo_count
from bot.scripts.book import Slot, SlotType


def hand_off(
    talk: Talk, reason: HandOffReason, *, ask: str = "", intent: str = "", because: str = "", **more: object
) -> None:
    """Say the handoff line, give the case everything known, and clear the stack. The turn is over with it.

    Args:
        talk: the turn in the making.
        reason: why a person is needed.
        ask: the customer's message, unless an open frame knows the sentence that began the matter.
        intent: what it was understood as, unless an open frame knows.
        because: qualified reply that says what went wrong; it begins the line, so that the customer reads one message.
        **more: names that only `because` has.
    """
    if talk.over:
        return
    talk.note(f"a person is needed: {reason}")
    card = _card(talk, reason, ask, intent)
    _say_line(talk, reason, because, more)
    talk.over = True
    talk.act(card)
    talk.state = replace(talk.state, frames=(), misses=0, photos=())


def _say_line(talk: Talk, reason: HandOffReason, because: str, more: Mapping[str, object]) -> None:
    try:
        # Said a moment ago and written in one variant only: here the same words are better than none.
        line = words(talk, HANDOFF_LINE, handoff={"reason": reason.value}) or talk.state.last_said[-1]
        wrong = words(talk, because, **more) if because else None
        talk.say(f"{wrong}\n{line}" if wrong else line, reply=HANDOFF_LINE)
    except (TemplateError, ScriptGone) as error:
        talk.note(f"no handoff line: {error}")


def _card(talk: Talk, reason: HandOffReason, ask: str, intent: str) -> HandOff:
    frame = next((frame for frame in reversed(talk.state.frames) if frame.intent), None)
    meant = frame.intent if frame else intent
    known = talk.pack.intents.get(meant)
    order = context.order_in_talk(talk)
    return HandOff(
        reason=reason,
        intent=meant,
        title=known.title if known else "",
        ask=((frame.utterance if frame else "") or ask)[:MAX_WORDS],
        slots=slots_in_words(talk),
        order_number=order.number if order else "",
    )


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
            told[slot.title] = _WORDS[slot.type](talk, slot, value)[:MAX_WORDS]
    return told


def _choice(_talk: Talk, slot: Slot, value: JsonValue) -> str:
    return next((option.title for option in slot.options if option.id == value), str(value))


def _product(talk: Talk, _slot: Slot, value: JsonValue) -> str:
    product = talk.book.products.get(str(value))
    return product.title if product else str(value)


def _images(talk: Talk, _slot: Slot, value: JsonValue) -> str:
    return photo_count(len(value) if isinstance(value, list) else 0, talk.pack.language)


def _plain(_talk: Talk, _slot: Slot, value: JsonValue) -> str:
    return str(value)


_WORDS: Final[Mapping[SlotType, Callable[[Talk, Slot, JsonValue], str]]] = {
    SlotType.CHOICE: _choice,
    SlotType.PRODUCT: _product,
    SlotType.IMAGES: _images,
    SlotType.ORDER: _plain,
    SlotType.NUMBER: _plain,
    SlotType.TEXT: _plain,
    SlotType.PHONE: _plain,
}
