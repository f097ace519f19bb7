"""Looking for a case, a customer or an order by whatever an agent remembers of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.core.cases import Case
from bot.core.customers import Customer
from bot.core.errors import NotFound
from bot.core.orders import Order
from bot.core.ports import Store, UnitOfWork
from bot.core.roles import Agent
from bot.core.tasks import Remark
from bot.core.text import one_line
from bot.desk.permissions import Act, require
from bot.service.queueing import QueueRow, queue_rows

_LONGEST: Final = 80
_CASE_NUMBER: Final = re.compile(r"#?(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHit:
    """A customer. `case_id` is of their newest case, None when they never had one."""

    customer: Customer
    name: str
    channel: str
    case_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHit:
    """An order, with the remarks on it.

    `case_id` is of the newest case of a customer who may see it, None when there is none.
    """

    order: Order
    case_id: int | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, the newest first; `words` is what was looked for."""

    words: str
    cases: tuple[QueueRow, ...] = ()
    customers: tuple[CustomerHit, ...] = ()
    orders: tuple[OrderHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Over everything that the desk knows."""

    store: Store

    async def find(self, text: str, agent: Agent, *, limit: int = 20) -> Found:
        """At most `limit` of each sort; nothing for nothing. Raises NotAllowed.

        A case is found by its number (`#12`) and by words of its ask or title, a customer by words of their name or
        of a tag, an order by the beginning of its number, its receiver or its tracking number, and by
        the last four digits of the phone.
        """
        require(agent, Act.SEARCH)
        words = one_line(text, _LONGEST)
        if not words:
            return Found(words="")
        return await self.store.read(lambda uow: _find(uow, words, limit))


def _find(uow: UnitOfWork, words: str, limit: int) -> Found:
    cases = {case.id: case for case in (*_numbered(uow, words), *uow.finder.cases(words, limit=limit))}
    return Found(
        words=words,
        cases=queue_rows(uow, list(cases.values())[:limit]),
        customers=tuple(_customer(uow, each) for each in uow.finder.customers(words, limit=limit)),
        orders=_orders(uow, uow.finder.orders(words, limit=limit)),
    )


def _numbered(uow: UnitOfWork, words: str) -> list[Case]:
    number = _CASE_NUMBER.fullmatch(words)
    if number is None:
        return []
    try:
        return [uow.cases.get(int(number[1]))]
    except NotFound:
        return []


def _customer(uow: UnitOfWork, conversation_id: int) -> CustomerHit:
    channel, peer = uow.conversations.peers([conversation_id])[conversation_id]
    return CustomerHit(
        customer=uow.customers.read(conversation_id),
        name=peer.name,
        channel=channel,
        case_id=_newest_case(uow, conversation_id),
    )


def _orders(uow: UnitOfWork, orders: list[Order]) -> tuple[OrderHit, ...]:
    customers, remarks = uow.orders.customers_of(orders), uow.remarks.of_orders([order.number for order in orders])
    return tuple(
        OrderHit(
            order=order,
            case_id=max(
                (found for each in customers.get(order.number, ()) if (found := _newest_case(uow, each)) is not None),
                default=None,
            ),
            remarks=remarks.get(order.number, ()),
        )
        for order in orders
    )


def _newest_case(uow: UnitOfWork, conversation_id: int) -> int | None:
    cases = uow.cases.of_conversation(conversation_id)
    return cases[0].id if cases else None
