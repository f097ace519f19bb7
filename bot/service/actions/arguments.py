"""What an agent gives with an action, checked against its contract. What a flow gives, the scripts' checker checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.catalogue import ACTIONS, ActionSpec, Setting
from bot.core.conversation import JsonValue
from bot.desk import drafts
from bot.desk.wording import conflict, not_found
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.slots import SlotType

_LONGEST: Final = 500
_MOST_PHOTOS: Final = 9
_BEYOND_THE_TABLE: Final[Mapping[str, frozenset[str]]] = {"offer_coupon": frozenset({"amount"})}
"""What an agent may give and a flow may not: the role that must agree is asked then."""


def check_action(action: str) -> None:
    """Raises NotFound when there is no such action."""
    if action not in ACTIONS:
        raise not_found("action_unknown", action=action)


def check_arguments(book: ScriptBook, pack: Pack, action: str, args: Mapping[str, JsonValue]) -> None:
    """Every argument of a known action is known, of its kind and not too long, and none that is needed is missing.

    Raises Conflict when an argument will not do; the text says which.
    """
    spec = ACTIONS[action]
    for name in (*spec.slots, *(name for name, setting in spec.settings.items() if setting.required)):
        if _is_missing(args.get(name)):
            raise conflict("argument_missing", name=_title(pack, name))
    for name, value in args.items():
        if isinstance(value, str):
            drafts.require_fit(value)  # much of it is told to the customer, now or by a task
        if name in spec.settings:
            _check_setting(book, name, spec.settings[name], value)
        elif _is_known(spec, action, name, pack):
            _check_value(pack, name, value)
        else:
            raise conflict("argument_foreign", name=name)
    if action == "request_refund":
        _check_refund(pack, args)


def _check_refund(pack: Pack, args: Mapping[str, JsonValue]) -> None:
    """A part is so much and the whole is what is left: one without its amount, or the other with one, is a slip."""
    amount = args.get("amount") not in (None, "")
    if args["scope"] == "full" and amount:
        raise conflict("refund_whole")
    if args["scope"] == "partial" and not amount:
        raise conflict("argument_missing", name=_title(pack, "amount"))


def _is_missing(value: JsonValue) -> bool:
    return value in (None, []) or (isinstance(value, str) and drafts.is_blank(value))


def _is_known(spec: ActionSpec, action: str, name: str, pack: Pack) -> bool:
    named = {*spec.slots, *spec.optional, *_BEYOND_THE_TABLE.get(action, ())}
    return name in named or (spec.everything and name in {"order", *pack.slots})


def _check_setting(book: ScriptBook, name: str, setting: Setting, value: JsonValue) -> None:
    table = book.shop.get(setting.table)
    values = tuple(table) if isinstance(table, Mapping) else setting.values
    if not isinstance(value, str) or len(value) > _LONGEST or (values and value not in values):
        if not values:
            raise conflict("argument_wrong", name=name)
        raise conflict("argument_value", name=name, values="、".join(values))


def _check_value(pack: Pack, name: str, value: JsonValue) -> None:
    slot = pack.slots.get(name)
    kind = slot.type if slot else SlotType.TEXT
    match value:
        case list() if kind is SlotType.IMAGES:
            fits = len(value) <= _MOST_PHOTOS and all(isinstance(key, str) for key in value)
        case str() if kind is SlotType.CHOICE and slot is not None:
            fits = value in {option.id for option in slot.options}
        case str():
            fits = kind is not SlotType.IMAGES and len(value) <= _LONGEST
        case int() | float():
            fits = not isinstance(value, bool)
        case _:
            fits = False
    if not fits:
        raise conflict("argument_wrong", name=_title(pack, name))


def _title(pack: Pack, name: str) -> str:
    slot = pack.slots.get(name)
    return slot.title if slot else name
