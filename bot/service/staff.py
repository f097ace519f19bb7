"""The people of the desk beyond signing in: their roles, who is switched off, and the tokens their programs use."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.ports import ApiToken, Bell, Clock, Store, UnitOfWork
from bot.core.roles import Agent, Role
from bot.desk.wording import not_found
from bot.service.accounts import TOKEN_PREFIX, digest, found, keeping_a_supervisor

_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """What a supervisor does about colleagues. Who may is asked by whoever calls; a command line needs no permission.

    Everything raises NotFound when there is no such agent.
    """

    store: Store
    bell: Bell
    clock: Clock

    async def find(self, login: str) -> Agent:
        """The agent of this login."""
        return await self.store.read(lambda uow: found(uow, login)[0])

    async def get(self, agent_id: int) -> Agent:
        """The agent with this id."""
        return await self.store.read(lambda uow: uow.agents.get(agent_id))

    async def change(
        self, agent_id: int, *, name: str | None = None, role: Role | None = None, active: bool | None = None
    ) -> Agent:
        """Change what is given. Raises Conflict when no supervisor would be left who can sign in.

        Who is switched off is signed out, off shift, and loses all tokens. Cases they have stay theirs until a
        supervisor passes them on.
        """

        def use_case(uow: UnitOfWork) -> Agent:
            with keeping_a_supervisor(uow):
                agent = _described(uow, uow.agents.get(agent_id), name=name, role=role)
                return agent if active is None else _switched(uow, agent, active=active)

        return await self._do(use_case)

    async def issue_token(self, agent_id: int, name: str) -> str:
        """A token of that name by which programs act as the agent until it is revoked; only its hash is kept.

        Raises Conflict when the agent has one of this name.
        """
        token, now = TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES), self.clock()
        await self.store.transact(lambda uow: _add_token(uow, agent_id, token, name, now))
        return token

    async def tokens(self, agent_id: int) -> list[ApiToken]:
        """The agent's tokens, by name."""
        return await self.store.read(lambda uow: uow.api_tokens.of_agent(uow.agents.get(agent_id).id))

    async def revoke_token(self, agent_id: int, name: str) -> None:
        """The token of that name is of no use any more. Raises NotFound when there is none."""

        def use_case(uow: UnitOfWork) -> None:
            if not uow.api_tokens.revoke(uow.agents.get(agent_id).id, name):
                raise not_found("token_unknown", name=name)

        await self.store.transact(use_case)

    async def _do(self, use_case: Callable[[UnitOfWork], Agent]) -> Agent:
        agent = await self.store.transact(use_case)
        self.bell.ring("desk")
        return agent


def _described(uow: UnitOfWork, agent: Agent, *, name: str | None, role: Role | None) -> Agent:
    if name is None and role is None:
        return agent
    _, hashed = found(uow, agent.login)
    changed = uow.agents.put(
        login=agent.login,
        name=agent.name if name is None else name,
        role=agent.role if role is None else role,
        password_hash=hashed,
        telegram_id=agent.telegram_id,
    )
    return changed if agent.active else uow.agents.set_active(agent.id, active=False)


def _switched(uow: UnitOfWork, agent: Agent, *, active: bool) -> Agent:
    if not active:
        uow.agents.end_sessions(agent.id)
        uow.api_tokens.revoke(agent.id)
        uow.agents.set_shift(agent.id, on=False)
    return uow.agents.set_active(agent.id, active=active)


def _add_token(uow: UnitOfWork, agent_id: int, token: str, name: str, now: datetime) -> None:
    uow.api_tokens.add(digest(token), uow.agents.get(agent_id).id, name, now=now)
