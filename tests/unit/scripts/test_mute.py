from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from bot.core.conversation import JsonValue
from bot.core.orders import Fulfilment
from bot.scripts.flows import Collect, Confirm, Do, Flow, HandOffStep, SayStep, Step
from bot.scripts.mute import mute_case
from bot.scripts.slots import Option, Slot, SlotType
from bot.scripts.templates import Expression, Template

ASK = (Template("?", "zh/late.yaml:1"),)
SHOP: Final[Mapping[str, JsonValue]] = {"shipping": {"stuck_hours": 48}}
SLOTS = {
    "order": Slot(name="order", topic="late", type=SlotType.ORDER, title="", ask=ASK),
    "what": Slot(
        name="what",
        topic="late",
        type=SlotType.CHOICE,
        title="",
        ask=ASK,
        options=(Option(id="wait", title="等", data={"kind": "slow"}), Option(id="money", title="退")),
        when=Expression("order.fulfilment == 'shipped'", "zh/late.yaml:2"),
    ),
    "pick": Slot(
        name="pick",
        topic="late",
        type=SlotType.CHOICE,
        title="",
        ask=ASK,
        options=(Option(id="wait", title="等", data={"kind": "slow"}), Option(id="money", title="退")),
    ),
    "bought": Slot(
        name="bought",
        topic="shipping",
        type=SlotType.CHOICE,
        title="",
        ask=ASK,
        options=(Option(id="no", title="没买"),),
    ),
    "heard": Slot(name="heard", topic="late", type=SlotType.TEXT, title="", ask=()),
}


def when(source: str) -> Expression:
    return Expression(source, "zh/late.yaml:3")


def flow(*steps: Step) -> Flow:
    return Flow(name="late.late_flow", topic="late", steps=steps)


ASKED = Collect(slots=("order", "what"))
SAID = SayStep(reply="late.bye")
WAITS = "what.id == 'wait'"


@pytest.mark.parametrize(
    "steps",
    [
        (ASKED, SAID),
        (ASKED, HandOffStep()),
        (ASKED, SayStep(reply="late.bye", when=when(WAITS)), SayStep(reply="late.no", when=when(f"not {WAITS}"))),
        (ASKED, SayStep(reply="late.bye", when=when("not bought"))),
        (ASKED, SAID, Collect(slots=("heard",), when=when("heard"))),
        (Confirm(reply="late.sure"), Do(action="create_task"), SayStep(reply="late.bye", when=when("result.id"))),
        (
            Collect(slots=("order",)),
            SayStep(reply="late.bye", when=when("order.is_paid")),
            SayStep(reply="late.bye", when=when("order.fulfilment in ['unpaid', 'closed']")),
        ),
    ],
)
def test_a_flow_that_always_ends_with_a_word(steps: tuple[Step, ...]) -> None:
    assert mute_case(flow(*steps), SLOTS, SHOP) is None


@pytest.mark.parametrize(
    ("steps", "case"),
    [
        ((ASKED,), {}),
        ((SAID, ASKED), {}),
        ((SAID, Confirm(reply="late.sure")), {}),
        ((ASKED, SayStep(reply="late.bye", when=when(WAITS))), {("order", "fulfilment"): Fulfilment.UNPAID}),
        ((Collect(slots=("pick",)), SayStep(reply="late.bye", when=when("pick.id == 'wait'"))), {("pick",): "money"}),
        ((Collect(slots=("pick",)), HandOffStep(when=when("pick.kind == 'slow'"))), {("pick",): "money"}),
        (
            (Do(action="offer_coupon", failed="go_on"), SayStep(reply="late.bye", when=when("result.id"))),
            {("result", "id"): None},
        ),
        (
            (
                Collect(slots=("order",)),
                SayStep(reply="late.bye", when=when("order.hours_since_event > shop.shipping.stuck_hours")),
            ),
            {("order", "hours_since_event"): None},
        ),
    ],
)
def test_a_flow_that_may_end_mute_is_found_with_a_case(steps: tuple[Step, ...], case: dict[object, object]) -> None:
    found = mute_case(flow(*steps), SLOTS, SHOP)
    assert found is not None
    assert case.items() <= found.items()


def test_a_choice_that_starts_another_flow_needs_no_word_of_its_own() -> None:
    instead = Option(id="order", title="整单", starts="cancel_order")
    undo = Slot(
        name="undo",
        topic="late",
        type=SlotType.CHOICE,
        title="",
        ask=ASK,
        options=(Option(id="keep", title="不动"), instead),
    )
    kept = SayStep(reply="late.bye", when=when("undo.id == 'keep'"))
    assert mute_case(flow(Collect(slots=("undo",)), kept), {"undo": undo}, SHOP) is None
