"""What a value is in Python and in a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from bot.core.conversation import Owner
from bot.storage.sql.types import Json, UtcTime, Word, microseconds

SQLITE = sqlite.dialect()


@pytest.mark.parametrize(
    "at",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 3, 2, 10, 0, 0, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 3, 2, 18, tzinfo=timezone(timedelta(hours=8))),
    ],
)
def test_an_instant_survives_to_the_microsecond(at: datetime) -> None:
    stored = UtcTime().process_bind_param(at, SQLITE)
    loaded = UtcTime().process_result_value(stored, SQLITE)
    assert loaded == at
    assert loaded is not None
    assert loaded.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-03-02T00:00:00 has no time zone"):
        UtcTime().process_bind_param(datetime(2026, 3, 2), SQLITE)  # noqa: DTZ001 - the mistake under test


def test_spans_count_in_the_unit_of_times() -> None:
    assert microseconds(timedelta(seconds=1.5)) == 1_500_000


def test_a_word_is_a_member_both_ways_and_nothing_else() -> None:
    word = Word(Owner)
    assert word.process_bind_param(Owner.QUEUE, SQLITE) == "queue"
    assert word.process_result_value("queue", SQLITE) is Owner.QUEUE
    with pytest.raises(ValueError, match="nobody"):
        word.process_bind_param("nobody", SQLITE)  # type: ignore[arg-type]  # the mistake under test


def test_a_document_keeps_its_shape() -> None:
    kind = Json[dict[str, Any]](dict[str, Any])
    stored = kind.process_bind_param({"a": [1, None, "中"]}, SQLITE)
    assert stored == '{"a":[1,null,"中"]}'
    assert kind.process_result_value(stored, SQLITE) == {"a": [1, None, "中"]}


def test_nothing_stays_nothing() -> None:
    for kind in (UtcTime(), Word(Owner), Json[dict[str, str]](dict[str, str])):
        assert kind.process_bind_param(None, SQLITE) is None
        assert kind.process_result_value(None, SQLITE) is None
