"""Which things of an order are meant, and how many: 只退台灯, 一个, 除了台灯都退. Nothing else is an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.messages import Button
from bot.core.orders import Order, OrderItem
from bot.dialogue import context
from bot.dialogue.piece_changes import changed, leaves_some
from bot.dialogue.piece_counts import count_alone, counts_told
from bot.dialogue.piece_reading import read_pieces
from bot.dialogue.pieces import count_in, items_meant, named_items
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
    counts = counts_told(talk, message, meant, pieces.names)
    if not meant or any(count > item.quantity for item, count in counts.items()):
        return None
    if len(order.items) == 1 and not counts:  # the only thing of the order: which is no question, how many is
        return None
    return Answer(value=_told(talk, order, meant, counts))


def things_corrected(talk: Talk, slot: Slot, before: JsonValue, message: Message) -> Answer | None:
    """What is meant of the order now that `before` was chosen: 台灯别退 takes the lamp out, 台灯也退 adds it.

    What else is named takes the place of what was chosen. The answer is empty when nothing of it is left.
    """
    return things_listed(talk, slot, before, message) or things_named(talk, slot, message)


def things_listed(talk: Talk, slot: Slot, before: JsonValue, message: Message) -> Answer | None:
    """What is meant of the order after 去掉台灯 or 还有枕头; None where the message takes none out and adds none."""
    order = context.order_in_talk(talk)
    every = order is not None and any(option.title == before for option in slot.options)
    chosen = (order.items if every else named_items(talk.book, order, before)) if order is not None else ()
    if order is None or not chosen:
        return None
    swaps = not any(
        talk.pack.slots[name].type is SlotType.VARIANT
        for name in (talk.top.slots if talk.top else ())
        if name in talk.pack.slots
    )
    left = changed(talk, order, chosen, message, swaps=swaps)
    if left is None:
        return None
    same = left == tuple(item for item in order.items if item in chosen)
    return Answer(value=before if same else _told_again(talk, order, left, str(before)) if left else "")


def things_counted(talk: Talk, before: JsonValue, message: Message) -> Answer | None:
    """只退一件, where the two T-shirts of an order were chosen: one of them."""
    order = context.order_in_talk(talk)
    chosen = named_items(talk.book, order, before) if order is not None else ()
    count = count_alone(talk, message) if len(chosen) == 1 else None
    if order is None or count is None or chosen[0].quantity < max(_TWO, count):
        return None
    return Answer(value=_told(talk, order, chosen, {chosen[0]: count}))


def things_fit(talk: Talk, slot: Slot, value: JsonValue) -> bool:
    """Whether a stored value still names things of the order: another one may be meant meanwhile."""
    order = context.order_in_talk(talk)
    if not isinstance(value, str) or not value:
        return False
    known = {option.title for option in slot.options}
    return value in known or order is None or any(item in order.items for item in named_items(talk.book, order, value))


def items_in_question(talk: Talk, order: Order) -> tuple[OrderItem, ...]:
    """The lines of the order that the flow on top is about: those chosen, else all of them."""
    return _chosen(talk, order) or order.items


def keeps_a_part(talk: Talk, message: Message) -> bool:
    """T恤不退了, of a T-shirt and a lamp that are to be confirmed: the lamp is to go back all the same."""
    order = context.order_in_talk(talk)
    chosen = _chosen(talk, order) if order is not None else ()
    return order is not None and len(chosen) > 1 and leaves_some(talk, order, chosen, message)


def thing_buttons(talk: Talk, slot: Slot) -> tuple[Button, ...]:
    """A button for each thing of the order, for each number of pieces of a single one, and for the slot's options."""
    order = context.order_in_talk(talk)
    choices = _choices(talk, slot, order) if order is not None else {}
    return tuple(Button(value=f"{slot.name}:{name}", title=item_button(title)) for name, title in choices.items())


def thing_pressed(talk: Talk, slot: Slot, choice: str) -> str | None:
    """The value that a button's choice stands for; None when the order has no such thing any more."""
    order = context.order_in_talk(talk)
    return _choices(talk, slot, order).get(choice) if order is not None else None


def _chosen(talk: Talk, order: Order) -> tuple[OrderItem, ...]:
    """The lines that were chosen in the flow on top; none where that was not answered."""
    slots = talk.top.slots if talk.top else {}
    names = [name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ITEMS and name in slots]
    return items_meant(talk.book, order, slots[names[0]]) if names else ()


def _choices(talk: Talk, slot: Slot, order: Order) -> dict[str, str]:
    items = in_language(talk, order).items
    if len(items) == 1:
        counted = [f"{items[0].title} ×{count}" for count in range(1, min(items[0].quantity, _MOST_BUTTONS))]
    else:
        counted = [item.title for item in items[:_MOST_BUTTONS]]
    return {f"no{place}": title for place, title in enumerate(counted)} | {one.id: one.title for one in slot.options}


def told_of(talk: Talk, order: Order, items: Sequence[OrderItem]) -> str:
    """The value of an ITEMS slot that names these lines."""
    return _told(talk, order, items, {})


def _told(talk: Talk, order: Order, meant: Sequence[OrderItem], counts: Mapping[OrderItem, int]) -> str:
    titles = [in_language(talk, order).items[order.items.index(item)].title for item in meant]
    pairs = zip(titles, meant, strict=True)
    told = [f"{title} ×{counts[item]}" if item in counts else title for title, item in pairs]
    return _joined(talk, told)


def _told_again(talk: Talk, order: Order, meant: Sequence[OrderItem], before: str) -> str:
    """The lines that are meant now; of those that were meant before, as many pieces as before."""
    counts = {item: count for item in meant if (count := count_in(talk.book, item, before)) < item.quantity}
    return _told(talk, order, meant, counts)


def _joined(talk: Talk, titles: Sequence[str]) -> str:
    return _JOINTS.get(talk.pack.language, ", ").join(titles)


def _stands(word: str, text: str) -> bool:
    plain = normalize(word).text
    pattern = rf"(?<![a-z]){re.escape(plain)}(?![a-z])" if plain.isascii() else re.escape(plain)
    return len(plain) > 1 and re.search(pattern, text) is not None
