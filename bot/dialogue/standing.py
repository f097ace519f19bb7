"""补发了吗, 改好了吗, did you cancel it: how what was registered stands, told from what is registered.

Which words ask so is written in the language's pack; they count only where something is registered that they can be
about. Elsewhere the same words mean what they say: 补发了吗 must not tell of the parcel that was lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.orders import Order
from bot.core.tasks import Arranged
from bot.dialogue.order_items import orders_of
from bot.dialogue.registered import registered_of, thing_of, title_of
from bot.dialogue.replies import common, say_reply
from bot.dialogue.taking_back import order_lately
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from intents import normalize

_LONGEST: Final = 40  # characters of a message that asks nothing else
_JOINTS: Final = {"zh": "、"}
_AROUND: Final = " \t\n,，。.!！?？~～…、;；"


def hear_how_it_stands(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Tell how what was registered stands. False when the message does not ask that, or nothing is registered."""
    plain = normalize(message.text).text.strip(_AROUND)
    if talk.top is not None or message.press is not None or message.photos or not 0 < len(plain) <= _LONGEST:
        return False
    found = _asked_about(talk, plain)
    if found is None:
        return False
    order, things = found
    talk.note("asks how what was registered stands")
    talk.remember_order(order.number)
    joint = _JOINTS.get(talk.pack.language, ", ")
    told = {
        "kind": things[0].about or things[0].kind.value,
        "title": joint.join(dict.fromkeys(title_of(talk, one) for one in things)),
        "number": joint.join(one.number for one in things),
    }
    talk.state = replace(talk.state, misses=0)
    say_reply(talk, common("how_it_stands"), order=order, at_work=told)
    return True


def _asked_about(talk: Talk, plain: str) -> tuple[Order, Sequence[Arranged]] | None:
    """What is asked about, and of which order: what is named, else all of the order that was talked about."""
    lately = order_lately(talk)
    own = registered_of(talk, lately) if lately is not None else ()
    said = tuple(one for one in own if _is_found(thing.stands if (thing := thing_of(talk, one)) else None, plain))
    if lately is not None and said:
        return lately, said
    for order in (*([lately] if lately is not None else []), *orders_of(talk)):
        named = tuple(one for one in registered_of(talk, order) if _is_named(talk, one, plain))
        if named:
            return order, named
    if lately is not None and own and _is_found(talk.pack.taken_back.stands, plain):
        return lately, own
    return None


def _is_named(talk: Talk, one: Arranged, plain: str) -> bool:
    """Whether the words ask about this very thing by its name: 地址改了没."""
    thing, words = thing_of(talk, one), talk.pack.taken_back
    if thing is None or thing.names is None or thing.names.search(plain) is None:
        return False
    rest = " ".join(thing.names.sub(" ", plain).split())
    return _is_found(words.stands, rest) or _is_found(words.stands_named, rest)


def _is_found(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.fullmatch(text) is not None
