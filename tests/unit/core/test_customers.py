from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.customers import Customer, described, reached, tagged
from bot.core.timers import TimerKind

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
NOBODY = Customer(conversation_id=1)


def test_tags_are_kept_once_each_the_newest_last_and_the_oldest_give_way() -> None:
    customer = NOBODY
    for number in range(21):
        customer = tagged(customer, f"标签{number}")
    customer = tagged(customer, " 标签5 ")
    assert len(customer.tags) == 20
    assert (customer.tags[0], customer.tags[-1], customer.tags.count("标签5")) == ("标签1", "标签5", 1)


def test_an_empty_tag_changes_nothing_and_a_long_one_is_cut() -> None:
    assert tagged(NOBODY, "  ") is NOBODY
    assert tagged(NOBODY, "长" * 99).tags == ("长" * 40,)


def test_the_last_note_on_temperament_counts() -> None:
    customer = described(described(NOBODY, "急"), " 讲道理 ")
    assert customer.temperament == "讲道理"
    assert described(customer, "长" * 999).temperament == "长" * 200


def test_what_was_sent_is_remembered_for_a_month() -> None:
    before = reached(NOBODY, TimerKind.SHIPPED, NOW - timedelta(days=31))
    now = reached(before, TimerKind.NUDGE, NOW)
    assert [(one.kind, one.at) for one in now.reached] == [(TimerKind.NUDGE, NOW)]
