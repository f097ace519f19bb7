"""The forms of the order actions that agents use most: which fields each has, and for which orders it is offered.

What an action needs and when it is refused stands in `bot.core.catalogue`; nothing of that is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.catalogue import ACTIONS, ActionSpec, Refused
from bot.core.orders import PAID, Fulfilment, Order
from bot.scripts.book import Pack, SlotType

MAX_VALUE: Final = 500
"""Characters of one field."""

FORMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "add_order_note": ("kind", "note"),
        "change_address": ("address", "receiver", "phone"),
        "change_item": ("change",),
        "request_price_change": ("price",),
        "cancel_order": ("reason", "detail"),
        "request_refund": ("scope", "amount", "reason", "detail"),
        "create_return": ("reason", "detail"),
        "register_return_tracking": ("return_number",),
        "request_resend": ("reason", "detail"),
    }
)
"""Action → its fields, in the order of the form."""

_LONG: Final = frozenset({"address", "detail", "note", "change"})
_INSISTED: Final = frozenset({"note", "reason"})
"""Fields that agents fill in although an action could do without."""

_NOT_SHIPPED: Final = frozenset({Fulfilment.UNPAID, Fulfilment.UNPRINTED, Fulfilment.PRINTED, Fulfilment.PACKED})
_REFUSED_IN: Final[Mapping[Refused, frozenset[Fulfilment]]] = MappingProxyType(
    {
        Refused.UNPAID: frozenset({Fulfilment.UNPAID}),
        Refused.PAID: PAID,
        Refused.NOT_SHIPPED: _NOT_SHIPPED,
        Refused.SHIPPED: frozenset({Fulfilment.SHIPPED}),
        Refused.SIGNED: frozenset({Fulfilment.SIGNED}),
        Refused.CLOSED: frozenset({Fulfilment.CLOSED}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `options` are (value, title) of a choice; a title that is empty is a text of the interface."""

    name: str
    required: bool = False
    long: bool = False
    number: bool = False
    options: tuple[tuple[str, str], ...] = ()


def offered(order: Order) -> tuple[str, ...]:
    """The actions that this order, as it is now, does not rule out."""
    return tuple(name for name in FORMS if not _ruled_out(ACTIONS[name], order))


def fields_of(action: str, pack: Pack) -> tuple[Field, ...]:
    """The fields of an action's form; those of which the customer's pack knows nothing are left out."""
    return tuple(_fields(action, ACTIONS[action], pack))


def given(fields: tuple[Field, ...], form: Mapping[str, object]) -> dict[str, str]:
    """What was filled in, by name; blanks and everything that is no field of the form are left out."""
    values = {field.name: form.get(field.name) for field in fields}
    return {name: value.strip() for name, value in values.items() if isinstance(value, str) and value.strip()}


def _ruled_out(spec: ActionSpec, order: Order) -> bool:
    return any(order.fulfilment in _REFUSED_IN.get(refusal, frozenset()) for refusal in spec.refusals)


def _fields(action: str, spec: ActionSpec, pack: Pack) -> Iterator[Field]:
    for name in FORMS[action]:
        if name in spec.settings:
            options = tuple((value, "") for value in spec.settings[name].values)
            yield Field(name=name, required=spec.settings[name].required, options=options)
            continue
        slot = pack.slots.get(name)
        if slot is None and name not in (*spec.slots, *spec.optional):
            continue
        choices = slot.options if slot and slot.type is SlotType.CHOICE else ()
        yield Field(
            name=name,
            required=name in spec.slots or name in _INSISTED,
            long=name in _LONG,
            number=slot is not None and slot.type is SlotType.NUMBER,
            options=tuple((option.id, option.title) for option in choices),
        )
