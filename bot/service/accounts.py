"""Agents sign in: passwords hashed with scrypt, sessions by a random token of which only the hash is stored."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.core.ports import Clock, Store, UnitOfWork
from bot.core.roles import Agent, Role
from bot.desk.wording import conflict, not_allowed, not_found

SESSION_LENGTH: Final = timedelta(hours=16)
"""One working day; a stolen cookie is of no use the next morning."""
TOKEN_PREFIX: Final = "kefu_"  # noqa: S105  # what every lasting token begins with, so that leaks are recognised
_TRIES: Final = 10
_TRIES_ANYWHERE: Final = 100
"""Wrong tries for one login from all addresses: a stranger who guesses should not lock out the agent."""
_TRIES_WINDOW: Final = timedelta(minutes=10)
_MAX_REMEMBERED: Final = 1000
"""Logins whose wrong tries are remembered: anybody can make up logins, and memory is not theirs to fill."""
# OWASP Password Storage Cheat Sheet: scrypt with N=2^16, r=8, p=2, which takes 64 MiB.
_N, _R, _P = 2**16, 8, 2
_MAXMEM: Final = 128 * 1024 * 1024
"""OpenSSL refuses what takes more than 32 MiB unless it is told a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in agent; `token` is the secret the browser keeps."""

    token: str
    agent: Agent
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Sign-in for the desk."""

    store: Store
    clock: Clock
    _failures: dict[tuple[str, str], deque[datetime]] = field(default_factory=dict)
    """Wrong tries by login and address; all addresses together under the empty one."""
    _hashing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One password at a time: a dozen at once would take a small machine's memory."""

    async def sign_in(self, login: str, password: str, *, address: str) -> Session:
        """Start a session.

        Raises:
            NotAllowed: wrong credentials; or ten wrong tries in ten minutes for this login from this network address,
                or a hundred from all addresses.
        """
        now = self.clock()
        found = await self.store.read(lambda uow: uow.agents.by_login(login))
        agent, stored = found or (None, _DUMMY)
        async with self._hashing:
            self._require_patience(login, address, now)  # of tries that came together, too, only ten are looked at
            matches = await asyncio.to_thread(verify_password, password, stored)
            if agent is None or not matches or not agent.active:
                self._remember_failure((login, address), now, most=_TRIES)
                self._remember_failure((login, ""), now, most=_TRIES_ANYWHERE)
                raise not_allowed("login_wrong")
            self._failures.pop((login, address), None)
        return await self._start(agent, now)

    async def who(self, token: str) -> Agent | None:
        """The agent of a live session."""
        now = self.clock()
        return await self.store.read(lambda uow: uow.agents.of_session(digest(token), now=now))

    async def caller(self, token: str) -> Agent | None:
        """The agent in whose name a program calls: of a live session, or of a token that lasts."""
        if not token.startswith(TOKEN_PREFIX):
            return await self.who(token)
        return await self.store.read(lambda uow: uow.api_tokens.agent_of(digest(token)))

    async def sign_out(self, token: str) -> None:
        """End the session everywhere. Raises Conflict for a token that lasts."""
        if token.startswith(TOKEN_PREFIX):
            raise conflict("token_lasts")
        await self.store.transact(lambda uow: uow.agents.end_session(digest(token)))

    async def issue_password(self, login: str, *, name: str, role: Role, telegram_id: int | None = None) -> str:
        """Create the agent, or change name, role and Telegram id of an existing one; returns a new password.

        Raises Conflict when no supervisor would be left.
        """

        def put(uow: UnitOfWork, hashed: str) -> Agent:
            with keeping_a_supervisor(uow):
                return uow.agents.put(login=login, name=name, role=role, password_hash=hashed, telegram_id=telegram_id)

        return await self._renew(put)

    async def add(self, login: str, *, name: str, role: Role) -> str:
        """Create the agent; returns a password. Raises Conflict when there is one of this login."""

        def put(uow: UnitOfWork, hashed: str) -> Agent:
            if uow.agents.by_login(login) is not None:
                raise conflict("login_taken", login=login)
            return uow.agents.put(login=login, name=name, role=role, password_hash=hashed)

        return await self._renew(put)

    async def reset_password(self, login: str) -> str:
        """A new password for an agent; raises NotFound."""

        def renew(uow: UnitOfWork, hashed: str) -> Agent:
            agent, _ = found(uow, login)
            return uow.agents.put(
                login=login,
                name=agent.name,
                role=agent.role,
                password_hash=hashed,
                telegram_id=agent.telegram_id,
            )

        return await self._renew(renew)

    async def link_telegram(self, login: str, telegram_id: int) -> Agent:
        """The agent also works from this Telegram account. Raises NotFound, or Conflict when it is a colleague's."""

        def link(uow: UnitOfWork) -> Agent:
            agent, hashed = found(uow, login)
            return uow.agents.put(
                login=login, name=agent.name, role=agent.role, password_hash=hashed, telegram_id=telegram_id
            )

        return await self.store.transact(link)

    async def everybody(self) -> list[Agent]:
        """All agents, by login."""
        return await self.store.read(lambda uow: uow.agents.listing())

    async def anybody(self) -> bool:
        """Whether anybody could sign in."""
        return bool(await self.everybody())

    async def _renew(self, put: Callable[[UnitOfWork, str], Agent]) -> str:
        """Whoever knew the old password is signed out."""
        password = secrets.token_urlsafe(9)
        async with self._hashing:
            hashed = await asyncio.to_thread(hash_password, password)
        await self.store.transact(lambda uow: uow.agents.end_sessions(put(uow, hashed).id))
        return password

    async def _start(self, agent: Agent, now: datetime) -> Session:
        session = Session(token=secrets.token_urlsafe(32), agent=agent, expires_at=now + SESSION_LENGTH)
        await self.store.transact(
            lambda uow: uow.agents.start_session(
                digest(session.token), agent.id, now=now, expires_at=session.expires_at
            )
        )
        return session

    def _require_patience(self, login: str, address: str, now: datetime) -> None:
        for key, most in (((login, address), _TRIES), ((login, ""), _TRIES_ANYWHERE)):
            failures: deque[datetime] = self._failures.get(key, deque())
            while failures and failures[0] < now - _TRIES_WINDOW:
                failures.popleft()
            if len(failures) >= most:
                raise not_allowed("login_tries")

    def _remember_failure(self, key: tuple[str, str], now: datetime, *, most: int) -> None:
        failures = self._failures.pop(key, deque(maxlen=most))
        failures.append(now)
        self._failures[key] = failures  # at the end: the dictionary is in the order of the last failure
        if len(self._failures) > _MAX_REMEMBERED:
            del self._failures[next(iter(self._failures))]


def found(uow: UnitOfWork, login: str) -> tuple[Agent, str]:
    """The agent and the password hash. Raises NotFound."""
    known = uow.agents.by_login(login)
    if known is None:
        raise not_found("login_unknown", login=login)
    return known


@contextmanager
def keeping_a_supervisor(uow: UnitOfWork) -> Iterator[None]:
    """Raises Conflict, which undoes the change, when the last supervisor who can sign in would be gone after it."""
    had = _has_supervisor(uow)
    yield
    if had and not _has_supervisor(uow):
        raise conflict("last_supervisor")


def _has_supervisor(uow: UnitOfWork) -> bool:
    return any(agent.active and agent.role is Role.SUPERVISOR for agent in uow.agents.listing())


def hash_password(password: str) -> str:
    """`scrypt$salt$hash` in hex."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_scrypt(password, salt).hex()}"


def verify_password(password: str, stored: str) -> bool:
    """Whether the password has this hash, in constant time."""
    _, salt, expected = stored.split("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)).hex(), expected)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MAXMEM, dklen=32)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


# Verified against when the login does not exist, so that answering takes the same time either way.
_DUMMY: Final = f"scrypt${'00' * 16}${'00' * 32}"
