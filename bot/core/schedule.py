"""Opening hours as arithmetic: are people there, when are they next, and when has so much of their time gone by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

_WEEK: Final = 7
_FURTHEST: Final = 60
"""Days looked ahead: a span of opening hours that takes longer is no deadline any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours at one moment.

    Attributes:
        open: whether people are there now.
        next_open: when they are next; None while open, and when the shop has no opening days at all.
    """

    open: bool
    next_open: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When people of the shop are there.

    Attributes:
        zone: in which the times are meant.
        days: weekdays on which it opens, Monday being 0.
        opens: the time of opening.
        closes: the time of closing; one that is not after opening is on the next morning.
        always: whether people are there at any time.
    """

    zone: tzinfo
    days: frozenset[int] = frozenset(range(_WEEK))
    opens: time = time(0)
    closes: time = time(0)
    always: bool = False

    def at(self, now: datetime) -> Hours:
        """Whether it is open now, and when next; `next_open` is in the shop's zone."""
        if self.always:
            return Hours(open=True)
        start, end = next(self._spans(now, _WEEK + 1), (None, None))
        if start is None or end is None:
            return Hours(open=False)
        return Hours(open=True) if start <= now else Hours(open=False, next_open=start.astimezone(self.zone))

    def after(self, begin: datetime, span: timedelta) -> datetime | None:
        """When so much opening time has gone by since then, in UTC; None when that is too far off to matter."""
        if self.always:
            return begin + span
        left = span
        for start, end in self._spans(begin, _FURTHEST):
            begun = max(start, begin).astimezone(UTC)
            if left <= end - begun:
                return begun + left
            left -= end - begun
        return None

    def _spans(self, since: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Opening times that end after then, from that of the day before; in UTC, where no hour of a night is twice."""
        today = since.astimezone(self.zone).date()
        for ahead in range(-1, days):
            day = today + timedelta(days=ahead)
            if day.weekday() in self.days:
                start = datetime.combine(day, self.opens, tzinfo=self.zone)
                end = datetime.combine(day + timedelta(days=self.closes <= self.opens), self.closes, tzinfo=self.zone)
                if since < end.astimezone(UTC):
                    yield start.astimezone(UTC), end.astimezone(UTC)
