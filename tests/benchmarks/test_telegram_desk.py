"""The simulated desk keeps what docs/benchmarks.md says of it."""

from __future__ import annotations

import pytest
import structlog

from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from tests.benchmarks.telegram_desk import SCRIPTS, simulate, world
from tests.benchmarks.virtual_time import VirtualLoop, run

GOAL = 1.1
"""Calls to the group for each message of a customer."""


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


def test_three_busy_chats_cost_about_a_call_a_message_and_nobody_waits_long(book: ScriptBook) -> None:
    loop = VirtualLoop()
    play = world(loop, book, seed=1)
    with structlog.testing.capture_logs():
        run(simulate(play, chats=3, length=400.0), loop)
    messages = play.log.delays("m")
    assert play.api.budget.spent(play.group.id) / len(messages) <= GOAL
    assert max(messages) <= 6.0
    assert max(play.log.delays("r")) <= 1.5
    assert play.log.refused == 0
    assert not play.api.violations


def test_more_chats_than_the_group_has_room_for_never_delay_a_customer(book: ScriptBook) -> None:
    loop = VirtualLoop()
    play = world(loop, book, seed=2)
    with structlog.testing.capture_logs():
        run(simulate(play, chats=15, length=200.0), loop)
    assert play.api.budget.busiest_minute(play.group.id) <= 20
    assert max(play.log.delays("r")) <= 1.5
    assert play.log.refused == 0
