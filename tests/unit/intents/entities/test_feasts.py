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
        ("清明节", "2027-04-05"),
        ("重阳节", "2026-10-18"),
        ("年前能到吗", "2027-02-05"),
        ("母亲节", "2027-05-09"),
        ("thanksgiving", "2026-11-26"),
        ("black friday", "2026-11-27"),
        ("去年双十一", "2025-11-11"),
        ("今年中秋", "2026-09-25"),
        ("明年的春节", "2027-02-06"),
    ],
)
def test_one_feast(named: Callable[[str], list[tuple[str, str]]], text: str, day: str) -> None:
    assert named(text) == [("date", day)]


@pytest.mark.parametrize("text", ["618块", "5200", "11.115", "双十", "a618", "520元", "两年前", "半年前"])
def test_no_feast(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "date" not in [kind for kind, _ in named(text)]


@pytest.mark.parametrize(
    ("year", "text", "day"),
    [
        (2031, "春节", "2031-01-23"),
        (2033, "中秋", "2033-09-08"),  # a year whose leap month is disputed: it is the eleventh
        (2044, "重阳", "2044-10-29"),
        (2052, "清明", "2052-04-04"),
        (2055, "端午", "2055-05-30"),
    ],
)
def test_feasts_of_the_moon_are_known_for_decades(year: int, text: str, day: str) -> None:
    [one] = find_entities(text, now=datetime(year, 6, 1, tzinfo=UTC))
    assert one.value == day


@pytest.mark.parametrize("year", [2023, 2056, 2100])
def test_a_moving_feast_beyond_the_table_is_not_guessed(year: int) -> None:
    late = datetime(year, 1, 1, tzinfo=UTC)
    assert find_entities("春节", now=late) == ()
    assert [one.value for one in find_entities("国庆", now=late)] == [f"{year - 1}-10-01"]


def test_a_feast_near_the_turn_of_the_last_year_is_the_next_one() -> None:
    assert [one.value for one in find_entities("春节", now=datetime(2055, 12, 31, tzinfo=UTC))] == ["2056-02-15"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.12买的", "2025-12-12"),
        ("双十二买的", "2025-12-12"),
        ("双十一我买的", "2026-11-11"),
        ("六一前能到吗", "2027-06-01"),
        ("国庆可以送到吗", "2027-10-01"),
        ("520那天能到吗", "2027-05-20"),
        ("520礼盒", "2027-05-20"),
    ],
)
def test_the_words_after_a_feast_tell_which_is_meant(
    named: Callable[[str], list[tuple[str, str]]], text: str, day: str
) -> None:
    assert named(text) == [("date", day)]


@pytest.mark.parametrize("text", ["520", "一共520", "两百五一个", "三百五一件", "一百五一双"])
def test_a_number_is_no_feast(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "date" not in [kind for kind, _ in named(text)]
