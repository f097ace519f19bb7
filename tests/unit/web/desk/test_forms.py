"""The forms of order actions follow the catalogue: what is offered, which fields there are, what is read from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.catalogue import ACTIONS
from bot.core.orders import Fulfilment, Order, RefundState
from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.scripts import load_book
from bot.scripts.book import Pack
from bot.web.desk.forms import FORMS, fields_of, given, offered
from bot.web.texts import TEXTS

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def pack(request: pytest.FixtureRequest) -> Pack:
    scripts = Path(__file__).parents[4] / "scripts_yaml"
    return load_book(scripts, cache=request.config.cache.mkdir("matchers"), only="zh").packs["zh"]


def order(fulfilment: Fulfilment) -> Order:
    return Order(number="A1", source="test", created_at=NOW, fulfilment=fulfilment)


@pytest.mark.parametrize(
    ("fulfilment", "there", "not_there"),
    [
        (Fulfilment.UNPAID, {"request_price_change", "change_address", "cancel_order"}, {"request_refund"}),
        (Fulfilment.UNPRINTED, {"request_refund", "change_item"}, {"request_price_change", "create_return"}),
        (
            Fulfilment.SHIPPED,
            {"create_return", "request_resend", "change_address", "add_order_note"},
            {"cancel_order", "change_item"},
        ),
        (
            Fulfilment.SIGNED,
            {"create_return", "request_refund", "add_order_note"},
            {"change_address", "cancel_order", "register_return_tracking"},
        ),
        (Fulfilment.CLOSED, {"add_order_note"}, {"request_refund", "create_return", "change_address"}),
    ],
)
def test_only_what_the_order_does_not_rule_out_is_offered(
    fulfilment: Fulfilment, there: set[str], not_there: set[str]
) -> None:
    names = set(offered(order(fulfilment), ()))

    assert there <= names
    assert not names & not_there


@pytest.mark.parametrize("action", FORMS)
def test_a_form_asks_for_everything_that_the_action_needs(action: str, pack: Pack) -> None:
    spec = ACTIONS[action]
    required = {field.name for field in fields_of(action, pack, order(Fulfilment.PACKED)) if field.required}

    assert {name for name in spec.slots if name != "order"} <= required
    assert {name for name, setting in spec.settings.items() if setting.required} <= required


@pytest.mark.parametrize("action", FORMS)
def test_every_action_and_field_has_its_words(action: str, pack: Pack) -> None:
    fields = fields_of(action, pack, order(Fulfilment.PACKED))

    assert f"act.{action}" in TEXTS
    assert [field.name for field in fields if f"field.{field.name}" not in TEXTS] == []
    assert [
        value for field in fields for value, title in field.options if not title and f"option.{value}" not in TEXTS
    ] == []


def test_blanks_files_and_unknown_fields_are_left_out(pack: Pack) -> None:
    fields = fields_of("change_address", pack, order(Fulfilment.PACKED))

    assert given(fields, {"address": " 杭州 ", "receiver": "  ", "phone": b"1", "order": "B2"}) == {"address": "杭州"}


def test_a_return_parcel_is_offered_once_something_comes_back() -> None:
    signed = order(Fulfilment.SIGNED)
    coming = Task(
        id=1,
        key="k",
        kind=TaskKind.RETURN,
        role=Role.AFTER_SALE,
        conversation_id=1,
        status=TaskStatus.OPEN,
        created_at=NOW,
        order_number="A1",
    )

    assert "register_return_tracking" in offered(signed, (coming,))
    assert "register_return_tracking" not in offered(signed, (replace(coming, order_number="A2"),))
    assert "register_return_tracking" not in offered(signed, (replace(coming, status=TaskStatus.DONE),))
    assert "register_return_tracking" in offered(replace(signed, refund=RefundState.WAITING_RETURN), ())


def test_after_dispatch_only_notes_that_still_help_can_be_chosen(pack: Pack) -> None:
    [before, *_] = fields_of("add_order_note", pack, order(Fulfilment.UNPRINTED))
    [after, *_] = fields_of("add_order_note", pack, order(Fulfilment.SIGNED))

    assert [value for value, _ in before.options] == ["courier", "invoice", "card", "gift", "delivery_time", "other"]
    assert [value for value, _ in after.options] == ["invoice", "other"]


def test_an_amount_is_asked_for_a_part_only(pack: Pack) -> None:
    amount = next(one for one in fields_of("request_refund", pack, order(Fulfilment.SIGNED)) if one.name == "amount")

    assert (amount.only, amount.required, amount.number) == (("scope", "partial"), True, True)
