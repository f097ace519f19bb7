"""Whose queue a case goes to, and the silence ladder, as shop.yaml says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.roles import Role
from bot.scripts.desk_policy import Matter, Route, SilencePolicy, route, routes_of, schedule_of, silence_of

SHOP: dict[str, Any] = {
    "timezone": "Asia/Shanghai",
    "desk": {
        "routing": [
            {"to": "supervisor", "reason": "sensitive"},
            {"to": "warehouse", "topic": ["shipping", "orders"], "order": "printed"},
            {"to": "pre_sale", "order": ["none", "unpaid"], "language": "zh"},
            {"to": "supervisor", "tier": "key"},
            {"to": "after_sale"},
        ],
        "silence": {"remind": "3m", "supervisor": "1h"},
    },
}


@pytest.mark.parametrize(
    ("matter", "role"),
    [
        (Matter(reason="sensitive", order="printed", topic="shipping"), Role.SUPERVISOR),
        (Matter(topic="orders", order="printed"), Role.WAREHOUSE),
        (Matter(topic="orders", order="shipped"), Role.AFTER_SALE),
        (Matter(language="zh"), Role.PRE_SALE),
        (Matter(language="en"), Role.AFTER_SALE),
        (Matter(language="zh", order="signed", tier="key"), Role.SUPERVISOR),
    ],
)
def test_the_first_line_that_fits_decides(matter: Matter, role: Role) -> None:
    assert route(matter, routes_of(SHOP)) is role


def test_a_shop_without_routing_has_one_queue() -> None:
    assert route(Matter(reason="sensitive"), routes_of({})) is Role.AFTER_SALE


def test_what_a_line_leaves_out_may_be_anything() -> None:
    assert Route(to=Role.PRE_SALE).fits(Matter())
    assert Route(to=Role.PRE_SALE, intent=frozenset({"price_ask"})).fits(Matter(intent="price_ask", tier="key"))
    assert not Route(to=Role.PRE_SALE, intent=frozenset({"price_ask"})).fits(Matter())


def test_a_step_of_the_ladder_that_is_left_out_is_never_taken() -> None:
    assert silence_of(SHOP) == SilencePolicy(remind=timedelta(minutes=3), supervisor=timedelta(hours=1))
    assert silence_of({}) == SilencePolicy()


def test_a_shop_without_hours_is_always_open() -> None:
    assert schedule_of({}).always
    schedule = schedule_of({**SHOP, "hours": {"days": ["mon", "sun"], "open": "09:00", "close": "22:00"}})
    assert (schedule.days, schedule.opens.hour, schedule.closes.hour) == (frozenset({0, 6}), 9, 22)
