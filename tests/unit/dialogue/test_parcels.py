"""What a loss is judged by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.orders import Order
from bot.core.tasks import Arranged, TaskKind
from bot.dialogue.parcels import is_silent, searched_by
from bot.dialogue.rehearsal import NOW


def test_of_several_things_asked_of_the_courier_the_search_counts() -> None:
    recall = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0002", about="recall")
    search = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0001", about="stuck")
    assert searched_by((recall, search)) == "T0001"
    assert searched_by((recall,)) is None


@pytest.mark.parametrize(("hours", "silent"), [(48, False), (49, True)])
def test_a_parcel_without_a_scan_is_silent_from_the_hour_after_the_shops_limit(
    order: Callable[..., Order], hours: int, silent: bool
) -> None:
    sent = order("A1", "shipped", shipped_at=NOW - timedelta(hours=hours))
    assert is_silent(sent, {"shipping": {"stuck_hours": 48}}, NOW) is silent


def test_a_shop_without_a_limit_has_no_silent_parcels(order: Callable[..., Order]) -> None:
    assert not is_silent(order("A1", "shipped", shipped_at=NOW - timedelta(days=30)), {}, NOW)
