"""Telegram's limits as arithmetic: whatever is asked for, no window ever holds more than it may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pacing import Lane, Limits, Pacing, Ticket, Window, first_of

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
GROUP, CUSTOMER = -100, 5001
NUMBERS = count()


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def seconds(length: timedelta) -> float:
    return length.total_seconds()


def ticket(lane: Lane, *, chat: int = GROUP, since: float = 0, weight: int = 1) -> Ticket:
    return Ticket(chat_id=chat, lane=lane, number=next(NUMBERS), since=at(since), weight=weight)


def test_a_group_takes_twenty_calls_and_then_one_for_each_that_is_a_minute_old() -> None:
    pacing = Pacing()
    for number in range(20):
        assert seconds(pacing.wait(GROUP, at(number))) == 0
        pacing.spend(GROUP, at(number))
    assert seconds(pacing.wait(GROUP, at(20))) == 41
    assert seconds(pacing.wait(GROUP, at(61))) == 0
    pacing.spend(GROUP, at(61))
    assert seconds(pacing.wait(GROUP, at(61))) == 1


def test_an_album_waits_until_all_of_it_fits() -> None:
    pacing = Pacing()
    for number in range(15):
        pacing.spend(GROUP, at(number))
    assert seconds(pacing.wait(GROUP, at(15), weight=5)) == 0
    assert seconds(pacing.wait(GROUP, at(15), weight=10)) == 61 + 4 - 15


def test_what_is_larger_than_the_limit_goes_when_the_window_is_empty() -> None:
    pacing = Pacing()
    pacing.spend(GROUP, NOW)
    assert seconds(pacing.wait(GROUP, at(1), weight=25)) == 60
    assert seconds(pacing.wait(GROUP, at(61), weight=25)) == 0


def test_one_group_does_not_wait_for_another_and_customers_for_none() -> None:
    pacing = Pacing()
    pacing.spend(GROUP, NOW, weight=20)
    assert seconds(pacing.wait(-200, at(2))) == 0
    assert seconds(pacing.wait(CUSTOMER, at(2))) == 0


def test_thirty_calls_a_second_over_all() -> None:
    pacing = Pacing()
    for chat in range(30):
        pacing.spend(chat + 1, NOW)
    assert seconds(pacing.wait(99, at(0.25))) == 0.75


def test_a_private_chat_rests_a_second_after_a_message() -> None:
    pacing = Pacing()
    pacing.rest(CUSTOMER, NOW)
    assert seconds(pacing.pause(CUSTOMER, at(0.5))) == 0.5
    assert seconds(pacing.pause(CUSTOMER, at(1))) == 0
    assert seconds(pacing.pause(CUSTOMER + 1, at(0))) == 0


def test_a_429_of_one_chat_makes_that_chat_wait_and_no_other() -> None:
    pacing = Pacing()
    pacing.refused(CUSTOMER, timedelta(seconds=30), NOW)
    assert seconds(pacing.wait(CUSTOMER, at(10))) == 20
    assert seconds(pacing.wait(CUSTOMER + 1, at(10))) == 0


def test_two_customers_refused_at_the_same_time_mean_the_bot_so_everything_waits() -> None:
    pacing = Pacing()
    pacing.refused(CUSTOMER, timedelta(seconds=30), NOW)
    pacing.refused(CUSTOMER + 1, timedelta(seconds=10), at(1))
    assert seconds(pacing.wait(CUSTOMER + 2, at(1))) == 10
    assert seconds(pacing.wait(GROUP, at(1))) == 10
    assert seconds(pacing.wait(CUSTOMER + 2, at(11))) == 0


def test_a_group_and_a_customer_refused_at_the_same_time_mean_each_itself() -> None:
    pacing = Pacing()
    pacing.refused(GROUP, timedelta(seconds=40), NOW)
    pacing.refused(CUSTOMER, timedelta(seconds=10), NOW)
    assert seconds(pacing.wait(CUSTOMER + 1, NOW)) == 0


def test_a_later_and_shorter_429_does_not_shorten_the_wait() -> None:
    pacing = Pacing()
    pacing.refused(CUSTOMER, timedelta(seconds=30), NOW)
    pacing.refused(CUSTOMER, timedelta(seconds=3), at(1))
    assert seconds(pacing.pause(CUSTOMER, at(1))) == 29


def test_a_call_that_was_not_made_does_not_count() -> None:
    pacing = Pacing(limits=Limits(group_calls=1))
    pacing.spend(GROUP, NOW)
    pacing.give_back(GROUP, weight=1)
    assert seconds(pacing.wait(GROUP, NOW)) == 0


def test_chats_that_rested_are_forgotten() -> None:
    pacing = Pacing()
    for chat in range(1, 5000):
        pacing.rest(chat, at(chat))
    assert len(pacing._paused) <= 1001


def test_a_customer_goes_before_everything_the_desk_does() -> None:
    waiting = [ticket(Lane.ANSWER), ticket(Lane.MIRROR), ticket(Lane.CUSTOMER, chat=CUSTOMER, since=50)]
    assert first_of(waiting, frozenset(), Pacing(), at(60))[0] == waiting[2]


@pytest.mark.parametrize(
    ("waited", "first"), [(0, Lane.MIRROR), (11, Lane.MIRROR), (13, Lane.CARD)], ids=["fresh", "a while", "too long"]
)
def test_a_card_lets_messages_go_first_but_not_for_ever(waited: float, first: Lane) -> None:
    waiting = [ticket(Lane.CARD), ticket(Lane.MIRROR, since=waited)]
    chosen, _ = first_of(waiting, frozenset(), Pacing(), at(waited))
    assert chosen is not None
    assert chosen.lane is first


def test_what_has_all_the_time_goes_only_when_nothing_else_waits() -> None:
    waiting = [ticket(Lane.SPARE), ticket(Lane.CARD, since=900)]
    assert first_of(waiting, frozenset(), Pacing(), at(900))[0] == waiting[1]


def test_a_small_call_does_not_slip_past_a_large_one_of_its_chat() -> None:
    pacing = Pacing()
    pacing.spend(GROUP, NOW, weight=15)
    waiting = [ticket(Lane.MIRROR, weight=10), ticket(Lane.MIRROR, since=1)]
    assert first_of(waiting, frozenset(), pacing, at(1)) == (None, timedelta(seconds=60))


def test_who_waits_for_a_busy_chat_is_passed_over() -> None:
    waiting = [ticket(Lane.ANSWER), ticket(Lane.SPARE, chat=-200)]
    assert first_of(waiting, frozenset({GROUP}), Pacing(), NOW)[0] == waiting[1]
    assert first_of(waiting[:1], frozenset({GROUP}), Pacing(), NOW) == (None, None)


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 10)), min_size=1, max_size=60))
def test_no_window_ever_holds_more_than_its_limit(asked: list[tuple[float, int]]) -> None:
    window, now, made = Window(20, timedelta(seconds=60)), NOW, []
    for pause, weight in asked:
        now += timedelta(seconds=pause)
        now += window.wait(weight, now)
        assert window.wait(weight, now) <= timedelta(0)
        window.spend(weight, now)
        made += [now] * weight
    for start in made:
        assert sum(start <= each < start + timedelta(seconds=60) for each in made) <= 20
