"""The table of who does what."""

from __future__ import annotations

import pytest

from bot.core.catalogue import ACTIONS, COURIER_KINDS, NOTE_KINDS, Refused
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.service.actions.duties import courier_duty, note_duty
from bot.service.actions.duty import Refusal
from bot.service.actions.ladders import BEFORE_PAYMENT, LADDERS, duties_for

ACTIONS_BY_STATE = sorted({*LADDERS, *BEFORE_PAYMENT})


@pytest.mark.parametrize("action", ACTIONS_BY_STATE)
def test_every_state_has_duties_or_a_refusal_that_the_catalogue_promises(action: str) -> None:
    for state in Fulfilment:
        found = duties_for(action, state)
        if isinstance(found, Refusal):
            assert found.reason in ACTIONS[action].refusals, state
        else:
            assert found[0].text.zh
            assert found[0].text.en


@pytest.mark.parametrize(
    ("action", "state", "expected"),
    [
        ("change_address", Fulfilment.UNPAID, [(TaskKind.CHANGE_ADDRESS, Role.PRE_SALE)]),
        ("change_address", Fulfilment.UNPRINTED, [(TaskKind.CHANGE_ADDRESS, Role.PRINTING)]),
        ("change_address", Fulfilment.PRINTED, [(TaskKind.CHANGE_ADDRESS, Role.PRINTING)]),
        ("change_address", Fulfilment.PACKED, [(TaskKind.CHANGE_ADDRESS, Role.WAREHOUSE)]),
        ("change_address", Fulfilment.SHIPPED, [(TaskKind.CONTACT_COURIER, Role.AFTER_SALE)]),
        ("change_item", Fulfilment.PACKED, [(TaskKind.CHANGE_ITEM, Role.WAREHOUSE)]),
        ("cancel_order", Fulfilment.UNPAID, [(TaskKind.CANCEL_ORDER, Role.AFTER_SALE)]),
        (
            "cancel_order",
            Fulfilment.PRINTED,
            [(TaskKind.CANCEL_ORDER, Role.PRINTING), (TaskKind.REFUND, Role.AFTER_SALE)],
        ),
        (
            "cancel_order",
            Fulfilment.PACKED,
            [(TaskKind.CANCEL_ORDER, Role.WAREHOUSE), (TaskKind.REFUND, Role.AFTER_SALE)],
        ),
        (
            "request_refund",
            Fulfilment.PRINTED,
            [(TaskKind.REFUND, Role.AFTER_SALE), (TaskKind.VOID_SLIP, Role.PRINTING)],
        ),
        (
            "request_refund",
            Fulfilment.PACKED,
            [(TaskKind.REFUND, Role.AFTER_SALE), (TaskKind.RECALL_PARCEL, Role.WAREHOUSE)],
        ),
        ("hurry_shipping", Fulfilment.PRINTED, [(TaskKind.HURRY_SHIPPING, Role.WAREHOUSE)]),
        ("register_transfer", Fulfilment.UNPAID, [(TaskKind.TRANSFER, Role.FINANCE)]),
    ],
)
def test_the_state_of_the_order_decides_who_does_it(
    action: str, state: Fulfilment, expected: list[tuple[TaskKind, Role]]
) -> None:
    duties = duties_for(action, state)
    assert not isinstance(duties, Refusal)
    assert [(duty.kind, duty.role) for duty in duties] == expected


@pytest.mark.parametrize("kind", NOTE_KINDS)
def test_a_note_has_somebody_until_the_parcel_has_left_and_an_invoice_after_it_too(kind: str) -> None:
    assert not isinstance(note_duty(kind, Fulfilment.PACKED), Refusal)
    late = note_duty(kind, Fulfilment.SIGNED)
    assert isinstance(late, Refusal) == (kind != "invoice")
    closed = note_duty(kind, Fulfilment.CLOSED)
    assert isinstance(closed, Refusal)
    assert closed.reason is Refused.CLOSED


def test_an_invoice_is_for_finance() -> None:
    duty = note_duty("invoice", Fulfilment.SIGNED)
    assert not isinstance(duty, Refusal)
    assert duty.role is Role.FINANCE


@pytest.mark.parametrize("kind", COURIER_KINDS)
def test_every_trouble_with_a_courier_has_words_of_its_own(kind: str) -> None:
    duty = courier_duty(kind)
    assert (duty.kind, duty.role) == (TaskKind.CONTACT_COURIER, Role.AFTER_SALE)
    others = {courier_duty(other).text for other in COURIER_KINDS if other != kind}
    assert duty.text not in others
