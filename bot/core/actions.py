"""What the dialogue decided: frozen values the shell performs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.core.conversation import JsonValue
from bot.core.messages import Content
from bot.core.ratings import Said
from bot.core.roles import Role
from bot.core.timers import TimerKind


class HandOffReason(StrEnum):
    """Why a person is needed."""

    ASKED = "asked"  # the customer wants a person
    NOT_UNDERSTOOD = "not_understood"
    SENSITIVE = "sensitive"
    STUCK = "stuck"  # an answer could not be collected
    FAILED = "failed"  # an action could not be done
    SCRIPT = "script"  # the script says: a person
    ORDERS_DOWN = "orders_down"
    LOCKED = "locked"  # too many wrong guesses at an order


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Tell the customer something. `reply` is the qualified name of the script reply it was rendered from."""

    content: Content
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOrder:
    """Check an order number against the last four digits of the receiver's phone. Answered by event with `key`."""

    key: str
    number: str
    phone_tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Perform:
    """Do a business action of `bot.core.catalogue`. Answered by event with `key`, which also makes it idempotent."""

    key: str
    name: str
    args: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Give the conversation to a person, with everything collected so far.

    Attributes:
        reason: why.
        intent: the intent under way, or empty.
        title: its title in customer words.
        ask: the customer's own words.
        slots: slot title → value in words.
        values: the same by slot name, as the dialogue keeps it.
        order_number: the order it is about, or empty.
        role: whose queue the case goes to.
    """

    reason: HandOffReason
    intent: str = ""
    title: str = ""
    ask: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    values: dict[str, JsonValue] = field(default_factory=dict)
    order_number: str = ""
    role: Role = Role.AFTER_SALE


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimer:
    """Come back to this later. `key` is the conversation's own; a timer that has it already is set anew."""

    key: str
    kind: TimerKind
    after: timedelta
    args: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTimer:
    """There is nothing to come back to any more. One that does not run is no mistake."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Keep what the customer says of the service. Answered by `Rated`, `quiet` as here: nothing more is said then."""

    rating_id: int
    said: Said
    quiet: bool = False


Action: TypeAlias = Say | VerifyOrder | Perform | HandOff | StartTimer | CancelTimer | Rate
