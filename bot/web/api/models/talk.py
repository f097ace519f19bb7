"""Messages, notes, and what helps an agent to write them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.core.messages import Author, Delivery, MediaKind
from bot.web.api.models.common import Answer, Request
from bot.web.api.models.people import Agent


class Media(Answer):
    """An attachment. `url` shows it until the end of tomorrow (UTC)."""

    kind: MediaKind
    mime: str
    size: int
    name: str
    url: str = ""


class Button(Answer):
    """A choice offered under a message."""

    value: str
    title: str


class Message(Answer):
    """One message of the conversation. `delivery` is null for what the customer wrote."""

    seq: int
    author: Author
    agent_name: str
    text: str
    media: tuple[Media, ...]
    buttons: tuple[Button, ...]
    press: str | None
    edited: bool
    at: datetime
    delivery: Delivery | None
    error: str


class Note(Answer):
    """Agents' words to each other; never sent to the customer."""

    id: int
    agent: Agent
    text: str
    at: datetime


class Upload(Answer):
    """A kept file. `upload` goes into `media` of a reply within the hour, by the agent who uploaded it."""

    upload: str
    url: str
    size: int


class Hole(Answer):
    """Something that the agent fills in; offsets into the text, brackets included."""

    name: str
    start: int
    end: int


class Canned(Answer):
    """A canned reply, filled in for the case. A text that still has holes is not sent."""

    name: str
    title: str
    text: str
    holes: tuple[Hole, ...]


class ToneSlip(Answer):
    """A wording that the house tone would rather not have, where it begins, and what to do instead."""

    offset: int
    wording: str
    reason: str
    instead: str


class Watch(Answer):
    """Who has the case open and who is writing in it now."""

    looking: tuple[Agent, ...]
    writing: tuple[Agent, ...]


class Reply(Request):
    """What to tell the customer: text, uploads, or both."""

    text: str = Field(default="", max_length=20_000)
    media: list[str] = Field(default=[], max_length=10, description="`upload` of `POST /api/v1/uploads`")


class NewWords(Request):
    """What a message is to say; its attachments stay."""

    text: str = Field(max_length=20_000)


class NoteText(Request):
    """What to tell colleagues."""

    note: str = Field(min_length=1, max_length=20_000)


class DraftText(Request):
    """A draft; nothing of it is kept."""

    text: str = Field(max_length=20_000)
