"""What the dialogue decided: frozen values the shell performs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.core.conversation import JsonValue
from bot.core.messages import Content


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
    """Do a business action from `ACTIONS`. Answered by event with `key`, which also makes it idempotent."""

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
        order_number: the order it is about, or empty.
    """

    reason: HandOffReason
    intent: str = ""
    title: str = ""
    ask: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    order_number: str = ""


Action: TypeAlias = Say | VerifyOrder | Perform | HandOff


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """The contract of one business action that a flow may `do`.

    Attributes:
        slots: slots that must be filled before it.
        optional: slots handed over when filled.
        everything: hand over every slot the flow collected.
        settings: literal values the script gives in `with`.
        results: fields of `result` that replies may mention.
    """

    slots: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    everything: bool = False
    settings: tuple[str, ...] = ()
    results: tuple[str, ...] = ("id",)


ACTIONS: Final[Mapping[str, ActionSpec]] = MappingProxyType(
    {
        "create_return": ActionSpec(slots=("order", "reason"), optional=("photos", "wish", "detail")),
        "request_price_change": ActionSpec(slots=("order", "price")),
        "create_task": ActionSpec(everything=True, settings=("kind", "role")),
    }
)
"""Business actions by name; the shell holds one handler for each."""
