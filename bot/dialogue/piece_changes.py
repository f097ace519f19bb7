"""What a list of things that is to be confirmed becomes: 去掉台灯 takes the lamp out of it, 还有枕头 adds the pillow.

A name alone takes the place of the list; only words that say so take out, add or swap. Which words these are is written
in the language's pack (`pieces` of common.yaml).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.orders import Order, OrderItem
from bot.dialogue.piece_reading import names_in
from bot.dialogue.piece_words import Spot, is_undecided, joined, kept, rest_of, says_also, spots
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from intents import normalize


def changed(
    talk: Talk, order: Order, chosen: Sequence[OrderItem], message: Message, *, swaps: bool = True
) -> tuple[OrderItem, ...] | None:
    """The lines that are meant now, in the order of the order; None where the message takes none out and adds none.

    Args:
        talk: the turn in the making.
        order: what the lines are of.
        chosen: the lines that are to be confirmed.
        message: what was said.
        swaps: whether 台灯换成枕头 changes the list; not where things are exchanged.
    """
    words = talk.pack.pieces
    text = rest_of(words.rather, normalize(message.text).text)
    names = names_in(talk, order, message, text)
    only = words.only is not None and words.only.search(text) is not None
    if not names or only or is_undecided(talk, text, list(names.values())):
        return None
    marks = _marks(talk, text, names, chosen if swaps else ())
    if marks is None:
        return None
    out = {item for item in names if any(marks.get((item, at)) for at in spots(names[item], text))}
    more = {item for item in names if any(marks.get((item, at)) is False for at in spots(names[item], text))}
    if out & more or not (says_also(talk, message) or _adds(talk, text) or out & set(chosen)):
        return None if out & more or more or not out else tuple(chosen)
    return tuple(item for item in order.items if (item in chosen or item in more) and item not in out)


def leaves_some(talk: Talk, order: Order, chosen: Sequence[OrderItem], message: Message) -> bool:
    """Whether a message takes a part of what was chosen out, and the rest stays: T恤不退了, of a T-shirt and a lamp."""
    left = changed(talk, order, chosen, message)
    return bool(left) and left is not None and set(left) < set(chosen)


def _marks(
    talk: Talk, text: str, names: dict[OrderItem, str], chosen: Sequence[OrderItem]
) -> dict[tuple[OrderItem, Spot], bool] | None:
    """Where the lines are named, and whether they are taken out there; None where the words are about what came."""
    words = talk.pack.pieces
    places = sorted((at, item) for item, name in names.items() for at in spots(name, text))
    left_out = kept(talk, text, names.values())
    marks = {(item, at): left_out.get(at, False) for at, item in places}
    free = 0
    for place, (at, item) in enumerate(places):
        following = places[place + 1][0][0] if place + 1 < len(places) else len(text) + 1
        behind = words.out_behind.match(text[at[1] : following]) if words.out_behind is not None else None
        before = words.out_before is not None and words.out_before.search(text[free : at[0]]) is not None
        marks[item, at] = marks[item, at] or before or behind is not None
        free = at[1] + (behind.end() if behind is not None else 0)
    swapped = False
    for (one, first), (other, second) in pairwise(places):
        between = text[one[1] : other[0]]
        if words.swap is not None and words.swap.fullmatch(between) and first in chosen and second not in chosen:
            marks[first, one], marks[second, other], swapped = True, False, True
        elif joined(talk, between) and between.strip(" ,，") and not _adds(talk, between):  # 去掉台灯和枕头
            marks[first, one] = marks[second, other] = marks[first, one] or marks[second, other]
    about_others = words.instead is not None and words.instead.search(text) is not None
    return None if about_others and not swapped and not any(marks.values()) else marks


def _adds(talk: Talk, text: str) -> bool:
    added = talk.pack.pieces.added
    return added is not None and added.search(text) is not None
