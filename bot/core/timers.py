"""Something to look at again later: kinds of timers, and one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import JsonValue


class TimerKind(StrEnum):
    """What is to be looked at when the time has come."""

    ADDRESS_CHECK = "address_check"  # paid: is the address right?
    PAYMENT_REMINDER = "payment_reminder"  # not paid yet
    NUDGE = "nudge"  # asked about a product and fell silent
    SHIPPED = "shipped"
    FOLLOW_UP = "follow_up"  # signed for some days ago
    REVISIT = "revisit"  # bought long ago
    COMPLAINT_DUE = "complaint_due"  # a complaint that should be solved by now
    ORDERS_RETRY = "orders_retry"  # the order source was down
    SILENCE = "silence"  # a customer waits for a person
    RATING = "rating"  # what was solved for a customer may be rated


OUTREACH: Final = (
    TimerKind.ADDRESS_CHECK,
    TimerKind.PAYMENT_REMINDER,
    TimerKind.NUDGE,
    TimerKind.SHIPPED,
    TimerKind.FOLLOW_UP,
    TimerKind.REVISIT,
)
"""Kinds that write to the customer unasked: limited, with quiet hours, and only to who wants it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One timer, running.

    Attributes:
        key: what it is about; no two timers have the same.
        conversation_id: whom it concerns.
        due_at: when it goes off.
        args: what whoever set it wants to know then, such as `order` (a number) and `time` (the how-manieth, from 1).
    """

    id: int
    key: str
    kind: TimerKind
    conversation_id: int
    due_at: datetime
    args: dict[str, JsonValue] = field(default_factory=dict)
