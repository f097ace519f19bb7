from __future__ import annotations

from collections.abc import Callable

from bot.core.conversation import State
from bot.core.events import (
    Received,
)
from bot.dialogue import Turn


def test_a_button_pressed_too_late_is_harmless(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    for value in ("yes", "order:A1", "reason:quality", "no_such_thing", ""):
        assert labels(take(State(language="zh"), wrote(press=value)).actions) == ["common.nudge"]


def test_a_button_with_an_intent_begins_it(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    assert labels(take(State(), wrote(press="return_shipping_fee")).actions) == ["returns.freight"]
    assert labels(take(State(), wrote(press="human_agent")).actions) == ["common.handoff", "HandOff"]
    assert labels(take(State(), wrote(press="human")).actions) == ["common.handoff", "HandOff"]
