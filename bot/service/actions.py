"""Performs what a flow may `do`: one handler per name in `bot.core.actions.ACTIONS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.core.actions import Perform, VerifyOrder
from bot.core.cases import Role, TaskKind, TaskStatus
from bot.core.conversation import Conversation, JsonValue
from bot.core.events import NotPerformed, OrderRefused, OrderVerified, Performed
from bot.core.orders import Fulfilment, Order
from bot.core.ports import UnitOfWork

GUESS_WINDOW: Final = timedelta(hours=1)
GUESSES_PER_PEER: Final = 5
GUESSES_PER_ORDER: Final = 10
"""Four digits are 10 000 possibilities: at ten tries an hour for everybody together, guessing one takes weeks."""
SUSPICIOUS_PER_ACCOUNT: Final = 100
"""A web visitor costs nothing and order numbers can be counted up, so everybody's guesses count together, too: from
here on each customer has one try, which an honest one seldom needs more than."""
GUESSES_PER_ACCOUNT: Final = 1000
"""From here on nobody has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    uow: UnitOfWork
    conversation: Conversation
    action: Perform
    now: datetime

    def order(self) -> Order | None:
        """The order the flow is about, if this customer is bound to it."""
        number = self.action.args.get("order")
        return _own_order(self.uow, self.conversation, number) if isinstance(number, str) else None

    def register(self, kind: TaskKind, role: Role, order: Order | None, args: dict[str, JsonValue]) -> Performed:
        """Register the task once per conversation, frame and step."""
        task = self.uow.tasks.register(
            key=f"{self.conversation.id}:{self.action.key}",
            kind=kind,
            role=role,
            conversation_id=self.conversation.id,
            order_number=order.number if order else "",
            args=args,
            now=self.now,
        )
        return Performed(key=self.action.key, result={"id": task.number, **args})

    def refuse(self, reason: str) -> NotPerformed:
        return NotPerformed(key=self.action.key, reason=reason)


_Handler: TypeAlias = Callable[[_Job], Performed | NotPerformed]


def perform(uow: UnitOfWork, conversation: Conversation, action: Perform, *, now: datetime) -> Performed | NotPerformed:
    """Do the action once, however often it is asked for with the same key."""
    return _HANDLERS[action.name](_Job(uow=uow, conversation=conversation, action=action, now=now))


def verify_order(
    uow: UnitOfWork, conversation: Conversation, action: VerifyOrder, *, now: datetime
) -> OrderVerified | OrderRefused:
    """Bind the customer to the order when number and phone tail match, or when it is known to be theirs already.

    An order that does not exist and a wrong phone give the same answer and count the same, so that nobody learns
    which numbers exist. Guesses are limited per customer and, over all customers, per order and per channel account
    (docs/decisions/0006-order-guesses.md).
    """
    own = _own_order(uow, conversation, action.number)
    if own is not None:
        return OrderVerified(key=action.key, order=own)
    where = (conversation.channel, conversation.account, conversation.peer.id)
    guesses = uow.orders.guesses(*where, action.number, since=now - GUESS_WINDOW)
    tries = GUESSES_PER_PEER if guesses.on_account < SUSPICIOUS_PER_ACCOUNT else 1
    if guesses.by_peer >= tries or guesses.at_order >= GUESSES_PER_ORDER or guesses.on_account >= GUESSES_PER_ACCOUNT:
        return OrderRefused(key=action.key, left=0)
    order = uow.orders.get(action.number)
    if order is None or not order.phone_tail or order.phone_tail != action.phone_tail:
        uow.orders.record_guess(*where, action.number, now=now, keep=GUESS_WINDOW)
        return OrderRefused(key=action.key, left=max(0, tries - guesses.by_peer - 1))
    uow.orders.bind_order(*where, order.number, now=now)
    return OrderVerified(key=action.key, order=order)


def _own_order(uow: UnitOfWork, conversation: Conversation, number: str) -> Order | None:
    bound = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id, number=number)
    return bound[0] if bound else None


def _create_return(job: _Job) -> Performed | NotPerformed:
    order = job.order()
    if order is None:
        return job.refuse("订单不属于这位顾客，或已不存在")
    if order.fulfilment not in {Fulfilment.SHIPPED, Fulfilment.SIGNED}:
        return job.refuse(f"订单 {order.number} 的状态是 {order.fulfilment}，还不能登记退货")
    for task in job.uow.tasks.of_order(order.number, TaskKind.RETURN, TaskStatus.OPEN):
        return Performed(key=job.action.key, result={"id": task.number, **task.args})  # one parcel comes back once
    args = {name: value for name, value in job.action.args.items() if name != "order"}
    return job.register(TaskKind.RETURN, Role.AFTER_SALE, order, args)


def _request_price_change(job: _Job) -> Performed | NotPerformed:
    order = job.order()
    if order is None:
        return job.refuse("订单不属于这位顾客，或已不存在")
    if order.fulfilment is not Fulfilment.UNPAID:
        return job.refuse(f"订单 {order.number} 已付款，不能改价")
    try:
        price = Decimal(str(job.action.args["price"])).quantize(Decimal("0.01"))
    except InvalidOperation:
        return job.refuse("顾客说的价格不是一个数")
    if not price.is_finite() or not Decimal(0) < price < order.total:
        return job.refuse(f"顾客说的价格 {price} 不低于订单金额 {order.total}，或不是正数")
    return job.register(TaskKind.PRICE_CHANGE, Role.PRE_SALE, order, {"price": str(price)})


def _create_task(job: _Job) -> Performed | NotPerformed:
    args = dict(job.action.args)
    kind, role = TaskKind(str(args.pop("kind"))), Role(str(args.pop("role")))
    order = job.order()
    args.pop("order", None)
    return job.register(kind, role, order, args)


_HANDLERS: Final[Mapping[str, _Handler]] = MappingProxyType(
    {
        "create_return": _create_return,
        "request_price_change": _request_price_change,
        "create_task": _create_task,
    }
)
