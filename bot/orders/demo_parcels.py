"""The parcels of the demo shop: couriers, tracking numbers in their patterns, and what a courier reports on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.orders import TrackingEvent

_ORIGIN: Final = "义乌市"

# Prefix and how many digits follow it.
_PATTERNS: Final = MappingProxyType(
    {
        "中通快递": ("78", 12),
        "圆通速递": ("YT", 13),
        "顺丰速运": ("SF", 13),
        "韵达快递": ("43", 13),
        "京东快递": ("JDVE", 11),
        "邮政快递包裹": ("98", 11),
    }
)
CARRIERS: Final = tuple(_PATTERNS)


class Way(StrEnum):
    """How a delivery ends."""

    DOOR = "door"
    STATION = "station"
    LOCKER = "locker"
    NOBODY = "nobody"


_LAST: Final = MappingProxyType(
    {
        Way.DOOR: "快件已签收，签收人：本人签收",
        Way.LOCKER: "快件已由小区门口的快递柜代收，请凭取件码取件",
        Way.STATION: "快件已到达社区驿站，请凭取件码及时取件",
        Way.NOBODY: "派送不成功：收件人电话暂时无人接听，明天再次派送",
    }
)
STOPS: Final = 5
"""Events of a whole journey: picked up, sent on, sorted at the destination, out for delivery, delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A parcel's way: when it left, when and at which stop (1 to STOPS) it was seen last."""

    carrier: str
    city: str
    left: datetime
    seen: datetime
    stops: int
    way: Way = Way.DOOR


def tracking_number(carrier: str, seed: int) -> str:
    """A number in the carrier's pattern, always the same for the same seed."""
    prefix, digits = _PATTERNS[carrier]
    return f"{prefix}{seed * 7_919 * 104_729_000_003 % 10**digits:0{digits}d}"


def tracking_events(journey: Journey) -> tuple[TrackingEvent, ...]:
    """The events so far, oldest first, spread evenly between leaving and being seen last."""
    city, carrier = journey.city, journey.carrier
    whole = (
        (_ORIGIN, f"{carrier}已揽收，快件由小满杂货发出"),
        (_ORIGIN, f"快件离开义乌转运中心，下一站{city}转运中心"),
        (city, f"快件到达{city}转运中心"),
        (city, "快件正在派送，派送员会提前联系您，请保持电话畅通"),
        (city, _LAST[journey.way]),
    )
    legs = max(journey.stops - 1, 1)
    step: timedelta = (journey.seen - journey.left) / legs
    return tuple(
        TrackingEvent(at=(journey.left + step * index).replace(second=0, microsecond=0), text=text, place=place)
        for index, (place, text) in enumerate(whole[: journey.stops])
    )
