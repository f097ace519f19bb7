"""What agents do, in any desk view: the web console and the Telegram forum both call this, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from bot.core.cases import (
    Agent,
    Card,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseStatus,
    Note,
    Outcome,
    Task,
    TaskKind,
    TaskStatus,
)
from bot.core.conversation import Conversation, Owner, State
from bot.core.errors import Conflict
from bot.core.events import HandedBack
from bot.core.messages import MAX_TEXT, Author, Content, Draft, TranscriptEntry
from bot.core.orders import Order
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.text import clean
from bot.desk import rules
from bot.scripts.book import ScriptBook
from bot.service.decisions import decide, finish
from bot.service.presence import Presence
from bot.service.tasks import TaskRow, task_row
from bot.service.turns import Room, tell

T = TypeVar("T")
_CARD_ENTRIES: Final = 200
_MAX_NOTE: Final = 2000
_MAX_OUTCOME: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the desk's list."""

    case: Case
    customer: str
    channel: str
    order: Order | None
    last: TranscriptEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Every action is one transaction; afterwards whoever looks at the queue or the case is woken."""

    store: Store
    bell: Bell
    clock: Clock
    presence: Presence
    book: Callable[[], ScriptBook]

    async def queue(self) -> tuple[QueueRow, ...]:
        """Waiting and taken cases, oldest first."""
        return await self._rows(lambda uow: uow.cases.listing([CaseStatus.WAITING, CaseStatus.TAKEN]))

    async def ended(self, limit: int = 50) -> tuple[QueueRow, ...]:
        """The cases that ended last, by the time they ended, oldest first."""
        return await self._rows(lambda uow: uow.cases.ended(limit=limit)[::-1])

    async def card(self, case_id: int) -> Card:
        """Everything about the case. Raises NotFound."""
        return await self.store.read(lambda uow: _card(uow, case_id))

    async def claim(self, case_id: int, agent: Agent) -> Case:
        """Take the case. Of two who try at once, one gets a Conflict that names the other."""
        now = self.clock()
        return await self._act(case_id, lambda uow: _take(uow, case_id, agent, now=now))

    async def reply(self, case_id: int, agent: Agent, content: Content) -> TranscriptEntry:
        """Answer the customer, taking a waiting case in the same transaction."""
        now, cleaned = self.clock(), replace(content, text=_whole(content.text, MAX_TEXT, "回复"))
        if not cleaned.text and not cleaned.media:
            raise Conflict("回复是空的，没有发送。")

        def use_case(uow: UnitOfWork) -> TranscriptEntry:
            _take(uow, case_id, agent, now=now)
            case, event = rules.reply(uow.cases.get(case_id), agent, now=now)
            uow.cases.save(case)
            uow.cases.record(event)
            conversation = uow.conversations.get(case.conversation_id)
            draft = Draft(author=Author.AGENT, content=cleaned, agent_id=agent.id, case_id=case_id)
            return uow.outbox.put(conversation, draft, now=now)

        entry = await self._act(case_id, use_case)
        self.bell.ring("outbox")
        return entry

    async def note(self, case_id: int, agent: Agent, text: str) -> Note:
        """Write to colleagues. Takes text, not Content: nothing that sends to customers accepts it."""
        now, cleaned = self.clock(), _whole(text, _MAX_NOTE, "备注")
        if not cleaned:
            raise Conflict("备注是空的，没有保存。")

        def use_case(uow: UnitOfWork) -> Note:
            case = uow.cases.get(case_id)
            uow.cases.record(CaseEvent(case_id=case.id, kind=CaseEventKind.NOTED, at=now, agent=agent))
            return uow.notes.add(case.id, agent, cleaned, now=now)

        return await self._act(case_id, use_case)

    async def give_back(self, case_id: int, agent: Agent, outcome: str) -> Case:
        """Return the conversation to the bot, which tells the customer what was agreed and goes on."""
        now, agreed = self.clock(), _whole(outcome, _MAX_OUTCOME, "处理结果")

        def use_case(uow: UnitOfWork) -> Case:
            case, event = rules.give_back(uow.cases.get(case_id), agent, agreed, now=now)
            conversation = _end(uow, case, event)
            tell(uow, self._room(now), conversation, [HandedBack(outcome=agreed)])
            return uow.cases.get(case_id)

        case = await self._act(case_id, use_case)
        self.bell.ring("outbox")
        return case

    async def close(self, case_id: int, agent: Agent, outcome: Outcome) -> Case:
        """End the case; the bot answers from now on."""
        now = self.clock()

        def use_case(uow: UnitOfWork) -> Case:
            case, event = rules.close(uow.cases.get(case_id), agent, outcome, now=now)
            conversation = _end(uow, case, event)
            uow.conversations.save(conversation, now=now)
            return uow.cases.get(case_id)

        return await self._act(case_id, use_case)

    async def decide(self, task_id: int, agent: Agent, *, approve: bool) -> Task:
        """Approve or refuse what waits for a decision. The customer is told what was decided."""
        room = self._room(self.clock())
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
        now = self.clock()
        task = await self.store.transact(lambda uow: finish(uow, task_id, agent, now=now))
        self.bell.ring("desk", f"conversation:{task.conversation_id}")
        return task

    def _room(self, now: datetime) -> Room:
        return Room(book=self.book(), agents_on=self.presence.count(), now=now)

    async def _rows(self, cases: Callable[[UnitOfWork], list[Case]]) -> tuple[QueueRow, ...]:
        return await self.store.read(lambda uow: tuple(_row(uow, case) for case in cases(uow)))

    async def _act(self, case_id: int, use_case: Callable[[UnitOfWork], T]) -> T:
        def with_conversation(uow: UnitOfWork) -> tuple[T, int]:
            done = use_case(uow)
            return done, uow.cases.get(case_id).conversation_id

        done, conversation_id = await self.store.transact(with_conversation)
        self.bell.ring("desk", f"conversation:{conversation_id}")
        return done


def _whole(text: str, limit: int, what: str) -> str:
    """The cleaned text; Conflict when it is too long. A customer's text is cut, an agent can shorten their own."""
    cleaned = clean(text, max(len(text), limit))
    if len(cleaned) > limit:
        raise Conflict(f"{what}有 {len(cleaned)} 个字，最多 {limit} 个，没有发送也没有保存。请缩短或分成几条。")
    return cleaned


def _take(uow: UnitOfWork, case_id: int, agent: Agent, *, now: datetime) -> Case:
    case, event = rules.claim(uow.cases.get(case_id), agent, now=now)
    if event is None:
        return case
    uow.cases.record(event)
    conversation = uow.conversations.get(case.conversation_id)
    uow.conversations.save(replace(conversation, owner=Owner.AGENT), now=now)
    uow.outbox.drop_bot(conversation.id)
    return uow.cases.save(case)


def _end(uow: UnitOfWork, case: Case, event: CaseEvent) -> Conversation:
    """Save the ended case; the conversation, not saved yet, belongs to the bot with a clean slate."""
    uow.cases.save(case)
    uow.cases.record(event)
    conversation = uow.conversations.get(case.conversation_id)
    state = State(
        language=conversation.state.language,
        rotation=conversation.state.rotation,
        last_said=conversation.state.last_said,
        order_number=case.order_number,
        turns=conversation.state.turns,
    )
    return replace(conversation, owner=Owner.BOT, case_id=None, state=state)


def _row(uow: UnitOfWork, case: Case) -> QueueRow:
    conversation = uow.conversations.get(case.conversation_id)
    last = uow.transcript.last(conversation.id, 1)
    return QueueRow(
        case=case,
        customer=conversation.peer.name,
        channel=conversation.channel,
        order=uow.orders.get(case.order_number) if case.order_number else None,
        last=last[0] if last else None,
    )


def _card(uow: UnitOfWork, case_id: int) -> Card:
    case = uow.cases.get(case_id)
    conversation = uow.conversations.get(case.conversation_id)
    where = (conversation.channel, conversation.account, conversation.peer.id)
    order = uow.orders.get(case.order_number) if case.order_number else None
    orders = tuple(uow.orders.of_peer(*where))
    return Card(
        case=case,
        conversation=conversation,
        order=order,
        orders=orders,
        tasks=tuple(uow.tasks.of_conversation(conversation.id)),
        remarks=uow.remarks.of_orders([one.number for one in (*orders, *([order] if order else []))]),
        audit=tuple(uow.audit.of_conversation(conversation.id)),
        entries=tuple(uow.transcript.last(conversation.id, _CARD_ENTRIES)),
        notes=tuple(uow.notes.of_case(case_id)),
        history=tuple(uow.cases.history(case_id)),
        past_cases=len(uow.cases.of_conversation(conversation.id)) - 1,
    )
