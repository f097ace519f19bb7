"""不改了, 撤销退款, 后悔了别取消: what was registered is taken back, while nothing else is under way.

Which words do that is written in the language's pack; they count only where something is registered to take back.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.tasks import TaskKind, newest_arranged
from bot.dialogue.order_items import orders_of
from bot.dialogue.starting import start
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.book import Part
from intents import normalize

_ASKS: Final = re.compile(r"[?？]")
_BESIDE: Final = 8  # characters around the words; who writes more says something else as well


def take_back(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Begin to take back what was registered last, if the message is about that. False when it is not."""
    intent = next((one for one in talk.pack.intents.values() if one.part is Part.WITHDRAW), None)
    if talk.top is not None or message.press is not None or intent is None:
        return False
    if not says_back(talk, message.text) or not _has_any(talk):
        return False
    talk.note("what was registered is taken back")
    start(talk, [intent], message)
    return True


def says_back(talk: Talk, text: str) -> bool:
    """Whether a text takes something back, and asks nothing: 还是用原来的地址吧."""
    consent, plain = talk.pack.consent, normalize(text).text
    if consent.back is None or _ASKS.search(text) or (consent.doubt is not None and consent.doubt.search(plain)):
        return False
    rest = consent.back.sub("", plain)
    return rest != plain and sum(char.isalnum() for char in rest) <= _BESIDE


def _has_any(talk: Talk) -> bool:
    """Whether anything is registered about their orders that can be taken back or called off."""
    begun = (talk.facts.under_way.get(order.number, {}) for order in orders_of(talk))
    return any(newest_arranged(one) is not None or TaskKind.HURRY_SHIPPING in one for one in begun)
