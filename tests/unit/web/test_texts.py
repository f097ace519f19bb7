from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

import bot.web
from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus, Outcome
from bot.core.catalogue import ACTIONS
from bot.core.messages import Author, Delivery, MediaKind
from bot.core.orders import Fulfilment, RefundState
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus
from bot.web.texts import TEXTS, language_named, phrase

ROOM = Path(bot.web.__file__).parent
DOMAIN: dict[str, type[StrEnum]] = {
    "author": Author,
    "delivery": Delivery,
    "event": CaseEventKind,
    "fulfilment": Fulfilment,
    "media": MediaKind,
    "outcome": Outcome,
    "reason": HandOffReason,
    "refund": RefundState,
    "role": Role,
    "status": CaseStatus,
    "task": TaskKind,
    "task_status": TaskStatus,
}


@pytest.mark.parametrize("prefix", DOMAIN)
def test_every_word_of_the_domain_has_a_text(prefix: str) -> None:
    missing = [member for member in DOMAIN[prefix] if f"{prefix}.{member}" not in TEXTS]

    assert missing == []


def test_every_text_is_said_in_both_languages_with_the_same_values() -> None:
    for key, (chinese, english) in TEXTS.items():
        assert chinese, key
        assert english, key
        assert _fields(chinese) == _fields(english), key


def test_every_text_that_pages_ask_for_exists() -> None:
    sources = [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]
    asked = {key for path in sources for key in re.findall(r"""\bt\(\s*["']([a-z_.]+)["']""", path.read_text("utf-8"))}

    assert len(asked) > 80
    assert {key for key in asked if not key.endswith(".")} - TEXTS.keys() == set()


def test_a_text_takes_its_values() -> None:
    assert phrase("case.with", "zh", name="阿美") == "阿美 在接待"
    assert phrase("case.with", "en", name="Mei") == "Mei has it"


@pytest.mark.parametrize(("tag", "language"), [("en-GB,en;q=0.9", "en"), ("EN", "en"), ("zh-TW", "zh"), ("", "zh")])
def test_a_language_tag_chooses_the_language(tag: str, language: str) -> None:
    assert language_named(tag) == language


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_action_has_a_text() -> None:
    assert [name for name in ACTIONS if f"action.{name}" not in TEXTS] == []
