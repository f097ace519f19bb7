"""Order actions from the card: filled in, checked once more, done once, and seen by everybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

from tests.e2e.browser.conftest import CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person
from tests.web_shop.running import ORDER_NUMBER, UNPAID_ORDER, RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]


async def unpaid(page: Page, action: str) -> None:
    """Opens the form of an action on the unpaid order."""
    card = page.locator("#card .order", has_text=UNPAID_ORDER)
    await card.get_by_role("button", name=action, exact=True).click()
    await page.locator("#action[open]").wait_for()


async def test_a_price_change_is_asked_for_checked_and_approved(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer, path="/?customer=returning")
    agent, boss = await desk("xiaolan"), await desk("amei")
    await agent.open_first_case()
    await unpaid(agent.page, "改价")
    await expect(agent.page.locator("#action")).to_contain_text("有权限的同事审批")
    await agent.page.locator("#action [name=price]").fill("100")
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.locator("#action h2")).to_have_text("核对后确认")
    await expect(agent.page.locator("#action dd")).to_have_text("100")
    await agent.page.get_by_role("button", name="返回修改").click()
    await expect(agent.page.locator("#action [name=price]")).to_have_value("100")
    await agent.page.locator("#action [name=price]").fill("99")
    await agent.page.keyboard.press("Enter")
    await agent.page.locator("#action .primary").dblclick()
    await expect(agent.page.locator("#action")).to_be_hidden()
    await expect(agent.page.locator("#card")).to_contain_text("¥138.00 改为 ¥99.00")
    await boss.page.get_by_role("link", name="任务").click()
    await boss.page.locator("#task-1").get_by_role("button", name="同意", exact=True).click()
    await expect(boss.page.locator("#part-approved")).to_contain_text("P0001")

    await expect(agent.page.locator("#card .task")).to_have_count(1)
    assert "99" not in "".join(await visitor.said())


async def test_a_refused_action_says_why_and_keeps_the_form(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("xiaolan")
    await agent.open_first_case()
    await unpaid(agent.page, "改价")
    await agent.page.locator("#action [name=price]").fill("500")
    await agent.page.keyboard.press("Enter")
    await agent.page.locator("#action dd").wait_for()
    await agent.page.locator("#action .primary").click()

    await expect(agent.page.locator("#toast")).to_contain_text("没有办成")
    await expect(agent.page.locator("#action")).to_be_visible()


async def test_only_what_the_order_and_the_role_allow_is_offered(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    sales, after = await desk("xiaolan"), await desk("aqiang")
    for agent in (sales, after):
        await agent.open_first_case()
    unpaid_order = after.page.locator("#card .order", has_text=UNPAID_ORDER)

    await expect(unpaid_order.get_by_role("button", name="退款", exact=True)).to_have_count(0)
    await expect(after.page.get_by_role("button", name="退货", exact=True)).to_have_count(1)
    await expect(sales.page.get_by_role("button", name="退货", exact=True)).to_have_count(0)


async def test_an_address_is_changed_with_its_remark_on_the_order(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    await agent.open_first_case()
    await unpaid(agent.page, "改地址")
    await agent.page.locator("#action [name=address]").fill("<b>杭州</b>文三路 1 号")
    await agent.page.locator("#action .primary").click()
    await expect(agent.page.locator("#action dd")).to_have_text("<b>杭州</b>文三路 1 号")
    await agent.page.locator("#action .primary").click()

    await expect(agent.page.locator("#card .remarks")).to_contain_text("<b>杭州</b>文三路 1 号")
    assert await agent.page.locator("#card b").count() == 0


async def test_tags_temperament_and_tier_are_noted_on_the_customer(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.get_by_role("button", name="记顾客情况").click()
    await agent.page.locator("#customer [name=tier]").select_option("key")
    await agent.page.locator("#customer [name=tag]").fill("爱喝茶")
    await agent.page.locator("#customer [name=temperament]").fill("急性子")
    await agent.page.locator("#customer .primary").click()
    await expect(agent.page.locator("#card .customer")).to_contain_text("爱喝茶")
    await expect(agent.page.locator("#card .temperament")).to_have_text("急性子")

    await expect(agent.page.locator("#head .tag")).to_have_text("重点")


async def test_an_amount_is_asked_for_a_part_and_not_for_the_whole(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    await agent.open_first_case()
    card = agent.page.locator("#card .order", has_text=ORDER_NUMBER)
    await card.get_by_role("button", name="退款", exact=True).click()
    sheet = agent.page.locator("#action")
    await sheet.locator("[name=scope]").wait_for()
    await expect(sheet.locator("[name=amount]")).to_be_hidden()
    await sheet.locator("[name=scope]").select_option("partial")
    await sheet.locator("[name=amount]").fill("99999")
    await sheet.locator("[name=reason]").fill("quality")
    await sheet.locator(".primary").click()
    await sheet.locator("dd").first.wait_for()
    await sheet.locator(".primary").click()
    await expect(agent.page.locator("#toast")).to_contain_text("没有办成")
    await expect(agent.page.locator("#talk")).to_contain_text("阿强 没有办成订单操作 · 申请退款 · 金额要是正数")
    await sheet.get_by_role("button", name="返回修改").click()
    await sheet.locator("[name=scope]").select_option("full")
    await expect(sheet.locator("[name=amount]")).to_be_hidden()
    await sheet.locator(".primary").click()
    await expect(sheet.locator("h2")).to_have_text("核对后确认")
    await expect(sheet).not_to_contain_text("99999")
    await sheet.locator(".primary").click()

    await expect(agent.page.locator("#talk")).to_contain_text("阿强 办理了订单操作 · 申请退款")
    await expect(agent.page.locator("#toast p")).to_have_count(0)
