"""Whether conversation tests speak of things that exist: replies, slots, intents, actions, options."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.catalogue import ACTIONS
from bot.scripts.conversations import ConversationDoc, ConversationsDoc, ExpectationDoc
from bot.scripts.packs import PackCompiler
from bot.scripts.report import Report, did_you_mean
from bot.scripts.scope import COMMON
from bot.scripts.tree import Text


def check_conversations(topic: str, doc: ConversationsDoc, pack: PackCompiler, report: Report) -> None:
    """Report names that the pack does not have, and two tests of the same name."""
    checker = _Checker(topic, pack, report)
    names: dict[str, Text] = {}
    for test in doc.tests:
        first = names.setdefault(test.name, test.name)
        if first is not test.name:
            report.add(
                test.name.place, "duplicate_name", "two tests have this name", f"first in line {first.place.line}"
            )
        checker.check(test)


class _Checker:
    """The names of one topic's tests."""

    def __init__(self, topic: str, pack: PackCompiler, report: Report) -> None:
        self._pack = pack
        self._report = report
        visible = {name.rpartition(".")[2] for name in pack.replies if name.startswith((f"{topic}.", f"{COMMON}."))}
        self._replies = {*pack.replies, *visible}

    def check(self, test: ConversationDoc) -> None:
        """One test."""
        if test.given is not None:
            self._known("action", test.given.actions, ACTIONS)
        for turn in test.talk:
            for expected in turn.bot:
                self._expectation(expected)

    def _expectation(self, expected: ExpectationDoc) -> None:
        self._known("reply", filter(None, (expected.reply, expected.confirm)), self._replies)
        self._known("slot", filter(None, (expected.ask,)), self._pack.slots)
        self._known("slot", expected.slot or (), self._pack.slots)
        self._known("intent", expected.ask_which or (), self._pack.intents)
        self._known("action", filter(None, (expected.does,)), ACTIONS)

    def _known(self, kind: str, names: Iterable[Text], known: Iterable[str]) -> None:
        for name in names:
            if name not in known:
                self._report.add(
                    name.place, f"undefined_{kind}", f"there is no {kind} `{name}`", did_you_mean(name, known)
                )
