"""Every reason has words in both languages, and errors carry what is needed to say them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.core.errors import Conflict, NotFound
from bot.core.roles import Role
from bot.desk.wording import ROLES, WORDS, conflict, named, of_error, words

BOT = Path(__file__).parents[3] / "bot"
_RAISED = re.compile(r'\b(?:conflict|not_allowed|not_found)\(\s*"([a-z_]+)"')


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_values() -> None:
    for code, (chinese, english) in WORDS.items():
        assert fields(chinese) == fields(english), code
        assert chinese, code
        assert english, code


def test_every_code_that_is_raised_has_words_and_all_words_are_used() -> None:
    rooms = [BOT / room for room in ("desk", "service", "storage", "web", "channels")]
    paths = [path for room in rooms for path in room.rglob("*.py") if path.name != "wording.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    raised = set(_RAISED.findall(text))
    assert raised
    assert sorted(raised - WORDS.keys()) == []
    assert [code for code in WORDS if f'"{code}"' not in text] == []


def test_every_role_has_a_name() -> None:
    assert set(ROLES) == set(Role)
    assert named([Role.PRE_SALE, Role.SUPERVISOR], "zh") == "售前和主管"
    assert named([Role.PRE_SALE, Role.SUPERVISOR], "en") == "pre-sale and supervisor"


def test_an_error_is_told_in_the_readers_language_with_its_values() -> None:
    error = conflict("case_held", case=12, name="{阿美}")
    assert isinstance(error, Conflict)
    assert (error.code, error.values) == ("case_held", {"case": "12", "name": "{阿美}"})
    assert str(error) == of_error(error, "zh") == "#12 已由 {阿美} 接待。"
    assert of_error(error, "en") == "#12 is already with {阿美}."
    assert of_error(NotFound("没有这个"), "en") == "没有这个"


def test_roles_are_named_by_the_language() -> None:
    assert words("role_needed", {"roles": "after_sale supervisor"}, "zh") == "只有售后和主管可以这样做。"
    assert words("transfer_same_role", {"case": "1", "role": "pre_sale"}, "fr") == "#1 already waits for pre-sale."


def test_a_code_without_words_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        words("nothing_like_it", {}, "zh")
