"""From documents to the intents and replies of the book: names resolved, texts compiled, buttons titled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.scripts.book import Alternative, Consent, Intent, Offered, Reply, ReplyButton
from bot.scripts.common_documents import ButtonTitles, ConsentDoc, LetterDoc
from bot.scripts.documents import AlternativeDoc, ButtonDoc, IntentDoc, OfferedDoc
from bot.scripts.flows import Confirm, Flow
from bot.scripts.report import did_you_mean
from bot.scripts.scope import COMMON, Scope, engine_reply
from bot.scripts.sentences import Sentences, Words
from bot.scripts.templates import Template
from bot.scripts.tree import Text
from intents import normalize

COMMON_BUTTONS: Final = tuple(ButtonTitles.model_fields)
"""Buttons every topic may use; common.yaml gives their titles."""


class Builder:
    """Builds the intents, replies and buttons of one pack; what cannot be resolved is reported and left out."""

    def __init__(self, scope: Scope, words: Words) -> None:
        self._scope = scope
        self._words = words
        self._report = scope.report
        common = scope.topics.get(COMMON)
        self._titles = common.buttons if common else None

    def reply(self, name: Text, topic: str, docs: Sequence[AlternativeDoc]) -> Reply:
        """One reply: every alternative but the last has a condition."""
        self._check_conditions(name, docs)
        engine = engine_reply(topic, name)
        names = engine.names if engine else ()
        alternatives = tuple(
            Alternative(
                texts=self._scope.templates(doc.text, names=names),
                when=self._scope.expression(doc.when, names=names),
                buttons=tuple(self.button(button) for button in doc.buttons),
            )
            for doc in docs
        )
        return Reply(name=f"{topic}.{name}", topic=topic, alternatives=alternatives)

    def intent(self, name: Text, topic: str, doc: IntentDoc, sentences: Sentences) -> Intent:
        """One intent with its examples."""
        if doc.needs and doc.reply is None:
            self._report.add(doc.needs[0].place, "shape", "`needs` goes with `reply`", "a flow collects in its steps")
        if doc.always is not None and doc.engine not in ("sensitive", "handoff"):
            hint = "any other matter is understood by examples"
            self._report.add(doc.always.place, "shape", "`always` goes with `engine: sensitive` or `handoff`", hint)
        return Intent(
            id=str(name),
            topic=topic,
            title=str(doc.title),
            spec=sentences.spec(name, topic, doc),
            flow=self._scope.flow(topic, doc.start) if doc.start else "",
            reply=self._scope.reply(topic, doc.reply) if doc.reply else "",
            engine=doc.engine or "",
            needs=self._scope.slots_of(doc.needs),
            orders=tuple(one for text in doc.orders or () if (one := self._scope.expression(text)) is not None),
            means=self._answers(doc.means),
            offered=self._offered(doc.offered),
            always=self._words.alternatives(topic, doc.always) if doc.always else (),
            signs=self._words.patterns(topic).any_of(doc.signs or ()),
            unless=self._words.patterns(topic).any_of(doc.unless or ()),
            part=doc.part,
        )

    def _offered(self, doc: OfferedDoc | None) -> Offered | None:
        when = self._scope.expression(doc.when) if doc is not None else None
        named = self._scope.slots_of([doc.slot]) if doc is not None else ()
        return Offered(slot=named[0], when=when) if when is not None and named else None

    def consent(self, doc: ConsentDoc | None) -> Consent:
        """What stands around a yes or a no; nothing where the pack does not say."""
        if doc is None:
            return Consent()
        beside, but, no = (
            frozenset(normalize(word).text.replace("'", "") for word in self._words.alternatives(COMMON, text))
            for text in (doc.beside, doc.but, doc.no)
        )
        patterns = {name: getattr(doc, name) for name in ("read", "doubt", "refuses", "after_all")}
        compiled = {name: self._words.patterns(COMMON).read(text) for name, text in patterns.items() if text}
        return Consent(beside=beside, but=but, no=no, **compiled)

    def letter(self, doc: LetterDoc | None) -> dict[str, Template]:
        """The parts of the letter that answers a complaint, in order."""
        if doc is None:
            return {}
        return {part: self._scope.template(getattr(doc, part), names=("complaint",)) for part in LetterDoc.model_fields}

    def common_button(self, value: str) -> ReplyButton:
        """One of the buttons whose titles common.yaml gives."""
        return ReplyButton(value=str(value), title=str(getattr(self._titles, value)) if self._titles else str(value))

    def button(self, doc: ButtonDoc) -> ReplyButton:
        """A button; without a title of its own it shows that of what it stands for."""
        value = str(doc.value)
        meant = self._meant(doc.value)
        return ReplyButton(value=str(value), title=str(doc.title) if doc.title is not doc.value else meant)

    def _answers(self, values: Sequence[Text]) -> dict[str, str]:
        """Slots and their options, each written slot:option."""
        for value in values:
            if ":" in value:
                self._meant(value)
            else:
                self._report.add(
                    value.place, "shape", f"`{value}` is no answer", "write a slot and an option: reason:wrong"
                )
        pairs = (str(value).partition(":") for value in values)
        return {slot: option for slot, _, option in pairs}

    def _meant(self, value: Text) -> str:
        """The title of what a button stands for."""
        if value in COMMON_BUTTONS:
            return self.common_button(value).title
        slot, colon, option = value.partition(":")
        if not colon:
            found = self._scope.intent(value)
            return str(self._scope.intents[found][1].title) if found else str(value)
        if slot not in self._scope.slots:
            self._report.add(
                value.place, "undefined_slot", f"there is no slot `{slot}`", did_you_mean(slot, self._scope.slots)
            )
            return option
        options = self._scope.slots[slot][1].options
        if option not in options:
            place = value.at(1, len(slot) + 2)
            self._report.add(
                place, "undefined_option", f"`{slot}` has no option `{option}`", did_you_mean(option, options)
            )
            return option
        return str(next(doc.title for key, doc in options.items() if key == option))

    def _check_conditions(self, name: Text, docs: Sequence[AlternativeDoc]) -> None:
        last = docs[-1]
        if last.when is not None:
            self._report.add(
                last.when.place,
                "no_last_alternative",
                f"the last alternative of `{name}` has a condition",
                "add one without `when`, for all other cases",
            )
        for doc in docs[:-1]:
            if doc.when is None:
                self._report.add(
                    doc.text[0].place,
                    "unreachable",
                    "nothing after this alternative is ever said",
                    "give it a `when`, or write its texts as variants",
                )


def with_yes_and_no(
    replies: Mapping[str, Reply], flows: Mapping[str, Flow], yes: ReplyButton, no: ReplyButton
) -> dict[str, Reply]:
    """The replies, those that ask for a confirmation with their two buttons."""
    confirming = {step.reply for flow in flows.values() for step in flow.steps if isinstance(step, Confirm)}
    return {name: _confirming(reply, yes, no) if name in confirming else reply for name, reply in replies.items()}


def _confirming(reply: Reply, yes: ReplyButton, no: ReplyButton) -> Reply:
    alternatives = tuple(
        replace(
            item,
            buttons=tuple(button for button in (yes, no) if all(button.value != own.value for own in item.buttons))
            + item.buttons,
        )
        for item in reply.alternatives
    )
    return replace(reply, alternatives=alternatives)
