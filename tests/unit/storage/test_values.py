"""How values cross into a store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation import Frame, FrameKind, State
from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order
from bot.storage.values import check_buyer, check_order, document, utc

NOW = datetime(2026, 3, 2, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SLOTS = st.dictionaries(st.text(), JSON, max_size=4)


@given(slots=SLOTS, utterance=st.text())
def test_any_state_survives(slots: dict[str, object], utterance: str) -> None:
    frame = Frame(kind=FrameKind.FLOW, utterance=utterance, slots=slots, options=("a",))  # type: ignore[arg-type]  # JSON values
    state = State(frames=(frame,), rotation={"common.hello": 2})
    assert document(State).load(document(State).dump(state)) == state


@given(text=st.text())
def test_any_text_survives(text: str) -> None:
    assert document(Content).detach(Content(text=text)) == Content(text=text)


@given(total=st.decimals(allow_nan=False, allow_infinity=False))
def test_any_amount_survives_with_its_digits(total: Decimal) -> None:
    order = Order(number="A1", source="csv", created_at=NOW, fulfilment=Fulfilment.UNPAID, total=total)
    assert str(document(Order).detach(order).total) == str(total)


def test_a_copy_shares_nothing_that_can_change() -> None:
    state = State()
    copy = document(State).detach(state)
    copy.rotation["common.hello"] = 1
    assert state.rotation == {}


def test_times_become_utc() -> None:
    assert utc(datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=8)))) == NOW
    with pytest.raises(ValueError, match="no time zone"):
        utc(NOW.replace(tzinfo=None))


def test_an_order_is_checked_to_its_last_event() -> None:
    order = Order(number="A1", source="csv", created_at=NOW, fulfilment=Fulfilment.UNPAID)
    assert check_order(order) is order


def test_a_buyer_has_an_id() -> None:
    assert check_buyer("b1") == "b1"
    with pytest.raises(ValueError, match="empty buyer"):
        check_buyer("")
