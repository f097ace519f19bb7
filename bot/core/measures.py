"""What a running shop is measured by: things that happen, to be counted, and what stands in its queues.

None of it holds words, names or numbers of a customer: every field is one of a few words that we chose, or an amount.
Whoever counts is handed a `Meter` by the composition root; nothing here knows what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from bot.core.actions import HandOffReason
from bot.core.cases import CaseStatus
from bot.core.messages import Author, Delivery
from bot.core.roles import Role
from bot.core.webhooks import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A customer's message came in; `repeated` when the channel had brought it before."""

    channel: str
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A message was tried to be sent. `fate` is WAITING when it will be tried again."""

    channel: str
    author: Author
    fate: Delivery


class Decision(StrEnum):
    """What came of reading what a customer wrote."""

    ANSWERED = "answered"
    ASKED = "asked"  # the bot needs to know something
    HANDED_OVER = "handed_over"
    LEFT_ALONE = "left_alone"  # an agent has the case, the customer is blocked, or there was nothing to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The bot took a customer's turn."""

    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsTaken:
    """So long it took to read and answer the conversations that were due, together."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookTried:
    """A webhook was called; WAITING when it will be called again."""

    fate: DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApiQueued:
    """A call to the Bot API begins to wait for its turn (`change` 1), or has it or gave up (-1)."""

    lane: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApiCalled:
    """Messages and edits went to a `private` chat or a `group`, an album as many as it has items."""

    chat: str
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApiRefused:
    """The Bot API said "too many requests" to a call to a `private` chat or a `group`."""

    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The web answered a request: `route` is the template of its address, `seconds` until the answer began."""

    route: str
    method: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketMoved:
    """A WebSocket was opened (`change` 1) or ended (-1)."""

    route: str
    change: int


Measure: TypeAlias = (
    Arrived
    | Left
    | Decided
    | TurnsTaken
    | WebhookTried
    | BotApiQueued
    | BotApiCalled
    | BotApiRefused
    | Answered
    | SocketMoved
)
"""Something that happened."""

Meter: TypeAlias = Callable[[Measure], None]
"""Counts what happens. It is called after the fact was committed, never waits and never raises."""


def unmetered(_: Measure) -> None:
    """A `Meter` that counts nothing: for commands and tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Things that wait: how many, and since when the oldest does; None for an empty pile."""

    count: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What stands in the queues of a shop at one moment.

    Attributes:
        cases: open cases by status and role; those without one are left out.
        waiting: customers who wait for an answer of a person.
        inbox: customers' messages that were not read yet; `oldest` of the conversation that waits longest.
        outbox: (channel, WAITING or SENDING) → messages whose fate is open; those without one are left out.
        timers: timers that are due.
        webhooks: deliveries that wait for a try.
    """

    cases: Mapping[tuple[CaseStatus, Role], int] = field(default_factory=lambda: MappingProxyType({}))
    waiting: Pile = field(default_factory=Pile)
    inbox: Pile = field(default_factory=Pile)
    outbox: Mapping[tuple[str, Delivery], Pile] = field(default_factory=lambda: MappingProxyType({}))
    timers: Pile = field(default_factory=Pile)
    webhooks: Pile = field(default_factory=Pile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What agents were given and did, as the cases' history tells it.

    Attributes:
        seen: the last line of the history that is in it.
        handoffs: reason → how many cases were opened for it.
        first_replies: seconds from the handoff to the first answer of a person, of each case that got it.
    """

    seen: int = 0
    handoffs: Mapping[HandOffReason, int] = field(default_factory=lambda: MappingProxyType({}))
    first_replies: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposition:
    """All figures as a text for a program that collects them."""

    body: bytes
    media_type: str
