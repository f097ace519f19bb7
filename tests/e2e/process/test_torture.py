"""Killed again and again while a customer writes: every message is stored once, every answer exists once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed

from tests.e2e.process.conftest import Visitor

if TYPE_CHECKING:
    from tests.e2e.process.conftest import Kefu

MESSAGES = 30
KILLS = 5
PAUSE = 0.2
"""Longer than the shop waits for the rest of a burst, so that most messages are turns of their own."""
TEXTS = ("在吗", "谢谢", "你好", "发什么快递")


async def write_all(visitor: Visitor, up: asyncio.Event, acknowledged: asyncio.Queue[int]) -> int:
    """Send each message until it is acknowledged, through however many deaths; returns how often the line was cut."""
    number = cut = 0
    while number < MESSAGES:
        await up.wait()
        try:
            async with visitor.window() as window:
                while number < MESSAGES:
                    await visitor.send(window, f"message-{number:03d}", TEXTS[number % len(TEXTS)])
                    acknowledged.put_nowait(number)
                    number += 1
                    await asyncio.sleep(PAUSE)  # a customer who types
        except (OSError, ConnectionClosed):
            cut += 1
    return cut


@dataclass(frozen=True, kw_only=True)
class Books:
    """What the database says happened; times are those of the turns."""

    stored: list[str]
    unread: int
    reads: set[int]
    answers: list[tuple[int, str]]
    unsent: int
    handed_over_at: list[int]

    @property
    def settled(self) -> bool:
        """Everything is read and sent, and the last message has led to a person."""
        return not self.unread and not self.unsent and bool(self.handed_over_at)

    def __str__(self) -> str:
        return f"{len(self.stored)} messages stored, {len(self.reads)} turns, {len(self.answers)} answers"


def books(kefu: Kefu) -> Books:
    with closing(sqlite3.connect(kefu.home / "kefu.db")) as database:
        inbox = database.execute("select external_id, read_at from inbox order by seq").fetchall()
        said = database.execute("select at, content, delivery from transcript where author = 'bot'").fetchall()
        cases = database.execute("select opened_at from cases").fetchall()
    return Books(
        stored=[external_id.partition(":")[2] for external_id, _ in inbox],
        unread=sum(read_at is None for _, read_at in inbox),
        reads={read_at for _, read_at in inbox},
        answers=[(at, content) for at, content, _ in said],
        unsent=sum(delivery != "sent" for *_, delivery in said),
        handed_over_at=[opened_at for (opened_at,) in cases],
    )


@pytest.mark.timeout(300)
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_said_twice(
    kefu: Kefu, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(20260302)
    visitor, up, acknowledged = Visitor(kefu), asyncio.Event(), asyncio.Queue[int]()
    await kefu.start()
    up.set()
    writing = asyncio.create_task(write_all(visitor, up, acknowledged))
    for _ in range(KILLS):
        for _ in range(MESSAGES // (KILLS + 1)):
            await acknowledged.get()
        await asyncio.sleep(dice.uniform(0, 0.5))  # in a store, a turn, a delivery or a pause
        up.clear()
        await kefu.kill()
        await kefu.start()
        up.set()
    cut = await writing
    async with visitor.window() as window:
        await visitor.send(window, "message-end", "我要人工")
        while not (told := books(kefu)).settled:
            await visitor.until(window, "entries")
    async with visitor.window():
        pass  # a reload: the window gets what it has not seen yet
    with capsys.disabled():
        print(f"\n{KILLS} kills, {cut} lines cut: {told}")  # noqa: T201 - the figures of the torture
    assert told.stored == [f"message-{number:03d}" for number in range(MESSAGES)] + ["message-end"]
    # A turn's answers bear its time. One that was said twice would bear a time at which nothing was read.
    assert {at for at, _ in told.answers} <= told.reads
    assert len(set(told.answers)) == len(told.answers)
    assert {at for at in told.reads if at <= told.handed_over_at[0]} <= {at for at, _ in told.answers}
    assert sum(entry["author"] == "customer" for entry in visitor.seen.values()) == MESSAGES + 1
    assert len(visitor.said()) == len(told.answers)
