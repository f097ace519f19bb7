"""Repositories of the desk: cases, notes, tasks, agents and Telegram topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.actions import HandOff
from bot.core.cases import Case, CaseEvent, Note
from bot.core.conversation import Attempt, Conversation
from bot.core.orders import Order
from bot.core.queue import QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.core.tasks import AuditEntry, ReasonCount, Remark, Task, TaskDraft, TaskKind, TaskStatus


class Cases(Protocol):
    """Handoffs and their history."""

    def open(self, conversation: Conversation, handoff: HandOff, attempts: Sequence[Attempt], *, now: datetime) -> Case:
        """Create a WAITING case. Its OPENED event is recorded by whoever opens it."""
        ...

    def get(self, case_id: int) -> Case:
        """Raises NotFound."""
        ...

    def lock(self, case_id: int) -> Case:
        """As `get`, for changing it: whoever else wants to waits until the transaction ends."""
        ...

    def save(self, case: Case) -> Case:
        """Store all but id and conversation, and return it with the next version. Raises Conflict when stale."""
        ...

    def record(self, event: CaseEvent) -> None:
        """Append to the history."""
        ...

    def history(self, case_id: int) -> list[CaseEvent]:
        """Oldest first."""
        ...

    def listing(self, wanted: QueueFilter) -> list[Case]:
        """One page of the open cases that are wanted, in the order in which they were opened."""
        ...

    def counts(self) -> QueueCounts:
        """All open cases, counted."""
        ...

    def ended(self, *, limit: int) -> list[Case]:
        """The cases that ended last, newest first."""
        ...

    def queues(self) -> dict[Role, int]:
        """How many cases wait for each role; roles nobody waits for are left out."""
        ...

    def place(self, case: Case) -> int:
        """The case's place in the queue of its role, from 1; 0 when it does not wait."""
        ...

    def of_conversation(self, conversation_id: int) -> list[Case]:
        """Newest first."""
        ...


class Finder(Protocol):
    """Looking for something by what a person remembers of it. All of it is text of people: searched for as it is."""

    def cases(self, words: str, *, limit: int) -> list[Case]:
        """Those whose ask or title has these words, newest first."""
        ...

    def customers(self, words: str, *, limit: int) -> list[int]:
        """The conversations of customers whose name has these words, or who have a tag that begins so; newest first."""
        ...

    def orders(self, words: str, *, limit: int) -> list[Order]:
        """Orders whose number, receiver or tracking number begins so, or whose phone ends in these four digits."""
        ...


class Notes(Protocol):
    """Agents' notes: their own table, never near the outbox."""

    def add(self, case_id: int, agent: Agent, text: str, *, key: str = "", now: datetime) -> Note:
        """Keep a note, under this key if one is given. Raises NotFound when there is no such case."""
        ...

    def of_key(self, key: str) -> Note | None:
        """The note that was kept under this key."""
        ...

    def of_case(self, case_id: int) -> list[Note]: ...


class Tasks(Protocol):
    """Work registered for roles."""

    def register(self, draft: TaskDraft, *, now: datetime) -> Task:
        """Create the task, OPEN, or return the one that already has this key."""
        ...

    def get(self, task_id: int) -> Task:
        """Raises NotFound."""
        ...

    def save(self, task: Task) -> None:
        """Store status, role, duty, args, reason, department, approver, due_at, decided_at and decided_by."""
        ...

    def of_conversation(self, conversation_id: int) -> list[Task]:
        """Newest first."""
        ...

    def of_order(self, order_number: str, kinds: Sequence[TaskKind], statuses: Sequence[TaskStatus]) -> list[Task]:
        """Those of these kinds and in these states, newest first."""
        ...

    def listing(
        self,
        statuses: Sequence[TaskStatus],
        *,
        kinds: Sequence[TaskKind] = (),
        after: int = 0,
        limit: int = 200,
    ) -> list[Task]:
        """Tasks in these states, oldest first; `after` is the id of the last one known, for the next page.

        With `kinds` only those: one kind is one register.
        """
        ...

    def reason_counts(self, *, since: datetime, until: datetime) -> list[ReasonCount]:
        """Customers' reasons of what was registered from `since` to before `until`, the most frequent first."""
        ...


class Remarks(Protocol):
    """Lines on orders, in the shop's own format."""

    def add(self, *, key: str, order_number: str, text: str, agent: Agent | None, now: datetime) -> Remark:
        """Write the line, or return the one that already has this key."""
        ...

    def of_orders(self, numbers: Sequence[str]) -> dict[str, tuple[Remark, ...]]:
        """The lines on these orders, oldest first; orders without one are left out."""
        ...


class Audit(Protocol):
    """What was performed or refused: by whom, when, with what and with which result. Nothing is ever changed."""

    def record(self, entry: AuditEntry) -> None:
        """Append. Raises Conflict when the key is there already."""
        ...

    def find(self, key: str) -> AuditEntry | None: ...

    def of_conversation(self, conversation_id: int) -> list[AuditEntry]:
        """Oldest first."""
        ...


class Agents(Protocol):
    """People who work the desk, and their sessions."""

    def put(self, *, login: str, name: str, role: Role, password_hash: str, telegram_id: int | None = None) -> Agent:
        """Create the agent of this login, or change it. Raises Conflict when the Telegram id is somebody else's."""
        ...

    def get(self, agent_id: int) -> Agent:
        """Raises NotFound."""
        ...

    def listing(self) -> list[Agent]:
        """Everybody, by login."""
        ...

    def set_shift(self, agent_id: int, *, on: bool) -> Agent:
        """Whether they take cases now. Raises NotFound."""
        ...

    def set_active(self, agent_id: int, *, active: bool) -> Agent:
        """Whether they may sign in. Raises NotFound."""
        ...

    def by_login(self, login: str) -> tuple[Agent, str] | None:
        """The agent and the password hash."""
        ...

    def by_telegram(self, telegram_id: int) -> Agent | None: ...

    def start_session(self, token_hash: str, agent_id: int, *, now: datetime, expires_at: datetime) -> None: ...

    def of_session(self, token_hash: str, *, now: datetime) -> Agent | None: ...

    def end_session(self, token_hash: str) -> None: ...

    def end_sessions(self, agent_id: int) -> None:
        """Sign the agent out everywhere."""
        ...


class Topics(Protocol):
    """Which Telegram forum topic shows which conversation, and which posts of it are still to be made.

    Posts go to the desk, never to a customer; a desk post is not an outbox row.
    """

    def link(self, conversation_id: int, chat_id: int, thread_id: int, card_message_id: int | None) -> None:
        """Create or replace the link."""
        ...

    def of_conversation(self, conversation_id: int) -> tuple[int, int, int | None] | None:
        """(chat_id, thread_id, card_message_id)."""
        ...

    def conversation_of(self, chat_id: int, thread_id: int) -> int | None: ...

    def forget(self, conversation_id: int) -> None:
        """The topic is lost, and what was shown there with it."""
        ...

    def carded(self) -> list[int]:
        """The conversations whose link has a card: it is to follow its case until the link drops it."""
        ...

    def shown(self, conversation_id: int) -> int:
        """The last transcript seq shown in the topic."""
        ...

    def mark_shown(self, conversation_id: int, seq: int) -> None: ...

    def remember_update(self, account: str, update_id: int, *, now: datetime) -> bool:
        """False when this desk update was handled before. Those of more than a week ago are forgotten."""
        ...
