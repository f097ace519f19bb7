"""Agents signing in."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Conflict, NotAllowed, NotFound
from bot.core.roles import Role
from bot.service.accounts import SESSION_LENGTH, Accounts, hash_password, verify_password

if TYPE_CHECKING:
    from tests.unit.service.conftest import World

HOME = "198.51.100.7"


@pytest.fixture
def accounts(world: World) -> Accounts:
    return Accounts(store=world.store, clock=world.clock)


async def test_an_agent_signs_in_is_known_by_the_token_and_signs_out(accounts: Accounts) -> None:
    password = await accounts.issue_password("ann", name="安", role=Role.AFTER_SALE)
    session = await accounts.sign_in("ann", password, address=HOME)
    assert await accounts.who(session.token) == session.agent
    await accounts.sign_out(session.token)
    assert await accounts.who(session.token) is None


async def test_a_session_ends_with_the_working_day(world: World, accounts: Accounts) -> None:
    session = await accounts.sign_in(
        "ann", await accounts.issue_password("ann", name="安", role=Role.PRE_SALE), address=HOME
    )
    world.now += SESSION_LENGTH + timedelta(seconds=1)
    assert await accounts.who(session.token) is None


async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(accounts: Accounts) -> None:
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    for login in ("ann", "nobody"):
        with pytest.raises(NotAllowed, match="登录名或密码不对"):
            await accounts.sign_in(login, "wrong", address=HOME)


async def test_a_new_password_ends_the_old_one_and_its_sessions(accounts: Accounts) -> None:
    old = await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    session = await accounts.sign_in("ann", old, address=HOME)
    new = await accounts.reset_password("ann")
    assert await accounts.who(session.token) is None
    with pytest.raises(NotAllowed):
        await accounts.sign_in("ann", old, address=HOME)
    assert (await accounts.sign_in("ann", new, address=HOME)).agent.name == "安"


async def test_ten_wrong_tries_close_the_door_for_ten_minutes(
    world: World, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.accounts.verify_password", lambda password, stored: password == "right")
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    for _ in range(10):
        with pytest.raises(NotAllowed, match="不对"):
            await accounts.sign_in("ann", "wrong", address=HOME)
    with pytest.raises(NotAllowed, match="十分钟后"):
        await accounts.sign_in("ann", "right", address=HOME)
    world.now += timedelta(minutes=10, seconds=1)
    assert (await accounts.sign_in("ann", "right", address=HOME)).agent.login == "ann"


async def test_a_stranger_who_guesses_does_not_lock_out_the_agent(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.accounts.verify_password", lambda password, stored: password == "right")
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    for _ in range(12):
        with pytest.raises(NotAllowed):
            await accounts.sign_in("ann", "wrong", address="203.0.113.9")
    assert (await accounts.sign_in("ann", "right", address=HOME)).agent.login == "ann"


async def test_guesses_from_many_addresses_close_the_door_as_well(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.accounts.verify_password", lambda password, stored: password == "right")
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    for number in range(100):
        with pytest.raises(NotAllowed, match="不对"):
            await accounts.sign_in("ann", "wrong", address=f"203.0.113.{number}")
    with pytest.raises(NotAllowed, match="十分钟后"):
        await accounts.sign_in("ann", "right", address=HOME)


async def test_linking_a_telegram_account_keeps_password_and_sessions(accounts: Accounts) -> None:
    password = await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    session = await accounts.sign_in("ann", password, address=HOME)
    agent = await accounts.link_telegram("ann", 9001)
    assert agent.telegram_id == 9001
    assert await accounts.who(session.token) == agent
    assert (await accounts.sign_in("ann", password, address=HOME)).agent == agent


async def test_a_telegram_account_belongs_to_one_agent(accounts: Accounts) -> None:
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE, telegram_id=9001)
    await accounts.issue_password("ben", name="本", role=Role.PRE_SALE)
    with pytest.raises(Conflict):
        await accounts.link_telegram("ben", 9001)


async def test_only_an_agent_who_exists_gets_a_new_password(accounts: Accounts) -> None:
    with pytest.raises(NotFound) as unknown:
        await accounts.reset_password("nobody")
    assert (unknown.value.code, unknown.value.values) == ("login_unknown", {"login": "nobody"})


async def test_an_agent_is_added_once(accounts: Accounts) -> None:
    await accounts.add("ann", name="安", role=Role.PRE_SALE)
    with pytest.raises(Conflict) as taken:
        await accounts.add("ann", name="别人", role=Role.SUPERVISOR)
    assert taken.value.code == "login_taken"
    assert [agent.name for agent in await accounts.everybody()] == ["安"]


async def test_nobody_is_there_until_somebody_is_added(accounts: Accounts) -> None:
    assert not await accounts.anybody()
    await accounts.issue_password("ann", name="安", role=Role.PRE_SALE)
    assert [agent.login for agent in await accounts.everybody()] == ["ann"]


def test_the_same_password_is_stored_differently_each_time_and_verifies() -> None:
    first, second = hash_password("小满"), hash_password("小满")
    assert first != second
    assert verify_password("小满", first)
    assert not verify_password("大满", first)


async def test_tries_that_come_all_at_once_are_counted_like_those_one_after_another(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def wrong(password: str, stored: str) -> bool:
        looked_at.append(password)
        return False

    monkeypatch.setattr("bot.service.accounts.verify_password", wrong)
    tries = [accounts.sign_in("ann", f"guess {number}", address=HOME) for number in range(30)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(result) for result in results] == [NotAllowed] * 30
    assert len(looked_at) == 10


async def test_made_up_logins_do_not_fill_the_memory(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.accounts.verify_password", lambda password, stored: False)
    for number in range(1200):
        with pytest.raises(NotAllowed):
            await accounts.sign_in(f"nobody {number}", "x", address=HOME)
    assert len(accounts._failures) == 1000
    assert ("nobody 1199", "") in accounts._failures


async def test_passwords_are_looked_at_one_at_a_time(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    def slow(password: str, stored: str) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        return False

    monkeypatch.setattr("bot.service.accounts.verify_password", slow)
    await asyncio.gather(
        *(accounts.sign_in(f"a{number}", "x", address=HOME) for number in range(8)), return_exceptions=True
    )
    assert most == 1
