"""Copies and forwards."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage

from .formatting import formatted
from .methods_send import flags, post
from .registry import serves
from .wire import Json, bad_request

if TYPE_CHECKING:
    from .world import World

CONTENT = (
    "text",
    "entities",
    "photo",
    "document",
    "voice",
    "video",
    "sticker",
    "location",
    "caption",
    "caption_entities",
    "has_media_spoiler",
    "show_caption_above_media",
)
"""What a copy takes over; a service message has none of it and cannot be copied."""


def _content(message: Json) -> Json:
    return {key: message[key] for key in CONTENT if key in message}


@serves(CopyMessage)
def copy_message(world: World, request: CopyMessage) -> Json:
    source = world.chat(request.from_chat_id).messages.get(request.message_id)
    if source is None:
        raise bad_request("message to copy not found")
    content = _content(source)
    if not content:
        raise bad_request("message can't be copied")
    if request.caption is not None and "text" not in content:
        content = {key: content[key] for key in content if key not in {"caption", "caption_entities"}}
        content |= formatted(request.caption, request.parse_mode, request.caption_entities, key="caption")
    return {"message_id": post(world, request, content)["message_id"]}


@serves(CopyMessages)
def copy_messages(world: World, request: CopyMessages) -> list[Json]:
    """Copies in order, keeps albums together, and leaves out in silence what cannot be copied."""
    _check_order(request.message_ids)
    source = world.chat(request.from_chat_id)
    found = [source.messages[number] for number in request.message_ids if number in source.messages]
    chosen = [message for message in found if _content(message)]
    if not chosen:
        raise bad_request("message to copy not found")
    albums: dict[str, str] = {}
    return [{"message_id": _copy(world, request, message, albums)["message_id"]} for message in chosen]


def _copy(world: World, request: CopyMessages, message: Json, albums: dict[str, str]) -> Json:
    content = _content(message)
    if request.remove_caption:
        content = {key: content[key] for key in content if key not in {"caption", "caption_entities"}}
    if album := message.get("media_group_id"):
        if album not in albums:
            albums[album] = world.next_album()
        content["media_group_id"] = albums[album]
    return _write(world, request, content)


@serves(ForwardMessage)
def forward_message(world: World, request: ForwardMessage) -> Json:
    source = world.chat(request.from_chat_id).messages.get(request.message_id)
    if source is None:
        raise bad_request("message to forward not found")
    if not _content(source) or source.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    origin = source.get("forward_origin") or {
        "type": "user",
        "date": source["date"],
        "sender_user": source["from"],
    }
    return _write(world, request, {"forward_origin": origin} | _content(source))


def _write(world: World, request: Any, content: Json) -> Json:
    """As `post`, for methods that take neither a reply nor buttons."""
    chat = world.writable(request.chat_id)
    thread_id = world.thread(chat, request.message_thread_id)
    return world.store(chat, sender=world.bot_sender(), content=content | flags(request), thread_id=thread_id)


def _check_order(numbers: list[int]) -> None:
    if not 1 <= len(numbers) <= 100:
        raise bad_request("there must be 1-100 messages to copy")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
