"""When the shop writes to a customer unasked: what a change of an order leads to, and whether it still holds then.

Planned by an order's own dates, so the same order leads to the same timers however often it is looked at. Judged
again when the time has come: an order that was paid meanwhile needs no reminder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.core.conversation import JsonValue, Owner, State
from bot.core.customers import Customer
from bot.core.orders import Fulfilment, Order, RefundState
from bot.core.tasks import UNDER_WAY, Task, TaskKind, counts
from bot.core.timers import TimerKind
from bot.dialogue.outreach_rules import OutreachRules

NUDGE_KEY: Final = TimerKind.NUDGE.value
NEWS: Final = timedelta(days=1)
"""What should have been said longer ago is no news any more: orders of long ago may be imported at any time."""

_NUDGE_HOLDS: Final = timedelta(hours=1)
"""A nudge that could not be sent in time is not sent at all."""

AGAIN: Final = timedelta(minutes=30)
"""When to look again whether the person who speaks with the customer is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A timer that an order leads to. `args` names the order and the how-manieth message of its kind it is, from 1."""

    key: str
    kind: TimerKind
    due_at: datetime
    args: dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a kind of message is about: a moment in an order's life, and the states in which it still holds."""

    since: Callable[[Order], datetime | None]
    states: frozenset[Fulfilment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known when the time has come.

    Attributes:
        owner: who speaks with the customer.
        state: of the conversation.
        customer: the record.
        orders: the customer's orders; the one the message is about is among them, if it is still theirs.
        troubled: numbers of orders about which something is open.
        under_way: what is being done about the order that the message is about, or was done and not imported yet.
        last_word_at: when the customer wrote last.
        grave: whether the customer ever told of an injury, a death or the like: they are not asked how it is.
    """

    owner: Owner
    state: State
    customer: Customer
    orders: Sequence[Order]
    troubled: frozenset[str] = frozenset()
    under_way: frozenset[TaskKind] = frozenset()
    last_word_at: datetime | None = None
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """It may be said now."""

    order: Order | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Look again then."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """It is not said, because of this."""

    why: str


Verdict: TypeAlias = Send | Later | Never

OCCASIONS: Final[Mapping[TimerKind, Occasion]] = {
    TimerKind.ADDRESS_CHECK: Occasion(
        since=lambda order: order.paid_at, states=frozenset({Fulfilment.UNPRINTED, Fulfilment.PRINTED})
    ),
    TimerKind.PAYMENT_REMINDER: Occasion(since=lambda order: order.created_at, states=frozenset({Fulfilment.UNPAID})),
    TimerKind.SHIPPED: Occasion(since=lambda order: order.shipped_at, states=frozenset({Fulfilment.SHIPPED})),
    TimerKind.FOLLOW_UP: Occasion(since=lambda order: order.signed_at, states=frozenset({Fulfilment.SIGNED})),
    TimerKind.REVISIT: Occasion(since=lambda order: order.signed_at, states=frozenset({Fulfilment.SIGNED})),
}
"""The messages about an order. None is sent about an order whose money is going back."""

_AFTER_SALE: Final = frozenset({TimerKind.FOLLOW_UP, TimerKind.REVISIT})
_SALES: Final = _AFTER_SALE | {TimerKind.NUDGE}
_MOOT_BY: Final[Mapping[TimerKind, frozenset[TaskKind]]] = {
    TimerKind.ADDRESS_CHECK: frozenset({TaskKind.CANCEL_ORDER, TaskKind.REFUND, TaskKind.CHANGE_ADDRESS}),
    TimerKind.PAYMENT_REMINDER: frozenset({TaskKind.CANCEL_ORDER, TaskKind.PRICE_CHANGE, TaskKind.TRANSFER}),
    TimerKind.SHIPPED: frozenset({TaskKind.CANCEL_ORDER, TaskKind.CONTACT_COURIER}),
    TimerKind.FOLLOW_UP: frozenset({TaskKind.CANCEL_ORDER}),
    TimerKind.REVISIT: frozenset({TaskKind.CANCEL_ORDER}),
}
"""What makes a message pointless while it is under way. No entry: the kind is not about an order."""


def situation(
    *,
    owner: Owner,
    state: State,
    customer: Customer,
    orders: Sequence[Order],
    last_word_at: datetime | None,
    theirs: Iterable[Task],
    about: Iterable[Task],
    grave: bool,
) -> Situation:
    """What is known, with what the tasks say.

    Args:
        owner: who speaks with the customer.
        state: of the conversation.
        customer: the record.
        orders: the customer's orders.
        last_word_at: when the customer wrote last.
        theirs: tasks that the customer's conversations led to.
        about: tasks about the order that the message is about, whoever asked for them.
        grave: whether one of the customer's cases is about a grave matter.
    """
    return Situation(
        owner=owner,
        state=state,
        customer=customer,
        orders=orders,
        troubled=frozenset(task.order_number for task in theirs if task.status in UNDER_WAY),
        under_way=frozenset(task.kind for task in about if counts(task)),
        last_word_at=last_word_at,
        grave=grave,
    )


def planned(rules: OutreachRules, order: Order) -> Iterator[Planned]:
    """The timers that this order leads to as it is now, those of the past too."""
    for kind, occasion in OCCASIONS.items():
        since = occasion.since(order)
        if since is None or not _holds(occasion, order):
            continue
        for time, after in enumerate(rules.after.get(kind, ()), start=1):
            yield Planned(
                key=key_of(kind, order.number, time),
                kind=kind,
                due_at=since + after,
                args={"order": order.number, "time": time},
            )


def obsolete(rules: OutreachRules, order: Order) -> list[str]:
    """Keys of the timers that this order, as it is now, has no need of any more."""
    return [
        key_of(kind, order.number, time)
        for kind, occasion in OCCASIONS.items()
        if not _holds(occasion, order)
        for time in range(1, len(rules.after.get(kind, ())) + 1)
    ]


def key_of(kind: TimerKind, number: str, time: int) -> str:
    """What tells this message from all others to the customer."""
    return f"{kind}:{number}:{time}"


def judge(
    rules: OutreachRules,
    kind: TimerKind,
    due_at: datetime,
    args: Mapping[str, JsonValue],
    here: Situation,
    now: datetime,
) -> Verdict:
    """Whether a message may be sent now that its time has come."""
    if kind not in rules.after or not rules.per_day:
        return Never(why="switched off")
    if here.customer.opted_out:
        return Never(why="the customer wants no messages")
    if here.grave and kind in _SALES:
        return Never(why="the customer told of a grave matter")
    order = next((one for one in here.orders if one.number == args.get("order")), None)
    wrong = _nudge_is_wrong(rules, due_at, args, here, now) if kind is TimerKind.NUDGE else _is_wrong(kind, order, here)
    if wrong:
        return Never(why=wrong)
    until = not_before(rules, here, now) or _apart(rules, kind, here, now)
    if until is None:
        return Send(order=order)
    return Never(why="the moment has passed") if kind is TimerKind.NUDGE else Later(until=until)


def not_before(rules: OutreachRules, here: Situation, now: datetime) -> datetime | None:
    """When a message that nobody asked for may be sent, unless that is now."""
    if here.owner is not Owner.BOT:
        return now + AGAIN
    if here.last_word_at is not None and now < here.last_word_at + rules.silence:
        return here.last_word_at + rules.silence
    quiet = rules.quiet_until(now)
    if quiet is not None:
        return quiet
    today = now.astimezone(rules.zone).date()
    sent = [one for one in here.customer.reached if one.at.astimezone(rules.zone).date() == today]
    if sum(one.kind is not TimerKind.RATING for one in sent) >= rules.per_day:  # which keeps no news of an order back
        return datetime.combine(today + timedelta(days=1), datetime.min.time(), tzinfo=rules.zone)
    return None


def _apart(rules: OutreachRules, kind: TimerKind, here: Situation, now: datetime) -> datetime | None:
    """When a message may be sent that only asks how it is, for one who was asked so not long ago."""
    asked = [one.at for one in here.customer.reached if one.kind in _AFTER_SALE] if kind in _AFTER_SALE else []
    until = max(asked) + rules.apart if asked else now
    return until if until > now else None


def _is_wrong(kind: TimerKind, order: Order | None, here: Situation) -> str:
    """Why a message about an order is out of place; empty when it is not."""
    if order is None:
        return "the order is not the customer's any more"
    if not _holds(OCCASIONS[kind], order):
        return f"the order is {order.fulfilment}, its refund {order.refund}"
    moot = _MOOT_BY[kind] & here.under_way
    if moot:
        return f"{', '.join(sorted(moot))} of the order is under way"
    if kind in _AFTER_SALE and order.number in here.troubled:
        return "something about the order is still open"
    if kind in _AFTER_SALE and any(order.number in frame.slots.values() for frame in here.state.frames):
        return "the customer has not finished telling what is wrong with the order"
    if kind is TimerKind.REVISIT and any(one.created_at > order.created_at for one in here.orders):
        return "the customer has ordered since"
    return ""


def _nudge_is_wrong(
    rules: OutreachRules, due_at: datetime, args: Mapping[str, JsonValue], here: Situation, now: datetime
) -> str:
    if not here.state.nudging or now - due_at > _NUDGE_HOLDS:
        return "the moment has passed"
    if any(one.kind is TimerKind.NUDGE and now - one.at < rules.pause for one in here.customer.reached):
        return "the customer was nudged not long ago"
    since = datetime.fromisoformat(str(args["since"]))
    return "the customer has ordered" if any(one.created_at >= since for one in here.orders) else ""


def _holds(occasion: Occasion, order: Order) -> bool:
    return order.fulfilment in occasion.states and order.refund is RefundState.NONE
