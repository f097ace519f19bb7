"""What shop.yaml says about people: their opening hours, whose queue a case goes to, and how long a customer waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.conversation import JsonValue
from bot.core.roles import Role
from bot.core.schedule import Schedule
from bot.scripts.spans import span_of

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_ORDER: Final = "none"
"""What a rule writes for a matter that is about no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a handoff is about, as far as it decides who takes it.

    Attributes:
        intent, topic: of what the customer wants; empty when not understood.
        order: how far the order is that it is about, a value of `Fulfilment`; `NO_ORDER` without one.
        tier: of the customer.
        language: of the customer, as the name of a pack.
        reason: why a person is needed, a value of `HandOffReason`.
    """

    intent: str = ""
    topic: str = ""
    order: str = NO_ORDER
    tier: str = ""
    language: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of `desk.routing`: cases of which all that is given holds go to this role; an empty one is any."""

    to: Role
    intent: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    order: frozenset[str] = frozenset()
    tier: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset()
    reason: frozenset[str] = frozenset()

    def fits(self, matter: Matter) -> bool:
        """Whether the matter is one of these."""
        return all(not getattr(self, name) or getattr(matter, name) in getattr(self, name) for name in CONDITIONS)


CONDITIONS: Final = ("intent", "topic", "order", "tier", "language", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class SilencePolicy:
    """`desk.silence`: opening hours that a customer waits before something is done; None is never.

    Attributes:
        remind: who has the case is told.
        requeue: it is taken from them, and waits for anybody.
        supervisor: nobody has it, and the supervisors get it.
    """

    remind: timedelta | None = None
    requeue: timedelta | None = None
    supervisor: timedelta | None = None


def schedule_of(shop: Mapping[str, JsonValue]) -> Schedule:
    """Opening hours by `hours: {days, open, close}`; a shop without them is always open."""
    zone, table = zone_of(shop), shop.get("hours")
    if not isinstance(table, Mapping):
        return Schedule(zone=zone, always=True)
    listed = table.get("days", list(WEEKDAYS))
    days = frozenset(
        WEEKDAYS.index(day) for day in (listed if isinstance(listed, list) else []) if isinstance(day, str)
    )
    return Schedule(zone=zone, days=days, opens=_time(table.get("open")), closes=_time(table.get("close")))


def zone_of(shop: Mapping[str, JsonValue]) -> ZoneInfo:
    """The shop's time zone (`timezone` of shop.yaml, UTC when it has none)."""
    return ZoneInfo(str(shop.get("timezone", "UTC")))


def routes_of(shop: Mapping[str, JsonValue]) -> tuple[Route, ...]:
    """The lines of `desk.routing`, in order."""
    lines = _desk(shop).get("routing")
    return tuple(_route(line) for line in lines if isinstance(line, Mapping)) if isinstance(lines, list) else ()


def route(matter: Matter, routes: Sequence[Route]) -> Role:
    """Whose queue the case goes to: that of the first line that fits; after-sale when none does."""
    return next((line.to for line in routes if line.fits(matter)), Role.AFTER_SALE)


def silence_of(shop: Mapping[str, JsonValue]) -> SilencePolicy:
    """The steps of `desk.silence`; one that is left out is never taken."""
    table = _desk(shop).get("silence")
    steps = table if isinstance(table, Mapping) else {}
    return SilencePolicy(
        **{name: span_of(str(steps[name])) for name in ("remind", "requeue", "supervisor") if name in steps}
    )


def _desk(shop: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    table = shop.get("desk")
    return table if isinstance(table, Mapping) else {}


def _route(line: Mapping[str, JsonValue]) -> Route:
    return Route(to=Role(str(line["to"])), **{name: _words(line.get(name)) for name in CONDITIONS})


def _words(value: JsonValue) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(map(str, value if isinstance(value, list) else [value]))


def _time(value: JsonValue) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else time(0)
