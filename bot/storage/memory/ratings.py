"""What customers say of the service, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.errors import NotFound
from bot.core.ratings import Rates, Rating, Solver, rates_of
from bot.storage.memory.tables import Tables, known_agent
from bot.storage.memory.talk import MemoryConversations
from bot.storage.values import document, utc


@dataclass(frozen=True, slots=True)
class MemoryRatings:
    """See `bot.core.ports.Ratings`."""

    tables: Tables

    def invite(
        self, conversation_id: int, case_id: int | None, *, now: datetime, expires_at: datetime
    ) -> Rating | None:
        """Ask about a case, whose assignee solved it, or about what the bot solved; None when it was asked before."""
        MemoryConversations(self.tables).get(conversation_id)
        if case_id is not None and self.of_case(case_id) is not None:
            return None
        rating = Rating(
            id=self.tables.ratings.next_id(),
            conversation_id=conversation_id,
            case_id=case_id,
            solver=Solver.BOT if case_id is None else Solver.AGENT,
            agent=None if case_id is None else self.tables.cases[case_id].assignee,
            invited_at=utc(now),
            expires_at=utc(expires_at),
        )
        self.tables.ratings[rating.id] = document(Rating).detach(rating)
        return self._view(rating)

    def get(self, rating_id: int) -> Rating:
        """Raises NotFound."""
        if rating_id not in self.tables.ratings:
            message = f"there is no rating {rating_id}"
            raise NotFound(message)
        return self._view(self.tables.ratings[rating_id])

    def save(self, rating: Rating) -> None:
        """Keep what the customer said. Raises NotFound."""
        known = self.get(rating.id)
        said = replace(
            known,
            satisfaction=rating.satisfaction,
            cause=rating.cause,
            attitude=rating.attitude,
            words=rating.words,
            rated_at=utc(rating.rated_at) if rating.rated_at else None,
        )
        self.tables.ratings[rating.id] = said

    def of_case(self, case_id: int) -> Rating | None:
        """What was asked about the case."""
        return next((self._view(one) for one in self.tables.ratings.values() if one.case_id == case_id), None)

    def given(self, *, since: datetime, until: datetime, after: int = 0, limit: int = 200) -> list[Rating]:
        """The ratings given of those asked for in this span, oldest first."""
        found = sorted(self._asked(since, until), key=lambda rating: rating.id)
        return [self._view(one) for one in found if one.satisfaction is not None and one.id > after][:limit]

    def rates(self, *, since: datetime, until: datetime) -> Mapping[Solver, Rates]:
        """The same in numbers."""
        asked = list(self._asked(since, until))
        return {
            solver: rates_of(one for one in asked if one.solver is solver) for solver in {one.solver for one in asked}
        }

    def _asked(self, since: datetime, until: datetime) -> Iterator[Rating]:
        return (one for one in self.tables.ratings.values() if utc(since) <= one.invited_at < utc(until))

    def _view(self, rating: Rating) -> Rating:
        return replace(rating, agent=known_agent(self.tables, rating.agent))
