"""The forms of the order actions that agents use most: which fields each has, and for which orders it is offered.

What an action needs stands in `bot.core.catalogue`, which orders rule it out in `bot.desk.offers`; nothing of that is
decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.catalogue import ACTIONS, ActionSpec
from bot.core.orders import Order
from bot.core.tasks import Task
from bot.desk.offers import ruled_out
from bot.scripts.book import Pack
from bot.scripts.slots import SlotType
from bot.service.actions.duties import kinds_of_note

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
        "create_exchange": ("reason", "wish", "detail"),
        "register_return_tracking": ("return_number",),
        "request_resend": ("reason", "detail"),
        "contact_courier": ("kind", "detail"),
        "hurry_shipping": (),
    }
)
"""Action → its fields, in the order of the form."""

_LONG: Final = frozenset({"address", "detail", "note", "change"})
_INSISTED: Final = frozenset({"note", "reason"})
"""Fields that agents fill in although an action could do without."""

_ONLY: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"amount": ("scope", "partial")})
"""Fields that are asked for, and then needed, where another one has this value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field.

    Attributes:
        options: (value, title) of a choice; a title that is empty is a text of the interface.
        only: the field and its value where this one belongs into the form; None where it always does.
    """

    name: str
    required: bool = False
    long: bool = False
    number: bool = False
    options: tuple[tuple[str, str], ...] = ()
    only: tuple[str, str] | None = None


def offered(order: Order, tasks: Sequence[Task]) -> tuple[str, ...]:
    """The actions that this order, as it is now and with what is registered for its customer, does not rule out."""
    return tuple(name for name in FORMS if not ruled_out(name, order, tasks))


def fields_of(action: str, pack: Pack, order: Order) -> tuple[Field, ...]:
    """The fields of an action's form; those of which the customer's pack knows nothing are left out."""
    return tuple(_fields(action, ACTIONS[action], pack, order))


def given(fields: tuple[Field, ...], form: Mapping[str, object]) -> dict[str, str]:
    """What was filled in, by name; blanks and everything that is no field of the form are left out."""
    values = {field.name: form.get(field.name) for field in fields}
    return {name: value.strip() for name, value in values.items() if isinstance(value, str) and value.strip()}


def _fields(action: str, spec: ActionSpec, pack: Pack, order: Order) -> Iterator[Field]:
    for name in FORMS[action]:
        if name in spec.settings:
            values = kinds_of_note(order.fulfilment) if action == "add_order_note" else spec.settings[name].values
            options = tuple((value, "") for value in values)
            yield Field(name=name, required=spec.settings[name].required, options=options)
            continue
        slot = pack.slots.get(name)
        if slot is None and name not in (*spec.slots, *spec.optional):
            continue
        choices = slot.options if slot and slot.type is SlotType.CHOICE else ()
        yield Field(
            name=name,
            required=name in spec.slots or name in _INSISTED or name in _ONLY,
            long=name in _LONG,
            number=slot is not None and slot.type is SlotType.NUMBER,
            options=tuple((option.id, option.title) for option in choices),
            only=_ONLY.get(name),
        )
