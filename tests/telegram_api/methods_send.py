"""The send methods: text, media, albums, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    SendChatAction,
    SendDocument,
    SendLocation,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVoice,
)
from aiogram.types import InputMediaDocument, InputMediaPhoto, InputMediaVideo

from .formatting import formatted, given, keyboard
from .registry import serves
from .wire import Json, bad_request

if TYPE_CHECKING:
    from .models import ChatState
    from .world import World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def reply_target(chat: ChatState, request: Any) -> int | None:
    """The message to answer.

    Raises:
        ApiError: 400 when it is gone and the sender does not allow going without.
    """
    reply = request.reply_parameters
    if reply is None or reply.message_id in chat.messages:
        return reply.message_id if reply is not None else None
    if given(reply.allow_sending_without_reply):
        return None
    raise bad_request("message to be replied not found")


def flags(request: Any) -> Json:
    """What a message shows of how it was sent."""
    protected = {"has_protected_content": True} if given(request.protect_content) else {}
    spoiler = {"has_media_spoiler": True} if getattr(request, "has_spoiler", None) else {}
    above = given(getattr(request, "show_caption_above_media", None))
    return protected | spoiler | ({"show_caption_above_media": True} if above else {})


def post(world: World, request: Any, content: Json) -> Json:
    """Write as the bot into the chat, thread and reply that a send method names."""
    chat = world.writable(request.chat_id)
    thread_id = world.thread(chat, request.message_thread_id)
    markup = keyboard(getattr(request, "reply_markup", None))
    return world.store(
        chat,
        sender=world.bot_sender(),
        content=content | flags(request) | markup,
        thread_id=thread_id,
        reply_to=reply_target(chat, request),
    )


def caption(request: Any) -> Json:
    return formatted(request.caption or "", request.parse_mode, request.caption_entities, key="caption")


@serves(SendMessage)
def send_message(world: World, request: SendMessage) -> Json:
    world.writable(request.chat_id)
    content = formatted(request.text, request.parse_mode, request.entities)
    if not content:
        raise bad_request("message text is empty")
    return post(world, request, content)


@serves(SendPhoto)
def send_photo(world: World, request: SendPhoto) -> Json:
    world.writable(request.chat_id)
    return post(world, request, world.files.take("photo", request.photo) | caption(request))


@serves(SendDocument)
def send_document(world: World, request: SendDocument) -> Json:
    world.writable(request.chat_id)
    return post(world, request, world.files.take("document", request.document) | caption(request))


@serves(SendVoice)
def send_voice(world: World, request: SendVoice) -> Json:
    world.writable(request.chat_id)
    details = {"duration": request.duration} if request.duration is not None else {}
    return post(world, request, world.files.take("voice", request.voice, **details) | caption(request))


@serves(SendVideo)
def send_video(world: World, request: SendVideo) -> Json:
    world.writable(request.chat_id)
    named = {"duration": request.duration, "width": request.width, "height": request.height}
    details = {key: value for key, value in named.items() if value is not None}
    return post(world, request, world.files.take("video", request.video, **details) | caption(request))


@serves(SendSticker)
def send_sticker(world: World, request: SendSticker) -> Json:
    world.writable(request.chat_id)
    details = {"emoji": request.emoji} if request.emoji else {}
    return post(world, request, world.files.take("sticker", request.sticker, **details))


@serves(SendLocation)
def send_location(world: World, request: SendLocation) -> Json:
    if not (-90 <= request.latitude <= 90 and -180 <= request.longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    location = {"latitude": request.latitude, "longitude": request.longitude}
    return post(world, request, {"location": location})


@serves(SendMediaGroup)
def send_media_group(world: World, request: SendMediaGroup) -> list[Json]:
    world.writable(request.chat_id)
    if not 2 <= len(request.media) <= 10:
        raise bad_request("there must be 2-10 items to send in the album")
    if 1 <= sum(isinstance(item, InputMediaDocument) for item in request.media) < len(request.media):
        raise bad_request("document can't be mixed with other media types")
    contents = [_album_item(world, item) for item in request.media]
    album = {"media_group_id": world.next_album()}
    return [post(world, request, album | content) for content in contents]


def _album_item(world: World, item: Any) -> Json:
    match item:
        case InputMediaPhoto():
            kind = "photo"
        case InputMediaVideo():
            kind = "video"
        case InputMediaDocument():
            kind = "document"
        case _:
            raise bad_request(f"this test server sends no {item.type} in albums")
    return world.files.take(kind, item.media) | caption(item)


@serves(SendChatAction)
def send_chat_action(world: World, request: SendChatAction) -> bool:
    chat = world.writable(request.chat_id)
    if request.action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_id = world.thread(chat, request.message_thread_id)
    world.chat_actions.append({"chat_id": chat.id, "message_thread_id": thread_id, "action": request.action})
    world.changed()
    return True
