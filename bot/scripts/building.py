"""From documents to the frozen values of the book: names resolved, texts compiled, buttons titled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypedDict

from bot.core.catalogue import ACTIONS, Setting
from bot.core.conversation import JsonValue
from bot.scripts.book import (
    FREE_TEXT,
    OF_THE_ORDER,
    Alternative,
    Collect,
    Confirm,
    Consent,
    Do,
    Flow,
    HandOffStep,
    Intent,
    Offered,
    Option,
    Reply,
    ReplyButton,
    SayStep,
    Slot,
    SlotType,
    Step,
)
from bot.scripts.documents import (
    AlternativeDoc,
    ButtonDoc,
    ButtonTitles,
    ConsentDoc,
    FlowDoc,
    IntentDoc,
    LetterDoc,
    OfferedDoc,
    OptionDoc,
    SlotDoc,
    StepDoc,
)
from bot.scripts.report import did_you_mean
from bot.scripts.scope import COMMON, Scope, engine_reply
from bot.scripts.sentences import Sentences, Words
from bot.scripts.templates import Expression, Template
from bot.scripts.tree import Text
from bot.scripts.variables import RESERVED
from intents import normalize

COMMON_BUTTONS: Final = tuple(ButtonTitles.model_fields)
"""Buttons every topic may use; common.yaml gives their titles."""

AFTER_FAILURE: Final = ("handoff", "go_on")
"""What may follow an action that fails, beside the name of a reply."""

_WRITTEN: Final = frozenset({SlotType.TEXT, SlotType.VARIANT})
_KEYS_OF_TYPES: Final[Mapping[str, frozenset[SlotType]]] = {
    "options": OF_THE_ORDER | {SlotType.CHOICE, SlotType.ORDER, SlotType.NUMBER},
    "said": _WRITTEN,
    "lead_in": _WRITTEN,
    "unlike": FREE_TEXT,
    "of_item": frozenset({SlotType.TEXT}),
    "exact": frozenset({SlotType.TEXT}),
    "than": frozenset({SlotType.ORDER}),
    "among": frozenset({SlotType.VARIANT}),
}
"""Keys of a slot that only some types have."""


class _Common(TypedDict):
    """What every step has."""

    when: Expression | None
    origin: str


class Builder:
    """Builds the parts of one pack; what cannot be resolved is reported and left out."""

    def __init__(self, scope: Scope, words: Words, shop: Mapping[str, JsonValue]) -> None:
        self._scope = scope
        self._words = words
        self._shop = shop
        self._report = scope.report
        common = scope.topics.get(COMMON)
        self._titles = common.buttons if common else None

    def slot(self, name: Text, topic: str, doc: SlotDoc) -> Slot:
        """One slot; only a choice has options, and `require` comes with `otherwise`."""
        self._check_slot(name, doc)
        return Slot(
            name=str(name),
            topic=topic,
            type=doc.type,
            title=str(doc.title or name),
            ask=self._templates(doc.ask or ()),
            again=self._templates(doc.again or ()),
            when=self._scope.expression(doc.when),
            require=self._scope.expression(doc.require),
            otherwise=self._scope.reply(topic, doc.otherwise) if doc.otherwise else "",
            options=self._options(topic, doc.options),
            min=doc.min,
            max=doc.max,
            cannot=self._words.alternatives(topic, doc.cannot) if doc.cannot else (),
            said=self._pattern(doc.said) if doc.said else None,
            lead_in=self._pattern(doc.lead_in) if doc.lead_in else None,
            unlike=self._pattern(doc.unlike) if doc.unlike else None,
            than=str(self._scope.slot(doc.than)) if doc.than else "",
            exact=doc.exact,
            of_item=doc.of_item,
            among=tuple(str(fact) for fact in doc.among),
        )

    def flow(self, name: Text, topic: str, doc: FlowDoc) -> Flow:
        """One flow."""
        steps = tuple(self._step(topic, step) for step in doc.steps)
        return Flow(name=f"{topic}.{name}", topic=topic, steps=steps, beside=doc.beside)

    def reply(self, name: Text, topic: str, docs: Sequence[AlternativeDoc]) -> Reply:
        """One reply: every alternative but the last has a condition."""
        self._check_conditions(name, docs)
        engine = engine_reply(topic, name)
        names = engine.names if engine else ()
        alternatives = tuple(
            Alternative(
                texts=self._templates(doc.text, names=names),
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
            needs=self._slot_names(doc.needs),
            orders=tuple(one for text in doc.orders or () if (one := self._scope.expression(text)) is not None),
            means=self._answers(doc.means),
            offered=self._offered(doc.offered),
            always=self._words.alternatives(topic, doc.always) if doc.always else (),
            signs=self._patterns(doc.signs or ()),
            unless=self._patterns(doc.unless or ()),
            part=doc.part,
        )

    def _offered(self, doc: OfferedDoc | None) -> Offered | None:
        when = self._scope.expression(doc.when) if doc is not None else None
        named = self._slot_names([doc.slot]) if doc is not None else ()
        return Offered(slot=named[0], when=when) if when is not None and named else None

    def consent(self, doc: ConsentDoc | None) -> Consent:
        """What stands around a yes or a no; nothing where the pack does not say."""
        if doc is None:
            return Consent()
        beside, but, no = (
            frozenset(normalize(word).text.replace("'", "") for word in self._words.alternatives(COMMON, text))
            for text in (doc.beside, doc.but, doc.no)
        )
        patterns = {name: getattr(doc, name) for name in ("read", "doubt", "back", "refuses", "after_all")}
        compiled = {name: self._pattern(text) for name, text in patterns.items() if text}
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

    def _templates(self, texts: Sequence[Text], *, names: tuple[str, ...] = ()) -> tuple[Template, ...]:
        return tuple(self._scope.template(text, names=names) for text in texts)

    def _slot_names(self, names: Sequence[Text]) -> tuple[str, ...]:
        return tuple(found for name in names if (found := str(self._scope.slot(name))))

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

    def _pattern(self, text: Text) -> re.Pattern[str] | None:
        """A regular expression that finds something wherever it matches."""
        try:
            found = re.compile(text, re.IGNORECASE)
        except re.error as error:
            self._report.add(text.place, "pattern", f"this is no regular expression: {error}")
            return None
        if found.search(""):
            self._report.add(text.place, "pattern", "this finds something in every sentence", "name a word it needs")
        return found

    def _patterns(self, texts: Sequence[Text]) -> re.Pattern[str] | None:
        """One pattern that finds what any of these lines does; nothing where there are none."""
        lines = (line for text in texts for line in text.split_lines())
        found = [f"(?:{one.pattern})" for line in lines if (one := self._pattern(line)) is not None]
        return re.compile("|".join(found), re.IGNORECASE) if found else None

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

    def _step(self, topic: str, doc: StepDoc) -> Step:
        if doc.do is None and (doc.settings or doc.failed):
            verb = next(text for text in (doc.confirm, doc.say, doc.handoff, *(doc.collect or ())) if text is not None)
            self._report.add(verb.place, "shape", "`with` and `failed` go with `do`")
        if doc.yes is not None and doc.confirm is None:
            self._report.add(doc.yes.place, "shape", "`yes` goes with `confirm`")
        if doc.collect is not None:
            return Collect(slots=self._slot_names(doc.collect), **self._common(doc.collect[0], doc))
        if doc.confirm is not None:
            yes = self._words.alternatives(topic, doc.yes) if doc.yes else ()
            return Confirm(reply=self._scope.reply(topic, doc.confirm), yes=yes, **self._common(doc.confirm, doc))
        if doc.say is not None:
            return SayStep(reply=self._scope.reply(topic, doc.say), **self._common(doc.say, doc))
        if doc.do is not None:
            return self._do(topic, doc.do, doc)
        return self._handoff(doc.handoff, doc)

    def _handoff(self, condition: Text | None, doc: StepDoc) -> HandOffStep:
        """`handoff: condition` is short for `handoff: true` with `when: condition`."""
        if condition is None:
            return HandOffStep()
        if condition == "true":
            return HandOffStep(**self._common(condition, doc))
        if doc.when is not None:
            self._report.add(doc.when.place, "shape", "this step has two conditions", "join them with `and`")
        return HandOffStep(when=self._scope.expression(condition), origin=self._scope.origin(condition.place))

    def _common(self, verb: Text, doc: StepDoc) -> _Common:
        return {"when": self._scope.expression(doc.when), "origin": self._scope.origin(verb.place)}

    def _do(self, topic: str, action: Text, doc: StepDoc) -> Do:
        spec = ACTIONS.get(action)
        if spec is None:
            self._report.add(
                action.place, "undefined_action", f"there is no action `{action}`", did_you_mean(action, ACTIONS)
            )
        else:
            self._check_settings(action, doc.settings, spec.settings)
        failed = str(doc.failed or "handoff")
        if doc.failed is not None and failed not in AFTER_FAILURE:
            failed = self._scope.reply(topic, doc.failed)
        settings = {str(key): value for key, value in doc.settings.items()}
        return Do(action=str(action), settings=settings, failed=failed, **self._common(action, doc))

    def _check_settings(self, action: Text, given: Mapping[Text, JsonValue], known: Mapping[str, Setting]) -> None:
        for key, value in given.items():
            if key not in known:
                self._report.add(
                    key.place, "undefined_setting", f"`{action}` has no setting `{key}`", did_you_mean(key, known)
                )
                continue
            values = self._table_keys(known[key].table) if known[key].table else known[key].values
            if value not in values and (values or known[key].table):
                hint = did_you_mean(str(value), values)
                self._report.add(key.place, "undefined_setting", f"`{key}` cannot be `{value}`", hint)
        for name, setting in known.items():
            if setting.required and name not in given:
                self._report.add(
                    action.place, "missing_setting", f"`{action}` needs `{name}`", f"write `with: {{{name}: ...}}`"
                )

    def _table_keys(self, section: str) -> tuple[str, ...]:
        table = self._shop.get(section)
        return tuple(table) if isinstance(table, Mapping) else ()


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
