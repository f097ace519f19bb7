"""The registers as agents use them: actions on a case, a complaint's record and letter, the reasons counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.actions import Perform
from bot.core.cases import CaseEvent, CaseEventKind
from bot.core.conversation import JsonValue
from bot.core.errors import TemplateError
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.roles import Agent
from bot.core.tasks import COMPLAINT_PARTS, AuditEntry, ReasonCount, Task, TaskKind
from bot.desk import permissions, task_rules
from bot.desk.wording import conflict, not_found
from bot.dialogue.letter import write_letter
from bot.scripts.book import ScriptBook
from bot.service.actions import perform
from bot.service.actions.arguments import check_action, check_arguments
from bot.service.case_log import record
from bot.service.tasks import TaskRow, task_row


def _asked(action: str, args: Mapping[str, JsonValue]) -> tuple[str, str, Mapping[str, JsonValue]]:
    """What the audit keeps of an action: its name, the order, and everything else it was given."""
    order = args.get("order")
    rest = {name: value for name, value in args.items() if name != "order"}
    return action, str(order).strip() if order is not None else "", rest


def _performed(case_id: int, agent: Agent, entry: AuditEntry) -> CaseEvent:
    data: dict[str, JsonValue] = {"action": entry.action, "done": entry.done}
    if not entry.done:
        data["why"] = entry.result.get("detail")
    return CaseEvent(case_id=case_id, kind=CaseEventKind.PERFORMED, at=entry.at, agent=agent, data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The reasons of a span of time.

    Attributes:
        counts: by register, reason and department, the most frequent first.
        titles: reason → its words in the shop's own language; one the scripts no longer know is left out.
        departments: department → how many reasons it should act on.
    """

    counts: tuple[ReasonCount, ...]
    titles: Mapping[str, str]
    departments: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """What agents do with registers beside deciding and finishing, which `Desk` has."""

    store: Store
    bell: Bell
    clock: Clock
    book: Callable[[], ScriptBook]

    async def perform(
        self, case_id: int, agent: Agent, action: str, args: dict[str, JsonValue], *, key: str
    ) -> AuditEntry:
        """Do an action for the customer of the case, once for a key that the caller chose.

        Raises:
            NotFound: there is no such case or action.
            NotAllowed: agents of this role do not do that.
            Conflict: an argument will not do, or the order is not in a state for it; the refusal is audited.
        """
        book, now = self.book(), self.clock()

        def use_case(uow: UnitOfWork) -> AuditEntry:
            conversation = uow.conversations.get(uow.cases.get(case_id).conversation_id)
            pack = book.packs.get(conversation.state.language) or book.packs[book.default_language]
            check_action(action)
            permissions.require(agent, permissions.performing(action))
            check_arguments(book, pack, action, args)
            asked = Perform(key=f"agent:{agent.id}:{key}", name=action, args=args)
            unique = f"{conversation.id}:{asked.key}"
            is_new = uow.audit.find(unique) is None
            perform(uow, book, conversation, asked, now=now, agent=agent)
            entry = uow.audit.find(unique)
            if entry is None or (entry.action, entry.order_number, entry.args) != _asked(action, args):
                raise conflict("key_reused")
            if is_new:
                record(uow, _performed(case_id, agent, entry))
            return entry

        entry = await self.store.transact(use_case)
        self.bell.ring("desk", f"conversation:{entry.conversation_id}")
        if not entry.done:
            raise conflict("action_failed", detail=entry.result.get("detail"))
        return entry

    async def complaint(self, task_id: int) -> TaskRow:
        """A complaint as the customer made it, without its record. Raises NotFound when the task is none."""
        book = self.book()

        def query(uow: UnitOfWork) -> TaskRow:
            task = uow.tasks.get(task_id)
            if task.kind is not TaskKind.COMPLAINT:
                raise not_found("complaint_unknown", task=task.number)
            given = {name: value for name, value in task.args.items() if name not in COMPLAINT_PARTS}
            return replace(task_row(uow, book, replace(task, args=given)), task=task)

        return await self.store.read(query)

    async def write_up(self, task_id: int, agent: Agent, parts: Mapping[str, str]) -> Task:
        """Keep these parts of a complaint's record. Raises NotFound, Conflict, NotAllowed."""

        def use_case(uow: UnitOfWork) -> Task:
            task = task_rules.write_up(uow.tasks.get(task_id), agent, parts)
            uow.tasks.save(task)
            return task

        task = await self.store.transact(use_case)
        self.bell.ring("desk", f"conversation:{task.conversation_id}")
        return task

    async def letter(self, task_id: int) -> Mapping[str, str]:
        """The letter that answers a complaint: part → text, in order.

        Raises NotFound when there is no such complaint or the pack has no letter, Conflict when a part that the
        letter needs was not written yet.
        """
        book, now = self.book(), self.clock()

        def query(uow: UnitOfWork) -> dict[str, str]:
            task = uow.tasks.get(task_id)
            if task.kind is not TaskKind.COMPLAINT:
                raise not_found("complaint_unknown", task=task.number)
            conversation = uow.conversations.get(task.conversation_id)
            order = uow.orders.get(task.order_number) if task.order_number else None
            name = conversation.peer.name
            return write_letter(book, conversation.state, task, order, customer_name=name, now=now)

        try:
            letter = await self.store.read(query)
        except TemplateError as error:
            raise conflict("letter_too_early") from error
        if not letter:
            raise not_found("letter_unwritten")
        return letter

    async def reasons(self, *, since: datetime, until: datetime) -> Reasons:
        """Customers' reasons of what was registered from `since` to before `until`."""
        book = self.book()
        counts = await self.store.read(lambda uow: uow.tasks.reason_counts(since=since, until=until))
        slot = book.packs[book.default_language].slots.get("reason")
        titles = {option.id: option.title for option in slot.options} if slot else {}
        departments: dict[str, int] = {}
        for one in counts:
            departments[one.department] = departments.get(one.department, 0) + one.count
        return Reasons(counts=tuple(counts), titles=titles, departments=departments)
