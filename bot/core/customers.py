"""What the shop remembers of a customer beyond the talk: tags, temperament, and whether they want to be written to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.timers import TimerKind

MOST_TAGS: Final = 20
LONGEST_TAG: Final = 40
LONGEST_TEMPERAMENT: Final = 200
"""Characters. A tag is a word, and a note on temperament is a line."""

_REMEMBERED: Final = timedelta(days=30)
"""How long a message of ours is remembered; no limit looks back further."""


class Tier(StrEnum):
    """How much a customer matters to the shop, or how much trouble they are."""

    KEY = "key"
    NORMAL = "normal"
    SMALL = "small"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The shop wrote to the customer unasked, about this, then."""

    kind: TimerKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The record of one customer on one channel, so of one conversation.

    Attributes:
        conversation_id: whose record it is.
        tags: words that agents and flows put on the customer, oldest first (≤ 20).
        temperament: how the customer takes things, in a line, for whoever speaks with them next; may be empty.
        opted_out: wants no messages that they did not ask for.
        first_deal_at: when the customer's first order was paid, as far as the shop's orders tell.
        reached: what was sent unasked in the last 30 days, oldest first.
        tier: set by an agent; routing and the queue look at it.
        blocked: their messages are kept, and nobody answers them.
        unreachable_since: when they shut the channel to us (blocked the bot); None while they can be reached.
    """

    conversation_id: int
    tags: tuple[str, ...] = ()
    temperament: str = ""
    opted_out: bool = False
    first_deal_at: datetime | None = None
    reached: tuple[Reached, ...] = ()
    tier: Tier = Tier.NORMAL
    blocked: bool = False
    unreachable_since: datetime | None = None


def tagged(customer: Customer, tag: str) -> Customer:
    """The record with this tag as its newest; one that it had already moves to the end, the oldest give way."""
    word = tag.strip()[:LONGEST_TAG]
    if not word:
        return customer
    others = tuple(one for one in customer.tags if one != word)
    return replace(customer, tags=(*others, word)[-MOST_TAGS:])


def untagged(customer: Customer, tag: str) -> Customer:
    """The record without this tag."""
    return replace(customer, tags=tuple(one for one in customer.tags if one != tag))


def described(customer: Customer, temperament: str) -> Customer:
    """The record with this note on temperament in the place of the last one."""
    return replace(customer, temperament=temperament.strip()[:LONGEST_TEMPERAMENT])


def reached(customer: Customer, kind: TimerKind, now: datetime) -> Customer:
    """The record with one more message that was sent unasked."""
    recent = tuple(one for one in customer.reached if now - one.at <= _REMEMBERED)
    return replace(customer, reached=(*recent, Reached(kind=kind, at=now)))
