"""A talk on trial: the engine against a made-up shop that answers as given, with a fixed clock and no I/O.

Conversation tests run on it, and a maintainer's preview can. What the shell does in production (looking orders up,
performing actions, owning the conversation) is played here in a few lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from pydantic import TypeAdapter

from bot.core.actions import Action, CancelTimer, HandOff, HandOffReason, Perform, Rate, StartTimer, VerifyOrder
from bot.core.conversation import JsonValue, Owner, State
from bot.core.events import Event, Facts, HandedBack, NotPerformed, OrderRefused, OrderVerified, Performed, Received
from bot.core.messages import Content
from bot.core.orders import Order, OrderItem, TrackingEvent
from bot.dialogue.asking import ASK
from bot.dialogue.rehearsal_timers import RehearsedTimers
from bot.dialogue.step import step
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import GivenDoc, ItemDoc, OrderDoc, moment
from intents import Match

NOW: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""The clock of a talk that sets none: ten in the morning of a Monday in Shanghai."""

GUESSES: Final = 3
_MOST_ROUNDS: Final = 8
_STATE: Final = TypeAdapter(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The world of a talk.

    Attributes:
        now: the clock; it stands still until it is told how long to wait.
        orders: every order of the shop, newest first.
        bound: numbers of those the customer is bound to from the start.
        down: whether the order system is out of reach.
        back_at: when it answers again, if it does.
        actions: what an action answers: result fields, or `fails` with a reason. One not named fails.
        waiting, agents_on: the desk.
        customer_name: the name the channel gave.
    """

    now: datetime = NOW
    orders: tuple[Order, ...] = ()
    bound: frozenset[str] = frozenset()
    down: bool = False
    back_at: datetime | None = None
    actions: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=lambda: MappingProxyType({}))
    waiting: int = 0
    agents_on: int = 1
    customer_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one thing that the customer did.

    Attributes:
        actions: everything decided, in order, over all rounds with the shell.
        slots: every slot value seen in the frames during the turn, the last one counting.
        asking: the slot asked for at the end, `confirm`, or empty.
        options: the intents offered, when it was asked which was meant.
        matches: how the message was read.
        trace: why.
        reached: the places of the scripts that were used (`Turn.reached`).
    """

    actions: tuple[Action, ...]
    slots: Mapping[str, JsonValue]
    asking: str
    options: tuple[str, ...]
    matches: tuple[Match, ...]
    trace: tuple[str, ...]
    reached: tuple[tuple[str, str], ...]


class Rehearsal:
    """One talk, message by message."""

    def __init__(self, book: ScriptBook, given: Given | None = None, *, language: str = "", wording: int = 0) -> None:
        """Begin.

        Args:
            book: the scripts on trial.
            given: the world; an empty one when None.
            language: the customer's, when the channel knows it.
            wording: with which wording each reply and question begins, from 0.
        """
        self.given = given or Given()
        self.state = State(language=language, rotation=_rotation(book, language, wording) if wording else {})
        self.owner = Owner.BOT
        self._book = book
        self._bound = self.given.bound
        self._guesses = 0
        self._timers = RehearsedTimers(book)
        self._timers.plan(self._orders(), self.given.now)

    def hear(self, *contents: Content) -> Heard:
        """The customer does this, several things being a burst; returns what the bot decided."""
        self._timers.last_word_at = self.given.now
        events: list[Event] = [Received(content=content, at=self.given.now) for content in contents]
        return self.tell(*events)

    def hand_back(self, event: HandedBack) -> Heard:
        """An agent took the case and gives the conversation back to the bot."""
        self.owner = Owner.BOT
        return self.tell(event)

    def ask_for_rating(self) -> Heard:
        """A case was solved and the time has come to ask how it was."""
        return self.tell(self._timers.ratings.invite(self.given.now))

    def wait(self, span: timedelta) -> Heard:
        """Time goes by, and what comes due meanwhile goes off at its moment."""
        until = self.given.now + span
        heard = []
        while (due := self._timers.next_due(until)) is not None:
            self.given = replace(self.given, now=max(due, self.given.now))
            fired = self._timers.fire(self.owner, self.state, self._orders(), self.given.now)
            if fired is not None:
                heard.append(self.tell(fired))
        self.given = replace(self.given, now=until)
        return _together(heard) if heard else self.tell()

    def tell(self, *events: Event) -> Heard:
        """Something happened; the shell's own part is played until nothing more is asked of it."""
        actions: list[Action] = []
        trace: list[str] = []
        reached: list[tuple[str, str]] = []
        slots: dict[str, JsonValue] = {}
        matches: tuple[Match, ...] = ()
        waiting: Sequence[Event] = events
        for _ in range(_MOST_ROUNDS):
            slots |= self._slots()
            turn = step(self._book, self.state, waiting, facts=self._facts(), now=self.given.now)
            self.state = _STATE.validate_json(_STATE.dump_json(turn.state))  # as a restart would
            actions += turn.actions
            trace += turn.trace
            reached += turn.reached
            matches = matches or turn.matches
            slots |= turn.slots
            waiting = [event for action in turn.actions for event in self._answer(action)]
            if not waiting:
                break
        top = self.state.frames[-1] if self.state.frames else None
        return Heard(
            actions=tuple(actions),
            slots=slots,
            asking=top.asking if top else "",
            options=top.options if top else (),
            matches=matches,
            trace=tuple(trace),
            reached=tuple(reached),
        )

    def _answer(self, action: Action) -> list[Event]:
        match action:
            case VerifyOrder():
                return [self._verify(action)]
            case Perform():
                return [self._perform(action)]
            case Rate():
                return [self._timers.ratings.rate(action, self.given.now)]
            case HandOff(reason=reason):
                self.owner = Owner.QUEUE
                self._timers.grave |= reason is HandOffReason.SENSITIVE
            case StartTimer() | CancelTimer():
                self._timers.perform(action, self.given.now)
        return []

    def _verify(self, action: VerifyOrder) -> Event:
        order = next((one for one in self.given.orders if one.number == action.number), None)
        if order is not None and order.phone_tail == action.phone_tail and self._guesses < GUESSES:
            self._bound |= {order.number}
            self._timers.plan([order], self.given.now)
            return OrderVerified(key=action.key, order=order)
        self._guesses += 1
        return OrderRefused(key=action.key, left=max(0, GUESSES - self._guesses))

    def _perform(self, action: Perform) -> Event:
        answer = self.given.actions.get(action.name, {"fails": f"no answer is given for {action.name}"})
        if "fails" in answer:
            return NotPerformed(key=action.key, reason=str(answer["fails"]))
        if action.name == "set_notices":
            self._timers.opt_out(action.args.get("on") == "false")
        self._timers.register(action, str(answer.get("id", "")), self.given.now)
        return Performed(key=action.key, result=dict(answer))

    def _facts(self) -> Facts:
        given = self.given
        queued = self.owner is Owner.QUEUE
        return Facts(
            orders=None if self._down() else self._orders(),
            owner=self.owner,
            waiting=given.waiting + queued,
            position=given.waiting + 1 if queued else 0,
            agents_on=given.agents_on,
            customer_name=given.customer_name,
            proved=self._bound - given.bound,
            under_way=self._timers.under_way,
            remedies=self._timers.remedies,
            arranged=self._timers.arranged,
        )

    def _orders(self) -> tuple[Order, ...]:
        return tuple(order for order in self.given.orders if order.number in self._bound)

    def _down(self) -> bool:
        return self.given.down and (self.given.back_at is None or self.given.now < self.given.back_at)

    def _slots(self) -> dict[str, JsonValue]:
        return {name: value for frame in self.state.frames for name, value in frame.slots.items()}


def _together(heard: Sequence[Heard]) -> Heard:
    """Several things that came one after the other, as one."""
    last = heard[-1]
    return replace(
        last,
        actions=tuple(action for one in heard for action in one.actions),
        slots={name: value for one in heard for name, value in one.slots.items()},
        trace=tuple(line for one in heard for line in one.trace),
        reached=tuple(place for one in heard for place in one.reached),
    )


def _rotation(book: ScriptBook, language: str, wording: int) -> dict[str, int]:
    pack = book.packs.get(language) or book.packs[book.default_language]
    return dict.fromkeys((*pack.replies, *(f"{ASK}{name}" for name in pack.slots)), wording)


def given_of(doc: GivenDoc | None, book: ScriptBook) -> Given:
    """The world that a conversation test describes."""
    if doc is None:
        return Given()
    now = moment(doc.now, NOW)
    orders = sorted((_order(one, now, book) for one in doc.orders or ()), key=lambda order: order.created_at)
    return Given(
        now=now,
        orders=tuple(reversed(orders)),
        bound=frozenset(str(one.number) for one in doc.orders or () if one.bound),
        down=doc.orders_down or doc.orders_back is not None,
        back_at=moment(f"+{doc.orders_back}", now) if doc.orders_back else None,
        actions={str(name): {str(key): value for key, value in fields.items()} for name, fields in doc.actions.items()},
        waiting=doc.waiting,
        agents_on=doc.agents_on,
        customer_name=str(doc.customer_name or ""),
    )


def _order(doc: OrderDoc, now: datetime, book: ScriptBook) -> Order:
    """The order; one without `created_at` was placed when the first thing known about it happened, or just now."""
    placed, paid, shipped, signed, expected = (
        moment(text, now) if text else None
        for text in (doc.created_at, doc.paid_at, doc.shipped_at, doc.signed_at, doc.expected_at)
    )
    return Order(
        number=str(doc.number),
        source="test",
        created_at=placed or min((at for at in (paid, shipped, signed) if at is not None), default=now),
        paid_at=paid,
        shipped_at=shipped,
        signed_at=signed,
        expected_at=expected,
        fulfilment=doc.fulfilment,
        refund=doc.refund,
        items=tuple(_item(item) for item in doc.items),
        total=_money(doc.total),
        freight=_money(doc.freight),
        refund_amount=_money(doc.refund_amount),
        currency=str(doc.currency or book.shop.get("currency", "CNY")),
        receiver=str(doc.receiver or ""),
        phone=str(doc.phone or ""),
        address=str(doc.address or ""),
        carrier=str(doc.carrier or ""),
        tracking_number=str(doc.tracking_number or ""),
        events=tuple(
            TrackingEvent(at=moment(event.at, now), text=str(event.text), place=str(event.place or ""))
            for event in doc.events
        ),
        remark=str(doc.remark or ""),
    )


def _item(doc: ItemDoc) -> OrderItem:
    return OrderItem(
        title=str(doc.title),
        quantity=doc.quantity,
        price=_money(doc.price),
        variant=str(doc.variant or ""),
        product_id=str(doc.product_id or ""),
    )


def _money(value: float) -> Decimal:
    return Decimal(str(value))
