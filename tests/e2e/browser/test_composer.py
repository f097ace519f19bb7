"""Writing to a customer: canned replies, holes, the tone, drafts, and a line that breaks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.e2e.browser.conftest import CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person
from tests.telegram_api.samples import png
from tests.web_shop.running import ORDER_NUMBER, RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]


async def test_the_tracking_number_of_an_order_is_sent_again_from_its_card(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.get_by_role("button", name="重发单号").click()
    text = f"订单 {ORDER_NUMBER} 由中通快递承运，单号 ZT0000000001。"
    await expect(agent.page.locator("#reply textarea")).to_have_value(text)
    await agent.page.keyboard.press("Enter")

    await visitor.sees(text)


async def test_a_canned_reply_is_called_up_by_its_name_or_by_words_of_it(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.keyboard.press("r")
    await agent.page.keyboard.type("/")
    await expect(agent.page.locator("#canned [role=option]:visible")).to_have_count(3)
    await agent.page.keyboard.type("没有这条")
    await expect(agent.page.locator("#canned .none")).to_be_visible()
    await agent.page.keyboard.press("Escape")
    await expect(agent.page.locator("#canned")).to_be_hidden()
    await agent.page.locator("#reply textarea").fill("")
    await agent.page.keyboard.type("/问候")
    await expect(agent.page.locator("#canned [role=option]:visible")).to_have_count(1)
    await agent.page.keyboard.press("Tab")
    await expect(agent.page.locator("#reply textarea")).to_have_value("您好，我是阿强。")
    await agent.page.keyboard.press("Enter")
    await visitor.sees("您好，我是阿强。")


async def test_a_hole_refuses_to_send_and_is_jumped_to(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    area = agent.page.locator("#reply textarea")
    selected = "document.getSelection().toString()"
    await agent.page.keyboard.press("r")
    await agent.page.keyboard.type("/wait")
    await expect(agent.page.locator("#canned [role=option]:visible")).to_have_count(1)
    await agent.page.keyboard.press("Enter")
    assert await agent.page.evaluate(selected) == "〔什么时候〕"
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.locator("#toast")).to_contain_text("还有没填的空：什么时候")
    assert await agent.page.evaluate(selected) == "〔什么时候〕"
    await agent.page.keyboard.type("今天下午五点")
    await agent.page.keyboard.press("Tab")
    assert await agent.page.evaluate(selected) == "〔订单号〕"
    await agent.page.keyboard.type(ORDER_NUMBER)
    await expect(area).to_have_value(f"已经在查了，今天下午五点前给您回话，订单 {ORDER_NUMBER}。")
    await agent.page.keyboard.press("Enter")
    await visitor.sees("今天下午五点前给您回话")

    assert not [text for text in await visitor.said() if "〔" in text]


async def test_a_draft_off_the_house_tone_is_warned_of_and_may_go_all_the_same(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("这个我不清楚")
    await expect(agent.page.locator("#tone")).to_contain_text("“不清楚” 像在推脱")
    await agent.page.locator("#reply textarea").press("Enter")
    await visitor.sees("这个我不清楚")

    await expect(agent.page.locator("#tone")).to_be_empty()


async def test_a_minute_without_network_loses_no_draft_and_doubles_no_message(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.context.set_offline(True)
    await agent.reply("断网时写的")
    await expect(agent.page.locator("#toast")).to_contain_text("草稿还在")
    await agent.page.context.set_offline(False)
    await agent.page.reload()
    await expect(agent.page.locator("#reply textarea")).to_have_value("断网时写的")
    await agent.page.locator("#reply textarea").press("Enter")
    await visitor.sees("断网时写的")

    assert (await visitor.said()).count("断网时写的") == 1


async def test_a_reply_whose_answer_was_lost_is_sent_again_and_arrives_once(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()

    async def swallow(route: object) -> None:
        await route.fetch()  # type: ignore[attr-defined]  # it reaches the shop
        await route.abort()  # type: ignore[attr-defined]  # and the answer is lost

    await agent.page.route("**/replies", swallow)
    await agent.reply("只到一次")
    await expect(agent.page.locator("#toast")).to_contain_text("草稿还在")
    await agent.page.unroute("**/replies")
    await agent.page.locator("#reply textarea").press("Enter")
    await expect(agent.page.locator("#reply textarea")).to_have_value("")
    await agent.reply("再见")
    await visitor.sees("再见")

    assert (await visitor.said()).count("只到一次") == 1


async def test_a_note_whose_answer_was_lost_is_written_again_and_kept_once(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()

    async def swallow(route: object) -> None:
        await route.fetch()  # type: ignore[attr-defined]  # as above
        await route.abort()  # type: ignore[attr-defined]  # as above

    await agent.page.route("**/notes", swallow)
    await agent.page.locator(".modes [data-mode=note]").click()
    note = agent.page.locator("#note textarea")
    await note.fill("只记一次")
    await note.press("Enter")
    await expect(agent.page.locator("#toast")).to_contain_text("草稿还在")
    await agent.page.unroute("**/notes")
    await note.press("Enter")
    await expect(note).to_have_value("")
    [row] = await shop.shop.desk.queue()

    assert [one.text for one in (await shop.shop.desk.card(row.case.id)).notes] == ["只记一次"]


async def test_the_same_draft_in_two_tabs_arrives_once_and_is_gone_in_both(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("两个窗口")
    other = await agent.page.context.new_page()
    await other.goto(agent.page.url)
    await expect(other.locator("#reply textarea")).to_have_value("两个窗口")
    await other.locator("#reply textarea").press("Enter")
    await visitor.sees("两个窗口")
    await expect(agent.page.locator("#reply textarea")).to_have_value("")
    await agent.reply("再见")
    await visitor.sees("再见")

    assert (await visitor.said()).count("两个窗口") == 1


async def test_a_draft_outlives_an_expired_login(customer: Visit, desk: SignIn, shop: RunningShop) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("登录过期前写的")
    await agent.page.context.clear_cookies()
    await agent.page.locator("#reply textarea").press("Enter")
    await agent.page.wait_for_url("**/desk/login**")
    credentials = await shop.credentials("aqiang")
    await agent.page.fill("[name=login]", credentials["login"])
    await agent.page.fill("[name=password]", credentials["password"])
    await agent.page.keyboard.press("Enter")
    await agent.open_first_case()

    await expect(agent.page.locator("#reply textarea")).to_have_value("登录过期前写的")


async def test_drafts_are_kept_by_case_and_form(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("给第一位")
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("n")
    await agent.page.keyboard.type("备注草稿")
    await agent.page.locator("#queue .row").nth(1).click()
    await expect(agent.page.locator("#head")).to_contain_text("演示顾客")
    await expect(agent.page.locator("#reply textarea")).to_have_value("")
    await agent.page.locator("#queue .row").nth(0).click()
    await expect(agent.page.locator("#head")).not_to_contain_text("演示顾客")

    await expect(agent.page.locator("#reply textarea")).to_have_value("给第一位")
    await expect(agent.page.locator("#note textarea")).to_have_value("备注草稿")


async def test_a_pasted_picture_is_attached_and_can_be_taken_out(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    paste = """(bytes) => {
        const clipboard = new DataTransfer();
        clipboard.items.add(new File([new Uint8Array(bytes)], "截图.png", { type: "image/png" }));
        document.querySelector("#reply textarea").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true }));
    }"""
    await agent.page.evaluate(paste, list(png()))
    await agent.page.evaluate(paste, list(png()))
    await expect(agent.page.locator("#reply .previews img")).to_have_count(2)
    await agent.page.locator("#reply .previews button").first.click()
    await expect(agent.page.locator("#reply .previews img")).to_have_count(1)
    await agent.reply("截图给您")
    await visitor.sees("截图给您")

    await expect(visitor.chat.locator(".turn:not(.mine) .photo img")).to_have_count(1)
