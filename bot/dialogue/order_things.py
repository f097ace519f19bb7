"""Which things of an order are meant, and how many: 只退台灯, 一个, 除了台灯都退. Nothing else is an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.messages import Button
from bot.core.orders import Order, OrderItem
from bot.dialogue import context
from bot.dialogue.piece_reading import read_pieces
from bot.dialogue.piece_words import says_also
from bot.dialogue.pieces import items_meant, named_items
from bot.dialogue.translating import in_language
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from bot.dialogue.wording import item_button
from bot.scripts.slots import Slot, SlotType
from intents import exact_option, normalize

_MOST_BUTTONS: Final = 6
_TWO: Final = 2  # pieces, below which there is nothing to choose from
_JOINTS: Final = {"zh": "、"}


def things_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The answer to which things: by button, number or name, with a count where there are several of one."""
    order = context.order_in_talk(talk)
    if order is None or not message.text:
        return None
    named = things_named(talk, slot, message)
    if named is not None:
        return named
    if message.values("count"):
        return None
    choices = _choices(talk, slot, order)
    fixed = {option.id: option.match for option in slot.options}
    words = {choice: (title, *fixed.get(choice, ())) for choice, title in choices.items()}
    picked = exact_option(message.text, words)
    return Answer(value=choices[picked]) if picked is not None else None


def things_named(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What of the order a message names, asked or not; of several pieces of one thing also how many (只退一个).

    Of 台灯别退 the other things are meant. Nothing is where it leaves nothing, or is not decided.
    """
    order = context.order_in_talk(talk)
    if order is None or not message.text or sum(item.quantity for item in order.items) < _TWO:
        return None
    pieces = read_pieces(talk, order, message)
    option = next((one for one in slot.options for word in (one.title, *one.match) if _stands(word, pieces.text)), None)
    meant = list(pieces.meant)
    if not meant and pieces.kept and len(pieces.kept) < len(order.items):
        meant = [item for item in order.items if item not in pieces.kept]
    if pieces.unclear or (not meant and pieces.kept):
        return None
    if not meant:
        if option is not None:
            return Answer(value=option.title)
        meant = list(order.items) if len(order.items) == 1 and message.values("count") else []
    counts = [int(entity.value) for entity in message.values("count") if entity.text in pieces.text]
    if not meant or (len(meant) == 1 and any(count > meant[0].quantity for count in counts[:1])):
        return None
    if len(order.items) == 1 and not counts:  # the only thing of the order: which is no question, how many is
        return None
    return Answer(value=_told(talk, order, meant, counts))


def things_corrected(talk: Talk, slot: Slot, before: JsonValue, message: Message) -> Answer | None:
    """What is meant of the order now that `before` was chosen: 台灯别退 takes the lamp out, 台灯也退 adds it.

    What else is named takes the place of what was chosen. The answer is empty when nothing of it is left.
    """
    order = context.order_in_talk(talk)
    chosen = named_items(talk.book, order, before) if order is not None else ()
    if order is None or not chosen:
        return things_named(talk, slot, message)
    pieces = read_pieces(talk, order, message)
    if pieces.kept and not pieces.meant:
        left = [item for item in chosen if item not in pieces.kept]
        same = len(left) == len(chosen)
        return Answer(value=before if same else _told(talk, order, left, ()) if left else "")
    answer = things_named(talk, slot, message)
    if answer is None or not pieces.meant or not says_also(talk, message):
        return answer
    told = [item for item in order.items if item in (*chosen, *pieces.meant)]
    return Answer(value=_told(talk, order, told, ()))


def things_fit(talk: Talk, slot: Slot, value: JsonValue) -> bool:
    """Whether a stored value still names things of the order: another one may be meant meanwhile."""
    order = context.order_in_talk(talk)
    if not isinstance(value, str) or not value:
        return False
    known = {option.title for option in slot.options}
    return value in known or order is None or any(item in order.items for item in named_items(talk.book, order, value))


def items_in_question(talk: Talk, order: Order) -> tuple[OrderItem, ...]:
    """The lines of the order that the flow on top is about: those chosen, else all of them."""
    slots = talk.top.slots if talk.top else {}
    names = [name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ITEMS and name in slots]
    return items_meant(talk.book, order, slots[names[0]] if names else None)


def thing_buttons(talk: Talk, slot: Slot) -> tuple[Button, ...]:
    """A button for each thing of the order, for each number of pieces of a single one, and for the slot's options."""
    order = context.order_in_talk(talk)
    choices = _choices(talk, slot, order) if order is not None else {}
    return tuple(Button(value=f"{slot.name}:{name}", title=item_button(title)) for name, title in choices.items())


def thing_pressed(talk: Talk, slot: Slot, choice: str) -> str | None:
    """The value that a button's choice stands for; None when the order has no such thing any more."""
    order = context.order_in_talk(talk)
    return _choices(talk, slot, order).get(choice) if order is not None else None


def _choices(talk: Talk, slot: Slot, order: Order) -> dict[str, str]:
    items = in_language(talk, order).items
    if len(items) == 1:
        counted = [f"{items[0].title} ×{count}" for count in range(1, min(items[0].quantity, _MOST_BUTTONS))]
    else:
        counted = [item.title for item in items[:_MOST_BUTTONS]]
    return {f"no{place}": title for place, title in enumerate(counted)} | {one.id: one.title for one in slot.options}


def told_of(talk: Talk, order: Order, items: Sequence[OrderItem]) -> str:
    """The value of an ITEMS slot that names these lines."""
    return _told(talk, order, items, ())


def _told(talk: Talk, order: Order, meant: Sequence[OrderItem], counts: Sequence[int]) -> str:
    titles = [in_language(talk, order).items[order.items.index(item)].title for item in meant]
    if len(meant) == len(counts):
        pairs = zip(titles, counts, meant, strict=True)  # 少一个枕套 is no piece of two
        titles = [f"{title} ×{count}" if item.quantity > 1 else title for title, count, item in pairs]
    return _JOINTS.get(talk.pack.language, ", ").join(titles)


def _stands(word: str, text: str) -> bool:
    plain = normalize(word).text
    pattern = rf"(?<![a-z]){re.escape(plain)}(?![a-z])" if plain.isascii() else re.escape(plain)
    return len(plain) > 1 and re.search(pattern, text) is not None
