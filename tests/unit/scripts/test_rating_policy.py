"""What shop.yaml says about ratings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.conversation import JsonValue
from bot.core.ratings import Rates
from bot.scripts.rating_policy import Alarms, RatingPolicy, alarms_of, rating_policy

SHOP: dict[str, JsonValue] = {"desk": {"rating": {"outcomes": ["solved", "refunded"], "after": "2m", "life": "3d"}}}


def policy(**more: JsonValue) -> RatingPolicy:
    rating: dict[str, JsonValue] = {"outcomes": "solved", "after": "2m", "life": "3d", **more}
    found = rating_policy({"desk": {"rating": rating}})
    assert found is not None
    return found


def test_a_shop_that_says_nothing_asks_nobody() -> None:
    assert rating_policy({}) is None
    assert rating_policy({"desk": {"routing": []}}) is None


def test_what_is_left_out_has_its_default() -> None:
    assert rating_policy(SHOP) == RatingPolicy(
        outcomes=frozenset({"solved", "refunded"}),
        after=timedelta(minutes=2),
        life=timedelta(days=3),
        satisfied_below=0.8,
        attitude_above=0.06,
    )


def test_everything_can_be_said_otherwise() -> None:
    told = policy(
        upset=["complaints"],
        alarms={"satisfied_below": "90%", "attitude_above": "2.5%"},
        bot={"after": "15m", "pause": "30d"},
    )
    assert told.upset == {"complaints"}
    assert told.satisfied_below == pytest.approx(0.9)
    assert told.attitude_above == pytest.approx(0.025)
    assert (told.bot_after, told.bot_pause) == (timedelta(minutes=15), timedelta(days=30))


@pytest.mark.parametrize(
    ("rates", "alarms"),
    [
        (Rates(satisfied=8, neutral=2), Alarms(satisfied=False, attitude=False)),
        (Rates(satisfied=79, neutral=21), Alarms(satisfied=True, attitude=False)),
        (Rates(satisfied=900, neutral=100, attitude=6), Alarms(satisfied=False, attitude=False)),
        (Rates(satisfied=900, neutral=100, attitude=7), Alarms(satisfied=False, attitude=True)),
        (Rates(invited=9), Alarms(satisfied=False, attitude=False)),
    ],
)
def test_a_rate_is_alarming_beyond_its_bound_only(rates: Rates, alarms: Alarms) -> None:
    assert alarms_of(policy(), rates) == alarms
