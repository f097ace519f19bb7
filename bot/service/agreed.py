"""What an agent settled with the customer, as values the bot can go on with when the conversation is returned to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.cases import Case
from bot.core.conversation import Conversation, JsonValue
from bot.core.ports import UnitOfWork
from bot.desk import drafts
from bot.desk.wording import conflict
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.flows import Collect
from bot.scripts.slots import Slot, SlotType

_LONGEST: Final = 500
_LARGEST: Final = 10_000_000
"""Of a number: what is counted, weighed or paid for in a shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that can be settled.

    Attributes:
        name: of the slot.
        title: what agents and customers call it.
        options: value → title of what it can be; empty for anything.
        value: what is known of it already, as it would be given; empty when nothing.
    """

    name: str
    title: str
    options: Mapping[str, str]
    value: str = ""


def fields_of(book: ScriptBook, case: Case) -> tuple[Field, ...]:
    """What the flow or answer that the case is about asks every customer for; empty when it is about none.

    Pictures are left out, and so is what is only noted from words or asked of some orders, unless it is known.
    """
    pack = _pack(book, case.language)
    return tuple(
        Field(
            name=slot.name,
            title=slot.title,
            options=_options(book, slot),
            value=str(case.values[slot.name]) if slot.name in case.values else "",
        )
        for name in _collected(pack, case.intent)
        if (slot := pack.slots[name]).type is not SlotType.IMAGES and (name in case.values or _is_asked_of_all(slot))
    )


def settle(
    uow: UnitOfWork, book: ScriptBook, conversation: Conversation, given: Mapping[str, str]
) -> dict[str, JsonValue]:
    """The values by slot name; an empty one is left out.

    Raises Conflict for one that the slot cannot be, or that is not for a customer to hear (`bot.desk.drafts`).
    """
    pack = _pack(book, conversation.state.language)
    settled: dict[str, JsonValue] = {}
    for name, text in given.items():
        slot = pack.slots.get(name)
        if slot is None:
            raise conflict("slot_unknown", slot=name)
        drafts.require_fit(text)
        if text.strip():
            settled[name] = _value(uow, book, conversation, slot, text.strip())
    return settled


def _collected(pack: Pack, intent: str) -> tuple[str, ...]:
    known = pack.intents.get(intent)
    if known is None:
        return ()
    steps = pack.flows[known.flow].steps if known.flow else ()
    collected = [name for step in steps if isinstance(step, Collect) for name in step.slots]
    return tuple(dict.fromkeys((*known.needs, *collected)))


def _is_asked_of_all(slot: Slot) -> bool:
    return slot.type is SlotType.ORDER or (slot.when is None and bool(slot.ask))


def _value(uow: UnitOfWork, book: ScriptBook, conversation: Conversation, slot: Slot, text: str) -> JsonValue:
    options = _options(book, slot)
    match slot.type:
        case SlotType.CHOICE | SlotType.PRODUCT:
            found = next((value for value, title in options.items() if text in {value, title}), None)
        case SlotType.ORDER:
            where = (conversation.channel, conversation.account, conversation.peer.id)
            found = text if uow.orders.of_peer(*where, number=text) else None
        case SlotType.NUMBER:
            return _number(slot, text)
        case SlotType.IMAGES:
            found = None
        case _:
            found = text if len(text) <= _LONGEST else None
    if found is None:
        raise conflict("slot_value", slot=slot.title, values="、".join(options.values()) or "-")
    return found


def _number(slot: Slot, text: str) -> JsonValue:
    try:
        value = float(text)
    except ValueError as error:
        raise conflict("slot_value", slot=slot.title, values="0-9") from error
    least, most = slot.min or 0, _LARGEST if slot.max is None else slot.max
    if not least <= value <= most:  # which nan is neither
        raise conflict("slot_value", slot=slot.title, values=f"{least:g}-{most:g}")
    return int(value) if value.is_integer() else value


def _options(book: ScriptBook, slot: Slot) -> Mapping[str, str]:
    if slot.type is SlotType.PRODUCT:
        return {product.id: product.title for product in book.products.values()}
    return {option.id: option.title for option in slot.options}


def _pack(book: ScriptBook, language: str) -> Pack:
    return book.packs.get(language) or book.packs[book.default_language]
