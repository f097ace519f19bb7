"""What was collected, as a person of the shop reads it: on the handoff card and in the list of tasks."""

from __future__ import annotations

from bot.core.conversation import JsonValue
from bot.dialogue.wording import photo_count
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.slots import Slot, SlotType


def value_in_words(book: ScriptBook, pack: Pack, slot: Slot, value: JsonValue) -> str:
    """The title of the option or product, the number of photos, or the value itself."""
    match slot.type:
        case SlotType.CHOICE:
            return next((option.title for option in slot.options if option.id == value), str(value))
        case SlotType.PRODUCT:
            product = book.products.get(str(value))
            return product.title if product else str(value)
        case SlotType.IMAGES:
            return photo_count(len(value) if isinstance(value, list) else 0, pack.language)
        case _:
            return str(value)
