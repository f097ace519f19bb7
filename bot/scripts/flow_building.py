"""From the documents of flows to the flows of the book: actions, their settings, and what a step goes with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypedDict

from bot.core.catalogue import ACTIONS, Setting
from bot.core.conversation import JsonValue
from bot.scripts.documents import FlowDoc, StepDoc
from bot.scripts.flows import Collect, Confirm, Do, Flow, HandOffStep, SayStep, Step
from bot.scripts.report import did_you_mean
from bot.scripts.scope import Scope
from bot.scripts.sentences import Words
from bot.scripts.templates import Expression
from bot.scripts.tree import Text

AFTER_FAILURE: Final = ("handoff", "go_on")
"""What may follow an action that fails, beside the name of a reply."""


class _Common(TypedDict):
    """What every step has."""

    when: Expression | None
    origin: str


class FlowBuilder:
    """Builds the flows of one pack; what cannot be resolved is reported and left out.

    `shop` is shop.yaml as plain data: some settings of actions name one of its tables' rows.
    """

    def __init__(self, scope: Scope, words: Words, shop: Mapping[str, JsonValue]) -> None:
        self._scope = scope
        self._words = words
        self._shop = shop
        self._report = scope.report

    def flow(self, name: Text, topic: str, doc: FlowDoc) -> Flow:
        """One flow."""
        steps = tuple(self._step(topic, step) for step in doc.steps)
        return Flow(name=f"{topic}.{name}", topic=topic, steps=steps, beside=doc.beside)

    def _step(self, topic: str, doc: StepDoc) -> Step:
        if doc.do is None and (doc.settings or doc.failed):
            verb = next(text for text in (doc.confirm, doc.say, doc.handoff, *(doc.collect or ())) if text is not None)
            self._report.add(verb.place, "shape", "`with` and `failed` go with `do`")
        if doc.yes is not None and doc.confirm is None:
            self._report.add(doc.yes.place, "shape", "`yes` goes with `confirm`")
        if doc.collect is not None:
            return Collect(slots=self._scope.slots_of(doc.collect), **self._common(doc.collect[0], doc))
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
