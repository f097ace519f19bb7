"""What happened: everything `step` can be told, and the facts it is told with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from bot.core.conversation import JsonValue, Owner
from bot.core.customers import Tier
from bot.core.messages import Content
from bot.core.orders import Order
from bot.core.ratings import Fate, Rating
from bot.core.roles import Role
from bot.core.tasks import Arranged, Remedy, TaskKind
from bot.core.timers import TimerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """The queue of one role: how many cases wait in it, and how many agents are present who take from it."""

    waiting: int = 0
    agents_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the shell knows before a step.

    Attributes:
        orders: the orders this customer is bound to, newest first; None when the order source is down.
        owner: who owns the conversation.
        waiting: cases waiting in the queue that this customer's case is in, or in all queues without one.
        position: this customer's place in that queue, from 1; 0 when not waiting.
        agents_on: how many agents are present who take from that queue.
        lines: the queue of each role; where one is missing, `waiting` and `agents_on` stand for it.
        tier: of the customer.
        customer_name: the name the channel gave, possibly empty. Data, never template.
        proved: numbers of those that are theirs by number and phone digits alone; of these no label is read out.
        under_way: order number → register → number of what this conversation led to and is not done yet; a
            cancellation counts when it is done, too.
        remedies: order number → what is being done about pieces of it, newest first.
        arranged: order number → what the customer may want to take back of it, newest first.
    """

    orders: tuple[Order, ...] | None = ()
    owner: Owner = Owner.BOT
    waiting: int = 0
    position: int = 0
    agents_on: int = 0
    lines: Mapping[Role, QueueLine] = field(default_factory=lambda: MappingProxyType({}))
    tier: Tier = Tier.NORMAL
    customer_name: str = ""
    proved: frozenset[str] = frozenset()
    under_way: Mapping[str, Mapping[TaskKind, str]] = field(default_factory=lambda: MappingProxyType({}))
    remedies: Mapping[str, tuple[Remedy, ...]] = field(default_factory=lambda: MappingProxyType({}))
    arranged: Mapping[str, tuple[Arranged, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The customer wrote, sent or pressed something. A burst arrives as several of these in one step."""

    content: Content
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderVerified:
    """Order number and phone matched: the customer is bound to this order from now on."""

    key: str
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused:
    """Order number and phone did not match, or there is no such order: the two are not told apart.

    `left` is how many guesses remain; 0 means no more are taken for now.
    """

    key: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """An action was done. `result` holds what replies may mention, such as `id`."""

    key: str
    result: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPerformed:
    """An action could not be done.

    `reason` says why in one word (`bot.core.catalogue.Refused`) and is what replies choose their words by; `detail`
    says it to an agent.
    """

    key: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack:
    """An agent returned the conversation to the bot, saying what was agreed (may be empty).

    `slots` are the values that were settled, by slot name; with any, the bot goes on with `intent` from there.
    """

    outcome: str = ""
    intent: str = ""
    slots: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The shop has news for the customer, not asked for: say reply `common.<reply>`, about this order if about one."""

    reply: str
    order: Order | None
    result: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """The time has come to look at something again.

    `order` is the order that it is about, if any; `args` is what was given when the timer was set.
    """

    kind: TimerKind
    order: Order | None = None
    args: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What became of what the customer said of the service; `rating` is None when there is none that is theirs."""

    fate: Fate
    rating: Rating | None = None
    quiet: bool = False


Event: TypeAlias = (
    Received | OrderVerified | OrderRefused | Performed | NotPerformed | HandedBack | Notice | TimerFired | Rated
)
