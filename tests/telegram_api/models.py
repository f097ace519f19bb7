"""The people, groups and topics of the test world, as handles that tests hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from .wire import Json

GENERAL_TOPIC_ID = 1
GONE_TO_GENERAL = "a topic deleted so recently that messages to it land in General"
SUPERGROUP_ID_BASE = -1_000_000_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A Telegram account. A private chat with it has the same id."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        named = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return named | {key: value for key, value in optional.items() if value is not None}

    def chat_wire(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username}
        chat = {"id": self.id, "type": "private", "first_name": self.first_name}
        return chat | {key: value for key, value in optional.items() if value is not None}


ANONYMOUS_ADMIN = User(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)
"""Who an administrator that hides behind the group appears to be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A basic group (`supergroup=False`), a supergroup, or a supergroup with topics."""

    id: int
    title: str
    forum: bool = True
    supergroup: bool = True

    def wire(self) -> Json:
        chat: Json = {"id": self.id, "type": "supergroup" if self.supergroup else "group", "title": self.title}
        return chat | ({"is_forum": True} if self.forum else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic of a forum group. Its id is the id of the service message that created it."""

    group: Group
    thread_id: int
    name: str


Place = Group | Topic
"""Where an agent writes. A forum group itself stands for its General topic."""


@dataclass(kw_only=True, slots=True)
class TopicState:
    """What the server remembers of one topic."""

    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    gone: str | None = None


@dataclass(kw_only=True, slots=True)
class ChatState:
    """What the server remembers of one chat."""

    wire: Json
    group: Group | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    versions: dict[int, list[Json]] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    topics: dict[int, TopicState] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    bot_can_manage_topics: bool = True
    shut: str | None = None
    migrated_to: int | None = None

    @property
    def id(self) -> int:
        return int(self.wire["id"])
