"""The repository of what customers say of the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.core.ratings import Rates, Rating, Solver


class Ratings(Protocol):
    """Invitations to rate, and what came of them. No case is ever asked about twice."""

    def invite(
        self, conversation_id: int, case_id: int | None, *, now: datetime, expires_at: datetime
    ) -> Rating | None:
        """Ask about a case, whose assignee solved it, or about what the bot solved; None when it was asked before."""
        ...

    def get(self, rating_id: int) -> Rating:
        """The rating, locked until the transaction ends. Raises NotFound."""
        ...

    def save(self, rating: Rating) -> None:
        """Keep what the customer said. Raises NotFound."""
        ...

    def of_case(self, case_id: int) -> Rating | None:
        """What was asked about the case; None when nothing was."""
        ...

    def given(self, *, since: datetime, until: datetime, after: int = 0, limit: int = 200) -> list[Rating]:
        """The ratings given of those asked for from `since` to before `until`, oldest first, from after that id."""
        ...

    def rates(self, *, since: datetime, until: datetime) -> Mapping[Solver, Rates]:
        """The same in numbers, for each who solved anything."""
        ...
