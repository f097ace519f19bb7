"""What customers do in many tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.e2e.browser.conftest import CustomerPage

Visit = Callable[..., Awaitable[CustomerPage]]


async def asks_for_a_person(visit: Visit, **options: object) -> CustomerPage:
    """Opens the chat and is handed over."""
    visitor = await visit(**options)
    await visitor.open()
    await visitor.say("我要人工")
    await visitor.sees("转接同事")
    return visitor
