"""算了 and 取消: what is under way is closed; with nothing under way, it may be about an order."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue import context
from bot.dialogue.consent import names_the_matter
from bot.dialogue.leaving import leave
from bot.dialogue.order_words import bound_numbers, claimed
from bot.dialogue.registered import is_bare
from bot.dialogue.replies import common, say_reply
from bot.dialogue.starting import start, start_about
from bot.dialogue.taking_back import order_lately
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, match_text, meant, without_codes
from bot.scripts.book import POLITE, Intent
from bot.scripts.slots import SlotType

_GIVEN_UP: Final = re.compile(r"\W*(?:算了|never ?mind|forget it)[吧啊呀了]*\W*(?:我?还是)?", re.IGNORECASE)


def hear_cancel(talk: Talk, message: Message, reading: Reading) -> bool:
    """算了 closes what is under way; 算了，我要换货 goes straight on to the next thing."""
    intents = meant(talk, reading)
    given_up = _GIVEN_UP.match(message.text) if talk.top and not intents else None
    if given_up:  # 算了还是退货吧
        intents = meant(talk, match_text(talk, message.text[given_up.end() :]))
    elif not any(intent.engine == "cancel" for intent in intents) or names_the_matter(talk, message.text):
        return False
    wanted = [intent for intent in intents if not intent.engine and intent.part not in POLITE]
    if talk.top is None:
        order = order_lately(talk)
        told = [] if wanted else _to_cancel(talk, message)
        if told and order is not None and is_bare(talk, message.text):  # 取消, of the order just told about
            start_about(talk, told[0], message, order)
        elif told:
            start(talk, told, message)
        elif not wanted:
            if order is not None:
                talk.remember_order(order.number)
            say_reply(talk, common("nothing_to_cancel"))
    else:
        leave(talk, silently=bool(wanted))
    start(talk, wanted, message)
    return True


def _to_cancel(talk: Talk, message: Message) -> list[Intent]:
    """Cancel 600120260002, or 取消 right after an order was looked up: the order is what is to be cancelled."""
    slot = next((slot for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER and not slot.than), None)
    named = any(claimed(talk, message, asked=True)) or bool(bound_numbers(talk, message))
    lately = named or (talk.warm and talk.state.order_number)
    if slot is None or not (lately or is_bare(talk, message.text)):
        return []
    verb = without_codes(message)
    told = meant(talk, match_text(talk, f"{verb} {slot.title}" if verb.isascii() else f"{verb}{slot.title}"))
    return [one for one in told if one.flow and one.part not in POLITE and (lately or _has_likely(talk, one))]


def _has_likely(talk: Talk, intent: Intent) -> bool:
    """取消, of somebody with an order that is not paid or not sent yet, may well be about it: that is asked."""
    likeliest = intent.orders[:1]
    orders = talk.facts.orders or ()
    return any(condition.holds(context.build(talk, order=order)) for condition in likeliest for order in orders)
