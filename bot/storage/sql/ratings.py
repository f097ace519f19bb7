"""What customers say of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, case, func, select, update

from bot.core.errors import NotFound
from bot.core.ratings import Rates, Rating, Satisfaction, Solver
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, cases, ratings
from bot.storage.sql.statements import AnyRow, insert_into

_R = ratings.c
_COLUMNS = tuple(field.name for field in fields(Rating) if field.name != "agent")
_SELECT = select(*(_R[name] for name in _COLUMNS), *AGENT_COLUMNS).outerjoin(agents, agents.c.id == _R.agent_id)
_SAID = ("satisfaction", "cause", "attitude", "words", "rated_at")


def _rating_from(row: AnyRow) -> Rating:
    return Rating(**{name: getattr(row, name) for name in _COLUMNS}, agent=agent_from(row))


@dataclass(frozen=True, slots=True)
class SqlRatings:
    """See `bot.core.ports.Ratings`."""

    connection: Connection

    def invite(
        self, conversation_id: int, case_id: int | None, *, now: datetime, expires_at: datetime
    ) -> Rating | None:
        """Ask about a case, whose assignee solved it, or about what the bot solved; None when it was asked before."""
        solved_by = select(cases.c.assignee_id).where(cases.c.id == case_id)
        row = {
            "conversation_id": conversation_id,
            "case_id": case_id,
            "solver": Solver.BOT if case_id is None else Solver.AGENT,
            "agent_id": None if case_id is None else self.connection.scalar(solved_by),
            "invited_at": now,
            "expires_at": expires_at,
            "cause": "",
            "attitude": False,
            "words": "",
        }
        insert_new = insert_into(self.connection, ratings).values(row)
        once = insert_new.on_conflict_do_nothing(index_elements=[_R.case_id]).returning(_R.id)
        made = self.connection.scalar(once)
        return None if made is None else self.get(made)

    def get(self, rating_id: int) -> Rating:
        """The rating, locked until the transaction ends. Raises NotFound."""
        query = _SELECT.where(_R.id == rating_id).with_for_update(of=ratings)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            message = f"there is no rating {rating_id}"
            raise NotFound(message)
        return _rating_from(row)

    def save(self, rating: Rating) -> None:
        """Keep what the customer said. Raises NotFound."""
        said = {name: getattr(rating, name) for name in _SAID}
        if self.connection.execute(update(ratings).where(_R.id == rating.id).values(said)).rowcount == 0:
            self.get(rating.id)

    def of_case(self, case_id: int) -> Rating | None:
        """What was asked about the case; None when nothing was."""
        row = self.connection.execute(_SELECT.where(_R.case_id == case_id)).one_or_none()
        return _rating_from(row) if row is not None else None

    def given(self, *, since: datetime, until: datetime, after: int = 0, limit: int = 200) -> list[Rating]:
        """The ratings given of those asked for in this span, oldest first."""
        asked = _R.invited_at >= since, _R.invited_at < until, _R.satisfaction.is_not(None), _R.id > after
        rows = self.connection.execute(_SELECT.where(*asked).order_by(_R.id).limit(limit))
        return [_rating_from(row) for row in rows]

    def rates(self, *, since: datetime, until: datetime) -> Mapping[Solver, Rates]:
        """The same in numbers."""
        said = [
            func.count(case((_R.satisfaction == one, 1)))
            for one in (Satisfaction.SATISFIED, Satisfaction.NEUTRAL, Satisfaction.DISAPPOINTED)
        ]
        query = (
            select(_R.solver, *said, func.count(case((_R.attitude, 1))), func.count())
            .where(_R.invited_at >= since, _R.invited_at < until)
            .group_by(_R.solver)
        )
        return {
            row[0]: Rates(satisfied=row[1], neutral=row[2], disappointed=row[3], attitude=row[4], invited=row[5])
            for row in self.connection.execute(query)
        }
