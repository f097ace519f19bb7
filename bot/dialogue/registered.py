"""What is registered about an order, as its customer calls it: 贺卡, 改地址, 拦截."""

from __future__ import annotations

import re
from typing import Final

from bot.core.orders import Order
from bot.core.tasks import Arranged
from bot.dialogue.turn import Talk
from bot.scripts.taken_back import Thing
from intents import normalize

NAMED: Final = "_registered"
"""Slot under which a frame keeps the numbers of what was named, of all that is registered. Scripts cannot read it."""

_ASKS: Final = re.compile(r"[?？]")
_BESIDE: Final = 8  # characters around the words; who writes more says something else as well
_LONGEST: Final = 30  # characters of a message that says nothing but that something is taken back


def registered_of(talk: Talk, order: Order) -> tuple[Arranged, ...]:
    """What the customer may want to take back of an order, newest first: only what the scripts have a name for."""
    return tuple(one for one in talk.facts.arranged.get(order.number, ()) if thing_of(talk, one) is not None)


def meant_of(talk: Talk, order: Order) -> tuple[Arranged, ...]:
    """Those that were named, if any was; else all."""
    every = registered_of(talk, order)
    named = talk.top.slots.get(NAMED) if talk.top else None
    return tuple(one for one in every if isinstance(named, list) and one.number in named) or every


def thing_of(talk: Talk, one: Arranged) -> Thing | None:
    """What the scripts say about such a thing; None where they have no name for it."""
    return talk.pack.taken_back.things.get(one.about or one.kind)


def is_bare(talk: Talk, text: str) -> bool:
    """Whether a text takes something back and says not what: 算了不要了."""
    bare, plain = talk.pack.taken_back.bare, normalize(text).text.strip()
    return bare is not None and len(plain) <= _LONGEST and bare.fullmatch(plain) is not None


def is_dropped(talk: Talk, text: str) -> bool:
    """Whether a text says of a thing that may be registered that it is not wanted: 卡片不写了, drop the card."""
    words, plain = talk.pack.taken_back, normalize(text).text.strip()
    named = (thing.names for thing in words.things.values() if thing.names is not None and thing.names.search(plain))
    rests = (names.sub("", plain).strip() for names in named)
    return len(plain) <= _LONGEST and any(
        words.drop is not None and rest != "" and words.drop.fullmatch(rest) is not None for rest in rests
    )


def title_of(talk: Talk, one: Arranged) -> str:
    """What customers call it; empty where the scripts have no name for it."""
    thing = thing_of(talk, one)
    return thing.title if thing else ""


def says_back(talk: Talk, text: str) -> bool:
    """Whether a text takes something back, and asks nothing: 还是用原来的地址吧."""
    plain = normalize(text).text
    return not doubts_back(talk, text, plain) and is_nearly(talk.pack.taken_back.back, plain)


def is_nearly(pattern: re.Pattern[str] | None, plain: str) -> bool:
    """Whether a text is what the pattern finds, and hardly more."""
    rest = pattern.sub("", plain) if pattern is not None else plain
    return rest != plain and sum(char.isalnum() for char in rest) <= _BESIDE


def doubts_back(talk: Talk, text: str, plain: str) -> bool:
    """Whether a text that may take something back asks or doubts."""
    doubt = talk.pack.consent.doubt
    return _ASKS.search(text) is not None or (doubt is not None and doubt.search(plain) is not None)
