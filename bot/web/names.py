"""What the scripts call matters, details, tasks and canned replies, in the language of who reads the page.

A case keeps such names as the customer's pack had them; an agent who reads another language sees that pack's names for
the same ids. What a pack does not know, and every word of a customer, is shown as it was stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.cases import Case
from bot.core.orders import Order
from bot.core.tasks import Task
from bot.dialogue.slot_words import value_in_words
from bot.scripts.book import ScriptBook
from bot.scripts.slots import Slot, SlotType
from bot.service.tasks import asked_in_words

_IN_WORDS: Final = frozenset({SlotType.CHOICE, SlotType.IMAGES})
"""Kinds of details whose value is worded by a pack, not by the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one book for readers of one language."""

    book: ScriptBook
    language: str

    def matter(self, intent: str, stored: str) -> str:
        """The title of an intent."""
        pack = self.book.packs.get(self.language)
        known = pack.intents.get(intent) if pack else None
        return known.title if known else stored

    def canned(self, name: str, stored: str) -> str:
        """The title of a canned reply."""
        pack = self.book.packs.get(self.language)
        known = pack.canned.get(name) if pack else None
        return known.title if known else stored

    def asked(self, task: Task, order: Order | None) -> tuple[tuple[str, str], ...]:
        """(title, value in words) of what a task was registered with."""
        pack = self.book.packs.get(self.language) or self.book.packs[self.book.default_language]
        return asked_in_words(self.book, pack, task, order, language=self.language)

    def details(self, case: Case) -> dict[str, str]:
        """What was collected for a case: title → value in words."""
        packs = self.book.packs
        pack, theirs = packs.get(self.language), packs.get(case.language) or packs[self.book.default_language]
        if pack is None or pack is theirs:
            return case.slots
        by_title = {theirs.slots[name].title: name for name in case.values if name in theirs.slots}
        told: dict[str, str] = {}
        for title, words in case.slots.items():
            name = by_title.get(title, "")
            slot: Slot | None = pack.slots.get(name)
            if slot is None:
                told[title] = words
            else:
                said = slot.type not in _IN_WORDS
                told[slot.title] = words if said else value_in_words(self.book, pack, slot, case.values[name])
        return told
