"""From the documents of slots to the slots of the book: each key only where the slot's type has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.scripts.documents import OptionDoc, SlotDoc
from bot.scripts.scope import Scope
from bot.scripts.sentences import Words
from bot.scripts.slots import FREE_TEXT, OF_THE_ORDER, Option, Slot, SlotType
from bot.scripts.tree import Text
from bot.scripts.variables import RESERVED

_WRITTEN: Final = frozenset({SlotType.TEXT, SlotType.VARIANT})
_KEYS_OF_TYPES: Final[Mapping[str, frozenset[SlotType]]] = {
    "options": OF_THE_ORDER | {SlotType.CHOICE, SlotType.ORDER, SlotType.NUMBER},
    "said": _WRITTEN | {SlotType.NUMBER},
    "lead_in": _WRITTEN,
    "unlike": FREE_TEXT,
    "of_item": frozenset({SlotType.TEXT}),
    "exact": frozenset({SlotType.TEXT}),
    "than": frozenset({SlotType.ORDER}),
    "among": frozenset({SlotType.VARIANT}),
}
"""Keys of a slot that only some types have."""


class SlotBuilder:
    """Builds the slots of one pack; what cannot be resolved is reported and left out."""

    def __init__(self, scope: Scope, words: Words) -> None:
        self._scope = scope
        self._words = words
        self._report = scope.report

    def slot(self, name: Text, topic: str, doc: SlotDoc) -> Slot:
        """One slot; only a choice has options, and `require` comes with `otherwise`."""
        self._check_slot(name, doc)
        return Slot(
            name=str(name),
            topic=topic,
            type=doc.type,
            title=str(doc.title or name),
            ask=self._scope.templates(doc.ask or ()),
            again=self._scope.templates(doc.again or ()),
            when=self._scope.expression(doc.when),
            require=self._scope.expression(doc.require),
            otherwise=self._scope.reply(topic, doc.otherwise) if doc.otherwise else "",
            options=self._options(topic, doc.options),
            min=doc.min,
            max=doc.max,
            cannot=self._words.alternatives(topic, doc.cannot) if doc.cannot else (),
            said=self._words.patterns(topic).read(doc.said) if doc.said else None,
            lead_in=self._words.patterns(topic).read(doc.lead_in) if doc.lead_in else None,
            unlike=self._words.patterns(topic).read(doc.unlike) if doc.unlike else None,
            than=str(self._scope.slot(doc.than)) if doc.than else "",
            exact=doc.exact,
            of_item=doc.of_item,
            among=tuple(str(fact) for fact in doc.among),
        )

    def _options(self, topic: str, docs: Mapping[Text, OptionDoc]) -> tuple[Option, ...]:
        """Every option has the data keys of all: what one of them leaves out is unfilled."""
        keys = dict.fromkeys(str(key) for doc in docs.values() for key in doc.data)
        return tuple(
            Option(
                id=str(name),
                title=str(doc.title),
                match=self._words.alternatives(topic, doc.match) if doc.match else (),
                answer=self._words.alternatives(topic, doc.answer) if doc.answer else (),
                data={**dict.fromkeys(keys), **{str(key): value for key, value in doc.data.items()}},
                starts=str(self._scope.intent(doc.starts)) if doc.starts else "",
            )
            for name, doc in docs.items()
        )

    def _check_slot(self, name: Text, doc: SlotDoc) -> None:
        if name in RESERVED and RESERVED[name] is not doc.type:
            hint = f"only a slot of type {RESERVED[name]} may be called so" if RESERVED[name] else "call it otherwise"
            self._report.add(name.place, "reserved_name", f"`{name}` already means something in texts", hint)
        if doc.require is not None and doc.otherwise is None:
            self._report.add(doc.require.place, "shape", "`require` needs `otherwise`", "the reply said when it fails")
        if doc.otherwise is not None and doc.require is None:
            self._report.add(doc.otherwise.place, "shape", "`otherwise` without `require` is never said")
        if doc.min is not None and doc.max is not None and doc.min > doc.max:
            self._report.add(name.place, "shape", f"`{name}`: min is larger than max")
        if doc.exact and doc.said is None:
            self._report.add(
                name.place, "shape", f"`{name}` is exact without `said`", "write what an answer looks like"
            )
        if doc.type is SlotType.CHOICE and not doc.options:
            self._report.add(name.place, "shape", f"the choice `{name}` has no options", "write them under `options:`")
        if doc.type is SlotType.VARIANT and not doc.among:
            hint = "name facts of products.yaml, such as colours"
            self._report.add(name.place, "shape", f"`{name}` does not say `among` which values", hint)
        self._check_keys(name, doc)

    def _check_keys(self, name: Text, doc: SlotDoc) -> None:
        """Keys that only slots of some types have."""
        given = {key: getattr(doc, key) for key in _KEYS_OF_TYPES}
        for key in (key for key, value in given.items() if value and doc.type not in _KEYS_OF_TYPES[key]):
            place = getattr(given[key], "place", name.place)
            types = " or ".join(sorted(_KEYS_OF_TYPES[key]))
            self._report.add(place, "shape", f"`{name}` has `{key}` but is not of type {types}", f"delete `{key}`")
