"""What customers say of the service, and the two rates of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ratings import (
    LONGEST_WORDS,
    Fate,
    Pressed,
    Rates,
    Rating,
    Said,
    Satisfaction,
    Solver,
    press_value,
    pressed,
    rated,
    rates_of,
)

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ASKED = Rating(
    id=1,
    conversation_id=1,
    case_id=1,
    solver=Solver.AGENT,
    invited_at=NOW,
    expires_at=NOW + timedelta(days=3),
)
SOON = NOW + timedelta(hours=1)
SATISFIED, NEUTRAL, DISAPPOINTED = Satisfaction


def said(rating: Rating, what: Said) -> Rating:
    return rated(rating, what, now=SOON)[0]


def test_the_same_again_changes_nothing() -> None:
    once, fate = rated(ASKED, Said(satisfaction=NEUTRAL), now=SOON)
    assert (once.satisfaction, once.rated_at, fate) == (NEUTRAL, SOON, Fate.TAKEN)
    assert rated(once, Said(satisfaction=NEUTRAL), now=SOON + timedelta(hours=1)) == (once, Fate.KEPT)


def test_a_cause_and_words_belong_to_what_could_have_been_better() -> None:
    unhappy = said(said(ASKED, Said(satisfaction=DISAPPOINTED)), Said(cause="slow", words="等太久"))
    assert (unhappy.cause, unhappy.words) == ("slow", "等太久")
    assert said(said(ASKED, Said(satisfaction=SATISFIED)), Said(cause="slow")).cause == ""
    assert rated(ASKED, Said(cause="slow"), now=SOON) == (ASKED, Fate.KEPT)


def test_another_rating_forgets_the_cause_of_the_last_one() -> None:
    unhappy = said(ASKED, Said(satisfaction=DISAPPOINTED, cause="rude", attitude=True, words="凶"))
    changed = said(unhappy, Said(satisfaction=SATISFIED))
    assert (changed.satisfaction, changed.cause, changed.attitude, changed.words) == (SATISFIED, "", False, "")


def test_at_the_end_of_its_time_it_stays_as_it_is() -> None:
    assert rated(ASKED, Said(satisfaction=SATISFIED), now=ASKED.expires_at) == (ASKED, Fate.LATE)


def test_long_words_are_cut() -> None:
    assert len(said(ASKED, Said(satisfaction=NEUTRAL, words="长" * 9999)).words) == LONGEST_WORDS


@given(rating_id=st.integers(0, 10**18 - 1), question=st.from_regex(r"[a-z_]+", fullmatch=True))
def test_a_press_says_what_its_button_was_for(rating_id: int, question: str) -> None:
    value = press_value(rating_id, question, "slow")
    assert pressed(value) == Pressed(rating_id=rating_id, question=question, option="slow")


@given(value=st.one_of(st.none(), st.text()))
def test_any_other_press_is_none_of_ours(value: str | None) -> None:
    found = pressed(value)
    assert found is None or value == press_value(found.rating_id, found.question, found.option)


@pytest.mark.parametrize("value", ["rate:x:satisfaction:neutral", "rate:1:satisfaction", "rate:１:a:b", "rate:-1:a:b"])
def test_a_broken_press_is_none_of_ours(value: str) -> None:
    assert pressed(value) is None


def test_the_two_rates_count_as_the_shop_counts() -> None:
    given_out = [
        *[replace(ASKED, satisfaction=SATISFIED)] * 7,
        *[replace(ASKED, satisfaction=NEUTRAL, cause="attitude", attitude=True)] * 1,
        *[replace(ASKED, satisfaction=DISAPPOINTED, cause="slow")] * 2,
        *[ASKED] * 5,
    ]
    rates = rates_of(given_out)
    assert rates == Rates(satisfied=7, neutral=1, disappointed=2, attitude=1, invited=15)
    assert rates.satisfied_share == pytest.approx(0.7)
    assert rates.attitude_share == pytest.approx(1 / 3)


def test_nothing_said_is_no_rate() -> None:
    assert (Rates(invited=3).satisfied_share, Rates(satisfied=2).attitude_share) == (None, None)
