"""Updates as they arrive, one by one: a single one that cannot be read must not cost the others.

aiogram decodes a whole answer at once and gives nothing when one update in it is of a form that it does not know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.types import Update
from pydantic import ValidationError

from bot.channels.telegram.translate import CHANNEL
from bot.core.messages import Content, Incoming, Media, MediaKind, Peer

UNREADABLE: Final = "读不出来的消息"
_LARGEST: Final = 10
"""Items of the largest album that Telegram takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One update: read, or only as the JSON it came in (`update` is None then)."""

    update_id: int
    raw: Mapping[str, Any]
    update: Update | None = None

    @property
    def message(self) -> Mapping[str, Any]:
        """What was written, edited or pressed; empty for updates about something else."""
        pressed = self.raw.get("callback_query", {}).get("message", {})
        found: Mapping[str, Any] = self.raw.get("message") or self.raw.get("edited_message") or pressed or {}
        return found

    @property
    def line(self) -> tuple[object, object]:
        """What is handled in order: a chat, in a forum each topic of it; updates without one are of one kind."""
        message = self.message
        return message.get("chat", {}).get("id"), message.get("message_thread_id")

    @property
    def album(self) -> str | None:
        """The album of the desk group that a new message belongs to.

        Customers' albums are taken message by message: what is stored once cannot grow later.
        """
        message = self.raw.get("message", {})
        is_group = str(message.get("chat", {}).get("type", "")).endswith("group")
        return message.get("media_group_id") if is_group else None


def arrived(update: Update) -> Arrived:
    """An update that aiogram could read."""
    return Arrived(update_id=update.update_id, raw=update.model_dump(mode="json", exclude_unset=True), update=update)


def one_by_one(error: ClientDecodeError, bot: Bot) -> list[Arrived] | None:
    """The updates of an answer that could not be read as a whole; None when it was no answer with updates at all."""
    result = error.data.get("result") if isinstance(error.data, dict) else None
    if not isinstance(result, list):
        return None
    return [_read(raw, bot) for raw in result]


def bunches(updates: Iterable[Arrived]) -> Iterator[tuple[Arrived, ...]]:
    """What is handled at once: an album, whoever wrote between its parts; everything else alone."""
    found: dict[object, list[Arrived]] = {}
    for one in updates:
        found.setdefault(one.album or one.update_id, []).append(one)
    yield from (tuple(members) for members in found.values())


def albums_at_end(updates: Iterable[Arrived]) -> Counter[str]:
    """How much of each album is here that may still grow: nothing marks the end of one."""
    newest: dict[object, str | None] = {}
    sizes: Counter[str] = Counter()
    for one in updates:
        newest[one.line] = one.album
        if one.album is not None:
            sizes[one.album] += 1
    return Counter({album: sizes[album] for album in newest.values() if album is not None and sizes[album] < _LARGEST})


def salvaged(raw: Mapping[str, Any], *, account: str, now: datetime) -> Incoming | None:
    """What can be kept of a customer's message that we cannot read: its text, or that there was one."""
    message = raw.get("message", {})
    chat = message.get("chat", {})
    if chat.get("type") != "private" or "message_id" not in message:
        return None
    text = str(message.get("text") or message.get("caption") or "")
    media = () if text else (Media(kind=MediaKind.FILE, name=UNREADABLE),)
    return Incoming(
        channel=CHANNEL,
        account=account,
        external_id=f"{chat['id']}:{message['message_id']}",
        peer=Peer(id=str(chat["id"]), name=str(chat.get("first_name", ""))),
        content=Content(text=text, media=media),
        sent_at=now,
    )


def _read(raw: dict[str, Any], bot: Bot) -> Arrived:
    try:
        update = Update.model_validate(raw, context={"bot": bot})
    except ValidationError:
        return Arrived(update_id=raw["update_id"], raw=raw)
    return Arrived(update_id=raw["update_id"], raw=raw, update=update)
