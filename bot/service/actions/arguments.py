"""What an agent gives with an action, checked against its contract. What a flow gives, the scripts' checker checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.catalogue import ACTIONS, ActionSpec, Setting
from bot.core.conversation import JsonValue
from bot.core.errors import Conflict, NotFound
from bot.scripts.book import Pack, ScriptBook, SlotType

_LONGEST: Final = 500
_MOST_PHOTOS: Final = 9
_BEYOND_THE_TABLE: Final[Mapping[str, frozenset[str]]] = {"offer_coupon": frozenset({"amount"})}
"""What an agent may give and a flow may not: the role that must agree is asked then."""


def check_arguments(book: ScriptBook, pack: Pack, action: str, args: Mapping[str, JsonValue]) -> None:
    """Every argument is known, of its kind and not too long, and none that is needed is missing.

    Raises:
        NotFound: there is no such action.
        Conflict: an argument will not do; the text says which.
    """
    spec = ACTIONS.get(action)
    if spec is None:
        raise NotFound(f"没有“{action}”这个操作。")
    for name in (*spec.slots, *(name for name, setting in spec.settings.items() if setting.required)):
        if args.get(name) in (None, "", []):
            raise Conflict(f"还缺“{_title(pack, name)}”。")
    for name, value in args.items():
        if name in spec.settings:
            _check_setting(book, name, spec.settings[name], value)
        elif _is_known(spec, action, name, pack):
            _check_value(pack, name, value)
        else:
            raise Conflict(f"“{name}”不属于这个操作。")


def _is_known(spec: ActionSpec, action: str, name: str, pack: Pack) -> bool:
    named = {*spec.slots, *spec.optional, *_BEYOND_THE_TABLE.get(action, ())}
    return name in named or (spec.everything and name in {"order", *pack.slots})


def _check_setting(book: ScriptBook, name: str, setting: Setting, value: JsonValue) -> None:
    table = book.shop.get(setting.table)
    values = tuple(table) if isinstance(table, Mapping) else setting.values
    if not isinstance(value, str) or len(value) > _LONGEST or (values and value not in values):
        among = f"，可以是：{'、'.join(values)}" if values else ""
        raise Conflict(f"“{name}”不能是这个值{among}。")


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
        raise Conflict(f"“{_title(pack, name)}”填得不对。")


def _title(pack: Pack, name: str) -> str:
    slot = pack.slots.get(name)
    return slot.title if slot else name
