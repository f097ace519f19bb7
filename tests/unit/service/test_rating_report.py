"""The ratings of a month of the shop's calendar, for supervisors."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotAllowed
from bot.core.ratings import Rates, Said, Satisfaction, Solver, rated
from bot.core.roles import Role
from bot.service.rating_report import RatingReports, cause_titles

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from bot.core.ratings import Rating
    from bot.core.roles import Agent
    from tests.unit.service.conftest import World

NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)
"""Midnight in the shop."""


def reports(world: World) -> RatingReports:
    return RatingReports(store=world.store, clock=world.clock, book=lambda: world.book)


@pytest.fixture
async def boss(world: World) -> Agent:
    return await world.agent("boss", Role.SUPERVISOR)


async def give(world: World, at: datetime, satisfaction: Satisfaction) -> Rating:
    conversation = await world.conversation()

    def use_case(uow: UnitOfWork) -> Rating:
        asked = uow.ratings.invite(conversation.id, None, now=at, expires_at=at + timedelta(days=3))
        assert asked is not None
        given, _ = rated(asked, Said(satisfaction=satisfaction), now=at)
        uow.ratings.save(given)
        return given

    return await world.store.transact(use_case)


async def test_a_month_begins_and_ends_at_midnight_in_the_shop(world: World, boss: Agent) -> None:
    before = await give(world, NEW_YEAR - timedelta(seconds=1), Satisfaction.SATISFIED)
    after = await give(world, NEW_YEAR, Satisfaction.DISAPPOINTED)
    december = await reports(world).of_month(boss, date(2025, 12, 1))
    january = await reports(world).of_month(boss, date(2026, 1, 1))
    assert (december.ratings, january.ratings) == ((before,), (after,))
    assert december.solvers[Solver.BOT].rates == Rates(satisfied=1, invited=1)
    assert not december.solvers[Solver.BOT].alarms.satisfied
    assert january.solvers[Solver.BOT].alarms.satisfied
    assert december.solvers[Solver.AGENT].rates == Rates()


async def test_the_month_is_this_one_unless_told_and_its_list_has_pages(world: World, boss: Agent) -> None:
    first = await give(world, world.now, Satisfaction.NEUTRAL)
    second = await give(world, world.now, Satisfaction.SATISFIED)
    report = await reports(world).of_month(boss, limit=1)
    assert (report.month, report.ratings) == (date(2026, 3, 1), (first,))
    assert (await reports(world).of_month(boss, after=first.id)).ratings == (second,)
    assert report.causes["attitude"] == "服务态度"


async def test_only_supervisors_see_how_everybody_did(world: World) -> None:
    with pytest.raises(NotAllowed):
        await reports(world).of_month(await world.agent("ann", Role.AFTER_SALE))


def test_causes_are_called_as_the_language_calls_them(world: World) -> None:
    assert cause_titles(world.book, "en")["slow"] == "Slow answers"
    assert cause_titles(world.book, "fr") == cause_titles(world.book)
