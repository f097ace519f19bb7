"""The order to be confirmed, named again by what is in it, or left out in favour of another."""

from __future__ import annotations

import re

from bot.core.conversation import Frame
from bot.dialogue import context
from bot.dialogue.order_items import has_product, is_over, lacks
from bot.dialogue.order_words import order_named
from bot.dialogue.piece_words import kept_throughout
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from bot.scripts.slots import Slot


def follow_product(talk: Talk, product: str) -> None:
    """台灯怎么清洗, after the thermos was tracked: 取消它 is said of the lamp now, and not of the thermos.

    Of several orders with a lamp none is meant until it is said which. What is in none of them changes nothing.
    """
    having = [order for order in talk.facts.orders or () if has_product(talk, order, product)]
    if not talk.warm or not having or any(order.number == talk.state.order_number for order in having):
        return
    alive = [order for order in having if not is_over(order)] or having
    talk.remember_order(alive[0].number if len(alive) == 1 else "")


def in_its_place(talk: Talk, frame: Frame, slot: Slot, message: Message) -> Answer | None:
    """台灯不取消了 取消伞: what the order has is left out, and what another has is meant."""
    order = context.bound_order(talk, frame.slots[slot.name])
    named = [one for one in message.values("product") if order and has_product(talk, order, str(one.value))]
    if not named or not all(kept_throughout(talk, message, one.text) for one in named):
        return None
    return order_named(talk, slot, message)


def names_what_it_has(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """台灯, at 小满护眼台灯，确认取消吗, says again what it is about, and asks nothing."""
    order = context.bound_order(talk, frame.slots[slot.name])
    rest = message.text
    for entity in message.values("product"):
        rest = rest.replace(entity.text, "")
    alone = rest != message.text and not re.sub(r"[\W_]", "", rest)
    return alone and order is not None and not lacks(talk, order, message)
