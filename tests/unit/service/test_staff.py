"""Colleagues come, change and go; a supervisor stays; tokens last until they are revoked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Conflict, NotFound
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.service.accounts import TOKEN_PREFIX, Accounts
from bot.service.bell import InProcessBell
from bot.service.staff import Staff
from bot.storage import MemoryStore

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Office:
    store: MemoryStore = field(default_factory=MemoryStore)

    @property
    def staff(self) -> Staff:
        return Staff(store=self.store, bell=InProcessBell(), clock=lambda: NOW)

    @property
    def accounts(self) -> Accounts:
        return Accounts(store=self.store, clock=lambda: NOW)

    async def hire(self, login: str, role: Role) -> Agent:
        return await self.store.transact(
            lambda uow: uow.agents.put(
                login=login, name=login, role=role, password_hash="hash", telegram_id=sum(login.encode())
            )
        )

    async def session(self, agent: Agent) -> None:
        later = NOW + timedelta(hours=1)
        await self.store.transact(lambda uow: uow.agents.start_session("s", agent.id, now=NOW, expires_at=later))

    async def has_session(self) -> bool:
        return await self.store.read(lambda uow: uow.agents.of_session("s", now=NOW)) is not None


@pytest.fixture
def office() -> Office:
    return Office()


async def test_a_role_or_name_changes_and_everything_else_stays(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    await office.session(ann)
    changed = await office.staff.change(ann.id, role=Role.FINANCE)
    renamed = await office.staff.change(ann.id, name="安")
    assert (changed.role, changed.name, changed.telegram_id) == (Role.FINANCE, "ann", ann.telegram_id)
    assert (renamed.role, renamed.name) == (Role.FINANCE, "安")
    assert await office.store.read(lambda uow: uow.agents.by_login("ann")) == (renamed, "hash")
    assert await office.has_session()


async def test_who_is_switched_off_is_signed_out_off_shift_and_without_tokens(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    await office.session(ann)
    token = await office.staff.issue_token(ann.id, "crm")
    await office.store.transact(lambda uow: uow.agents.set_shift(ann.id, on=True))
    off = await office.staff.change(ann.id, active=False)
    assert (off.active, off.on_shift, await office.has_session()) == (False, False, False)
    back = await office.staff.change(ann.id, active=True)
    assert (back.active, await office.accounts.caller(token), await office.has_session()) == (True, None, False)


async def test_who_is_off_stays_off_when_the_role_changes(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    await office.staff.change(ann.id, active=False)
    assert (await office.staff.change(ann.id, role=Role.FINANCE)).active is False


@pytest.mark.parametrize(
    "leave",
    [
        lambda office, agent: office.staff.change(agent.id, role=Role.FINANCE),
        lambda office, agent: office.staff.change(agent.id, active=False),
        lambda office, agent: office.accounts.issue_password(agent.login, name="x", role=Role.FINANCE),
    ],
)
async def test_the_last_supervisor_stays(office: Office, leave: Callable[..., object]) -> None:
    boss, gone = await office.hire("boss", Role.SUPERVISOR), await office.hire("gone", Role.SUPERVISOR)
    await office.staff.change(gone.id, active=False)  # who cannot sign in does not count
    with pytest.raises(Conflict) as refused:
        await leave(office, boss)  # type: ignore[misc]  # what the lambdas give
    assert refused.value.code == "last_supervisor"
    assert await office.staff.find("boss") == boss
    await office.hire("next", Role.SUPERVISOR)
    await leave(office, boss)  # type: ignore[misc]  # as above


async def test_a_shop_without_a_supervisor_can_still_add_people(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    assert (await office.staff.change(ann.id, role=Role.FINANCE)).role is Role.FINANCE


async def test_a_token_is_a_program_in_the_agents_name_and_only_its_hash_is_kept(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    token = await office.staff.issue_token(ann.id, "crm")
    assert token.startswith(TOKEN_PREFIX)
    assert await office.accounts.caller(token) == ann
    assert await office.accounts.who(token) is None  # it is no session, so it opens no desk

    def kept(uow: UnitOfWork) -> bool:
        return uow.api_tokens.agent_of(token) is not None

    assert not await office.store.read(kept)
    assert [one.name for one in await office.staff.tokens(ann.id)] == ["crm"]
    with pytest.raises(Conflict):
        await office.accounts.sign_out(token)


async def test_a_revoked_token_is_of_no_use_and_others_stay(office: Office) -> None:
    ann = await office.hire("ann", Role.PRE_SALE)
    crm, app = [await office.staff.issue_token(ann.id, name) for name in ("crm", "app")]
    await office.staff.revoke_token(ann.id, "crm")
    assert await office.accounts.caller(crm) is None
    assert await office.accounts.caller(app) == ann
    with pytest.raises(NotFound) as unknown:
        await office.staff.revoke_token(ann.id, "crm")
    assert unknown.value.code == "token_unknown"


async def test_nobody_is_found_by_a_made_up_token(office: Office) -> None:
    assert await office.accounts.caller(TOKEN_PREFIX + "x" * 43) is None
    assert await office.accounts.caller("") is None
