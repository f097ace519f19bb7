"""Every name that texts and conditions may read, as a tree the checker walks; the dialogue fills the same names.

A leaf says what kind of value stands there; `LIST` leaves are joined or counted. Slots, shop.yaml and
products.yaml add their own names.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeAlias

from bot.core.catalogue import ACTIONS, MONEY_RESULTS
from bot.core.conversation import JsonValue
from bot.core.tasks import COMPLAINT_PARTS
from bot.scripts.book import Product
from bot.scripts.slots import Slot, SlotType


class Leaf(Enum):
    """What a name without further names holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    DAY = "day"
    FLAG = "flag"
    LIST = "list"


Names: TypeAlias = "Leaf | Mapping[str, Names]"

_ITEM: Final[Names] = {
    "title": Leaf.TEXT,
    "quantity": Leaf.NUMBER,
    "price": Leaf.MONEY,
    "sku": Leaf.TEXT,
    "variant": Leaf.TEXT,
    "product_id": Leaf.TEXT,
}

_PROMOTION: Final[Mapping[str, Names]] = {"title": Leaf.TEXT, "from": Leaf.DAY, "until": Leaf.DAY}

ORDER: Final[Mapping[str, Names]] = {
    "number": Leaf.TEXT,
    "fulfilment": Leaf.TEXT,
    "created_at": Leaf.MOMENT,
    "paid_at": Leaf.MOMENT,
    "shipped_at": Leaf.MOMENT,
    "signed_at": Leaf.MOMENT,
    "expected_at": Leaf.MOMENT,
    "carrier": Leaf.TEXT,
    "tracking_number": Leaf.TEXT,
    "total": Leaf.MONEY,
    "freight": Leaf.MONEY,
    "currency": Leaf.TEXT,
    "summary": Leaf.TEXT,
    "items": {"[]": _ITEM},
    "refund": Leaf.TEXT,
    "refund_amount": Leaf.MONEY,
    "receiver": Leaf.TEXT,
    "phone_tail": Leaf.TEXT,
    "address": Leaf.TEXT,
    "remark": Leaf.TEXT,
    "last_event": {"text": Leaf.TEXT, "at": Leaf.MOMENT, "place": Leaf.TEXT},
    "days_since_signed": Leaf.NUMBER,
    "hours_since_paid": Leaf.NUMBER,
    "hours_since_shipped": Leaf.NUMBER,
    "hours_since_event": Leaf.NUMBER,
    "is_paid": Leaf.FLAG,
    "cancelling": Leaf.TEXT,
    "returning": Leaf.TEXT,
    "exchanging": Leaf.TEXT,
    "refunding": Leaf.TEXT,
    "arranged": Leaf.TEXT,
    "registered": {"[]": {"title": Leaf.TEXT, "number": Leaf.TEXT}},
    "hurrying": Leaf.TEXT,
    "sent_back": Leaf.TEXT,
    "repairing": Leaf.TEXT,
    "resending": Leaf.TEXT,
    "remedy": Leaf.TEXT,
    "paid_back": Leaf.FLAG,
    "settling": Leaf.FLAG,
    "tracing": Leaf.TEXT,
    "recalling": Leaf.TEXT,
    "silent": Leaf.FLAG,
    "chosen_total": Leaf.MONEY,
    "part_chosen": Leaf.FLAG,
    "other_title": Leaf.TEXT,
    "other_price": Leaf.MONEY,
    "same_variant": Leaf.FLAG,
}
"""The order under discussion; what is not known yet is unfilled."""

ALWAYS: Final[Mapping[str, Names]] = {
    "now": Leaf.MOMENT,
    "customer": {"name": Leaf.TEXT},
    "hours": {"open": Leaf.FLAG, "next_open": Leaf.MOMENT},
    "queue": {"position": Leaf.NUMBER, "waiting": Leaf.NUMBER, "agents_on": Leaf.NUMBER},
    "ship": {"day": Leaf.DAY},
    "phones": Leaf.LIST,
    "place": Leaf.TEXT,
    "promotions": {"[]": _PROMOTION},
    "products": {"[]": {"id": Leaf.TEXT, "title": Leaf.TEXT}},
    "order": ORDER,
    "result": {
        "reason": Leaf.TEXT,
        "proposal": Leaf.TEXT,
        **{
            field: Leaf.MONEY if field in MONEY_RESULTS else Leaf.TEXT
            for action in ACTIONS.values()
            for field in action.results
        },
    },
}
"""Names every text and condition may read."""

ENGINE_ONLY: Final[Mapping[str, Names]] = {
    "handoff": {"reason": Leaf.TEXT, "intent": Leaf.TEXT},
    "bind": {"left": Leaf.NUMBER},
    "in_turn": {"now": Leaf.TEXT, "later": Leaf.TEXT, "left": Leaf.TEXT},
    "at_work": {"kind": Leaf.TEXT, "title": Leaf.TEXT, "number": Leaf.TEXT},
    "media": {"kind": Leaf.TEXT, "asked": Leaf.TEXT},
    "missed": {"kind": Leaf.TEXT},
    "handed_back": {"outcome": Leaf.TEXT, "goes_on": Leaf.FLAG},
    "complaint": {
        "number": Leaf.TEXT,
        "day": Leaf.TEXT,
        "today": Leaf.TEXT,
        "detail": Leaf.TEXT,
        **dict.fromkeys(COMPLAINT_PARTS, Leaf.TEXT),
    },
    "outreach": {"time": Leaf.NUMBER},
    "rating": {"satisfaction": Leaf.TEXT, "cause": Leaf.TEXT, "solver": Leaf.TEXT, "words": Leaf.TEXT},
}
"""Names that only the engine's reply of that purpose has."""


RESERVED: Final[Mapping[str, SlotType | None]] = {
    **dict.fromkeys(("shop", *ALWAYS, *ENGINE_ONLY)),
    **dict.fromkeys(("and", "or", "not", "in", "is", "if", "elif", "else", "true", "false", "none", "confirm")),
    "order": SlotType.ORDER,
    "product": SlotType.PRODUCT,
}
"""Names a slot may not take, or only one of that type: they stand for something else in texts and frames."""


def known_names(shop: Mapping[str, JsonValue], slots: Mapping[str, Slot], products: Mapping[str, Product]) -> Names:
    """The whole tree for one language pack, without the engine's own names."""
    product: dict[str, Names] = {"id": Leaf.TEXT, "title": Leaf.TEXT}
    for item in products.values():
        product = _together(product, {key: _of_data(value) for key, value in item.facts.items() if value is not None})
    lasting = {key: value for key, value in shop.items() if key != "promotions"}  # those have days: see below
    names: dict[str, Names] = {
        **ALWAYS,
        "shop": _of_data(lasting),
        "product": product,
        "products": {"[]": product},
        "promotions": {"[]": _of_promotions(shop)},
    }
    for slot in slots.values():
        names[slot.name] = _of_slot(slot, product)
    return names


def _together(first: Mapping[str, Names], second: Mapping[str, Names]) -> dict[str, Names]:
    """Both, groups of names (the facts of a product in English) joined: any product may have any of them."""
    joined = dict(first)
    for name, group in second.items():
        known = joined.get(name)
        if isinstance(known, Mapping) and isinstance(group, Mapping):
            joined[name] = _together(known, group)
        else:
            joined[name] = group
    return joined


def first_unknown(path: tuple[str, ...], names: Names) -> tuple[int, tuple[str, ...]] | None:
    """Which part of a dotted name does not exist, and the names that do at that point; None when all exist."""
    here = names
    for index, part in enumerate(path):
        if here is Leaf.LIST and part == "[]":
            return None  # what stands in a list of free data is not known
        known = here if isinstance(here, Mapping) else {}
        if part not in known:
            return index, tuple(name for name in known if name != "[]")
        here = known[part]
    return None


def leaf_of(path: tuple[str, ...], names: Names) -> Leaf | None:
    """What stands at a dotted name that exists; None for a group of names."""
    here = names
    for part in path:
        if not isinstance(here, Mapping):
            return Leaf.TEXT  # something in a list of free data
        here = here[part]
    return here if isinstance(here, Leaf) else None


def _of_promotions(shop: Mapping[str, JsonValue]) -> Names:
    """The keys that any promotion has; which of them are on is known only when something is said."""
    listed = shop.get("promotions")
    own: dict[str, Names] = {}
    for one in listed if isinstance(listed, list) else ():
        own |= {key: _of_data(value) for key, value in one.items()} if isinstance(one, dict) else {}
    return {**own, **_PROMOTION}


def _of_data(data: JsonValue | Mapping[str, JsonValue]) -> Names:
    match data:
        case Mapping():
            return {key: _of_data(value) for key, value in data.items()}
        case bool():
            return Leaf.FLAG
        case int() | float():
            return Leaf.NUMBER
        case list():
            return Leaf.LIST
    return Leaf.TEXT


def _of_slot(slot: Slot, product: Names) -> Names:
    match slot.type:
        case SlotType.ORDER:
            return ORDER
        case SlotType.CHOICE:
            data = {key: Leaf.TEXT for option in slot.options for key in option.data}
            return {"id": Leaf.TEXT, "title": Leaf.TEXT, **data}
        case SlotType.PRODUCT:
            return product
        case SlotType.IMAGES:
            return {"count": Leaf.NUMBER}
        case SlotType.NUMBER:
            return Leaf.NUMBER
    return Leaf.TEXT
