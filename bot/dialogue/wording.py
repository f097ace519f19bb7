"""The few words the engine itself contributes, by language: order states on buttons, outcomes on the handoff card.

Everything else that people read is written in the scripts. A new language is a new row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.orders import Fulfilment, Order


class Outcome(StrEnum):
    """What became of one thing the bot tried."""

    ANSWERED = "answered"
    ASKED_WHICH = "asked_which"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    NOT_POSSIBLE = "not_possible"


OUTCOMES: Final[Mapping[str, Mapping[Outcome, str]]] = MappingProxyType(
    {
        "zh": {
            Outcome.ANSWERED: "已答复",
            Outcome.ASKED_WHICH: "问过是哪种情况",
            Outcome.DONE: "已办好",
            Outcome.FAILED: "没有办成",
            Outcome.CANCELLED: "顾客说不办了",
            Outcome.NOT_POSSIBLE: "不符合条件，已说明",
        },
        "en": {
            Outcome.ANSWERED: "answered",
            Outcome.ASKED_WHICH: "asked which was meant",
            Outcome.DONE: "done",
            Outcome.FAILED: "could not be done",
            Outcome.CANCELLED: "cancelled by the customer",
            Outcome.NOT_POSSIBLE: "not possible, told so",
        },
    }
)
"""Attempts on the handoff card, in the language of the shop."""

_STATES: Final[Mapping[str, Mapping[Fulfilment, str]]] = MappingProxyType(
    {
        "zh": {
            Fulfilment.UNPAID: "待付款",
            Fulfilment.UNPRINTED: "待发货",
            Fulfilment.PRINTED: "待发货",
            Fulfilment.PACKED: "已打包",
            Fulfilment.SHIPPED: "已发货",
            Fulfilment.SIGNED: "已签收",
            Fulfilment.CLOSED: "已关闭",
        },
        "en": {
            Fulfilment.UNPAID: "not paid yet",
            Fulfilment.UNPRINTED: "being prepared",
            Fulfilment.PRINTED: "being prepared",
            Fulfilment.PACKED: "packed",
            Fulfilment.SHIPPED: "on its way",
            Fulfilment.SIGNED: "delivered",
            Fulfilment.CLOSED: "closed",
        },
    }
)

_OTHER_ORDER: Final[Mapping[str, str]] = MappingProxyType({"zh": "别的订单", "en": "Another order"})

_LONGEST: Final = 24  # characters of a product title that a button on a phone can show
_TAIL: Final = 4  # characters of an order number that tell it from another
_PHOTOS: Final[Mapping[str, str]] = MappingProxyType({"zh": "{count} 张", "en": "{count} photos"})


def order_state(order: Order, language: str) -> str:
    """How far an order is, as customers read it: printing a label changes nothing for them."""
    return _STATES.get(language, _STATES["en"])[order.fulfilment]


def order_title(order: Order, language: str) -> str:
    """What a customer recognises an order by on a button: what was bought, and how far it is."""
    bought = order.summary if len(order.summary) <= _LONGEST else f"{order.summary[: _LONGEST - 1]}…"
    return f"{bought} · {order_state(order, language)}"


def order_titles(orders: Sequence[Order], language: str) -> list[str]:
    """The same of several; those that read alike with the end of their number: two lamps, both being prepared."""
    titles = [order_title(order, language) for order in orders]
    tails = [f" · {order.number[-_TAIL:]}" for order in orders]
    return [f"{title}{tail}" if titles.count(title) > 1 else title for title, tail in zip(titles, tails, strict=True)]


def item_button(title: str) -> str:
    """A thing of an order on a button."""
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def other_order(language: str) -> str:
    """The button below the likeliest orders, for a customer who means another."""
    return _OTHER_ORDER.get(language, _OTHER_ORDER["en"])


def photo_count(count: int, language: str) -> str:
    """How many photos, for the handoff card."""
    return _PHOTOS.get(language, _PHOTOS["en"]).format(count=count)
