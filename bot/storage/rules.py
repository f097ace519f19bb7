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


def renamed(known: Peer, seen: Peer) -> Peer:
    """The known peer under the name and language seen now; an empty one does not erase what is known."""
    return Peer(id=known.id, name=seen.name or known.name, language=seen.language or known.language)
