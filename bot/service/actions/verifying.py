"""Proving that an order is the customer's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.core.actions import VerifyOrder
from bot.core.conversation import Conversation
from bot.core.events import OrderRefused, OrderVerified
from bot.core.ports import UnitOfWork

GUESS_WINDOW: Final = timedelta(hours=1)
GUESSES_PER_PEER: Final = 5
GUESSES_PER_ORDER: Final = 10
"""Four digits are 10 000 possibilities: at ten tries an hour for everybody together, guessing one takes weeks."""
SUSPICIOUS_PER_ACCOUNT: Final = 100
"""A web visitor costs nothing and order numbers can be counted up, so everybody's guesses count together, too: from
here on each customer has one try, which an honest one seldom needs more than."""
GUESSES_PER_ACCOUNT: Final = 1000
"""From here on nobody has any."""


def verify_order(
    uow: UnitOfWork, conversation: Conversation, action: VerifyOrder, *, now: datetime
) -> OrderVerified | OrderRefused:
    """Bind the customer to the order when number and phone tail match, or when it is known to be theirs already.

    An order that does not exist and a wrong phone give the same answer and count the same, so that nobody learns
    which numbers exist. Guesses are limited per customer and, over all customers, per order and per channel account
    (docs/decisions/0006-order-guesses.md).
    """
    where = (conversation.channel, conversation.account, conversation.peer.id)
    for own in uow.orders.of_peer(*where, number=action.number):
        return OrderVerified(key=action.key, order=own)
    guesses = uow.orders.guesses(*where, action.number, since=now - GUESS_WINDOW)
    tries = GUESSES_PER_PEER if guesses.on_account < SUSPICIOUS_PER_ACCOUNT else 1
    if guesses.by_peer >= tries or guesses.at_order >= GUESSES_PER_ORDER or guesses.on_account >= GUESSES_PER_ACCOUNT:
        return OrderRefused(key=action.key, left=0)
    order = uow.orders.get(action.number)
    if order is None or not order.phone_tail or order.phone_tail != action.phone_tail:
        uow.orders.record_guess(*where, action.number, now=now, keep=GUESS_WINDOW)
        return OrderRefused(key=action.key, left=max(0, tries - guesses.by_peer - 1))
    uow.orders.bind_order(*where, order.number, now=now)
    return OrderVerified(key=action.key, order=order)
