"""A case of an English customer, read by an agent whose desk is in Chinese, and the other way round."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseStatus
from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.web.names import Names

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    return load_book(Path(__file__).parents[3] / "scripts_yaml", cache=request.config.cache.mkdir("matchers"))


def case(book: ScriptBook, language: str) -> Case:
    slots = book.packs[language].slots
    options = {option.id: option.title for option in slots["reason"].options}
    return Case(
        id=1,
        conversation_id=1,
        status=CaseStatus.WAITING,
        reason=HandOffReason.ASKED,
        intent="return_goods",
        title="",
        ask="",
        language=language,
        slots={slots["reason"].title: options["quality"], slots["detail"].title: "chipped", "600": "x"},
        values={"reason": "quality", "detail": "chipped"},
        opened_at=NOW,
    )


@pytest.mark.parametrize(("theirs", "mine"), [("en", "zh"), ("zh", "en")])
def test_details_have_the_readers_titles_and_the_customers_words(book: ScriptBook, theirs: str, mine: str) -> None:
    slots = book.packs[mine].slots
    options = {option.id: option.title for option in slots["reason"].options}

    assert Names(book=book, language=mine).details(case(book, theirs)) == {
        slots["reason"].title: options["quality"],
        slots["detail"].title: "chipped",
        "600": "x",
    }


def test_intents_and_canned_replies_have_the_readers_titles(book: ScriptBook) -> None:
    english = Names(book=book, language="en")
    intent = next(iter(book.packs["en"].intents))
    name = next(iter(book.packs["en"].canned))

    assert english.matter(intent, "中文") == book.packs["en"].intents[intent].title
    assert english.canned(name, "中文") == book.packs["en"].canned[name].title


def test_what_no_pack_knows_is_shown_as_it_was_stored(book: ScriptBook) -> None:
    names = Names(book=book, language="fr")

    assert names.matter("gone", "旧的") == "旧的"
    assert names.details(case(book, "en")) == case(book, "en").slots


def test_what_a_task_was_registered_with_is_told_in_the_readers_words(book: ScriptBook) -> None:
    task = Task(
        id=1,
        key="k",
        kind=TaskKind.REFUND,
        role=Role.AFTER_SALE,
        conversation_id=1,
        status=TaskStatus.OPEN,
        created_at=NOW,
        args={"amount": "10.00", "fault": "shop", "reason": "quality", "scope": "partial"},
    )
    reason = book.packs["en"].slots["reason"]
    option = next(one.title for one in reason.options if one.id == "quality")

    assert Names(book=book, language="en").asked(task, None) == (
        ("Amount", "¥10.00"),
        ("Liable", "the shop"),
        (reason.title, option),
    )
