"""Which lines of an order a message names as meant, and which it leaves out: 退四件套 台灯不用退, 除了台灯都退.

Both are known before anything is chosen, so that a piece that is to stay is never what is registered. What contradicts
itself, or is not decided yet, names nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.conversation import Frame, JsonValue
from bot.core.orders import Order, OrderItem
from bot.dialogue import context
from bot.dialogue.order_items import is_item, shared_piece
from bot.dialogue.piece_remedies import own_remedy, remedies
from bot.dialogue.piece_words import is_order, is_undecided, kept, landmarks, rest_of, spots, which_are_meant
from bot.dialogue.pieces import items_meant
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from bot.scripts.slots import SlotType
from intents import normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """What of an order a message names.

    Attributes:
        text: the part of the message that says which: nothing of what came or is wanted instead.
        meant: lines it is about, in the order of the order.
        kept: lines that are left out, as 台灯 of 台灯别退.
        unclear: whether it says that it is not decided yet (四件套还是台灯来着), or both of one line.
        names: the word by which each line stands in the message.
    """

    text: str
    meant: tuple[OrderItem, ...] = ()
    kept: tuple[OrderItem, ...] = ()
    unclear: bool = False
    names: Mapping[OrderItem, str] = field(default_factory=dict)


def read_pieces(talk: Talk, order: Order, message: Message) -> Pieces:
    """The lines of the order that the message names, apart by whether they are meant."""
    text = normalize(message.text).text
    told = which_are_meant(talk, text)
    each = _by_remedy(talk, order, message, text)
    if each is not None:
        return each
    names = names_in(talk, order, message, told)
    places = kept(talk, told, names.values())
    aside = landmarks(talk, told, names.values())
    marks = {
        item: {places[at] for at in spots(name, told) if at in places and at not in aside}
        for item, name in names.items()
    }
    meant = tuple(item for item, mark in marks.items() if False in mark)
    left = tuple(item for item, mark in marks.items() if True in mark)
    if set(meant) & set(left) or is_undecided(talk, text, [names[item] for item in meant]):
        return Pieces(text=told, unclear=True)
    return Pieces(text=told, meant=meant, kept=left, names=names)


def _by_remedy(talk: Talk, order: Order, message: Message, text: str) -> Pieces | None:
    """T恤退 台灯换, of the return: the T-shirt. None where what is done with the things is the same, or not said."""
    own = own_remedy(talk, talk.top.intent) if talk.top is not None else ""
    words = rest_of(talk.pack.pieces.rather, text)
    names = names_in(talk, order, message, words) if own else {}
    found = remedies(talk, words, names.values())
    if not found:
        return None
    places, aside = kept(talk, words, names.values()), landmarks(talk, words, names.values())
    meant, left = [], []
    for item, name in names.items():
        told = [at for at in spots(name, words) if at in found and at not in aside]
        if any(found[at] == own and not places.get(at, False) for at in told):
            meant.append(item)
        elif told:
            left.append(item)
    return Pieces(text=words, meant=tuple(meant), kept=tuple(left), names=names)


def other_pieces(talk: Talk, frame: Frame, message: Message) -> tuple[OrderItem, ...]:
    """The lines a message names, where a frame is about others of the same order; empty where it is not."""
    order = context.bound_order(talk, next(iter(_values(talk, frame, SlotType.ORDER)), ""))
    told = _values(talk, frame, SlotType.ITEMS)
    if order is None or not told:
        return ()
    meant = read_pieces(talk, order, message).meant
    return meant if {line for one in told for line in items_meant(talk.book, order, one)}.isdisjoint(meant) else ()


def evidence(talk: Talk, frame: Frame) -> dict[str, JsonValue]:
    """What a frame knows that is true of its pieces alone: photos, what is wrong with them, what they are worth."""
    slots = talk.pack.slots
    own = {name for name, slot in slots.items() if slot.type in (SlotType.IMAGES, SlotType.NUMBER) or slot.of_item}
    return {name: value for name, value in frame.slots.items() if name in own and value}


def _values(talk: Talk, frame: Frame, kind: SlotType) -> list[JsonValue]:
    slots = talk.pack.slots
    known = (name for name in frame.slots if name in slots and slots[name].type is kind and not slots[name].than)
    return [frame.slots[name] for name in known]


def names_in(talk: Talk, order: Order, message: Message, text: str) -> dict[OrderItem, str]:
    """The word by which each line stands in the text; not of lines that it does not name, or names as an order."""
    products = [(str(entity.value), normalize(entity.text).text) for entity in message.values("product")]
    known = [(product, word) for product, word in products if product in talk.book.products]
    names = {}
    for item in order.items:
        words = (word for product, word in known if is_item(talk, item, product) and word in text)
        word = next(words, "" if known else shared_piece(text, item.title) or _head(order, item, text))
        if word and not all(is_order(talk, text, at) for at in spots(word, text)):
            names[item] = word
    return names


def _head(order: Order, item: OrderItem, text: str) -> str:
    """灯, of 小满护眼台灯 500ml: the last character of a Chinese title, where no other line has it."""
    head = next((char for char in reversed(item.title) if "\u4e00" <= char <= "\u9fff"), "")
    others = "".join(other.title for other in order.items if other is not item)
    return head if head and head in text and head not in others else ""
