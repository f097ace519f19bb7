"""What flows and replies collect from a customer: types of answers, and the slots of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.core.conversation import JsonValue
from bot.scripts.templates import Expression, Template


class SlotType(StrEnum):
    """What a slot holds, and its JSON shape in `Frame.slots`.

    ORDER: the order number (str). CHOICE: the option id (str). TEXT: any text (str). ADDRESS: where something goes and
    to whom, or a part of it (str). NUMBER: int or float. PHONE: digits (str). IMAGES: list of media keys (list[str]).
    PRODUCT: the product id (str). TRACKING: a waybill number, after the courier's name where the customer gave one
    (str). ITEMS: titles of things in the order, with a count where one was given (str). VARIANT: a colour or size of
    what was bought, or an option's title; any text where the product's are not known (str).
    """

    ORDER = "order"
    CHOICE = "choice"
    TEXT = "text"
    ADDRESS = "address"
    NUMBER = "number"
    PHONE = "phone"
    IMAGES = "images"
    PRODUCT = "product"
    TRACKING = "tracking"
    ITEMS = "items"
    VARIANT = "variant"


FREE_TEXT: Final = frozenset({SlotType.TEXT, SlotType.ADDRESS})
"""Slots whose answer is kept in the customer's own words."""

OF_THE_ORDER: Final = frozenset({SlotType.ITEMS, SlotType.VARIANT})
"""Slots whose answers, and buttons, come from what is in the order; their `options` stand beside these."""

TRAVELLING: Final = frozenset({SlotType.ORDER, SlotType.PRODUCT, SlotType.PHONE})
"""Slots whose value every topic knows; of any other only its own topic does, and the frame that collected it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice. `data` is what replies and conditions read.

    `match` are the words that mean it, wherever they are said; those of `answer` do when they are all that is said to
    the open question. `starts` is the intent that who picks it wants instead of what is under way.
    """

    id: str
    title: str
    match: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    starts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing to collect.

    Attributes:
        title: in customer words, for the handoff card.
        ask: variants of the first question; `again`: of the second (a person takes over after the last `again`).
        when: collected only if this holds (and skipped otherwise).
        require: must hold for the value; else reply `otherwise` is said and the flow ends.
        options: for CHOICE, in order; for ITEMS and VARIANT what may be said beside what the order has (全部, 同款);
            for ORDER what means every one that may be meant (两单都), which are gone through one by one; for NUMBER
            what means a share of what the pieces cost: 一半, with `share` among its data.
        min, max: for IMAGES how many; for NUMBER the bounds; for TEXT and ADDRESS the length in characters.
        cannot: for IMAGES: words of a customer who has none to send: asked once more, then a person.
        said: for TEXT, VARIANT and NUMBER: what it finds in a sentence, or its group `told`, is the answer although
            nobody asked yet. No other number of a sentence is, then.
        lead_in: for TEXT and VARIANT: what it finds at the beginning of an answer is no part of the value (换成 of
            换成雾蓝色). A message that begins so at the confirmation of an `unlike` text writes it anew (重写 …).
        unlike: for TEXT and ADDRESS: an answer in which it finds something is none: 多久能开, asked for a name.
            A text with it is written somewhere as it is: what else is wanted in the same breath waits for it.
        than: for ORDER: the order slot whose order this one is not.
        exact: for TEXT: only what `said` finds is an answer, and nothing around it.
        of_item: for TEXT: what is told is about a thing of the order; one that is not in it makes it ask which order.
        among: for VARIANT: the facts of the product that list its colours and sizes.
    """

    name: str
    topic: str
    type: SlotType
    title: str
    ask: tuple[Template, ...]
    again: tuple[Template, ...] = ()
    when: Expression | None = None
    require: Expression | None = None
    otherwise: str = ""
    options: tuple[Option, ...] = ()
    min: float | None = None
    max: float | None = None
    cannot: tuple[str, ...] = ()
    said: re.Pattern[str] | None = None
    lead_in: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None
    than: str = ""
    exact: bool = False
    of_item: bool = False
    among: tuple[str, ...] = ()
