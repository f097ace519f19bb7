"""axe-core finds nothing serious on any page of the desk, light and dark, wide and on a phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.e2e.browser.conftest import LAPTOP, PHONE, CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person
from tests.e2e.browser.test_desk import register_return
from tests.web_shop.running import RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]
SERIOUS = {"serious", "critical"}


async def serious(page: Page) -> list[str]:
    """What axe finds, with the places."""
    results = await Axe().run(page)
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in results.response["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


async def test_the_check_itself_finds_a_serious_fault(desk: SignIn) -> None:
    agent = await desk("amei")
    await agent.page.evaluate("document.body.append(document.createElement('img'))")

    assert [fault for fault in await serious(agent.page) if fault.startswith("image-alt")]


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)], ids=["light", "dark", "phone"]
)
async def test_no_page_of_the_desk_has_a_serious_fault(
    customer: Visit, desk: SignIn, shop: RunningShop, scheme: str, viewport: dict[str, int]
) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    await shop.shop.store.transact(lambda uow: register_return(uow, shop))
    agent = await desk("amei", viewport=viewport, color_scheme=scheme)
    page = agent.page
    found = {"queue": await serious(page)}
    for path in ("tasks", "ended", "search?q=演示", "login"):
        await page.goto(f"{agent.url}/desk/{path}")
        found[path] = await serious(page)
    await page.goto(f"{agent.url}/desk/cases/1")
    await page.wait_for_selector(".line .on:not([hidden])", state="attached")
    await agent.reply("您好，我在。")
    await agent.sees("您好，我在。")
    found["case"] = await serious(page)
    await page.keyboard.press("n")
    found["note"] = await serious(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


async def test_no_dialog_menu_or_list_has_a_serious_fault(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("amei")
    await agent.open_first_case()
    page, found = agent.page, {}
    await page.keyboard.press("c")
    await page.locator("#head", has_text="我在接待").wait_for()
    for name in ("transfer", "give-back", "close", "escalate", "block", "customer", "keys"):
        await page.evaluate("name => document.getElementById(name).showModal()", name)
        found[name] = await serious(page)
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="改价", exact=True).click()
    await page.locator("#action[open]").wait_for()
    found["action"] = await serious(page)
    await page.keyboard.press("Escape")
    await page.locator(".bar .menu summary").click()
    found["menu"] = await serious(page)
    await page.keyboard.press("Escape")
    await page.locator("#reply textarea").fill("这个我不清楚")
    await page.locator("#tone b").wait_for()
    await page.keyboard.type(" /")
    await page.locator("#canned [role=option]").first.wait_for()
    found["composer"] = await serious(page)

    assert {name: faults for name, faults in found.items() if faults} == {}
