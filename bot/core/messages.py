"""What people send each other, independent of any channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

MAX_TEXT: Final = 4096
"""Characters of one stored message; longer texts are cut on arrival, with a mark that says so."""


class Author(StrEnum):
    """Who wrote a message of the transcript."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"


class MediaKind(StrEnum):
    """What a customer can attach."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One attachment. `key` finds its bytes in the media store; empty when there are none to keep."""

    kind: MediaKind
    key: str = ""
    mime: str = ""
    size: int = 0
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice under a message. `value` comes back as `Content.press`; `title` is what the customer reads."""

    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one message carries: plain text (never markup), attachments, buttons offered, or a button pressed.

    `edited` marks words that replace earlier ones: a customer's in a message of its own, an agent's in place.
    """

    text: str = ""
    media: tuple[Media, ...] = ()
    buttons: tuple[Button, ...] = ()
    press: str | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The other side of a conversation as its channel knows it. `id` is unique per (channel, account)."""

    id: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A customer's message as it came through the one door in.

    Unique on (channel, account, external_id): the same message delivered twice is stored once.
    """

    channel: str
    account: str
    external_id: str
    peer: Peer
    content: Content
    sent_at: datetime


class Delivery(StrEnum):
    """What became of an outgoing message, shown honestly to the agent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptEntry:
    """One message of a conversation, in the order both sides see it. `seq` grows within the store.

    `delivery` is None for what the customer wrote. `reply` names the script reply a bot message came from.
    """

    seq: int
    conversation_id: int
    author: Author
    content: Content
    at: datetime
    agent_id: int | None = None
    agent_name: str = ""
    case_id: int | None = None
    reply: str = ""
    delivery: Delivery | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An outgoing message before it is stored. With a `key`, putting it twice is one message."""

    author: Author
    content: Content
    reply: str = ""
    agent_id: int | None = None
    case_id: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An outbox row ready to be sent: one message to one peer. `attempt` counts from 1."""

    seq: int
    conversation_id: int
    channel: str
    account: str
    peer_id: str
    author: Author
    content: Content
    attempt: int = 1
    created_at: datetime = field(kw_only=True)
