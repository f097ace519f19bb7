"""Changing what was sent: edits, deletions, pins, reactions, answers to button presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
    SetMessageReaction,
)
from aiogram.types import ReactionTypeEmoji
from telegram.constants import ReactionEmoji

from .formatting import formatted, keyboard, wire_of
from .registry import serves
from .wire import Json, bad_request

if TYPE_CHECKING:
    from .models import ChatState
    from .world import World

CALLBACK_TEXT_LIMIT = 200
MEDIA = ("photo", "video", "document", "voice")
_REACTIONS = frozenset(str(emoji.value) for emoji in ReactionEmoji)


def _own_message(world: World, request: Any) -> tuple[ChatState, Json]:
    if request.chat_id is None:
        raise bad_request("chat_id is empty")
    chat = world.writable(request.chat_id)
    message = chat.messages.get(request.message_id or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, chat: ChatState, message: Json, content: Json, dropped: set[str]) -> Json:
    dropped |= {"reply_markup"}
    if {key: message[key] for key in dropped if key in message} == content:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return world.replace(chat, message, content, dropped=dropped)


@serves(EditMessageText)
def edit_message_text(world: World, request: EditMessageText) -> Json:
    chat, message = _own_message(world, request)
    content = formatted(request.text or "", request.parse_mode, request.entities)
    if not content:
        raise bad_request("message text is empty")
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, content | keyboard(request.reply_markup), {"text", "entities"})


@serves(EditMessageCaption)
def edit_message_caption(world: World, request: EditMessageCaption) -> Json:
    chat, message = _own_message(world, request)
    if not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    content = formatted(request.caption or "", request.parse_mode, request.caption_entities, key="caption")
    return _edit(world, chat, message, content | keyboard(request.reply_markup), {"caption", "caption_entities"})


@serves(EditMessageReplyMarkup)
def edit_message_reply_markup(world: World, request: EditMessageReplyMarkup) -> Json:
    chat, message = _own_message(world, request)
    return _edit(world, chat, message, keyboard(request.reply_markup), set())


@serves(DeleteMessage)
def delete_message(world: World, request: DeleteMessage) -> bool:
    chat = world.writable(request.chat_id)
    if request.message_id not in chat.messages:
        raise bad_request("message to delete not found")
    if request.message_id in chat.topics:
        raise bad_request("message can't be deleted")
    world.remove(chat, request.message_id)
    return True


@serves(PinChatMessage)
def pin_chat_message(world: World, request: PinChatMessage) -> bool:
    chat = world.writable(request.chat_id)
    message = chat.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned.append(request.message_id)
    shown = {key: message[key] for key in message if key != "reply_to_message"}
    notice = world.store(
        chat,
        sender=world.bot_sender(),
        content={"pinned_message": shown},
        thread_id=message.get("message_thread_id"),
        reply_to=request.message_id,
    )
    world.announce("message", notice)
    return True


@serves(SetMessageReaction)
def set_message_reaction(world: World, request: SetMessageReaction) -> bool:
    chat = world.writable(request.chat_id)
    if request.message_id not in chat.messages:
        raise bad_request("message to react not found")
    for reaction in request.reaction or []:
        if not isinstance(reaction, ReactionTypeEmoji) or reaction.emoji not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
    chat.reactions[request.message_id] = [wire_of(reaction) for reaction in request.reaction or []]
    world.changed()
    return True


@serves(AnswerCallbackQuery)
def answer_callback_query(world: World, request: AnswerCallbackQuery) -> bool:
    press = world.presses.get(request.callback_query_id)
    if press is None or press.expired:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(request.text or "") > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answers.append({"text": request.text or "", "show_alert": bool(request.show_alert)})
    world.changed()
    return True
