"""不改了, 撤销退款, 算了不要了: what was registered is taken back, while nothing else is under way.

Which words do that is written in the language's pack; they count only where something is registered to take back. Words
that do not say what (取消, after a card was registered) may be about the whole order as well: that is asked, and never
taken for granted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.orders import Order
from bot.core.tasks import Arranged
from bot.dialogue.collect import slots_needed
from bot.dialogue.context import bound_order, order_in_talk
from bot.dialogue.order_items import orders_of
from bot.dialogue.patience import miss
from bot.dialogue.questions import is_question
from bot.dialogue.reason_gone import is_put_in_doubt, order_of_gone
from bot.dialogue.registered import NAMED, doubts_back, is_bare, is_nearly, registered_of, says_back, thing_of
from bot.dialogue.starting import start, start_about
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.book import Intent, Part
from bot.scripts.slots import Slot, SlotType
from intents import normalize

_CLAUSES: Final = re.compile(r"[,，。;；!！\n]+|(?<=[一-龥])\s+")
_BESIDE: Final = 8  # characters of the clauses beside the one that takes something back
_LONGEST: Final = 24  # characters beside the name of what is taken back


def take_back(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Begin to take back what was registered, or ask whether that is meant. False when the message is not about it."""
    intent = next((one for one in talk.pack.intents.values() if one.part is Part.WITHDRAW), None)
    if talk.top is not None or message.press is not None or message.photos or intent is None:
        return False
    plain = normalize(message.text).text.strip()
    order = order_lately(talk)
    gone = order_of_gone(talk, plain)
    if gone is not None or is_bare(talk, plain) or is_put_in_doubt(talk, plain):
        order = gone or order
        if order is None or not registered_of(talk, order):
            return False
        talk.note("taken back: what was registered, or the order?")
        _begin(talk, intent, message, order, named=())
        _leave_open(talk, intent)
        return True
    asks = is_question(message) or doubts_back(talk, message.text, plain)
    found = _named(talk, plain, order, word_for_word=asks)
    if found is None and not (
        says_back(talk, message.text) and any(registered_of(talk, one) for one in orders_of(talk))
    ):
        return False
    of, named = found or ((order if order is not None and registered_of(talk, order) else None), ())
    _begin(talk, intent, message, of, named=named)
    if asks:
        _leave_open(talk, intent)
    else:
        talk.note("what was registered is taken back")
        _take_for_granted(talk, intent)
    return True


def hear_what_back(talk: Talk, message: Message, _reading: Reading) -> bool:
    """The answer to what is to be taken back. 不要了 says it no more than it did before, and is asked about again.

    Of several things that are registered only what is named is meant.
    """
    asked = _what_is_asked(talk)
    if asked is None or message.press is not None:
        return False
    plain = normalize(message.text).text
    _take_named(talk, plain)
    told = any(word in plain for option in asked.options for word in option.match)
    if told or not is_bare(talk, plain):
        return False
    talk.note("that says not what is to be taken back")
    miss(talk, talk.state.frames[-1], message)
    return True


def _what_is_asked(talk: Talk) -> Slot | None:
    """The choice between what is registered and the order, if that is the open question."""
    top = talk.top
    intent = talk.pack.intents.get(top.intent) if top is not None else None
    asked = talk.pack.slots.get(top.asking) if top is not None else None
    withdraws = intent is not None and intent.part is Part.WITHDRAW
    return asked if withdraws and asked is not None and asked.type is SlotType.CHOICE else None


def _take_named(talk: Talk, plain: str) -> None:
    """What an answer names, of the order that is asked about or else of another: 贺卡, asked about a return."""
    asked = order_in_talk(talk)
    for order in (*([asked] if asked is not None else []), *orders_of(talk)):
        about = [(one, thing_of(talk, one)) for one in registered_of(talk, order)]
        named = tuple(one for one, thing in about if thing is not None and thing.names and thing.names.search(plain))
        if named:
            _set(talk, order, named)
            return


def order_lately(talk: Talk) -> Order | None:
    """The order that is talked about, else the one that something was registered for last."""
    order = order_in_talk(talk)
    done = talk.state.done
    if order is not None or done is None:
        return order
    slots = (name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER and not slot.than)
    return next((bound_order(talk, done.slots[name]) for name in slots if name in done.slots), None)


def _named(
    talk: Talk, plain: str, lately: Order | None, *, word_for_word: bool
) -> tuple[Order, tuple[Arranged, ...]] | None:
    """What the words name or can only mean, and of which order: 顺丰算了, 找到了. The order in talk comes first."""
    for order in (*([lately] if lately is not None else []), *orders_of(talk)):
        found = tuple(
            one for one in registered_of(talk, order) if _takes_back(talk, one, plain, word_for_word=word_for_word)
        )
        if found:
            return order, found
    return None


def _takes_back(talk: Talk, one: Arranged, plain: str, *, word_for_word: bool) -> bool:
    """Whether the words take back this very thing; of a question (卡片能不写吗) every word has to say so."""
    thing = thing_of(talk, one)
    if thing is None:
        return False
    if not word_for_word and is_nearly(thing.back, plain):
        return True
    if thing.names is None or thing.names.search(plain) is None:
        return False
    rest = thing.names.sub("", plain).strip()
    if _drops(talk, rest):
        return True
    return not word_for_word and (_drops_in_passing(talk, rest) or is_nearly(talk.pack.taken_back.back, plain))


def _drops(talk: Talk, rest: str) -> bool:
    """Whether what is said beside a name is that it is not wanted: 算了, 取消掉."""
    drop = talk.pack.taken_back.drop
    return is_bare(talk, rest) or (drop is not None and len(rest) <= _LONGEST and drop.fullmatch(rest) is not None)


def _drops_in_passing(talk: Talk, rest: str) -> bool:
    """补发不要了 退款吧: one clause says it, and the other is not long."""
    clauses = [clause for clause in _CLAUSES.split(rest) if clause]
    others = [clause for clause in clauses if not _drops(talk, clause)]
    return len(others) < len(clauses) and sum(len(clause) for clause in others) <= _BESIDE


def _begin(talk: Talk, intent: Intent, message: Message, order: Order | None, *, named: tuple[Arranged, ...]) -> None:
    talk.state = replace(talk.state, misses=0)
    if order is not None:
        start_about(talk, intent, message, order)
    else:
        start(talk, [intent], message)
    if order is not None and named:
        _set(talk, order, named)


def _set(talk: Talk, order: Order, named: tuple[Arranged, ...]) -> None:
    """These things of this order are what the frame on top is about."""
    frame = talk.state.frames[-1]
    own = (slot.name for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER)
    numbers: dict[str, JsonValue] = {NAMED: [one.number for one in named]}
    talk.change(replace(frame, slots={**frame.slots, **dict.fromkeys(own, order.number), **numbers}))
    talk.remember_order(order.number)


def _take_for_granted(talk: Talk, intent: Intent) -> None:
    """What the intent means by itself, whatever else the words sound like."""
    frame = talk.state.frames[-1]
    talk.change(replace(frame, slots={**frame.slots, **intent.means}))


def _leave_open(talk: Talk, intent: Intent) -> None:
    """What the intent means by itself is not taken for granted."""
    frame = talk.state.frames[-1]
    talk.change(replace(frame, slots={name: value for name, value in frame.slots.items() if name not in intent.means}))
