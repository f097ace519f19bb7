"""Topics of a forum group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    ReopenForumTopic,
)

from .registry import serves
from .wire import Json, bad_request
from .world import DEFAULT_ICON_COLOR

if TYPE_CHECKING:
    from .models import ChatState, TopicState
    from .world import World

NAME_LIMIT = 128


def _forum(world: World, chat_id: Any, deed: str) -> ChatState:
    chat = world.writable(chat_id)
    if chat.group is None or not chat.group.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_can_manage_topics:
        raise bad_request(f"not enough rights to {deed} a topic")
    return chat


def _topic(chat: ChatState, thread_id: int) -> TopicState:
    topic = chat.topics.get(thread_id)
    if topic is None or topic.gone is not None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _check_name(name: str) -> None:
    if not name.strip():
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_TOO_LONG")


@serves(CreateForumTopic)
def create_forum_topic(world: World, request: CreateForumTopic) -> Json:
    chat = _forum(world, request.chat_id, "create")
    _check_name(request.name)
    color = request.icon_color or DEFAULT_ICON_COLOR
    message = world.create_topic(chat, by=world.bot_sender(), name=request.name, icon_color=color)
    return {"message_thread_id": message["message_id"], "name": request.name, "icon_color": color}


@serves(EditForumTopic)
def edit_forum_topic(world: World, request: EditForumTopic) -> bool:
    chat = _forum(world, request.chat_id, "edit")
    topic = _topic(chat, request.message_thread_id)
    wanted = {"name": request.name, "icon_custom_emoji_id": request.icon_custom_emoji_id}
    current = {"name": topic.name, "icon_custom_emoji_id": topic.icon_custom_emoji_id}
    changes = {key: value for key, value in wanted.items() if value is not None and value != current[key]}
    if not changes:
        raise bad_request("TOPIC_NOT_MODIFIED")
    if name := changes.get("name"):
        _check_name(name)
        topic.name = name
    topic.icon_custom_emoji_id = changes.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    content = {"forum_topic_edited": changes}
    world.topic_event(chat, request.message_thread_id, by=world.bot_sender(), content=content)
    return True


@serves(CloseForumTopic)
def close_forum_topic(world: World, request: CloseForumTopic) -> bool:
    return _set_closed(world, request, closed=True)


@serves(ReopenForumTopic)
def reopen_forum_topic(world: World, request: ReopenForumTopic) -> bool:
    return _set_closed(world, request, closed=False)


def _set_closed(world: World, request: CloseForumTopic | ReopenForumTopic, *, closed: bool) -> bool:
    chat = _forum(world, request.chat_id, "close" if closed else "reopen")
    topic = _topic(chat, request.message_thread_id)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    world.topic_event(chat, request.message_thread_id, by=world.bot_sender(), content=content)
    return True


@serves(DeleteForumTopic)
def delete_forum_topic(world: World, request: DeleteForumTopic) -> bool:
    chat = _forum(world, request.chat_id, "delete")
    _topic(chat, request.message_thread_id)
    erase_topic(world, chat, request.message_thread_id, symptom="message thread not found")
    return True


def erase_topic(world: World, chat: ChatState, thread_id: int, *, symptom: str) -> None:
    """The topic and its messages vanish without an update; `symptom` is what later sends to it meet."""
    chat.topics[thread_id].gone = symptom
    for message_id, message in list(chat.messages.items()):
        if message.get("message_thread_id") == thread_id:
            world.remove(chat, message_id)
