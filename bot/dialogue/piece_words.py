"""Words about a thing of an order: 台灯别退 leaves it out, 台灯也退 adds it, 台灯那单 is its order.

Which words do that is written in the language's pack (`pieces` of common.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from intents import normalize

Spot = tuple[int, int]
"""Where a name begins and ends in a normalised text."""


def spots(name: str, text: str) -> list[Spot]:
    """All places of a name in a text."""
    return [found.span() for found in re.finditer(re.escape(name), text)] if name else []


def kept(talk: Talk, text: str, names: Iterable[str]) -> dict[Spot, bool]:
    """Where the names stand in a text, and whether the words around say that it is not meant: 台灯别退, 除了台灯.

    不退, of 四件套不退台灯退 and of 退四件套不退台灯, is about the one or the other.
    """
    words, marks = talk.pack.pieces, {}
    places = sorted({spot for name in names for spot in spots(name, text)})
    free = 0  # what stands before it has been said of the name before
    for (begin, end), (following, _) in pairwise([*places, (len(text) + 1, 0)]):
        told = words.verb is not None and words.verb.search(text[free:begin]) is not None
        before = words.kept_before is not None and words.kept_before.search(text[free:begin]) is not None
        behind = words.kept_behind.match(text[end:]) if words.kept_behind is not None else None
        if behind is not None and told and not before and end + behind.end() >= following:
            behind = None
        marks[begin, end] = before or behind is not None
        free = end + behind.end() if behind is not None else end
    for one, other in reversed(list(pairwise(places))):
        between = text[one[1] : other[0]]
        if joined(talk, between) and between.strip(" ,，"):  # 台灯和四件套都不退, but not 不是台灯，四件套
            marks[one] = marks[other] = marks[one] or marks[other]
    return marks


def joined(talk: Talk, between: str) -> bool:
    """Whether what stands between two names makes them one thing to say: 和, 、."""
    joint = talk.pack.pieces.joint
    return between.isspace() or (joint is not None and joint.fullmatch(between.strip()) is not None)


def kept_throughout(talk: Talk, message: Message, name: str) -> bool:
    """Whether a message names a thing only to say that it is not meant: 台灯不取消 保温杯取消."""
    text = normalize(message.text).text
    marks = kept(talk, text, (normalize(entity.text).text for entity in message.values("product")))
    own = [marks[at] for at in spots(normalize(name).text, text) if at in marks]
    return bool(own) and all(own)


def landmarks(talk: Talk, text: str, names: Iterable[str]) -> set[Spot]:
    """Where a thing is named only to say which other is meant: 和T恤一起买的台灯. None where nothing else is named."""
    words = talk.pack.pieces
    places = sorted({spot for name in names for spot in spots(name, text)})
    aside = {
        at
        for at in places
        if (words.landmark_behind is not None and words.landmark_behind.match(text[at[1] :]))
        or (words.landmark_before is not None and words.landmark_before.search(text[: at[0]]))
    }
    for one, other in reversed(list(pairwise(places))):
        if other in aside and joined(talk, text[one[1] : other[0]]):  # 台灯和T恤里的T恤
            aside.add(one)
    return aside if any(at not in aside for at in places) else set()


def is_order(talk: Talk, text: str, at: Spot) -> bool:
    """台灯那单 says which order, 台灯那个 which thing."""
    order = talk.pack.pieces.order
    return order is not None and order.match(text[at[1] :]) is not None


def says_also(talk: Talk, message: Message) -> bool:
    """Whether what is named comes on top of what was chosen: 台灯也一起退."""
    also = talk.pack.pieces.also
    return also is not None and also.search(normalize(message.text).text) is not None


def rest_of(rather: re.Pattern[str] | None, text: str) -> str:
    """What stands behind 不对, which gives up all that stands before it."""
    return rather.split(text)[-1] if rather else text


def which_are_meant(talk: Talk, text: str) -> str:
    """The part of a text that says which things are meant: nothing of what came, or is wanted, in their place."""
    words = talk.pack.pieces
    told = words.instead.split(text, maxsplit=1)[0] if words.instead else text
    return rest_of(words.rather, told)


def is_undecided(talk: Talk, text: str, names: Sequence[str]) -> bool:
    """四件套还是台灯来着, or 我想想: which of the things named is meant is not said."""
    words = talk.pack.pieces
    if words.undecided is not None and words.undecided.search(text):
        return True
    found = sorted(spot for name in names for spot in spots(name, text))
    between = (text[one[1] : other[0]].strip() for one, other in pairwise(found))
    return words.either is not None and any(words.either.fullmatch(part) for part in between)
