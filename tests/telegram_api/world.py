"""The state behind the API: chats, messages, topics, files, updates. Nothing here knows HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .checks import update_problems
from .files import FileStore
from .models import GENERAL_TOPIC_ID, GONE_TO_GENERAL, ChatState, Group, TopicState, User
from .updates import UpdateQueue
from .wire import ApiError, Json, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_ICON_COLOR = 7322096
ADMINISTRATOR = "administrator"


@dataclass(kw_only=True, slots=True)
class Press:
    """One press of an inline button, and the bot's answers to it."""

    id: str
    chat_id: int
    data: str
    expired: bool = False
    answers: list[Json] = field(default_factory=list)


class World:
    """Everything the server remembers; both the bot's methods and the people's deeds change it."""

    def __init__(self, *, bot: User, clock: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.clock = clock
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, ChatState] = {}
        self.files = FileStore()
        self.presses: dict[str, Press] = {}
        self.chat_actions: list[Json] = []
        self.commands: list[Json] = []
        self.webhook: Json = {}
        self.violations: list[str] = []
        self.listeners: list[Callable[[], None]] = []
        self.updates = UpdateQueue(on_change=self.changed)
        self._message_ids: dict[str | int, int] = {}
        self._album = 13_500_000_000_000_000

    def now(self) -> int:
        return int(self.clock())

    def changed(self) -> None:
        """Tell whoever waits that something happened."""
        for listener in self.listeners:
            listener()

    def announce(self, kind: str, payload: Json) -> None:
        """Queue an update and have both libraries read it."""
        update = self.updates.put(kind, payload)
        if update is not None:
            self.violations += [f"update {kind}: {problem}" for problem in update_problems(update)]

    # chats

    def open_private(self, user: User) -> ChatState:
        """The chat that a user has with the bot; it exists from the user's first message on."""
        self.users[user.id] = user
        return self.chats.setdefault(user.id, ChatState(wire=user.chat_wire()))

    def open_group(self, group: Group) -> ChatState:
        members = {self.bot.id: ADMINISTRATOR}
        return self.chats.setdefault(group.id, ChatState(wire=group.wire(), group=group, members=members))

    def chat(self, chat_id: Any) -> ChatState:
        """The chat of that id.

        Raises:
            ApiError: 400 "chat not found", or where a group has moved to.
        """
        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None
        if chat.migrated_to is not None:
            parameters = {"migrate_to_chat_id": chat.migrated_to}
            raise ApiError(400, "group chat was upgraded to a supergroup chat", parameters)
        return chat

    def writable(self, chat_id: Any) -> ChatState:
        """As `chat`, and 403 when the bot is blocked or no longer a member."""
        chat = self.chat(chat_id)
        if chat.shut is not None:
            raise ApiError(403, chat.shut)
        return chat

    def thread(self, chat: ChatState, thread_id: int | None) -> int | None:
        """Where a message to this thread lands: the topic, or the General topic (None).

        Raises:
            ApiError: 400 for a topic that does not exist, is gone or is closed to the bot.
        """
        if thread_id is None:
            return None
        topic = chat.topics.get(thread_id)
        if topic is None or thread_id == GENERAL_TOPIC_ID:
            raise bad_request("message thread not found")
        if topic.gone == GONE_TO_GENERAL:
            return None
        if topic.gone is not None:
            raise bad_request(topic.gone)
        if topic.closed and not chat.bot_can_manage_topics:
            raise bad_request("TOPIC_CLOSED")
        return thread_id

    # messages

    def store(
        self,
        chat: ChatState,
        *,
        sender: Json,
        content: Json,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Add a message to a chat, in the form in which everybody sees it."""
        message: Json = {"message_id": self._next_message_id(chat), **sender, "chat": chat.wire, "date": self.now()}
        if "forum_topic_created" in content:
            thread_id = message["message_id"]
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        # In a topic, what answers nothing in particular answers the message that opened the topic.
        replied = chat.messages.get(reply_to if reply_to is not None else thread_id or 0)
        if replied is not None:
            message["reply_to_message"] = {key: replied[key] for key in replied if key != "reply_to_message"}
        message |= content
        self._keep(chat, message)
        return message

    def replace(self, chat: ChatState, message: Json, content: Json, *, dropped: set[str]) -> Json:
        """Edit: the same message with other content."""
        kept = {key: value for key, value in message.items() if key not in dropped}
        edited = kept | {"edit_date": self.now()} | content
        self._keep(chat, edited)
        return edited

    def remove(self, chat: ChatState, message_id: int) -> None:
        """Delete a message. Bots are never told of it."""
        del chat.messages[message_id]
        chat.deleted.append(message_id)
        self.changed()

    def next_album(self) -> str:
        self._album += 1
        return str(self._album)

    def create_topic(self, chat: ChatState, *, by: Json, name: str, icon_color: int = DEFAULT_ICON_COLOR) -> Json:
        """Open a topic and write its first message, which both the bot and people get as an update."""
        created = {"name": name, "icon_color": icon_color}
        message = self.store(chat, sender=by, content={"forum_topic_created": created})
        chat.topics[message["message_id"]] = TopicState(name=name, icon_color=icon_color)
        self.announce("message", message)
        return message

    def topic_event(self, chat: ChatState, thread_id: int, *, by: Json, content: Json) -> Json:
        """A service message of a topic; bots get those of their own doing too."""
        message = self.store(chat, sender=by, content=content, thread_id=thread_id)
        self.announce("message", message)
        return message

    def bot_sender(self) -> Json:
        return {"from": self.bot.wire()}

    def _keep(self, chat: ChatState, message: Json) -> None:
        chat.messages[message["message_id"]] = message
        chat.versions.setdefault(message["message_id"], []).append(message)
        self.changed()

    def _next_message_id(self, chat: ChatState) -> int:
        """Supergroups number their own messages; private chats and basic groups share the bot's numbers."""
        line: str | int = chat.id if chat.wire["type"] == "supergroup" else "own"
        self._message_ids[line] = self._message_ids.get(line, 1) + 1
        return self._message_ids[line]
