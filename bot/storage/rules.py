"""Rules both stores follow, so that the twin cannot drift from the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.core.errors import Conflict
from bot.core.messages import Delivery, Peer

CUT_OFF: Final = "cut off while it was being sent: it may or may not have arrived"
"""The error of a message whose sender vanished (lease run out), shown to the agent."""

DESK_UPDATES_KEPT: Final = timedelta(days=7)
"""Telegram repeats an update for 24 hours at most."""

_FATES: Final = frozenset({Delivery.SENT, Delivery.FAILED, Delivery.UNKNOWN})
_RETRIABLE: Final = frozenset({Delivery.FAILED, Delivery.UNKNOWN})
_SETTLEABLE: Final = frozenset({Delivery.SENDING, Delivery.UNKNOWN})


def check_settlement(seq: int, stored: Delivery, fate: Delivery) -> None:
    """Raises unless a message in state `stored` may become `fate`.

    An UNKNOWN message may still be settled: a slow sender that lost its lease knows better than the clock.

    Raises:
        ValueError: `fate` is not SENT, FAILED or UNKNOWN.
        Conflict: the message is not being sent.
    """
    if fate not in _FATES:
        message = f"a message is settled as sent, failed or unknown, not as {fate}"
        raise ValueError(message)
    if stored not in _SETTLEABLE:
        message = f"message {seq} is {stored}, it is not being sent"
        raise Conflict(message)


def check_retry(seq: int, stored: Delivery) -> None:
    """Raises Conflict unless a message in this state may be sent once more."""
    if stored not in _RETRIABLE:
        message = f"message {seq} is {stored}; only what failed, or may have, is sent once more"
        raise Conflict(message, code="message_not_failed")


def tail_of(words: str) -> str:
    """The last four digits of a phone that somebody looks for by its number or by these; empty for anything else."""
    return words[-4:] if words.isascii() and words.isdigit() and len(words) in {4, 11} else ""


def renamed(known: Peer, seen: Peer) -> Peer:
    """The known peer under the name and language seen now; an empty one does not erase what is known."""
    return Peer(id=known.id, name=seen.name or known.name, language=seen.language or known.language)
