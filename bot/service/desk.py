"""What agents do, in any desk view: the web console and the Telegram forum both call this, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Concatenate, Final, ParamSpec, TypeVar

from bot.core.cases import Card, Case, Note, Outcome
from bot.core.customers import Customer, Tier
from bot.core.messages import MAX_TEXT, Content, TranscriptEntry
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.queue import QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.desk import drafts
from bot.desk.permissions import RECEIVING, Act, may, require
from bot.desk.shifts import is_there
from bot.desk.wording import conflict
from bot.scripts.book import ScriptBook
from bot.service import agreed, case_acts
from bot.service.cards import read_card
from bot.service.decisions import decide, finish
from bot.service.presence import Presence, Watch
from bot.service.queueing import QueueRow, queue_rows
from bot.service.tasks import TaskRow, task_row
from bot.service.turns import Room

__all__ = ["Desk", "QueueRow", "Receiver"]

T = TypeVar("T")
P = ParamSpec("P")
_MAX_NOTE: Final = 2000
_MAX_OUTCOME: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Somebody to whom a case can be passed, and whether they are there."""

    agent: Agent
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Every act is one transaction; afterwards whoever looks at the queue or the case is woken.

    Every act on a case raises NotFound when there is no such case, NotAllowed when agents of this role do not do it,
    and Conflict when the case is not in a state for it; the errors carry codes that `bot.desk.wording` words.
    """

    store: Store
    bell: Bell
    clock: Clock
    presence: Presence
    book: Callable[[], ScriptBook]

    async def queue(self, wanted: QueueFilter | None = None) -> tuple[QueueRow, ...]:
        """One page of the open cases that are wanted, oldest first; the next page is what comes `after` its last."""
        page = wanted or QueueFilter()
        return await self.store.read(lambda uow: queue_rows(uow, uow.cases.listing(page)))

    async def counts(self) -> QueueCounts:
        """All open cases in numbers, by whatever a filter can ask for."""
        return await self.store.read(lambda uow: uow.cases.counts())

    async def ended(self, limit: int = 50) -> tuple[QueueRow, ...]:
        """The cases that ended last, by the time they ended, oldest first."""
        return await self.store.read(lambda uow: queue_rows(uow, uow.cases.ended(limit=limit)[::-1]))

    async def card(self, case_id: int) -> Card:
        """Everything about the case."""
        book = self.book()
        return await self.store.read(lambda uow: read_card(uow, book, case_id))

    async def claim(self, case_id: int, agent: Agent) -> Case:
        """Take the case. Of many who try at once, one gets it and the others a Conflict that names them."""
        return await self._act(case_acts.claim, case_id, agent)

    async def reply(self, case_id: int, agent: Agent, content: Content, *, key: str | None = None) -> TranscriptEntry:
        """Answer the customer, taking a waiting case in the same transaction.

        A `key` that the caller chose makes a repeated call the same message: it is sent once, however often a form is
        posted. Words that are not for a customer as they stand are refused (`bot.desk.drafts`).
        """
        cleaned = replace(content, text=drafts.for_customer(content.text, limit=MAX_TEXT, too_long="reply_too_long"))
        if not cleaned.text and not cleaned.media:
            raise conflict("reply_empty")
        entry = await self._act(case_acts.reply, case_id, agent, cleaned, key=_unique(agent, key))
        self.presence.stopped(case_id, agent)
        self.presence.signs.agent_wrote(entry.conversation_id)
        self.bell.ring("outbox", _at(case_id))
        return entry

    async def admit_reply(self, case_id: int, agent: Agent, *, key: str | None = None) -> None:
        """Raise what `reply` would, before pictures are kept for an answer that nobody may give."""
        unique, now = _unique(agent, key), self.clock()
        await self.store.read(lambda uow: case_acts.admit_reply(uow, case_id, agent, key=unique, now=now))

    async def retry(self, case_id: int, agent: Agent, seq: int) -> TranscriptEntry:
        """Send a message once more that failed, or may have."""
        entry = await self._act(case_acts.retry, case_id, agent, seq)
        self.bell.ring("outbox")
        return entry

    async def note(self, case_id: int, agent: Agent, text: str, *, key: str | None = None) -> Note:
        """Write to colleagues; with a `key`, as in `reply`, it is kept once.

        Takes text, not Content: nothing that sends to customers accepts it.
        """
        cleaned = drafts.whole(text, _MAX_NOTE, "note_too_long")
        if drafts.is_blank(cleaned):
            raise conflict("note_empty")
        return await self._act(case_acts.note, case_id, agent, cleaned, key=_unique(agent, key))

    async def transfer(
        self, case_id: int, agent: Agent, *, to_agent: int | None = None, to_role: Role | None = None, note: str = ""
    ) -> Case:
        """Pass the case to a colleague or into the queue of a role; `note` is kept for who takes it next."""
        words = drafts.whole(note, _MAX_NOTE, "note_too_long")
        return await self._act(case_acts.transfer, case_id, agent, to_agent=to_agent, to_role=to_role, words=words)

    async def escalate(self, case_id: int, agent: Agent, why: str = "") -> Case:
        """Pass the case to the supervisors."""
        return await self._act(case_acts.escalate, case_id, agent, drafts.whole(why, _MAX_OUTCOME, "outcome_too_long"))

    async def receivers(self) -> tuple[Receiver, ...]:
        """Everybody to whom a case can be passed, and who of them is there, as customers are told; those first."""
        everybody, windows = await self.store.read(lambda uow: uow.agents.listing()), self.presence.ids()
        found = [Receiver(agent=one, there=is_there(one, windows)) for one in everybody if one.active]
        return tuple(sorted((one for one in found if one.agent.role in RECEIVING), key=lambda one: not one.there))

    async def fields(self, case_id: int) -> tuple[agreed.Field, ...]:
        """What can be settled when the case is returned to the bot."""
        case = await self.store.read(lambda uow: uow.cases.get(case_id))
        return agreed.fields_of(self.book(), case)

    async def give_back(self, case_id: int, agent: Agent, outcome: str, slots: Mapping[str, str] | None = None) -> Case:
        """Return the conversation to the bot, which tells the customer what was agreed.

        With `slots` (by name, as in `fields`) it goes on with the customer's matter from there; without it ends here.
        """
        told = drafts.for_customer(outcome, limit=_MAX_OUTCOME, too_long="outcome_too_long")
        given, book = dict(slots or {}), self.book()

        def use_case(uow: UnitOfWork, room: Room, case_id: int, agent: Agent) -> Case:
            conversation = uow.conversations.get(uow.cases.get(case_id).conversation_id)
            settled = agreed.settle(uow, book, conversation, given)
            return case_acts.give_back(uow, room, case_id, agent, told, settled)

        case = await self._act(use_case, case_id, agent)
        self.bell.ring("outbox")
        return case

    async def close(self, case_id: int, agent: Agent, outcome: Outcome) -> Case:
        """End the case; the bot answers from now on."""
        return await self._act(case_acts.close, case_id, agent, outcome)

    async def reopen(self, case_id: int, agent: Agent) -> Case:
        """Take up an ended case again, unless another is open with the same customer."""
        return await self._act(case_acts.reopen, case_id, agent)

    async def block(self, case_id: int, agent: Agent) -> Customer:
        """Keep the customer's messages unanswered from now on; a case that is open with them ends as spam."""
        return await self._act(partial(case_acts.block, blocked=True), case_id, agent)

    async def unblock(self, case_id: int, agent: Agent) -> Customer:
        """Answer the customer again."""
        return await self._act(partial(case_acts.block, blocked=False), case_id, agent)

    async def set_tier(self, case_id: int, agent: Agent, tier: Tier) -> Customer:
        """Say how much the customer matters."""
        return await self._act(case_acts.set_tier, case_id, agent, tier)

    async def shift(self, agent: Agent, *, on: bool, of: int | None = None) -> Agent:
        """Go on or off shift; with `of`, another agent does. Raises NotFound, NotAllowed."""
        who = agent.id if of is None else of
        require(agent, Act.SHIFT if who == agent.id else Act.SHIFT_OTHERS)
        changed = await self.store.transact(lambda uow: uow.agents.set_shift(who, on=on))
        self.presence.away(who, gone=not on)
        self.bell.ring("desk")
        return changed

    def arrive(self, agent: Agent) -> None:
        """The agent has signed in at the desk: with it open, they are there again until they go off shift."""
        self.presence.away(agent.id, gone=False)

    def look(self, case_id: int, agent: Agent) -> None:
        """The agent has the case before their eyes."""
        self.presence.saw(case_id, agent, now=self.clock())
        self.bell.ring(_at(case_id))

    async def typing(self, case_id: int, agent: Agent) -> None:
        """The agent is writing an answer; colleagues see it for some seconds. Raises NotFound.

        So does the customer, if this agent may answer: bell topic `writes:<conversation id>`.
        """
        case, now = await self.store.read(lambda uow: uow.cases.get(case_id)), self.clock()
        self.presence.writes(case_id, agent, now=now)
        self.bell.ring(_at(case_id))
        if case.is_open and (case.assignee is None or case.assignee.id == agent.id) and may(agent.role, Act.REPLY):
            self.presence.signs.agent_writes(case.conversation_id, agent, now=now)
            self.bell.ring(f"writes:{case.conversation_id}")

    def watch(self, case_id: int) -> Watch:
        """Which colleagues look at the case, write in it, and have seen it. Bell topic `at:<case id>`."""
        return self.presence.at(case_id, now=self.clock())

    async def decide(self, task_id: int, agent: Agent, *, approve: bool) -> Task:
        """Approve or refuse what waits for a decision. The customer is told what was decided."""
        require(agent, Act.DECIDE)
        room = self._room()
        task = await self.store.transact(lambda uow: decide(uow, room, task_id, agent, approve=approve))
        self.bell.ring("desk", "outbox", f"conversation:{task.conversation_id}")
        return task

    async def tasks(
        self,
        statuses: Sequence[TaskStatus] = (TaskStatus.OPEN,),
        *,
        kinds: Sequence[TaskKind] = (),
        after: int = 0,
        limit: int = 200,
    ) -> tuple[TaskRow, ...]:
        """What was registered and is open, or in these states, oldest first, from after the task with that id.

        With `kinds` only what stands in these registers.
        """
        book = self.book()

        def query(uow: UnitOfWork) -> tuple[TaskRow, ...]:
            found = uow.tasks.listing(statuses, kinds=kinds, after=after, limit=limit)
            return tuple(task_row(uow, book, task) for task in found)

        return await self.store.read(query)

    async def open_tasks(self) -> int:
        """How many tasks are open, as far as `tasks` shows them."""
        return len(await self.store.read(lambda uow: uow.tasks.listing([TaskStatus.OPEN])))

    async def finish(self, task_id: int, agent: Agent) -> Task:
        """Mark a task done. The customer is not told: what to tell depends on what was done."""
        require(agent, Act.FINISH)
        now = self.clock()
        task = await self.store.transact(lambda uow: finish(uow, task_id, agent, now=now))
        self.bell.ring("desk", f"conversation:{task.conversation_id}")
        return task

    def _room(self) -> Room:
        return Room(book=self.book(), now=self.clock(), present=self.presence.ids())

    async def _act(
        self,
        act: Callable[Concatenate[UnitOfWork, Room, int, Agent, P], T],
        case_id: int,
        agent: Agent,
        *args: P.args,
        **more: P.kwargs,
    ) -> T:
        """Do it in one transaction, then wake the desk, the conversation and the timers."""
        room = self._room()

        def use_case(uow: UnitOfWork) -> tuple[T, int]:
            done = act(uow, room, case_id, agent, *args, **more)
            return done, uow.cases.get(case_id).conversation_id

        done, conversation_id = await self.store.transact(use_case)
        self.bell.ring("desk", "timers", f"conversation:{conversation_id}")
        return done


def _unique(agent: Agent, key: str | None) -> str:
    """Two agents who choose the same key mean two things."""
    return f"agent:{agent.id}:{key}" if key else ""


def _at(case_id: int) -> str:
    return f"at:{case_id}"
