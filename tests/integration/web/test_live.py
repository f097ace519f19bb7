"""The desk's event stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.web.desk import live
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import RunningShop

HandOver = Callable[[ChatWindow], Awaitable[int]]


class Stream:
    """Reads server-sent events, one at a time."""

    def __init__(self, response: httpx.Response) -> None:
        self.lines = response.aiter_lines()

    async def event(self) -> str:
        lines: list[str] = []
        async for line in self.lines:
            if not line and lines:
                return "\n".join(lines)
            if line and not line.startswith(":"):
                lines.append(line)
        raise EOFError

    async def until(self, text: str) -> str:
        async with asyncio.timeout(10):
            while text not in (event := await self.event()):
                pass
        return event


@asynccontextmanager
async def watching(desk: httpx.AsyncClient, path: str = "/desk/events") -> AsyncIterator[Stream]:
    async with desk.stream("GET", path, timeout=30) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


async def test_a_new_case_appears_in_the_open_list(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk, watching(desk) as stream:
        assert "现在没有人在等" in await stream.event()
        await customer.hello()
        case = await hand_over(customer)

        assert f"/desk/cases/{case}" in await stream.until("等待接待")


async def test_an_open_case_shows_what_happens_and_only_what_changed(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        async with watching(desk, f"/desk/events?case={case}") as stream:
            first = await stream.event()
            await customer.say("杯子漏水了")
            news = await stream.until("杯子漏水了")

    assert all(f'hx-target="#{panel}"' in first for panel in ("queue", "head", "talk", "card"))
    assert 'hx-target="#talk"' in news
    assert 'hx-target="#card"' not in news


async def test_a_colleague_sees_at_once_that_a_case_is_taken(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as qiang, shop.desk("amei") as mei:
        await customer.hello()
        case = await hand_over(customer)
        async with watching(qiang, f"/desk/events?case={case}") as stream:
            await stream.event()
            await mei.post(f"/desk/cases/{case}/claim")

            assert await stream.until("阿美 在接待")


async def test_an_agent_is_present_while_the_window_is_open(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        before = shop.shop.presence.count()
        async with watching(desk) as stream:
            await stream.event()
            during = shop.shop.presence.count()
        await _left(shop)

    assert (before, during) == (0, 1)


async def test_an_ended_session_ends_the_stream(shop: RunningShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_REDRAW_SECONDS", 0.05)
    async with shop.desk("aqiang") as desk, watching(desk) as stream:
        await stream.event()
        await shop.shop.accounts.sign_out(desk.cookies["kefu_desk"])

        assert await stream.until("event: signed-out")


async def test_an_open_window_does_not_keep_the_server_from_stopping(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk, watching(desk) as stream:
        await stream.event()
        async with asyncio.timeout(3):
            await shop.stop()
    await shop.start()


async def test_a_case_that_does_not_exist_has_no_stream(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        answer = await desk.get("/desk/events", params={"case": 999})

    assert answer.status_code == 404


async def _left(shop: RunningShop) -> None:
    async with asyncio.timeout(5):
        while shop.shop.presence.count():  # noqa: ASYNC110  # the server notices a closed stream by itself, unannounced
            await asyncio.sleep(0.01)
