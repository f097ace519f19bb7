"""The handoff card: everything about a case, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from bot.core.cases import Card
from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.dialogue.hours import zone_of
from bot.scripts.book import ScriptBook
from bot.service.policy import number_of
from bot.service.rating_report import cause_titles

_ENTRIES: Final = 200
_PAST: Final = 10


def read_card(uow: UnitOfWork, book: ScriptBook, case_id: int) -> Card:
    """Everything about the case. Raises NotFound."""
    case = uow.cases.get(case_id)
    conversation = uow.conversations.get(case.conversation_id)
    order = uow.orders.get(case.order_number) if case.order_number else None
    orders = tuple(uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id))
    rating = uow.ratings.of_case(case_id)
    others = [one for one in uow.cases.of_conversation(conversation.id) if one.id != case.id]
    return Card(
        case=case,
        conversation=conversation,
        customer=uow.customers.read(conversation.id),
        order=order,
        orders=orders,
        tasks=tuple(uow.tasks.of_conversation(conversation.id)),
        remarks=uow.remarks.of_orders([one.number for one in (*orders, *([order] if order else []))]),
        audit=tuple(uow.audit.of_conversation(conversation.id)),
        entries=tuple(uow.transcript.last(conversation.id, _ENTRIES, until=case.ended_at)),
        notes=tuple(uow.notes.of_case(case_id)),
        history=tuple(uow.cases.history(case_id)),
        past_cases=len(others),
        past=tuple(others[:_PAST]),
        return_until=_return_until(book, order),
        rating=rating,
        rating_cause=cause_titles(book).get(rating.cause, "") if rating is not None else "",
        pictures=_pictures(book, order),
    )


def _return_until(book: ScriptBook, order: Order | None) -> date | None:
    """The last day on which it may come back without a reason; None before it was signed for."""
    if order is None or order.signed_at is None:
        return None
    days = int(number_of(book.shop, "returns", "days"))
    return order.signed_at.astimezone(zone_of(book.shop)).date() + timedelta(days=days)


def _pictures(book: ScriptBook, order: Order | None) -> Mapping[str, str]:
    known = [book.products.get(item.product_id) for item in (order.items if order else ())]
    pictures = {product.id: product.facts.get("picture") for product in known if product is not None}
    return MappingProxyType({product: str(picture) for product, picture in pictures.items() if picture})
