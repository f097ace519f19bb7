"""What shop.yaml says about writing to customers unasked, and about an order system that does not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.conversation import JsonValue
from bot.core.timers import OUTREACH, TimerKind
from bot.dialogue.hours import zone_of
from bot.scripts.spans import span_of

_LIMIT: Final = timedelta(seconds=3)
_RETRY: Final = (timedelta(seconds=30), timedelta(minutes=2))
"""For a shop that says nothing about it: long enough for a slow system, short enough for somebody who waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRules:
    """Section `outreach` of shop.yaml. A shop without it sends nothing unasked.

    Attributes:
        zone: of the shop; days and hours are its own.
        per_day: messages to one customer in a day; 0 is none.
        apart: what lies between two messages that only ask how it is, whatever order each is about.
        silence: nothing is sent before the customer has been silent for so long.
        quiet: hours in which nothing is sent, from and until; over midnight when `until` is the earlier one.
        after: each kind that is sent, with how long after its occasion, once or several times.
        topics: topics in which a question shows that somebody thinks of buying.
        pause: how long after a nudge the same customer gets no other.
    """

    zone: ZoneInfo
    per_day: int = 0
    apart: timedelta = timedelta()
    silence: timedelta = timedelta()
    quiet: tuple[time, time] | None = None
    after: Mapping[TimerKind, tuple[timedelta, ...]] = field(default_factory=lambda: MappingProxyType({}))
    topics: frozenset[str] = frozenset()
    pause: timedelta = timedelta()

    def quiet_until(self, now: datetime) -> datetime | None:
        """When the quiet hours end that it is in now; None outside of them."""
        if self.quiet is None:
            return None
        begin, until = self.quiet
        local = now.astimezone(self.zone)
        over_midnight = until <= begin
        for start in (local.date() - timedelta(days=1), local.date()):
            opens = datetime.combine(start, begin, tzinfo=self.zone)
            closes = datetime.combine(start + timedelta(days=over_midnight), until, tzinfo=self.zone)
            if opens <= local < closes:
                return closes
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSourceRules:
    """Section `order_source` of shop.yaml: how long a look-up may take, and when it is tried again."""

    limit: timedelta = _LIMIT
    retry: tuple[timedelta, ...] = _RETRY


def outreach_rules(shop: Mapping[str, JsonValue]) -> OutreachRules:
    """The rules that shop.yaml, checked before, gives."""
    zone = zone_of(shop)
    table = shop.get("outreach")
    if not isinstance(table, Mapping):
        return OutreachRules(zone=zone)
    nudge = table.get("nudge")
    nudge = nudge if isinstance(nudge, Mapping) else {}
    topics = nudge.get("topics", [])
    per_day = table.get("per_day")
    return OutreachRules(
        zone=zone,
        per_day=per_day if isinstance(per_day, int) else 0,
        apart=_span(table.get("apart")),
        silence=_span(table.get("silence")),
        quiet=_quiet(table.get("quiet")),
        after=MappingProxyType({kind: after for kind in OUTREACH if (after := _after(table.get(kind)))}),
        topics=frozenset(map(str, topics if isinstance(topics, list) else [topics])),
        pause=_span(nudge.get("pause")),
    )


def order_source_rules(shop: Mapping[str, JsonValue]) -> OrderSourceRules:
    """The rules that shop.yaml, checked before, gives."""
    table = shop.get("order_source")
    if not isinstance(table, Mapping):
        return OrderSourceRules()
    return OrderSourceRules(limit=_span(table.get("limit")), retry=_spans(table.get("retry")))


def _after(kind: JsonValue) -> tuple[timedelta, ...]:
    """The spans of a kind; none when it is left out or switched off."""
    if not isinstance(kind, Mapping) or kind.get("enabled") is False:
        return ()
    return _spans(kind.get("after"))


def _spans(value: JsonValue) -> tuple[timedelta, ...]:
    return tuple(span_of(str(one)) for one in (value if isinstance(value, list) else [value]))


def _span(value: JsonValue) -> timedelta:
    return span_of(value) if isinstance(value, str) else timedelta()


def _quiet(value: JsonValue) -> tuple[time, time] | None:
    if not isinstance(value, Mapping):
        return None
    return time.fromisoformat(str(value["from"])), time.fromisoformat(str(value["until"]))
