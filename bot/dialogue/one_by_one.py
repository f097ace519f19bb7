"""Several orders, or things, in one wish: each is worked by itself, one after the other, and named openly.

取消台灯和保温杯 is about two orders; 四件套坏了, and then 台灯也坏了, about two things whose reason, photos and amount
are their own. What waits is a frame below the one on top.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.core.orders import Order
from bot.dialogue import context
from bot.dialogue.order_items import has_product, is_over, orders_of
from bot.dialogue.piece_words import joined, kept, spots
from bot.dialogue.replies import common, say_reply
from bot.dialogue.translating import in_language
from bot.dialogue.turn import MAX_FRAMES, MAX_WORDS, Talk
from bot.dialogue.understanding import Message
from bot.dialogue.wording import order_title
from bot.scripts.book import Intent
from bot.scripts.slots import OF_THE_ORDER, Slot, SlotType
from intents import normalize

MOST_AT_ONCE: Final = 3
"""Orders or things that are gone through one by one."""

_JOINTS: Final = {"zh": "、"}
_OWN: Final = OF_THE_ORDER | {SlotType.IMAGES}  # of one order and no other, whatever was said of both


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a thing or a number stands in a text, and the orders that it can be."""

    begin: int
    end: int
    orders: tuple[Order, ...]
    number: bool = False


def orders_together(talk: Talk, message: Message) -> tuple[Order, ...]:
    """The orders of which a message says one thing, in its order: 台灯和保温杯, XM1 跟 XM2. Empty when not several.

    A thing that several orders have stands for the one the wish is likely about, and for none where that is not clear.
    """
    text = normalize(message.text).text
    places = _places(talk, message, text)
    meant: list[Order] = []
    for place in places:
        if any(order in meant for order in place.orders):
            continue
        likely = context.fitting(talk, place.orders) or place.orders
        if len(likely) != 1:
            return ()
        meant.append(likely[0])
    together = all(_together(talk, text, one, other, places[-1].end) for one, other in pairwise(places))
    return tuple(meant) if together and 1 < len(meant) <= MOST_AT_ONCE else ()


def _together(talk: Talk, text: str, one: _Place, other: _Place, end: int) -> bool:
    """A number beside a thing, as XM1 台灯, is one order and what is in it."""
    between = text[one.end : other.begin]
    return one.number is other.number and (joined(talk, between) or _same(between, text[end:]))


def _same(between: str, behind: str) -> bool:
    """台灯取消 保温杯也取消: the same is said of the one as of the other."""
    said = re.sub(r"[\W_]", "", between)
    return bool(said) and said in re.sub(r"[\W_]", "", behind)


def line_up(talk: Talk, slot: Slot, orders: Sequence[Order], *, left: Sequence[Order] = ()) -> bool:
    """Stack a frame for each order but the first, below the one on top, and say what is done in which order.

    `left` are orders that were meant as well and that it cannot be about. False when there are too many frames.
    """
    frame, open_frames = talk.state.frames[-1], talk.state.frames
    if len(open_frames) + len(orders) > MAX_FRAMES:
        return False
    own = {name for name, one in talk.pack.slots.items() if one.type in _OWN}
    common_to_all = {name: value for name, value in frame.slots.items() if name not in own}
    later = [replace(frame, slots={**common_to_all, slot.name: one.number}, asking="", tries=0) for one in orders[1:]]
    top = replace(frame, slots=common_to_all) if later else frame
    talk.state = replace(talk.state, frames=(*open_frames[:-1], *reversed(later), top))
    talk.note(f"{', '.join(one.number for one in orders)}, one by one")
    _tell(talk, titles_of(talk, orders), titles_of(talk, left))
    return True


def wait_for(talk: Talk, frame: Frame, message: Message, slots: Mapping[str, JsonValue], titles: Sequence[str]) -> bool:
    """The same wish for another thing or order waits below `frame`, which is on top. False when there are too many.

    Args:
        talk: the turn in the making.
        frame: the one on top, which goes on first.
        message: what was said of the other.
        slots: what is known of the other.
        titles: what is worked first, and what after it, as the customer reads it.
    """
    if frame.kind is not FrameKind.FLOW or len(talk.state.frames) >= MAX_FRAMES:
        return False
    other = Frame(
        kind=frame.kind, name=frame.name, intent=frame.intent, utterance=message.text[:MAX_WORDS], slots=dict(slots)
    )
    talk.state = replace(talk.state, frames=(*talk.state.frames[:-1], other, frame))
    talk.note(f"{titles[-1]} waits for {titles[0]}")
    _tell(talk, titles, ())
    return True


def tell_wishes(talk: Talk, intent: Intent, other: Intent) -> None:
    """四件套退 台灯换: what is worked first, and what after it."""
    _tell(talk, [intent.title, other.title], ())


def tell_left(talk: Talk, order: Order, left: Sequence[Order]) -> None:
    """两单都取消, where it can be only one of them: which, and that the others stay as they are."""
    _tell(talk, titles_of(talk, [order]), titles_of(talk, left))


def _tell(talk: Talk, titles: Sequence[str], left: Sequence[str]) -> None:
    joint = _joint(talk)
    first, *later = titles
    names = {"now": first, "later": joint.join(later) or None, "left": joint.join(left) or None}
    say_reply(talk, common("in_turn"), in_turn=names)


def _joint(talk: Talk) -> str:
    return _JOINTS.get(talk.pack.language, ", ")


def titles_of(talk: Talk, orders: Sequence[Order]) -> list[str]:
    """What the customer recognises each order by."""
    return [order_title(in_language(talk, order), talk.pack.language) for order in orders]


def _places(talk: Talk, message: Message, text: str) -> list[_Place]:
    """Where things and numbers stand, and the orders that each can be; not things that are named to be left out."""
    products = {normalize(one.text).text: str(one.value) for one in message.values("product")}
    marks = kept(talk, text, products)
    places = [
        _Place(begin=at[0], end=at[1], orders=_having(talk, product))
        for name, product in products.items()
        for at in spots(name, text)
        if not marks.get(at, False)
    ]
    for order in orders_of(talk):
        named = spots(normalize(order.number).text, text)
        places += [_Place(begin=begin, end=end, orders=(order,), number=True) for begin, end in named]
    return sorted((one for one in places if one.orders), key=lambda one: one.begin)


def _having(talk: Talk, product: str) -> tuple[Order, ...]:
    orders = tuple(order for order in orders_of(talk) if has_product(talk, order, product))
    return tuple(order for order in orders if not is_over(order)) or orders
