"""The ratings of a talk on trial: what the shell keeps of them in production."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.core.actions import Rate
from bot.core.conversation import JsonValue
from bot.core.events import Rated, TimerFired
from bot.core.ratings import Fate, Rating, Solver, rated
from bot.core.timers import TimerKind
from bot.scripts.rating_policy import rating_policy

_LIFE: Final = timedelta(days=3)
"""For a shop that asks nobody, whose sentences are tried all the same."""


class RehearsedRatings:
    """Ratings, numbered from 1."""

    def __init__(self, shop: Mapping[str, JsonValue]) -> None:
        policy = rating_policy(shop)
        self._life = policy.life if policy is not None else _LIFE
        self._kept: dict[int, Rating] = {}

    def invite(self, now: datetime, *, solver: Solver = Solver.AGENT) -> TimerFired:
        """The customer is to be asked about what was solved."""
        number = len(self._kept) + 1
        self._kept[number] = Rating(
            id=number,
            conversation_id=0,
            case_id=number if solver is Solver.AGENT else None,
            solver=solver,
            invited_at=now,
            expires_at=now + self._life,
        )
        return TimerFired(kind=TimerKind.RATING, args={"rating": number, "solver": solver.value})

    def rate(self, action: Rate, now: datetime) -> Rated:
        """Keep what the customer says."""
        known = self._kept.get(action.rating_id)
        if known is None:
            return Rated(fate=Fate.LATE, quiet=action.quiet)
        after, fate = rated(known, action.said, now=now)
        self._kept[known.id] = after
        return Rated(fate=fate, rating=after, quiet=action.quiet)
