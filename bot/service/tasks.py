"""The list of tasks as agents read it: each with its customer, its order and, in words, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.cases import Task
from bot.core.conversation import Conversation, JsonValue
from bot.core.messages import Media
from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.dialogue.slot_words import value_in_words
from bot.scripts.book import Pack, ScriptBook

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
        asked: (slot title, value in words) of everything the customer was asked for, in the customer's language.
        photos: what they sent along.
    """

    task: Task
    customer: str
    channel: str
    order: Order | None
    case_id: int | None
    asked: tuple[tuple[str, str], ...]
    photos: tuple[Media, ...]


def task_row(uow: UnitOfWork, book: ScriptBook, task: Task) -> TaskRow:
    """The task with everything an agent needs to act on it."""
    conversation = uow.conversations.get(task.conversation_id)
    pack = book.packs.get(conversation.state.language) or book.packs[book.default_language]
    return TaskRow(
        task=task,
        customer=conversation.peer.name,
        channel=conversation.channel,
        order=uow.orders.get(task.order_number) if task.order_number else None,
        case_id=conversation.case_id,
        asked=tuple(_in_words(book, pack, name, value) for name, value in task.args.items()),
        photos=_photos(uow, conversation, task),
    )


def _in_words(book: ScriptBook, pack: Pack, name: str, value: JsonValue) -> tuple[str, str]:
    """A task may be older than the scripts: what they no longer know is shown as it was stored."""
    slot = pack.slots.get(name)
    return (slot.title, value_in_words(book, pack, slot, value)) if slot else (name, str(value))


def _photos(uow: UnitOfWork, conversation: Conversation, task: Task) -> tuple[Media, ...]:
    keys = {key for value in task.args.values() if isinstance(value, list) for key in value if isinstance(key, str)}
    if not keys:
        return ()
    entries = uow.transcript.last(conversation.id, _LOOK_BACK)
    return tuple(media for entry in entries for media in entry.content.media if media.key in keys)
