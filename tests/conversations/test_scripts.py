"""Every conversation test of the scripts, against the real engine and matcher."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.expectations import play
from bot.scripts import load_book, load_conversations
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"
TESTS = [
    pytest.param(language, topic, test, id=f"{language}/{topic}: {test.name}")
    for (language, topic), document in load_conversations(SCRIPTS).items()
    for test in document.tests
]


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


@pytest.mark.parametrize(("language", "topic", "test"), TESTS)
def test_the_conversation_goes_as_the_scripts_promise(
    book: ScriptBook, language: str, topic: str, test: ConversationDoc
) -> None:
    failure = play(book, language, topic, test)
    if test.known_failure is None:
        assert failure is None, f"scripts_yaml/tests/{language}/{topic}.yaml:{failure.line}\n{failure.report}"
    else:
        assert failure is not None, f"this passes now: take out known_failure ({test.known_failure})"
