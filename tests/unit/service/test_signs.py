"""What the two ends of a conversation see of each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.roles import Agent, Role
from bot.service.signs import LASTS, Sign, Signs

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANN = Agent(id=1, login="ann", name="安", role=Role.AFTER_SALE)


def test_a_customer_who_writes_is_seen_for_some_seconds_and_not_after_sending() -> None:
    signs = Signs()
    assert signs.customer_writes(7, now=NOW)
    assert signs.of(7).customer_writes(NOW + LASTS - SECOND)
    assert not signs.of(7).customer_writes(NOW + LASTS)
    signs.customer_wrote(7)
    assert not signs.of(7).customer_writes(NOW)
    assert not signs.of(8).customer_writes(NOW)


def test_a_sign_right_after_the_one_before_is_no_news() -> None:
    signs = Signs()
    assert [signs.customer_writes(7, now=NOW + at * SECOND) for at in (0, 1, 2, 3)] == [True, False, False, True]


def test_reading_goes_forward_only() -> None:
    signs = Signs()
    assert [signs.customer_read(7, seq) for seq in (3, 3, 2, 5)] == [True, False, False, True]
    assert signs.of(7).read == 5


def test_an_agent_who_writes_is_seen_until_the_answer_is_sent() -> None:
    signs = Signs()
    signs.agent_writes(7, ANN, now=NOW)
    assert signs.of(7).writer(NOW + SECOND) == ANN
    assert signs.of(7).writer(NOW + LASTS) is None
    signs.agent_wrote(7)
    assert signs.of(7).writer(NOW) is None


def test_of_very_many_conversations_the_oldest_are_forgotten() -> None:
    signs = Signs()
    for number in range(2001):
        signs.customer_read(number, 1)
    assert signs.of(0) == Sign()
    assert signs.of(2000).read == 1
