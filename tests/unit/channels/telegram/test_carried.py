"""Whatever a client sends for a button is read or refused, and never a surprise further in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import keyboards
from bot.channels.telegram.carried import Carries, number_in
from bot.channels.telegram.doing import PRESSES
from bot.channels.telegram.menus import OPENERS
from bot.channels.telegram.order_actions import ORDER_ACTIONS
from bot.core.cases import Outcome
from bot.core.roles import Role

KINDS: dict[str, Carries[Any, Any, Any]] = {**PRESSES, **OPENERS}


@pytest.mark.parametrize(
    "data",
    [
        "queue:1:bogus",
        "queue:1:",
        "give:1:abc",
        "give:1:99999999999999999999",
        "give:1:-1",
        "give:1:٣",
        "retry:1:1e3",
        "perform:1:nope",
        "perform:1:refund",
        "order:1:nope",
        "menu:1:nope",
        "close:1:bogus",
        "claim:1:more",
        "say:1",
        "canned:1:",
    ],
)
def test_a_button_that_carries_something_else_does_nothing(data: str) -> None:
    press = keyboards.press_in(data)
    assert press is not None
    assert KINDS[press.action].bound(press.argument) is None


@pytest.mark.parametrize(
    "data", ["", "claim", "claim:", "claim:x", "claim:-1", "claim:²", "claim:٣", f"claim:{2**63}", ":"]
)
def test_a_button_about_no_number_is_none_of_ours(data: str) -> None:
    assert keyboards.press_in(data) is None


@given(st.text(max_size=64))
def test_any_data_is_read_or_refused(data: str) -> None:
    press = keyboards.press_in(data)
    if press is not None and press.action in KINDS:
        bound = KINDS[press.action].bound(press.argument)
        assert bound is None or callable(bound)


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=40))
def test_any_argument_is_read_or_refused(action: str, argument: str) -> None:
    press = keyboards.press_in(f"{action}:1:{argument}")
    assert press is not None
    assert (press.action, press.argument) == (action, argument)
    bound = KINDS[action].bound(argument)
    assert bound is None or callable(bound)


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_id_is_read_as_it_was_written(number: int) -> None:
    assert number_in(str(number)) == number


def test_what_our_own_buttons_carry_can_be_read() -> None:
    carried = {
        "close": [one.value for one in Outcome],
        "queue": [one.value for one in Role],
        "order": [one.code for one in ORDER_ACTIONS],
        "perform": [one.code for one in ORDER_ACTIONS if not one.slot],
        "menu": ["main", "close", "transfer", "canned", "orders"],
    }
    for action, arguments in carried.items():
        assert all(KINDS[action].bound(argument) is not None for argument in arguments)
