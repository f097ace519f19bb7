from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.conversation import JsonValue
from bot.dialogue.promotions import current_promotions

SHOP: dict[str, JsonValue] = {
    "timezone": "Asia/Shanghai",
    "promotions": [
        {"title": "双十一", "from": "2026-11-01", "until": "2026-11-11", "text": "满减"},
        {"title": "年货节", "from": "2026-11-11", "until": "2026-11-30"},
    ],
}


@pytest.mark.parametrize(
    ("now", "titles"),
    [
        ("2026-10-31T23:59:59", []),
        ("2026-11-01T00:00:00", ["双十一"]),
        ("2026-11-11T23:59:59", ["双十一", "年货节"]),
        ("2026-11-12T00:00:00", ["年货节"]),
        ("2026-12-01T00:00:00", []),
    ],
)
def test_a_promotion_is_told_from_its_first_to_its_last_day_in_the_shops_zone(now: str, titles: list[str]) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert [one["title"] for one in current_promotions(SHOP, moment)] == titles


def test_its_days_are_days_and_what_another_one_has_is_none_here() -> None:
    [one] = current_promotions(SHOP, datetime(2026, 11, 20, tzinfo=ZoneInfo("UTC")))
    assert (one["from"], one["until"], one["text"]) == (date(2026, 11, 11), date(2026, 11, 30), None)


def test_a_shop_without_promotions_has_none_on() -> None:
    assert current_promotions({"timezone": "UTC"}, datetime(2026, 11, 20, tzinfo=ZoneInfo("UTC"))) == []
