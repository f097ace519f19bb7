"""What is on today: promotions have a first and a last day, and one that is over is never told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.core.conversation import JsonValue
from bot.dialogue.hours import zone_of


def current_promotions(shop: Mapping[str, JsonValue], now: datetime) -> list[dict[str, object]]:
    """The promotions of shop.yaml whose days include today in the shop's zone, in the order they stand there.

    `from` and `until` are days; a key that one promotion has and another leaves out is None there.
    """
    listed = shop.get("promotions")
    today = now.astimezone(zone_of(shop)).date()
    known = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    keys = dict.fromkeys(key for one in known for key in one)
    return [
        {**dict.fromkeys(keys), **one, "from": first, "until": last}
        for one in known
        for first, last in [(_day(one["from"]), _day(one["until"]))]
        if first <= today <= last
    ]


def _day(value: JsonValue) -> date:
    return date.fromisoformat(str(value))
