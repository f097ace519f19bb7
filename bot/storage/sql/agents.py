"""People who work the desk, and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.core.errors import Conflict, NotFound
from bot.core.roles import Agent, Role
from bot.storage.sql.schema import agents, sessions
from bot.storage.sql.statements import AnyRow, insert_into

_A = agents.c
AGENT_COLUMNS = tuple(column.label(f"agent_{column.name}") for column in agents.c if column is not _A.password_hash)
"""An agent inside another row, read by `agent_from`."""


def agent_from(row: AnyRow) -> Agent | None:
    """The agent of a row with `AGENT_COLUMNS`; None where an outer join found nobody."""
    if row.agent_id is None:
        return None
    return Agent(
        id=row.agent_id,
        login=row.agent_login,
        name=row.agent_name,
        role=row.agent_role,
        telegram_id=row.agent_telegram_id,
        active=row.agent_active,
        on_shift=row.agent_on_shift,
    )


@dataclass(frozen=True, slots=True)
class SqlAgents:
    """See `bot.core.ports.Agents`."""

    connection: Connection

    def put(self, *, login: str, name: str, role: Role, password_hash: str, telegram_id: int | None = None) -> Agent:
        """Create the agent of this login, or change it. Raises Conflict when the Telegram id is somebody else's."""
        owner = None if telegram_id is None else self.by_telegram(telegram_id)
        if owner is not None and owner.login != login:
            message = f"the Telegram account {telegram_id} already belongs to the agent {owner.login!r}"
            raise Conflict(message)
        data = {"name": name, "role": role, "password_hash": password_hash, "telegram_id": telegram_id, "active": True}
        stored = self.connection.execute(
            insert_into(self.connection, agents)
            .values(login=login, **data)
            .on_conflict_do_update(index_elements=[_A.login], set_=data)
            .returning(_A.id)
        )
        return self.get(stored.scalar_one())

    def get(self, agent_id: int) -> Agent:
        """Raises NotFound."""
        row = self.connection.execute(select(*AGENT_COLUMNS).where(_A.id == agent_id)).one_or_none()
        agent = agent_from(row) if row else None
        if agent is None:
            raise NotFound(f"there is no agent {agent_id}", code="agent_unknown")
        return agent

    def set_shift(self, agent_id: int, *, on: bool) -> Agent:
        """Whether they take cases now."""
        self.connection.execute(update(agents).where(_A.id == agent_id).values(on_shift=on))
        return self.get(agent_id)

    def set_active(self, agent_id: int, *, active: bool) -> Agent:
        """Whether they may sign in."""
        self.connection.execute(update(agents).where(_A.id == agent_id).values(active=active))
        return self.get(agent_id)

    def listing(self) -> list[Agent]:
        """Everybody, by login."""
        rows = self.connection.execute(select(*AGENT_COLUMNS).order_by(_A.login))
        return [agent for row in rows if (agent := agent_from(row))]

    def by_login(self, login: str) -> tuple[Agent, str] | None:
        """The agent and the password hash."""
        query = select(_A.password_hash, *AGENT_COLUMNS).where(_A.login == login)
        row = self.connection.execute(query).one_or_none()
        agent = agent_from(row) if row else None
        return (agent, row.password_hash) if agent and row else None

    def by_telegram(self, telegram_id: int) -> Agent | None:
        """The agent with this Telegram account."""
        row = self.connection.execute(select(*AGENT_COLUMNS).where(_A.telegram_id == telegram_id)).one_or_none()
        return agent_from(row) if row else None

    def start_session(self, token_hash: str, agent_id: int, *, now: datetime, expires_at: datetime) -> None:
        """Keep the session, and forget those that have run out."""
        self.connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
        row = {"token_hash": token_hash, "agent_id": agent_id, "created_at": now, "expires_at": expires_at}
        self.connection.execute(insert(sessions).values(row))

    def of_session(self, token_hash: str, *, now: datetime) -> Agent | None:
        """The active agent of a session that has not run out."""
        row = self.connection.execute(
            select(*AGENT_COLUMNS)
            .join(sessions, sessions.c.agent_id == _A.id)
            .where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now, _A.active)
        ).one_or_none()
        return agent_from(row) if row else None

    def end_session(self, token_hash: str) -> None:
        """Forget the session."""
        self.connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def end_sessions(self, agent_id: int) -> None:
        """Sign the agent out everywhere."""
        self.connection.execute(delete(sessions).where(sessions.c.agent_id == agent_id))
