from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import RateLimit


def test_a_burst_passes_and_the_next_one_is_told_how_long_to_wait() -> None:
    limit = RateLimit(per_second=0.5, burst=3)

    waits = [limit.take("v", now=10.0) for _ in range(4)]

    assert waits == [0.0, 0.0, 0.0, 2.0]


def test_waiting_as_long_as_told_is_enough() -> None:
    limit = RateLimit(per_second=0.5, burst=1)
    limit.take("v", now=0.0)

    wait = limit.take("v", now=0.5)

    assert limit.take("v", now=0.5 + wait) == 0.0


def test_one_visitor_does_not_use_up_anothers_share() -> None:
    limit = RateLimit(per_second=1.0, burst=1)
    limit.take("loud", now=0.0)

    assert limit.take("quiet", now=0.0) == 0.0


def test_a_refused_try_costs_nothing() -> None:
    limit = RateLimit(per_second=1.0, burst=1)
    limit.take("v", now=0.0)
    for _ in range(50):
        limit.take("v", now=0.1)

    assert limit.take("v", now=1.0) == 0.0


def test_memory_stays_bounded_under_a_flood_of_names() -> None:
    limit = RateLimit(per_second=0.001, burst=1)

    for number in range(25_000):
        limit.take(str(number), now=0.0)

    assert len(limit._buckets) <= 10_000


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_never_more_than_the_burst_and_what_time_has_added(steps: list[float]) -> None:
    limit, now, passed = RateLimit(per_second=2.0, burst=5), 0.0, 0
    for step in steps:
        now += step
        passed += limit.take("v", now=now) == 0.0

    assert passed <= 5 + 2 * now + 1e-6


def test_a_token_given_back_can_be_taken_again_and_never_more_than_a_burst() -> None:
    limit = RateLimit(per_second=0.1, burst=1)
    limit.take("v", now=0.0)
    limit.give_back("v", now=0.0)
    limit.give_back("v", now=0.0)

    assert [limit.take("v", now=0.0) for _ in range(2)] == [0.0, 10.0]
