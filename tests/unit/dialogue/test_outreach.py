from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.conversation import Frame, FrameKind, JsonValue, Owner, State
from bot.core.customers import Customer, reached
from bot.core.orders import Order, RefundState
from bot.core.tasks import TaskKind
from bot.core.timers import TimerKind
from bot.dialogue.outreach import Later, Never, Send, Situation, Verdict, judge, obsolete, planned
from bot.dialogue.outreach_rules import OutreachRules
from bot.dialogue.rehearsal import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RULES = OutreachRules(
    zone=ZoneInfo("Asia/Shanghai"),
    per_day=2,
    silence=5 * MINUTE,
    quiet=(time(21, 30), time(9)),
    after={
        TimerKind.ADDRESS_CHECK: (5 * MINUTE,),
        TimerKind.PAYMENT_REMINDER: (30 * MINUTE,),
        TimerKind.SHIPPED: (MINUTE,),
        TimerKind.FOLLOW_UP: (4 * DAY, 10 * DAY),
        TimerKind.REVISIT: (30 * DAY,),
        TimerKind.NUDGE: (15 * MINUTE,),
    },
    pause=7 * DAY,
    apart=3 * DAY,
)
MakeOrder = Callable[..., Order]


@pytest.fixture
def unpaid(order: MakeOrder) -> Order:
    return order("A1", "unpaid", created_at=NOW - 30 * MINUTE)


def verdict(
    order: Order | None, kind: TimerKind = TimerKind.PAYMENT_REMINDER, *, now: datetime = NOW, **more: Any
) -> Verdict:
    here = {
        "owner": Owner.BOT,
        "state": State(),
        "customer": Customer(conversation_id=1),
        "orders": [order] if order else [],
        **more,
    }
    args: dict[str, JsonValue] = {"order": order.number if order else "A1", "time": 1}
    return judge(RULES, kind, NOW, args, Situation(**here), now)


def test_an_order_leads_to_what_fits_its_state_counted_from_its_own_dates(order: MakeOrder) -> None:
    signed = order("A1", "signed", created_at=NOW - 9 * DAY, paid_at=NOW - 8 * DAY, signed_at=NOW)
    assert [(plan.key, plan.due_at, plan.args) for plan in planned(RULES, signed)] == [
        ("follow_up:A1:1", NOW + 4 * DAY, {"order": "A1", "time": 1}),
        ("follow_up:A1:2", NOW + 10 * DAY, {"order": "A1", "time": 2}),
        ("revisit:A1:1", NOW + 30 * DAY, {"order": "A1", "time": 1}),
    ]
    assert [plan.kind for plan in planned(RULES, order("A1", "unpaid"))] == [TimerKind.PAYMENT_REMINDER]
    paid = order("A1", "unprinted", paid_at=NOW)
    assert [plan.kind for plan in planned(RULES, paid)] == [TimerKind.ADDRESS_CHECK]
    assert [plan.kind for plan in planned(RULES, order("A1", "shipped", shipped_at=NOW))] == [TimerKind.SHIPPED]


def test_an_order_whose_money_goes_back_or_whose_date_is_unknown_leads_to_nothing(order: MakeOrder) -> None:
    assert list(planned(RULES, order("A1", "signed", signed_at=NOW, refund=RefundState.REQUESTED))) == []
    assert list(planned(RULES, order("A1", "shipped"))) == []
    assert list(planned(RULES, order("A1", "closed"))) == []


def test_a_change_makes_the_messages_of_the_state_before_pointless(order: MakeOrder) -> None:
    keys = obsolete(RULES, order("A1", "shipped", shipped_at=NOW))
    assert {"payment_reminder:A1:1", "address_check:A1:1", "follow_up:A1:1", "follow_up:A1:2"} <= set(keys)
    assert "shipped:A1:1" not in keys


def test_what_still_holds_is_sent(unpaid: Order) -> None:
    assert verdict(unpaid) == Send(order=unpaid)


def test_what_holds_no_more_is_never_sent(unpaid: Order, order: MakeOrder) -> None:
    paid = order("A1", "unprinted", paid_at=NOW)
    assert verdict(paid) == Never(why="the order is unprinted, its refund none")
    assert isinstance(verdict(None), Never)
    assert isinstance(verdict(unpaid, customer=Customer(conversation_id=1, opted_out=True)), Never)


def test_a_kind_that_is_switched_off_meanwhile_and_a_limit_of_none_send_nothing(unpaid: Order) -> None:
    here = Situation(owner=Owner.BOT, state=State(), customer=Customer(conversation_id=1), orders=[unpaid])
    for rules in (replace(RULES, after={}), replace(RULES, per_day=0)):
        assert judge(rules, TimerKind.PAYMENT_REMINDER, NOW, {"order": "A1"}, here, NOW) == Never(why="switched off")


@pytest.mark.parametrize("owner", [Owner.QUEUE, Owner.AGENT])
def test_nothing_is_sent_while_a_person_has_the_conversation(unpaid: Order, owner: Owner) -> None:
    assert verdict(unpaid, owner=owner) == Later(until=NOW + 30 * MINUTE)


def test_a_talk_that_is_going_on_is_not_interrupted(unpaid: Order) -> None:
    assert verdict(unpaid, last_word_at=NOW - 2 * MINUTE) == Later(until=NOW + 3 * MINUTE)
    assert isinstance(verdict(unpaid, last_word_at=NOW - 5 * MINUTE), Send)


def test_what_falls_into_the_night_waits_for_the_morning(unpaid: Order) -> None:
    night = NOW + 14 * HOUR  # midnight in Shanghai
    assert verdict(unpaid, now=night) == Later(until=NOW + 23 * HOUR)


def test_no_more_than_so_many_go_out_in_a_day_of_the_shop(unpaid: Order) -> None:
    customer = Customer(conversation_id=1)
    for hours in (40, 1, 0):  # the first was the day before yesterday
        customer = reached(customer, TimerKind.SHIPPED, NOW - hours * HOUR)
    assert verdict(unpaid, customer=customer) == Later(until=NOW + 14 * HOUR)
    assert isinstance(verdict(unpaid, customer=replace(customer, reached=customer.reached[:2])), Send)


def test_nobody_is_asked_how_it_is_while_something_about_it_is_open(order: MakeOrder) -> None:
    signed = order("A1", "signed", signed_at=NOW)
    assert isinstance(verdict(signed, TimerKind.FOLLOW_UP), Send)
    assert isinstance(verdict(signed, TimerKind.FOLLOW_UP, troubled=frozenset({"A1"})), Never)


def test_nobody_is_asked_how_it_is_in_the_middle_of_telling_what_is_wrong_with_it(order: MakeOrder) -> None:
    telling = Frame(kind=FrameKind.FLOW, name="problems.fix", intent="quality", slots={"order": "A1"}, asking="detail")
    signed = order("A1", "signed", signed_at=NOW)
    assert isinstance(verdict(signed, TimerKind.FOLLOW_UP, state=State(frames=(telling,))), Never)
    other = replace(telling, slots={"order": "A2"})
    assert isinstance(verdict(signed, TimerKind.FOLLOW_UP, state=State(frames=(other,))), Send)


def test_who_told_of_a_grave_matter_is_not_asked_how_it_is(order: MakeOrder, unpaid: Order) -> None:
    assert isinstance(verdict(order("A1", "signed", signed_at=NOW), TimerKind.FOLLOW_UP, grave=True), Never)
    assert isinstance(verdict(unpaid, grave=True), Send)


@pytest.mark.parametrize(
    ("kind", "state", "work", "moot"),
    [
        (TimerKind.PAYMENT_REMINDER, "unpaid", TaskKind.CANCEL_ORDER, True),
        (TimerKind.PAYMENT_REMINDER, "unpaid", TaskKind.PRICE_CHANGE, True),
        (TimerKind.PAYMENT_REMINDER, "unpaid", TaskKind.TRANSFER, True),
        (TimerKind.PAYMENT_REMINDER, "unpaid", TaskKind.ORDER_NOTE, False),
        (TimerKind.ADDRESS_CHECK, "unprinted", TaskKind.CANCEL_ORDER, True),
        (TimerKind.ADDRESS_CHECK, "unprinted", TaskKind.CHANGE_ADDRESS, True),
        (TimerKind.ADDRESS_CHECK, "unprinted", TaskKind.REFUND, True),
        (TimerKind.SHIPPED, "shipped", TaskKind.CANCEL_ORDER, True),
        (TimerKind.SHIPPED, "shipped", TaskKind.CHANGE_ADDRESS, False),
    ],
)
def test_nobody_is_reminded_of_what_is_being_cancelled_or_changed(
    order: MakeOrder, kind: TimerKind, state: str, work: TaskKind, *, moot: bool
) -> None:
    told = verdict(order("A1", state), kind, under_way=frozenset({work}))
    assert told == (Never(why=f"{work} of the order is under way") if moot else Send(order=order("A1", state)))


def test_who_has_ordered_since_is_not_asked_to_come_back(order: MakeOrder) -> None:
    old = order("A1", "signed", created_at=NOW - 40 * DAY, signed_at=NOW - 30 * DAY)
    assert isinstance(verdict(old, TimerKind.REVISIT), Send)
    newer = order("A2", "shipped", created_at=NOW - DAY)
    assert verdict(old, TimerKind.REVISIT, orders=[newer, old]) == Never(why="the customer has ordered since")


class TestNudge:
    """One gentle word to who fell silent."""

    def nudge(self, *, now: datetime = NOW, **more: Any) -> Verdict:
        here = {
            "owner": Owner.BOT,
            "state": State(nudging=True),
            "customer": Customer(conversation_id=1),
            "orders": [],
            **more,
        }
        args = {"since": (NOW - 15 * MINUTE).isoformat()}
        return judge(RULES, TimerKind.NUDGE, NOW, args, Situation(**here), now)

    def test_it_is_sent_once_in_a_while(self) -> None:
        assert self.nudge() == Send(order=None)
        lately = reached(Customer(conversation_id=1), TimerKind.NUDGE, NOW - 6 * DAY)
        assert isinstance(self.nudge(customer=lately), Never)
        long_ago = reached(Customer(conversation_id=1), TimerKind.NUDGE, NOW - 8 * DAY)
        assert isinstance(self.nudge(customer=long_ago), Send)

    def test_it_is_not_for_who_went_on_or_has_bought(self, order: MakeOrder) -> None:
        assert isinstance(self.nudge(state=State()), Never)
        assert isinstance(self.nudge(orders=[order("A1", "unpaid", created_at=NOW - MINUTE)]), Never)
        assert isinstance(self.nudge(orders=[order("A1", "signed")]), Send)

    def test_one_that_cannot_be_sent_now_is_not_sent_later(self) -> None:
        assert isinstance(self.nudge(owner=Owner.AGENT), Never)
        assert isinstance(self.nudge(now=NOW + 2 * HOUR), Never)


@pytest.mark.parametrize(
    ("before", "ago", "comes"),
    [
        (TimerKind.FOLLOW_UP, timedelta(0), 3 * DAY),
        (TimerKind.FOLLOW_UP, 2 * DAY, DAY),
        (TimerKind.FOLLOW_UP, 3 * DAY, None),
        (TimerKind.SHIPPED, HOUR, None),
    ],
)
def test_nobody_is_asked_how_it_is_twice_in_a_few_days(
    order: MakeOrder, before: TimerKind, ago: timedelta, comes: timedelta | None
) -> None:
    signed = order("A1", "signed", created_at=NOW - 40 * DAY, paid_at=NOW - 39 * DAY, signed_at=NOW - 30 * DAY)
    customer = reached(Customer(conversation_id=1), before, NOW - ago)
    found = verdict(signed, TimerKind.REVISIT, customer=customer)
    assert found == (Send(order=signed) if comes is None else Later(until=NOW + comes))
