"""The menu of order actions fits the catalogue that it performs."""

from __future__ import annotations

import pytest

from bot.channels.telegram.order_actions import BY_CODE, ORDER_ACTIONS, WITHOUT_WORDS, OrderAction
from bot.core.catalogue import ACTIONS

each = pytest.mark.parametrize("action", ORDER_ACTIONS, ids=[one.code for one in ORDER_ACTIONS])


@each
def test_it_gives_what_the_action_needs_and_nothing_it_does_not_know(action: OrderAction) -> None:
    spec, given = ACTIONS[action.action], action.arguments("A1", "那样")
    required = {*spec.slots, *(name for name, setting in spec.settings.items() if setting.required)}
    assert required <= set(given)
    assert spec.everything or set(given) <= {*spec.slots, *spec.optional, *spec.settings}


@each
def test_what_goes_without_saying_is_a_value_the_action_takes(action: OrderAction) -> None:
    settings = ACTIONS[action.action].settings
    assert all(value in settings[name].values for name, value in action.given.items())


@each
def test_it_asks_when_something_is_to_be_written(action: OrderAction) -> None:
    assert bool(action.question) == bool(action.slot)


def test_every_action_has_a_code_of_its_own_and_is_confirmed_only_where_nothing_is_to_be_written() -> None:
    assert len(BY_CODE) == len(ORDER_ACTIONS)
    assert {one.code for one in ORDER_ACTIONS if not one.slot} == set(WITHOUT_WORDS)
