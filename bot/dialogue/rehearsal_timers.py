"""The timers of a talk on trial: what the shell's timers do in production, on a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.actions import Action, CancelTimer, Perform, StartTimer
from bot.core.catalogue import ACTIONS
from bot.core.conversation import JsonValue, Owner, State
from bot.core.customers import Customer, reached
from bot.core.events import TimerFired
from bot.core.orders import Order
from bot.core.ratings import Solver
from bot.core.roles import Role
from bot.core.tasks import Arranged, Remedy, Task, TaskKind, TaskStatus, arranged, remedies, standing
from bot.core.timers import OUTREACH, TimerKind
from bot.dialogue.inviting import Settled, is_upset, judge_invitation
from bot.dialogue.outreach import Later, Send, judge, planned, situation
from bot.dialogue.outreach_rules import outreach_rules
from bot.dialogue.rehearsal_ratings import RehearsedRatings
from bot.scripts.book import ScriptBook


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    key: str
    kind: TimerKind
    due_at: datetime
    args: Mapping[str, JsonValue]


class RehearsedTimers:
    """Timers, and the record of the customer whom they concern."""

    def __init__(self, book: ScriptBook) -> None:
        self._book = book
        self._rules = outreach_rules(book.shop)
        self.ratings = RehearsedRatings(book.shop)
        self._customer = Customer(conversation_id=0)
        self._running: dict[str, _Running] = {}
        self._tasks: list[Task] = []
        self._numbers: dict[tuple[str, TaskKind], str] = {}
        self.last_word_at: datetime | None = None
        self.grave = False

    def plan(self, orders: Iterable[Order], now: datetime) -> None:
        """The customer has these orders: what they lead to from now on."""
        for order in orders:
            for one in planned(self._rules, order):
                if one.due_at > now:
                    self._running[one.key] = _Running(key=one.key, kind=one.kind, due_at=one.due_at, args=one.args)

    def perform(self, action: Action, now: datetime) -> None:
        """Set or stop a timer."""
        match action:
            case StartTimer(key=key, kind=kind, after=after, args=args):
                self._running[key] = _Running(key=key, kind=kind, due_at=now + after, args=args)
            case CancelTimer(key=key):
                self._running.pop(key, None)

    @property
    def under_way(self) -> dict[str, dict[TaskKind, str]]:
        """What was arranged about the orders: order number → register → the number that the action answered."""
        return {
            order: {kind: self._numbers.get((order, kind), number) for kind, number in begun.items()}
            for order, begun in standing(self._tasks).items()
        }

    @property
    def remedies(self) -> dict[str, tuple[Remedy, ...]]:
        """What is being done about pieces of the orders, by the numbers that the actions answered."""
        return {
            order: tuple(replace(one, number=self._numbers.get((order, one.kind), one.number)) for one in found)
            for order, found in remedies(self._tasks).items()
        }

    @property
    def arranged(self) -> dict[str, tuple[Arranged, ...]]:
        """What the customer may want to take back of the orders, by the numbers that the actions answered."""
        return {
            order: tuple(replace(one, number=self._numbers.get((order, one.kind), one.number)) for one in found)
            for order, found in arranged(self._tasks).items()
        }

    def register(self, action: Perform, number: str, now: datetime) -> None:
        """An action was performed: what it began about an order is under way from now on, by this number."""
        spec, order = ACTIONS[action.name], action.args.get("order")
        if spec.work is None or not order:
            return
        task = Task(
            id=len(self._tasks) + 1,
            key=action.key,
            kind=spec.work,
            role=Role.AFTER_SALE,
            conversation_id=self._customer.conversation_id,
            status=TaskStatus.OPEN,
            created_at=now,
            order_number=str(order),
            args=dict(action.args),
        )
        self._tasks.append(task)
        self._numbers[task.order_number, task.kind] = number or task.number

    def opt_out(self, out: bool) -> None:
        """The customer wants no messages, or wants them again."""
        self._customer = replace(self._customer, opted_out=out)

    def next_due(self, until: datetime) -> datetime | None:
        """When the next timer goes off, if that is not after `until`."""
        due = min((one.due_at for one in self._running.values()), default=None)
        return due if due is not None and due <= until else None

    def fire(self, owner: Owner, state: State, orders: tuple[Order, ...], now: datetime) -> TimerFired | None:
        """The timer that is due now goes off; None when it has nothing to say, or not yet."""
        timer = min(self._running.values(), key=lambda one: (one.due_at, one.key))
        del self._running[timer.key]
        if timer.kind is TimerKind.RATING:
            return self._ask(timer, owner, state, now)
        if timer.kind not in OUTREACH:
            return TimerFired(kind=timer.kind, args=dict(timer.args))
        here = situation(
            owner=owner,
            state=state,
            customer=self._customer,
            orders=orders,
            last_word_at=self.last_word_at,
            theirs=self._tasks,
            about=[task for task in self._tasks if task.order_number == timer.args.get("order")],
            grave=self.grave,
        )
        match judge(self._rules, timer.kind, timer.due_at, timer.args, here, now):
            case Send(order=order):
                self._customer = reached(self._customer, timer.kind, now)
                return TimerFired(kind=timer.kind, order=order, args=dict(timer.args))
            case Later(until=until):
                self._running[timer.key] = replace(timer, due_at=until)
        return None

    def _ask(self, timer: _Running, owner: Owner, state: State, now: datetime) -> TimerFired | None:
        settled = Settled(
            at=datetime.fromisoformat(str(timer.args["since"])),
            solved=owner is Owner.BOT,
            by_bot=True,
            owner=owner,
            state=state,
            customer=self._customer,
            last_word_at=self.last_word_at,
            upset=is_upset(self._book, state.language, state.heard, [one.intent for one in state.attempts]),
        )
        match judge_invitation(self._book, settled, now):
            case Send():
                self._customer = reached(self._customer, timer.kind, now)
                return self.ratings.invite(now, solver=Solver.BOT)
            case Later(until=until):
                self._running[timer.key] = replace(timer, due_at=until)
        return None
