"""Named days, in the year nearest to today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from intents.entities import find_entities


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("双十一", "2026-11-11"),
        ("双11价", "2026-11-11"),
        ("11.11", "2026-11-11"),
        ("618", "2026-06-18"),
        ("国庆前", "2026-10-01"),
        ("元旦", "2027-01-01"),
        ("春节后", "2027-02-06"),
        ("除夕", "2027-02-05"),
        ("中秋节", "2026-09-25"),
        ("christmas", "2026-12-25"),
    ],
)
def test_one_feast(named: Callable[[str], list[tuple[str, str]]], text: str, day: str) -> None:
    assert named(text) == [("date", day)]


@pytest.mark.parametrize("text", ["618块", "5200", "11.115", "双十", "a618", "520元"])
def test_no_feast(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "date" not in [kind for kind, _ in named(text)]


def test_a_moving_feast_beyond_the_table_is_not_guessed() -> None:
    late = datetime(2031, 1, 1, tzinfo=UTC)
    assert find_entities("春节", now=late) == ()
    assert [one.value for one in find_entities("国庆", now=late)] == ["2030-10-01"]
