"""The desk as each agent likes it: dark or light, in their language, with sound and notifications if wanted."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.e2e.browser.conftest import CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
STUBS = """
    const tell = (what) => {
        const kept = document.documentElement.dataset;
        kept.told = `${kept.told ?? ""};${what}`;
    };
    window.Notification = class {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor(title, options) { tell(`${title}|${options.body}`); }
    };
    window.AudioContext = class {
        currentTime = 0;
        destination = null;
        createOscillator() {
            tell("beep");
            const quiet = () => {};
            return { frequency: { setValueAtTime: quiet }, connect: (other) => other, start: quiet, stop: quiet };
        }
        createGain() {
            const quiet = () => {};
            const gain = { setValueAtTime: quiet, exponentialRampToValueAtTime: quiet };
            return { gain, connect: quiet };
        }
    };
    Object.defineProperty(document, "hidden", { value: true });
"""


async def test_dark_is_chosen_at_once_and_stays(desk: SignIn) -> None:
    agent = await desk("aqiang")
    light = await agent.page.evaluate(BACKGROUND)
    await agent.page.locator(".bar .menu summary").click()
    await agent.page.get_by_text("深色").click()
    dark = await agent.page.evaluate(BACKGROUND)
    await agent.page.reload()

    assert dark != light
    assert await agent.page.evaluate(BACKGROUND) == dark
    await expect(agent.page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_the_desk_is_read_in_english_from_the_menu(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator(".bar .menu summary").click()
    await agent.page.get_by_role("link", name="English").click()
    await expect(agent.page.locator("#head")).to_contain_text("Waiting")
    await agent.page.locator("#head [data-key=c]").click()

    await expect(agent.page.locator("#head")).to_contain_text("You have it")


async def test_news_rings_and_notifies_only_who_wants_it(customer: Visit, desk: SignIn) -> None:
    agent, quiet = await desk("aqiang"), await desk("amei")
    for window in (agent, quiet):
        await window.page.add_init_script(STUBS)
        await window.page.reload()
        await window.page.wait_for_selector(".line .on:not([hidden])", state="attached")
    await quiet.page.locator(".bar .menu summary").click()
    await quiet.page.get_by_label("新消息提示音").uncheck()
    await agent.page.locator(".bar .menu summary").click()
    await expect(agent.page.get_by_label("新消息提示音")).to_be_checked()
    await agent.page.get_by_label("桌面通知").check()
    await agent.page.evaluate("delete document.documentElement.dataset.told")
    visitor = await asks_for_a_person(customer, path="/?customer=returning")
    told = agent.page.locator("html")
    await expect(told).to_have_attribute("data-told", ";beep;有顾客在等人工|演示顾客")
    await agent.open_first_case()
    await agent.page.keyboard.press("c")
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await visitor.say("杯子漏水")

    await expect(told).to_have_attribute("data-told", re.compile("演示顾客 发来新消息"))
    assert await quiet.page.locator("html").get_attribute("data-told") is None


async def test_who_waits_is_told_on_every_page_of_the_desk(customer: Visit, desk: SignIn) -> None:
    agent = await desk("aqiang")
    await agent.page.get_by_role("link", name="已结束").click()
    await expect(agent.page.locator("#waiting-count")).to_be_empty()
    await asks_for_a_person(customer)
    await expect(agent.page.locator("#waiting-count")).to_have_text("1")

    await expect(agent.page).to_have_title("(1) 接待台")
