"""What customers say of the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound
from bot.core.ratings import Rates, Rating, Said, Satisfaction, Solver, rated

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

LIFE = timedelta(days=3)
MONTH = timedelta(days=30)


async def ask(shop: Shop, case_id: int | None = None, *, peer: str = "p1") -> Rating | None:
    conversation = await shop.talk(peer=peer)
    return await shop.do(
        lambda uow: uow.ratings.invite(conversation.id, case_id, now=shop.now, expires_at=shop.now + LIFE)
    )


async def give(shop: Shop, said: Said, *, peer: str = "p1", case_id: int | None = None) -> Rating:
    asked = await ask(shop, case_id, peer=peer)
    assert asked is not None
    given, _ = rated(asked, said, now=shop.now + timedelta(minutes=1))
    await shop.do(lambda uow: uow.ratings.save(given))
    return given


async def test_a_case_is_asked_about_once_and_its_assignee_solved_it(shop: Shop) -> None:
    agent, case = await shop.agent(), await shop.case()
    await shop.do(lambda uow: uow.cases.save(replace(case, assignee=agent)))
    asked = await ask(shop, case.id)
    assert asked is not None
    assert (asked.case_id, asked.solver, asked.agent) == (case.id, Solver.AGENT, agent)
    assert (asked.satisfaction, asked.expires_at) == (None, shop.now + LIFE)
    assert await ask(shop, case.id) is None
    assert await shop.do(lambda uow: uow.ratings.of_case(case.id)) == asked


async def test_what_the_bot_solved_has_no_case_and_is_asked_about_each_time(shop: Shop) -> None:
    first, second = await ask(shop), await ask(shop)
    assert first is not None
    assert second is not None
    assert (first.solver, first.case_id, first.agent) == (Solver.BOT, None, None)
    assert first.id != second.id


async def test_what_was_said_is_kept(shop: Shop) -> None:
    said = Said(satisfaction=Satisfaction.DISAPPOINTED, cause="attitude", attitude=True, words="等太久，还凶")
    given = await give(shop, said)
    assert given.words == "等太久，还凶"
    assert await shop.do(lambda uow: uow.ratings.get(given.id)) == given


async def test_a_rating_nobody_asked_for_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound, match="there is no rating 7"):
        await shop.do(lambda uow: uow.ratings.get(7))
    given = await give(shop, Said(satisfaction=Satisfaction.NEUTRAL))
    with pytest.raises(NotFound, match="there is no rating 8"):
        await shop.do(lambda uow: uow.ratings.save(replace(given, id=8)))
    assert await shop.do(lambda uow: uow.ratings.of_case(3)) is None


async def test_those_given_are_listed_page_by_page_by_when_they_were_asked_for(shop: Shop) -> None:
    first = await give(shop, Said(satisfaction=Satisfaction.SATISFIED))
    await ask(shop)
    shop.later(60)
    second = await give(shop, Said(satisfaction=Satisfaction.NEUTRAL), peer="p2")
    since, until = first.invited_at, second.invited_at + timedelta(seconds=1)
    assert await shop.do(lambda uow: uow.ratings.given(since=since, until=until)) == [first, second]
    assert await shop.do(lambda uow: uow.ratings.given(since=since, until=until, limit=1)) == [first]
    assert await shop.do(lambda uow: uow.ratings.given(since=since, until=until, after=first.id)) == [second]
    assert await shop.do(lambda uow: uow.ratings.given(since=since, until=second.invited_at)) == [first]


async def test_agents_and_the_bot_are_counted_apart(shop: Shop) -> None:
    case = await shop.case()
    await give(shop, Said(satisfaction=Satisfaction.DISAPPOINTED, cause="a", attitude=True), case_id=case.id)
    await give(shop, Said(satisfaction=Satisfaction.SATISFIED))
    await give(shop, Said(satisfaction=Satisfaction.NEUTRAL, cause="slow"))
    await ask(shop)
    until = shop.now + MONTH
    rates = await shop.do(lambda uow: uow.ratings.rates(since=shop.now, until=until))
    assert rates == {
        Solver.AGENT: Rates(disappointed=1, attitude=1, invited=1),
        Solver.BOT: Rates(satisfied=1, neutral=1, invited=3),
    }
    assert await shop.do(lambda uow: uow.ratings.rates(since=until, until=until + MONTH)) == {}
