"""The offset moves only when a whole batch is safe."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe
from aiogram.types import Update
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.telegram import polling, waiting
from bot.channels.telegram.arrivals import Arrived
from bot.channels.telegram.polling import Polling
from bot.core.errors import StoreBusy
from tests.telegram_api import BotApiServer, User
from tests.telegram_api.samples import png
from tests.unit.channels.telegram.conftest import Feed

TWO = User(id=5002, first_name="小丽")


class FakeBot(Bot):
    """Hands out what is pending from the offset on, and stops the polling when all was confirmed."""

    def __init__(self, api: BotApiServer, stopping: asyncio.Event) -> None:
        super().__init__("7100000001:AAE-test")
        self.api = api
        self.stopping = stopping
        self.offsets: list[int | None] = []

    trouble: Iterator[Exception] = iter(())

    async def get_updates(self, offset: int | None = None, **more: Any) -> list[Update]:  # type: ignore[override]  # what polling passes
        self.offsets.append(offset)
        if error := next(self.trouble, None):
            raise error
        pending = [raw for raw in self.api.world.updates.pending if offset is None or raw["update_id"] >= offset]
        if not pending:
            self.stopping.set()
            await asyncio.Event().wait()
        return [Update.model_validate(raw) for raw in pending]


class FakeReader:
    """Records what it handled; `trouble` may raise first."""

    def __init__(self, trouble: Callable[[Arrived], None] = lambda one: None) -> None:
        self.trouble = trouble
        self.read_: list[str] = []
        self.aside: list[int] = []

    async def read(self, bunch: Sequence[Arrived]) -> None:
        self.trouble(bunch[0])
        await asyncio.sleep(0)
        messages = [one.update.message for one in bunch if one.update is not None]
        self.read_.append("".join(each.text or each.caption or "" for each in messages if each is not None))

    async def put_aside(self, one: Arrived) -> None:
        self.aside.append(one.update_id)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting.BackOff, "next", lambda self: 0.001)
    monkeypatch.setattr(polling, "_AFTER_CRASH_S", 0.001)


async def poll(feed: Feed, reader: FakeReader, *trouble: Exception) -> FakeBot:
    stopping = asyncio.Event()
    bot = FakeBot(feed.api, stopping)
    bot.trouble = iter(trouble)
    with capture_logs():  # a traceback is slow to paint
        polling = Polling(bot=bot, reader=reader, stopping=stopping, caught_up=asyncio.Event())
        await asyncio.wait_for(polling.run(), timeout=5)
    assert polling.caught_up.is_set() or not bot.api.world.updates.pending
    return bot


async def test_a_batch_is_confirmed_after_it_was_handled_in_order(feed: Feed) -> None:
    for text in ("一", "二", "三"):
        feed.api.user_says(feed.customer, text)
    reader = FakeReader()
    bot = await poll(feed, reader)
    assert reader.read_ == ["一", "二", "三"]
    assert bot.offsets == [None, feed.updates[-1]["update_id"] + 1]


async def test_what_could_not_be_stored_holds_the_offset_and_comes_again(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "一")
    feed.api.user_says(feed.customer, "二")
    feed.api.user_says(TWO, "别人的")
    busy = iter([StoreBusy()])

    def trouble(one: Arrived) -> None:
        if one.line[0] == feed.customer.id and (error := next(busy, None)):
            raise error

    reader = FakeReader(trouble)
    bot = await poll(feed, reader)
    assert bot.offsets[:2] == [None, feed.updates[0]["update_id"]]
    # "二" was not handled before "一"; the other chat did not wait, and its repeat is recognised by the door.
    assert [text for text in reader.read_ if text != "别人的"] == ["一", "二"]


async def test_an_update_that_always_crashes_is_put_aside_and_the_rest_goes_on(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "毒药")
    poison = feed.updates[-1]["update_id"]
    feed.api.user_says(feed.customer, "在吗")

    def trouble(one: Arrived) -> None:
        if one.update_id == poison:
            raise RuntimeError("a bug")

    reader = FakeReader(trouble)
    bot = await poll(feed, reader)
    assert reader.aside == [poison]
    assert reader.read_ == ["在吗"]
    assert bot.offsets[-1] == feed.updates[-1]["update_id"] + 1


async def test_a_batch_with_many_that_crash_makes_progress_and_holds_up_no_other_topic(feed: Feed) -> None:
    broken, fine = feed.topic(), feed.api.agent_creates_topic(feed.group, feed.agent, "小丽")
    feed.updates.clear()
    bad = []
    for number in range(5):
        feed.api.agent_says(broken, feed.agent, f"毒药{number}")
        bad.append(feed.updates[-1]["update_id"])
    feed.api.agent_says(broken, feed.agent, "在的亲")
    feed.api.agent_says(fine, feed.agent, "别的话题")
    feed.api.user_says(feed.customer, "在吗")
    tries: Counter[int] = Counter()

    def trouble(one: Arrived) -> None:
        tries[one.update_id] += 1
        if one.update_id in bad:
            raise RuntimeError("a bug")

    reader = FakeReader(trouble)
    bot = await poll(feed, reader)
    assert reader.aside == bad
    assert sorted(reader.read_[:2]) == sorted(["别的话题", "在吗"])
    assert reader.read_[2:] == ["在的亲"]
    # Each is tried three times, however many there are, and what is safe is not handled again.
    assert set(tries.values()) == {1, 3}
    assert len(bot.offsets) <= 3 * len(bad) + 3


async def test_the_offset_moves_up_to_what_is_not_safe_yet(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "一")
    feed.api.user_says(feed.customer, "二")
    first, second = (raw["update_id"] for raw in feed.updates)
    busy = iter([StoreBusy()])

    def trouble(one: Arrived) -> None:
        if one.update_id == second and (error := next(busy, None)):
            raise error

    reader = FakeReader(trouble)
    bot = await poll(feed, reader)
    assert bot.offsets == [None, second, second + 1]
    assert (first, reader.read_) == (second - 1, ["一", "二"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from(["fine", "bad", "busy", "once"])), max_size=12)
)
async def test_whatever_goes_wrong_each_update_is_handled_in_order_or_put_aside(said: list[tuple[str, str]]) -> None:
    feed = Feed()
    people = {"甲": feed.customer, "乙": TWO}
    kinds: dict[int, str] = {}
    for number, (who, kind) in enumerate(said):
        feed.api.user_says(people[who], f"{number}")
        kinds[feed.updates[-1]["update_id"]] = kind
    met: Counter[int] = Counter()

    def trouble(one: Arrived) -> None:
        met[one.update_id] += 1
        kind = kinds[one.update_id]
        if kind == "bad" or (kind == "once" and met[one.update_id] == 1):
            raise RuntimeError("a bug")
        if kind == "busy" and met[one.update_id] == 1:
            raise StoreBusy

    reader = FakeReader(trouble)
    await poll(feed, reader)
    assert sorted(reader.aside) == [one for one, kind in kinds.items() if kind == "bad"]
    for who in people:
        mine = [f"{number}" for number, (author, kind) in enumerate(said) if author == who and kind != "bad"]
        assert [text for text in reader.read_ if text in mine] == mine


async def test_even_when_putting_it_aside_crashes_the_rest_goes_on(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "毒药")
    feed.api.user_says(feed.customer, "在吗")
    poison = feed.updates[0]["update_id"]

    class Broken(FakeReader):
        async def put_aside(self, one: Arrived) -> None:
            raise RuntimeError("another bug")

    def trouble(one: Arrived) -> None:
        if one.update_id == poison:
            raise RuntimeError("a bug")

    reader = Broken(trouble)
    await poll(feed, reader)
    assert reader.read_ == ["在吗"]


@pytest.mark.parametrize(
    "error",
    [
        TelegramConflictError(method=GetMe(), message="terminated by other getUpdates request"),
        TelegramUnauthorizedError(method=GetMe(), message="Unauthorized"),
        TelegramServerError(method=GetMe(), message="Bad Gateway"),
        TelegramRetryAfter(method=GetMe(), message="Too Many Requests", retry_after=0),
        ClientDecodeError("Failed to decode object", ValueError("x"), "<html>502 Bad Gateway</html>"),
        ConnectionResetError("what a library lets through"),
    ],
)
async def test_no_trouble_of_fetching_ends_the_polling(feed: Feed, error: Exception) -> None:
    feed.api.user_says(feed.customer, "在吗")
    reader = FakeReader()
    bot = await poll(feed, reader, error, error)
    assert reader.read_ == ["在吗"]
    assert bot.offsets[:3] == [None, None, None]


async def test_an_album_of_the_group_is_read_at_once_and_a_customers_part_by_part(feed: Feed) -> None:
    topic = feed.topic()
    for number in range(3):
        feed.api.agent_sends_photo(topic, feed.agent, png(), str(number), media_group="7")
    feed.api.user_sends_album(feed.customer, [png(), png()], "看图")
    reader = FakeReader()
    await poll(feed, reader)
    assert sorted(reader.read_) == ["", "012", "看图"]


async def test_an_album_that_still_grows_is_waited_for_and_nothing_is_confirmed_meanwhile(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, parts = feed.topic(), iter(("一", "二"))

    async def more_comes(stopping: asyncio.Event, seconds: float) -> None:
        if text := next(parts, None):
            feed.api.agent_sends_photo(topic, feed.agent, png(), text, media_group="7")

    monkeypatch.setattr(polling, "pause", more_comes)
    feed.api.agent_sends_photo(topic, feed.agent, png(), "零", media_group="7")
    reader = FakeReader()
    bot = await poll(feed, reader)
    assert reader.read_ == ["零一二"]
    assert bot.offsets[:4] == [None, None, None, None]
