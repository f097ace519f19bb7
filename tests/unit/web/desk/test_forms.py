"""The forms of order actions follow the catalogue: what is offered, which fields there are, what is read from them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.catalogue import ACTIONS
from bot.core.orders import Fulfilment, Order
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
        (Fulfilment.SHIPPED, {"create_return", "request_resend", "change_address"}, {"cancel_order"}),
        (Fulfilment.SIGNED, {"create_return", "request_refund"}, {"change_address", "cancel_order"}),
        (Fulfilment.CLOSED, set(), {"request_refund", "create_return", "change_address"}),
    ],
)
def test_only_what_the_order_does_not_rule_out_is_offered(
    fulfilment: Fulfilment, there: set[str], not_there: set[str]
) -> None:
    names = set(offered(order(fulfilment)))

    assert there <= names
    assert not names & not_there


@pytest.mark.parametrize("action", FORMS)
def test_a_form_asks_for_everything_that_the_action_needs(action: str, pack: Pack) -> None:
    spec = ACTIONS[action]
    required = {field.name for field in fields_of(action, pack) if field.required}

    assert {name for name in spec.slots if name != "order"} <= required
    assert {name for name, setting in spec.settings.items() if setting.required} <= required


@pytest.mark.parametrize("action", FORMS)
def test_every_action_and_field_has_its_words(action: str, pack: Pack) -> None:
    fields = fields_of(action, pack)

    assert f"act.{action}" in TEXTS
    assert [field.name for field in fields if f"field.{field.name}" not in TEXTS] == []
    assert [
        value for field in fields for value, title in field.options if not title and f"option.{value}" not in TEXTS
    ] == []


def test_blanks_files_and_unknown_fields_are_left_out(pack: Pack) -> None:
    fields = fields_of("change_address", pack)

    assert given(fields, {"address": " 杭州 ", "receiver": "  ", "phone": b"1", "order": "B2"}) == {"address": "杭州"}
