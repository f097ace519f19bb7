"""How often one visitor may do something, so that a flood costs the visitor and not the shop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_MAX_KEYS: Final = 10_000


@dataclass(slots=True, kw_only=True)
class RateLimit:
    """A token bucket per key: `burst` at once, then `per_second`. Full buckets are forgotten."""

    per_second: float
    burst: int
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, key: str, *, now: float) -> float:
        """Take one token and return 0, or return the seconds until there is one. `now` in seconds, monotonic."""
        left = self._left(key, now)
        if left < 1:
            return (1 - left) / self.per_second
        self._make_room(now)
        self._buckets[key] = (left - 1, now)
        return 0.0

    def give_back(self, key: str, *, now: float) -> None:
        """Undo a `take`: what the token was for did no harm."""
        self._buckets[key] = (min(self.burst, self._left(key, now) + 1), now)

    def _left(self, key: str, now: float) -> float:
        left, then = self._buckets.get(key, (float(self.burst), now))
        return min(self.burst, left + (now - then) * self.per_second)

    def _make_room(self, now: float) -> None:
        if len(self._buckets) < _MAX_KEYS:
            return
        refilled = [key for key in self._buckets if self._left(key, now) >= self.burst]
        for key in refilled or list(self._buckets)[: _MAX_KEYS // 10]:
            del self._buckets[key]
