"""The list of tasks as agents read it: each with its customer, its order and, in words, what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from bot.core.conversation import Conversation, JsonValue
from bot.core.messages import Media
from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.core.tasks import Remark, Task
from bot.dialogue.slot_words import value_in_words
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.wording import money
from bot.service.actions.words import Words

_LOOK_BACK: Final = 200
"""Messages in which the photos of a task are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One line of the list of tasks.

    Attributes:
        task: what is to be done, and by which role.
        customer: their name; may be empty.
        channel: where they write.
        order: the order as it is now; None when the task is about none, or it is gone.
        case_id: the case that is open in the conversation, if any.
        asked: (title, value in words) of everything the customer was asked for, in the customer's language, and of
            what was computed or written about it, in the shop's.
        photos: what they sent along.
        remarks: the lines on the order, oldest first.
    """

    task: Task
    customer: str
    channel: str
    order: Order | None
    case_id: int | None
    asked: tuple[tuple[str, str], ...]
    photos: tuple[Media, ...]
    remarks: tuple[Remark, ...] = ()


def task_row(uow: UnitOfWork, book: ScriptBook, task: Task) -> TaskRow:
    """The task with everything an agent needs to act on it."""
    conversation = uow.conversations.get(task.conversation_id)
    pack = book.packs.get(conversation.state.language) or book.packs[book.default_language]
    order = uow.orders.get(task.order_number) if task.order_number else None
    return TaskRow(
        task=task,
        customer=conversation.peer.name,
        channel=conversation.channel,
        order=order,
        case_id=conversation.case_id,
        asked=asked_in_words(book, pack, task, order, language=book.default_language),
        photos=_photos(uow, conversation, task),
        remarks=uow.remarks.of_orders([task.order_number]).get(task.order_number, ()) if task.order_number else (),
    )


_COMPUTED: Final[Mapping[str, Words]] = MappingProxyType(
    {"amount": Words("金额", "Amount"), "fault": Words("责任方", "Liable"), "register": Words("登记号", "Register")}
)
"""Titles of what was computed; a slot of that name is what the customer wished for."""

_TITLES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "price": Words("改到", "New price"),
        "receiver": Words("收件人", "Receiver"),
        "return_number": Words("退货单号", "Return parcel"),
        "other_order": Words("另一单", "Other order"),
        "classification": Words("分类", "Classification"),
        "facts": Words("核实情况", "Facts"),
        "cause": Words("原因", "Cause"),
        "proposal": Words("处理方案", "Proposal"),
        "summary": Words("总结", "Summary"),
        "improvement": Words("改进", "Improvement"),
        "words": Words("顾客补充", "In their words"),
    }
)
"""Titles of what may be no slot of the scripts: what agents give, and what they write."""

_FAULTS: Final[Mapping[str, Words]] = MappingProxyType(
    {"shop": Words("店铺", "the shop"), "carrier": Words("快递", "the carrier"), "buyer": Words("买家", "the buyer")}
)
_SAID_BY_THE_DUTY: Final = frozenset({"kind", "scope"})


_MONEY: Final = frozenset({"amount", "price"})


def asked_in_words(
    book: ScriptBook, pack: Pack, task: Task, order: Order | None, *, language: str
) -> tuple[tuple[str, str], ...]:
    """(title, value in words) of everything that the task was registered with.

    What the pack has words for is told in these; what was computed or written about it, in the language.
    """
    currency = order.currency if order is not None else str(book.shop["currency"])
    told = ((name, value) for name, value in task.args.items() if name not in _SAID_BY_THE_DUTY)
    return tuple(_in_words(book, pack, name, _priced(name, value, currency), language) for name, value in told)


def _priced(name: str, value: JsonValue, currency: str) -> JsonValue:
    """An amount with its currency; one that a customer wrote in words of their own stays as it is."""
    if name not in _MONEY or isinstance(value, bool):
        return value
    try:
        return money(Decimal(str(value)), currency)
    except InvalidOperation:
        return value


def _in_words(book: ScriptBook, pack: Pack, name: str, value: JsonValue, language: str) -> tuple[str, str]:
    """A task may be older than the scripts: what they no longer know is shown as it was stored."""
    slot = pack.slots.get(name)
    if name in _COMPUTED:
        words = _FAULTS.get(str(value)) if name == "fault" else None
        return _COMPUTED[name].in_language(language), words.in_language(language) if words else str(value)
    if slot is not None:
        return slot.title, value_in_words(book, pack, slot, value)
    return (_TITLES[name].in_language(language) if name in _TITLES else name), str(value)


def _photos(uow: UnitOfWork, conversation: Conversation, task: Task) -> tuple[Media, ...]:
    keys = {key for value in task.args.values() if isinstance(value, list) for key in value if isinstance(key, str)}
    if not keys:
        return ()
    entries = uow.transcript.last(conversation.id, _LOOK_BACK)
    return tuple(media for entry in entries for media in entry.content.media if media.key in keys)
