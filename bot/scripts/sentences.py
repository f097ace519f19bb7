"""From the lines maintainers write to the example sentences the matcher learns from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bot.scripts.book import Product
from bot.scripts.documents import IntentDoc
from bot.scripts.examples import MAX_WORDS, Part, TemplateMistake, one_of, parse, parse_alternatives, samples
from bot.scripts.patterns import Patterns
from bot.scripts.report import did_you_mean
from bot.scripts.scope import COMMON, Scope
from bot.scripts.slots import Slot, SlotType
from bot.scripts.tree import Text
from intents import Example, IntentSpec

_STAND_INS: Final[Mapping[SlotType, tuple[str, ...]]] = {
    SlotType.ORDER: ("260302104455667788",),
    SlotType.PHONE: ("13800001234",),
    SlotType.TRACKING: ("SF1300224466880",),
    SlotType.NUMBER: ("3",),
}
"""What `{slot}` in an example stands for when the slot has no words of its own: customers write a number there."""


class Words:
    """The reusable wordings of every topic; each may use those above it, and all may use the ones of `common`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._parts: dict[str, dict[str, Part]] = {}
        for topic in sorted(scope.topics, key=lambda topic: topic != COMMON):
            self._parts[topic] = dict(self._parts.get(COMMON, {}))
            for name, text in scope.topics[topic].words.items():
                part = self._read(topic, text, partial(parse_alternatives, words=self._parts[topic]))
                self._parts[topic][name] = part if part is not None else one_of((str(name),))

    def alternatives(self, topic: str, text: Text) -> tuple[str, ...]:
        """The wordings that an option's `match` stands for."""
        part = self._read(topic, text, partial(parse_alternatives, words=self._parts[topic]))
        return tuple(samples(part, MAX_WORDS)) if part is not None else ()

    def patterns(self, topic: str) -> Patterns:
        """How the regular expressions of a topic are read."""
        return Patterns(partial(self.alternatives, topic), self._scope.report)

    def sentences(self, topic: str, line: Text, slots: Mapping[str, Part]) -> tuple[str, ...]:
        """The sentences one line of examples stands for."""
        part = self._read(topic, line, partial(parse, words=self._parts[topic], slots=slots))
        return tuple(samples(part)) if part is not None else ()

    def _read(self, topic: str, text: Text, read: Callable[[str], Part]) -> Part | None:
        for name in re.findall(r"<([^<>]*)>", text):
            owner = topic if name in self._scope.topics[topic].words else COMMON
            self._scope.use("word", f"{owner}.{name}")
        try:
            return read(str(text).rstrip())
        except TemplateMistake as mistake:
            self._report(topic, text, mistake)
        return None

    def _report(self, topic: str, text: Text, mistake: TemplateMistake) -> None:
        message, hint = str(mistake), mistake.hint
        if mistake.code == "undefined_word":
            hint = did_you_mean(message, self._parts[topic])
            message = f"there is no word `{message}`"
        elif mistake.code == "undefined_slot":
            known = message in self._scope.slots
            hint = "this type of slot has no words of its own" if known else did_you_mean(message, self._scope.slots)
            message = f"the slot `{message}` cannot stand in an example" if known else f"there is no slot `{message}`"
        self._scope.report.add(text.at(1, mistake.offset + 1), mistake.code, message, hint)


class Sentences:
    """Expands the examples of one pack; two intents that claim the same sentence are reported."""

    def __init__(self, scope: Scope, words: Words, slots: Mapping[str, Slot], products: Mapping[str, Product]) -> None:
        self._scope = scope
        self._words = words
        self._slots = {slot.name: one_of(texts) for slot in slots.values() if (texts := _slot_words(slot, products))}
        self._claims: dict[str, tuple[str, Text]] = {}

    def spec(self, name: Text, topic: str, doc: IntentDoc) -> IntentSpec:
        """The intent as the matcher wants it."""
        if not doc.examples:
            self._scope.report.add(
                name.place, "no_examples", f"the intent `{name}` has no examples", "write `examples: |` and a few lines"
            )
        self._claim(name, doc.title, str(doc.title))
        examples = self._expand(topic, doc.examples)
        negatives = self._expand(topic, doc.negatives)
        followups = self._expand(topic, doc.followups)
        for line, sentences in examples:
            for sentence in sentences:
                self._claim(name, line, sentence)
        self._refuse_contradictions(examples, negatives)
        return IntentSpec(
            id=str(name),
            title=str(doc.title),
            topic=topic,
            examples=self._learned(examples),
            negatives=self._learned(negatives),
            followups=self._learned(followups),
        )

    def _expand(self, topic: str, texts: list[Text] | None) -> list[tuple[Text, tuple[str, ...]]]:
        expanded = []
        for line in (line for text in texts or () for line in text.split_lines()):
            if line.startswith("#"):
                continue
            for slot in re.findall(r"\{([^{}]*)\}", line):
                self._scope.use("slot", slot)
            sentences = self._words.sentences(topic, line, self._slots)
            if "" in sentences:
                self._scope.report.add(
                    line.place, "example", "this line may stand for nothing at all", "keep one part outside [ ]"
                )
            expanded.append((line, tuple(filter(None, sentences))))
        return expanded

    def _learned(self, lines: list[tuple[Text, tuple[str, ...]]]) -> tuple[Example, ...]:
        return tuple(
            Example(text=sentence, origin=self._scope.origin(line.place))
            for line, sentences in lines
            for sentence in sentences
        )

    def _claim(self, intent: Text, line: Text, sentence: str) -> None:
        owner, first = self._claims.setdefault(_key(sentence), (intent, line))
        if owner != intent:
            self._scope.report.add(
                line.place,
                "clash",
                f"`{sentence}` is an example of `{intent}` and of `{owner}`",
                f"the other is at {first.place}; keep it in one of them",
            )

    def _refuse_contradictions(
        self, examples: list[tuple[Text, tuple[str, ...]]], negatives: list[tuple[Text, tuple[str, ...]]]
    ) -> None:
        meant = {_key(sentence): line for line, sentences in examples for sentence in sentences}
        for line, sentences in negatives:
            for sentence in sentences:
                if _key(sentence) in meant:
                    self._scope.report.add(
                        line.place,
                        "contradiction",
                        f"`{sentence}` stands under `not` and under `examples`",
                        f"the example is at {meant[_key(sentence)].place}",
                    )


def _key(sentence: str) -> str:
    """Two sentences with the same key are the same to a reader: width, case, blanks and marks do not count."""
    folded = unicodedata.normalize("NFKC", sentence).casefold()
    return folded if folded.isalnum() else "".join(char for char in folded if char.isalnum()) or folded


def _slot_words(slot: Slot, products: Mapping[str, Product]) -> tuple[str, ...]:
    match slot.type:
        case SlotType.CHOICE:
            return tuple(word for option in slot.options for word in (option.title, *option.match))
        case SlotType.PRODUCT:
            return tuple(word for item in products.values() for word in (item.title, *item.aliases))
    return _STAND_INS.get(slot.type, ())
