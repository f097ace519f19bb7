"""People who work the desk, and their sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Conflict, NotFound
from bot.core.roles import Agent, Role

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def start(shop: Shop, token: str, agent: Agent, *, hours: float = 1) -> None:
    expires_at = shop.now + timedelta(hours=hours)
    await shop.do(lambda uow: uow.agents.start_session(token, agent.id, now=shop.now, expires_at=expires_at))


async def who(shop: Shop, token: str) -> Agent | None:
    return await shop.store.read(lambda uow: uow.agents.of_session(token, now=shop.now))


async def test_an_agent_is_found_by_login_and_by_telegram(shop: Shop) -> None:
    agent = await shop.agent("lin", telegram_id=9_007_199_254_740_993)
    assert (agent.login, agent.role, agent.active) == ("lin", Role.AFTER_SALE, True)
    assert await shop.do(lambda uow: uow.agents.by_login("lin")) == (agent, "hash")
    assert await shop.do(lambda uow: uow.agents.by_telegram(9_007_199_254_740_993)) == agent
    assert await shop.do(lambda uow: uow.agents.by_login("wang")) is None
    assert await shop.do(lambda uow: uow.agents.by_telegram(1)) is None


async def test_everybody_is_listed_by_login(shop: Shop) -> None:
    assert await shop.do(lambda uow: uow.agents.listing()) == []
    wang, lin = await shop.agent("wang"), await shop.agent("lin")
    assert await shop.do(lambda uow: uow.agents.listing()) == [lin, wang]


async def test_putting_a_known_login_changes_that_agent(shop: Shop) -> None:
    first = await shop.agent("lin", telegram_id=7)
    changed = await shop.do(
        lambda uow: uow.agents.put(login="lin", name="林", role=Role.SUPERVISOR, password_hash="new", telegram_id=None)
    )
    assert changed == Agent(id=first.id, login="lin", name="林", role=Role.SUPERVISOR)
    assert await shop.do(lambda uow: uow.agents.by_login("lin")) == (changed, "new")
    assert await shop.do(lambda uow: uow.agents.by_telegram(7)) is None
    assert await shop.do(lambda uow: uow.agents.listing()) == [changed]


async def test_a_telegram_account_belongs_to_one_agent(shop: Shop) -> None:
    first = await shop.agent("lin", telegram_id=7)
    with pytest.raises(Conflict, match="belongs to the agent 'lin'"):
        await shop.agent("wang", telegram_id=7)
    assert await shop.agent("lin", telegram_id=7) == first
    await shop.agent("wang")
    await shop.agent("zhao")
    assert len(await shop.do(lambda uow: uow.agents.listing())) == 3


async def test_a_session_lasts_until_it_expires_or_ends(shop: Shop) -> None:
    agent = await shop.agent()
    await start(shop, "t1", agent, hours=1)
    await start(shop, "t2", agent, hours=2)
    assert await who(shop, "t1") == agent
    assert await who(shop, "stolen") is None
    shop.later(3600)
    assert await who(shop, "t1") is None
    assert await who(shop, "t2") == agent
    await shop.do(lambda uow: uow.agents.end_session("t2"))
    assert await who(shop, "t2") is None
    await shop.do(lambda uow: uow.agents.end_session("t2"))


async def test_an_expired_token_may_be_given_again(shop: Shop) -> None:
    agent = await shop.agent()
    await start(shop, "t1", agent, hours=1)
    shop.later(3600)
    await start(shop, "t1", agent, hours=1)
    assert await who(shop, "t1") == agent


async def test_an_agent_can_be_signed_out_everywhere(shop: Shop) -> None:
    lin, wang = await shop.agent("lin"), await shop.agent("wang")
    for token, agent in (("t1", lin), ("t2", lin), ("t3", wang)):
        await start(shop, token, agent)
    await shop.do(lambda uow: uow.agents.end_sessions(lin.id))
    assert [await who(shop, token) for token in ("t1", "t2", "t3")] == [None, None, wang]


async def test_a_shift_is_kept_and_a_new_password_does_not_end_it(shop: Shop) -> None:
    agent = await shop.agent("lin")
    assert agent.on_shift is False
    assert (await shop.do(lambda uow: uow.agents.set_shift(agent.id, on=True))).on_shift
    assert (await shop.agent("lin")).on_shift
    assert (await shop.do(lambda uow: uow.agents.get(agent.id))).on_shift
    assert (await shop.do(lambda uow: uow.agents.set_shift(agent.id, on=False))).on_shift is False
    for act in (lambda uow: uow.agents.get(99), lambda uow: uow.agents.set_shift(99, on=True)):
        with pytest.raises(NotFound):
            await shop.do(act)
