"""Real Chromium, and the two people who meet in it: a customer with the widget, an agent at the desk."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, WebSocket, async_playwright, expect

from tests.web_shop.fixtures import book, shop
from tests.web_shop.running import RunningShop

__all__ = ["book", "browser", "customer", "desk", "shop"]

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=20_000)  # a busy machine is no failure


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class CustomerPage:
    """The shop's page with the chat open; keeps every frame of its sockets and every complaint of the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[str] = []
        self.complaints: list[str] = []
        page.on("websocket", self._watch)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: self.frames.append(str(payload)))

    def _hear(self, kind: str, text: str) -> None:
        # a server that is away on purpose is a network error in the console, not a fault of the page
        if kind in {"error", "warning"} and "ERR_" not in text and "WebSocket connection" not in text:
            self.complaints.append(text)

    @property
    def chat(self) -> Any:
        return self.page.locator("kefu-chat")

    async def open(self) -> None:
        await self.chat.locator(".launcher").click()
        await self.chat.locator(".state.on").wait_for()

    async def say(self, text: str) -> None:
        await self.chat.locator("textarea").fill(text)
        await self.chat.locator("textarea").press("Enter")

    async def sees(self, text: str) -> None:
        await self.chat.locator(".turn:not(.pending)", has_text=text).first.wait_for()

    async def said(self) -> list[str]:
        return list(await self.chat.locator(".turn .bubble").all_inner_texts())


class DeskPage:
    """An agent's browser, signed in."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    async def open_first_case(self) -> None:
        await self.page.locator("#queue .row").first.click()
        await self.page.locator("main.case").wait_for()

    async def reply(self, text: str) -> None:
        await self.page.locator("#reply textarea").fill(text)
        await self.page.locator("#reply textarea").press("Enter")

    async def note(self, text: str) -> None:
        await self.page.locator(".modes [data-mode=note]").click()
        await self.page.locator("#note textarea").fill(text)
        await self.page.locator("#note textarea").press("Enter")

    async def sees(self, text: str) -> None:
        await self.page.locator("#talk", has_text=text).wait_for()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: no `chromium` or `google-chrome` on PATH")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        await opened.close()


@pytest.fixture
async def customer(browser: Browser, shop: RunningShop) -> AsyncIterator[Callable[..., Awaitable[CustomerPage]]]:
    """Opens the shop's page as a new visitor; afterwards no page may have complained."""
    pages: list[CustomerPage] = []

    async def visiting(path: str = "/", viewport: dict[str, int] = LAPTOP, **options: Any) -> CustomerPage:
        context = await browser.new_context(viewport=viewport, locale="zh-CN", reduced_motion="reduce", **options)  # type: ignore[arg-type]  # a TypedDict of width and height
        visitor = CustomerPage(await context.new_page())
        pages.append(visitor)
        await visitor.page.goto(shop.url + path)
        return visitor

    yield visiting
    assert [complaint for visitor in pages for complaint in visitor.complaints] == []


@pytest.fixture
def desk(browser: Browser, shop: RunningShop) -> Callable[..., Awaitable[DeskPage]]:
    """Signs an agent in, through the form."""

    async def signing_in(login: str, viewport: dict[str, int] = LAPTOP, **options: Any) -> DeskPage:
        credentials = await shop.credentials(login)
        context = await browser.new_context(viewport=viewport, locale="zh-CN", reduced_motion="reduce", **options)  # type: ignore[arg-type]  # as above
        page = await context.new_page()
        await page.goto(f"{shop.url}/desk")
        await page.fill("[name=login]", credentials["login"])
        await page.fill("[name=password]", credentials["password"])
        await page.keyboard.press("Enter")
        # "Live" is shown once the script runs and the stream is open; a phone has no room for the word
        await page.wait_for_selector(".line .on:not([hidden])", state="attached")
        return DeskPage(page, shop.url)

    return signing_in
