"""Cases, notes, agents and Telegram topics in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.actions import HandOff
from bot.core.cases import Case, CaseEvent, CaseStatus, Note
from bot.core.conversation import Attempt, Conversation
from bot.core.customers import Tier
from bot.core.errors import Conflict, NotFound
from bot.core.queue import QueueCount, QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.storage.memory.tables import AgentRow, SessionRow, Tables, TopicRow, known_agent
from bot.storage.rules import DESK_UPDATES_KEPT
from bot.storage.values import document, utc


@dataclass(frozen=True, slots=True)
class MemoryCases:
    """See `bot.core.ports.Cases`."""

    tables: Tables

    def open(self, conversation: Conversation, handoff: HandOff, attempts: Sequence[Attempt], *, now: datetime) -> Case:
        """Create a WAITING case."""
        case = Case.opened(self.tables.cases.next_id(), conversation, handoff, attempts, now=utc(now))
        self.tables.cases[case.id] = document(Case).detach(case)
        return self.get(case.id)

    def get(self, case_id: int) -> Case:
        """Raises NotFound."""
        return self._view(self._stored(case_id))

    def lock(self, case_id: int) -> Case:
        """As `get`: whoever changes it is alone."""
        return self.get(case_id)

    def save(self, case: Case) -> Case:
        """Store all but id and conversation under the next version."""
        stored = self._stored(case.id)
        if stored.version != case.version:
            message = f"case #{case.id} was changed by somebody else; load it again"
            raise Conflict(message)
        saved = replace(case, conversation_id=stored.conversation_id, version=case.version + 1)
        self.tables.cases[case.id] = document(Case).detach(saved)
        return self.get(case.id)

    def record(self, event: CaseEvent) -> None:
        """Append to the history."""
        self._stored(event.case_id)
        event = replace(event, at=utc(event.at))
        self.tables.case_events[self.tables.case_events.next_id()] = document(CaseEvent).detach(event)

    def history(self, case_id: int) -> list[CaseEvent]:
        """Oldest first."""
        return [
            replace(document(CaseEvent).detach(event), agent=known_agent(self.tables, event.agent))
            for event in self.tables.case_events.values()
            if event.case_id == case_id
        ]

    def listing(self, wanted: QueueFilter) -> list[Case]:
        """One page of the open cases that are wanted."""
        found = [
            case for _, case in sorted(self.tables.cases.items()) if case.id > wanted.after and _fits(case, wanted)
        ]
        return [self._view(case) for case in found[: wanted.limit]]

    def counts(self) -> QueueCounts:
        """All open cases, counted."""
        counted = Counter(_sort(case) for case in self.tables.cases.values() if case.is_open)
        return QueueCounts(
            counts=tuple(
                QueueCount(status=status, role=role, assignee_id=assignee_id, language=language, count=count)
                for (status, role, assignee_id, language), count in counted.items()
            )
        )

    def ended(self, *, limit: int) -> list[Case]:
        """The cases that ended last, newest first."""
        ended = [(case.ended_at, case.id, case) for case in self.tables.cases.values() if case.ended_at is not None]
        return [self._view(case) for _, _, case in sorted(ended, key=lambda item: item[:2], reverse=True)[:limit]]

    def queues(self) -> dict[Role, int]:
        """How many cases wait for each role."""
        return dict(Counter(case.role for case in self._waiting()))

    def place(self, case: Case) -> int:
        """The case's place in the queue of its role."""
        queue = sorted(other.id for other in self._waiting() if other.role is case.role)
        return queue.index(case.id) + 1 if case.id in queue else 0

    def of_conversation(self, conversation_id: int) -> list[Case]:
        """Newest first."""
        cases = sorted(self.tables.cases.values(), key=lambda case: -case.id)
        return [self._view(case) for case in cases if case.conversation_id == conversation_id]

    def _waiting(self) -> list[Case]:
        return [case for case in self.tables.cases.values() if case.status is CaseStatus.WAITING]

    def _stored(self, case_id: int) -> Case:
        case = self.tables.cases.get(case_id)
        if case is None:
            raise NotFound(f"there is no case #{case_id}", code="case_unknown", values={"case": str(case_id)})
        return case

    def _view(self, case: Case) -> Case:
        customer = self.tables.customers.get(case.conversation_id)
        return replace(
            document(Case).detach(case),
            assignee=known_agent(self.tables, case.assignee),
            tier=customer.tier if customer else Tier.NORMAL,
        )


def _sort(case: Case) -> tuple[CaseStatus, Role, int | None, str]:
    return case.status, case.role, case.assignee.id if case.assignee else None, case.language


def _fits(case: Case, wanted: QueueFilter) -> bool:
    status, role, assignee_id, language = _sort(case)
    alike = QueueCount(status=status, role=role, assignee_id=assignee_id, language=language, count=1)
    return case.is_open and QueueCounts(counts=(alike,)).of(wanted) == 1


@dataclass(frozen=True, slots=True)
class MemoryNotes:
    """See `bot.core.ports.Notes`."""

    tables: Tables

    def add(self, case_id: int, agent: Agent, text: str, *, key: str = "", now: datetime) -> Note:
        """Keep a note. Raises NotFound when there is no such case."""
        MemoryCases(self.tables).get(case_id)
        note = Note(id=self.tables.notes.next_id(), case_id=case_id, agent=agent, text=text, at=utc(now))
        self.tables.notes[note.id] = note
        if key:
            self.tables.note_keys[key] = note.id
        return note

    def of_key(self, key: str) -> Note | None:
        """The note that was kept under this key."""
        known = self.tables.note_keys.get(key)
        return None if known is None else self.tables.notes[known]

    def of_case(self, case_id: int) -> list[Note]:
        """Oldest first."""
        return [note for note in self.tables.notes.values() if note.case_id == case_id]


@dataclass(frozen=True, slots=True)
class MemoryAgents:
    """See `bot.core.ports.Agents`."""

    tables: Tables

    def put(self, *, login: str, name: str, role: Role, password_hash: str, telegram_id: int | None = None) -> Agent:
        """Create the agent of this login, or change it. Raises Conflict when the Telegram id is somebody else's."""
        owner = None if telegram_id is None else self.by_telegram(telegram_id)
        if owner is not None and owner.login != login:
            message = f"the Telegram account {telegram_id} already belongs to the agent {owner.login!r}"
            raise Conflict(message)
        known = self.by_login(login)
        agent_id = known[0].id if known else self.tables.agents.next_id()
        on_shift = known is not None and known[0].on_shift
        agent = Agent(id=agent_id, login=login, name=name, role=role, telegram_id=telegram_id, on_shift=on_shift)
        self.tables.agents[agent.id] = AgentRow(value=agent, password_hash=password_hash)
        return agent

    def get(self, agent_id: int) -> Agent:
        """Raises NotFound."""
        row = self.tables.agents.get(agent_id)
        if row is None:
            raise NotFound(f"there is no agent {agent_id}", code="agent_unknown")
        return row.value

    def set_shift(self, agent_id: int, *, on: bool) -> Agent:
        """Whether they take cases now."""
        agent = replace(self.get(agent_id), on_shift=on)
        self.tables.agents[agent_id] = replace(self.tables.agents[agent_id], value=agent)
        return agent

    def set_active(self, agent_id: int, *, active: bool) -> Agent:
        """Whether they may sign in."""
        agent = replace(self.get(agent_id), active=active)
        self.tables.agents[agent_id] = replace(self.tables.agents[agent_id], value=agent)
        return agent

    def listing(self) -> list[Agent]:
        """Everybody, by login."""
        return sorted((row.value for row in self.tables.agents.values()), key=lambda agent: agent.login)

    def by_login(self, login: str) -> tuple[Agent, str] | None:
        """The agent and the password hash."""
        found = (row for row in self.tables.agents.values() if row.value.login == login)
        return next(((row.value, row.password_hash) for row in found), None)

    def by_telegram(self, telegram_id: int) -> Agent | None:
        """The agent with this Telegram account."""
        found = (row.value for row in self.tables.agents.values() if row.value.telegram_id == telegram_id)
        return next(found, None)

    def start_session(self, token_hash: str, agent_id: int, *, now: datetime, expires_at: datetime) -> None:
        """Keep the session, and forget those that have run out."""
        now = utc(now)
        for token in [token for token, row in self.tables.sessions.items() if row.expires_at <= now]:
            del self.tables.sessions[token]
        self.tables.sessions[token_hash] = SessionRow(agent_id=agent_id, expires_at=utc(expires_at))

    def of_session(self, token_hash: str, *, now: datetime) -> Agent | None:
        """The active agent of a session that has not run out."""
        row = self.tables.sessions.get(token_hash)
        if row is None or row.expires_at <= utc(now):
            return None
        agent = self.tables.agents[row.agent_id].value
        return agent if agent.active else None

    def end_session(self, token_hash: str) -> None:
        """Forget the session."""
        self.tables.sessions.pop(token_hash, None)

    def end_sessions(self, agent_id: int) -> None:
        """Sign the agent out everywhere."""
        for token in [token for token, row in self.tables.sessions.items() if row.agent_id == agent_id]:
            self.end_session(token)


@dataclass(frozen=True, slots=True)
class MemoryTopics:
    """See `bot.core.ports.Topics`."""

    tables: Tables

    def link(self, conversation_id: int, chat_id: int, thread_id: int, card_message_id: int | None) -> None:
        """Create or replace the link; what was shown stays shown."""
        self.tables.topics[conversation_id] = TopicRow(
            chat_id=chat_id,
            thread_id=thread_id,
            card_message_id=card_message_id,
            shown=self.shown(conversation_id),
        )

    def of_conversation(self, conversation_id: int) -> tuple[int, int, int | None] | None:
        """(chat_id, thread_id, card_message_id)."""
        row = self.tables.topics.get(conversation_id)
        return None if row is None else (row.chat_id, row.thread_id, row.card_message_id)

    def conversation_of(self, chat_id: int, thread_id: int) -> int | None:
        """The conversation shown in this topic."""
        found = (key for key, row in self.tables.topics.items() if (row.chat_id, row.thread_id) == (chat_id, thread_id))
        return next(found, None)

    def forget(self, conversation_id: int) -> None:
        """The topic is lost, and what was shown there with it."""
        if conversation_id in self.tables.topics:
            del self.tables.topics[conversation_id]

    def carded(self) -> list[int]:
        """The conversations whose link has a card."""
        return sorted(key for key, row in self.tables.topics.items() if row.card_message_id is not None)

    def shown(self, conversation_id: int) -> int:
        """The last transcript seq shown; 0 when nothing was."""
        row = self.tables.topics.get(conversation_id)
        return row.shown if row else 0

    def mark_shown(self, conversation_id: int, seq: int) -> None:
        """Shown up to `seq`; never goes back. Raises NotFound when the conversation has no topic."""
        row = self.tables.topics.get(conversation_id)
        if row is None:
            message = f"conversation {conversation_id} has no topic"
            raise NotFound(message)
        self.tables.topics[conversation_id] = replace(row, shown=max(row.shown, seq))

    def remember_update(self, account: str, update_id: int, *, now: datetime) -> bool:
        """False when this desk update was handled before."""
        now = utc(now)
        old = [key for key, at in self.tables.desk_updates.items() if at < now - DESK_UPDATES_KEPT]
        for key in old:
            del self.tables.desk_updates[key]
        if (account, update_id) in self.tables.desk_updates:
            return False
        self.tables.desk_updates[account, update_id] = now
        return True
