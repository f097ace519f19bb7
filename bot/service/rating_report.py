"""The ratings of a month, for supervisors: each one, and the two rates with their alarms, people and bot apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.ports import Clock, Store, UnitOfWork
from bot.core.ratings import Rates, Rating, Solver
from bot.core.roles import Agent
from bot.desk.permissions import Act, require
from bot.dialogue.hours import zone_of
from bot.scripts.book import ScriptBook
from bot.scripts.engine_replies import CAUSE_SLOT
from bot.scripts.rating_policy import Alarms, alarms_of, rating_policy

_NO_ALARM: Final = Alarms(satisfied=False, attitude=False)
_LONGER_THAN_A_MONTH: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How one of the two did, and what somebody should look at."""

    rates: Rates
    alarms: Alarms


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReport:
    """What was asked in one month of the shop's calendar.

    Attributes:
        month: its first day.
        solvers: how people did, and how the bot did; zeros where nobody was asked.
        ratings: a page of those that were given, oldest first.
        causes: id → title of every cause the scripts offer, in the shop's own language.
    """

    month: date
    solvers: Mapping[Solver, Measured]
    ratings: tuple[Rating, ...]
    causes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReports:
    """Reads them."""

    store: Store
    clock: Clock
    book: Callable[[], ScriptBook]

    async def of_month(
        self, agent: Agent, month: date | None = None, *, after: int = 0, limit: int = 200
    ) -> RatingReport:
        """The month with this first day, or the one that it is now. Raises NotAllowed."""
        require(agent, Act.RATINGS)
        book = self.book()
        first = month or self.clock().astimezone(zone_of(book.shop)).date().replace(day=1)
        since, until = _span(book, first)

        def query(uow: UnitOfWork) -> RatingReport:
            found = uow.ratings.rates(since=since, until=until)
            return RatingReport(
                month=first,
                solvers={solver: _measured(book, found.get(solver, Rates())) for solver in Solver},
                ratings=tuple(uow.ratings.given(since=since, until=until, after=after, limit=limit)),
                causes=cause_titles(book),
            )

        return await self.store.read(query)


def cause_titles(book: ScriptBook, language: str = "") -> Mapping[str, str]:
    """Id → title of every cause the scripts offer, in this language if they speak it, else in the shop's own."""
    pack = book.packs.get(language) or book.packs[book.default_language]
    slot = pack.slots.get(CAUSE_SLOT)
    return {option.id: option.title for option in slot.options} if slot is not None else {}


def _measured(book: ScriptBook, rates: Rates) -> Measured:
    policy = rating_policy(book.shop)
    return Measured(rates=rates, alarms=alarms_of(policy, rates) if policy is not None else _NO_ALARM)


def _span(book: ScriptBook, first: date) -> tuple[datetime, datetime]:
    """From the first moment of the month to that of the next one, in the shop's zone."""
    following = (first + _LONGER_THAN_A_MONTH).replace(day=1)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone_of(book.shop)) for day in (first, following))
    return begin, end
