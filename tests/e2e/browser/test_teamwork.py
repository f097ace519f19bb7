"""Several agents and several customers at once: who has what, who writes, and nothing said twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from bot.core.cases import CaseEvent, CaseEventKind
from bot.core.ports import UnitOfWork
from bot.desk.history import project
from tests.e2e.browser.conftest import CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person
from tests.web_shop.running import RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]


async def opens(agent: DeskPage, number: int) -> None:
    await agent.page.goto(f"{agent.url}/desk/cases/{number}")
    await agent.page.wait_for_selector(".line .on:not([hidden])", state="attached")


async def test_two_agents_serve_three_customers_at_once(customer: Visit, desk: SignIn) -> None:
    visitors = [await asks_for_a_person(customer) for _ in range(3)]
    mei, qiang = await desk("amei"), await desk("aqiang")
    await expect(mei.page.locator("#part-waiting .count")).to_have_text("3")
    await asyncio.gather(opens(mei, 1), opens(qiang, 2))
    await asyncio.gather(mei.reply("我是阿美，您好一"), qiang.reply("我是阿强，您好二"))
    await asyncio.gather(visitors[0].sees("您好一"), visitors[1].sees("您好二"))
    await expect(mei.page.locator("#part-waiting .count")).to_have_text("1")
    await opens(qiang, 3)
    await qiang.reply("我是阿强，您好三")
    await visitors[2].sees("您好三")
    await asyncio.gather(*(visitor.say(f"回答{at}") for at, visitor in enumerate(visitors)))
    await qiang.sees("回答2")
    await mei.sees("回答0")
    await expect(qiang.page.locator("#part-mine .news")).to_have_count(2)
    await expect(qiang.page.locator("#part-others .row")).to_contain_text("阿美")

    said = [await visitor.said() for visitor in visitors]
    assert [sum("您好" in text for text in texts) for texts in said] == [1, 1, 1]


async def test_a_colleague_who_writes_is_seen_and_asked_twice_before_both_answer(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await mei.open_first_case()
    await qiang.open_first_case()
    await expect(mei.page.locator("#colleagues")).to_contain_text("阿强 也在看")
    await qiang.page.locator("#reply textarea").press_sequentially("我来回")
    await expect(mei.page.locator("#colleagues")).to_contain_text("阿强 正在写回复")
    await mei.reply("我也想回")
    await expect(mei.page.locator("#toast")).to_contain_text("阿强 正在写回复。再按一次仍然发送")
    await expect(mei.page.locator("#reply textarea")).to_have_value("我也想回")
    await expect(qiang.page.locator("#colleagues")).to_contain_text("阿美 正在写回复")
    await qiang.page.locator("#reply textarea").press("Enter")
    await expect(qiang.page.locator("#toast")).to_contain_text("阿美 正在写回复。再按一次仍然发送")
    await qiang.page.locator("#reply textarea").press("Enter")
    await visitor.sees("我来回")
    await expect(mei.page.locator("#reply .held")).to_contain_text("阿强 在接待")
    await mei.page.locator("#reply textarea").press("Enter")

    await expect(mei.page.locator("#toast")).to_contain_text("阿强 在接待")
    await expect(mei.page.locator("#reply textarea")).to_have_value("我也想回")
    assert "我也想回" not in await visitor.said()


async def test_who_left_has_seen_the_case(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await mei.open_first_case()
    await qiang.open_first_case()
    await expect(mei.page.locator("#colleagues")).to_contain_text("阿强 也在看")
    await qiang.page.goto(f"{qiang.url}/desk")

    await expect(mei.page.locator("#colleagues")).to_contain_text("看过：阿强")


async def test_a_case_is_transferred_to_a_colleague_with_a_word_that_the_customer_never_sees(
    customer: Visit, desk: SignIn
) -> None:
    visitor = await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("c")
    await expect(qiang.page.locator("#head")).to_contain_text("我在接待")
    await qiang.page.keyboard.press("t")
    await qiang.page.locator("#transfer").get_by_text("阿美").click()
    await qiang.page.locator("#transfer textarea").fill("机密-8842")
    await qiang.page.locator("#transfer .primary").click()
    await expect(qiang.page.locator("#head")).to_contain_text("阿美 在接待")
    await expect(mei.page.locator("#part-mine .row")).to_have_count(1)
    await mei.open_first_case()
    await mei.sees("机密-8842")
    await mei.sees("阿强 转交了接待 → 阿美")
    await mei.reply("您好，换我来接")
    await visitor.sees("换我来接")

    assert "8842" not in str(visitor.frames)


async def test_a_case_goes_up_to_the_supervisor(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("c")
    await qiang.page.locator("#case-menu summary").click()
    await qiang.page.locator("#case-menu [data-dialog=escalate]").click()
    await qiang.page.locator("#escalate textarea").fill("顾客要十倍赔偿")
    await qiang.page.locator("#escalate .primary").click()
    await expect(qiang.page.locator("#talk")).to_contain_text("阿强 升级给主管 · 顾客要十倍赔偿")

    await expect(mei.page.locator("#part-waiting .row")).to_contain_text("主管")


async def test_an_ended_case_is_opened_again(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.keyboard.press("c")
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await agent.page.keyboard.press("c")
    await expect(agent.page.locator("#close .owed")).to_be_visible()
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await agent.page.locator("#close").get_by_text("已解决").click()
    await agent.page.locator("#close .primary").click()
    await expect(agent.page.locator("#head")).to_contain_text("已结束 · 已解决")
    await agent.page.get_by_role("button", name="重新打开").click()
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await agent.reply("我又来了")

    await visitor.sees("我又来了")


async def test_a_blocked_customer_is_marked_and_can_be_unblocked(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#case-menu summary").click()
    await agent.page.locator("#case-menu [data-dialog=block]").click()
    await agent.page.locator("#block .danger").click()
    await expect(agent.page.locator("#head .blocked")).to_have_text("已拉黑")
    await agent.page.locator("#case-menu summary").click()
    await agent.page.get_by_role("button", name="解除拉黑").click()

    await expect(agent.page.locator("#head .blocked")).to_have_count(0)


async def test_an_open_menu_stays_open_while_news_arrive(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#case-menu summary").click()
    await visitor.say("在吗")

    await expect(agent.page.locator("#talk")).to_contain_text("在吗")
    await expect(agent.page.locator("#case-menu")).to_have_attribute("open", "")


async def test_a_shift_begins_and_ends_with_one_press(desk: SignIn, shop: RunningShop) -> None:
    agent = await desk("aqiang")
    button = agent.page.locator(".shift button")
    await expect(button).to_have_attribute("aria-pressed", "true")  # who has just signed in is there
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false")
    await button.click()

    await expect(button).to_have_attribute("aria-pressed", "true")
    assert [one.login for one in await shop.shop.accounts.everybody() if one.on_shift] == ["aqiang"]


async def test_the_queue_is_filtered_by_role_and_by_whose_it_is(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.keyboard.press("c")
    await agent.page.goto(f"{agent.url}/desk")
    await agent.page.locator(".chips").get_by_text("我的").click()
    await expect(agent.page.locator("#queue .row")).to_have_count(1)
    await agent.page.locator("#queue .row").click()
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await expect(agent.page.locator(".chips [aria-current]")).to_have_text("我的1")
    await agent.page.locator("#by-role").select_option("warehouse")

    await expect(agent.page.locator("#queue")).to_contain_text("这里没有接待")
    await expect(agent.page.locator("#by-role")).to_have_value("warehouse")


async def test_a_customer_is_found_and_leads_to_their_case(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    await agent.page.keyboard.press("/")
    await agent.page.keyboard.type("ZT0000000001")
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.locator("#queue")).to_contain_text("600120269001")
    await agent.page.locator("#filter").fill("演示顾客")
    await agent.page.keyboard.press("Enter")
    await agent.page.get_by_role("link", name="演示顾客").first.click()
    await expect(agent.page.locator("#head")).to_contain_text("演示顾客")
    await agent.page.goto(f"{agent.url}/desk/search?q=没有这个人")

    await expect(agent.page.locator("#queue")).to_contain_text("没有找到“没有这个人”")


async def test_in_a_colleagues_case_one_writes_notes_and_a_supervisor_takes_it_over(
    customer: Visit, desk: SignIn
) -> None:
    visitor = await asks_for_a_person(customer)
    qiang, lan, mei = await desk("aqiang"), await desk("xiaolan"), await desk("amei")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("c")
    await expect(qiang.page.locator("#head")).to_contain_text("我在接待")
    await opens(lan, 1)
    await expect(lan.page.locator("#note textarea")).to_be_visible()
    await lan.page.keyboard.press("r")
    await expect(lan.page.locator("#reply .held")).to_contain_text("阿强 在接待，这里不能回复顾客")
    await expect(lan.page.locator("#reply .send")).to_be_disabled()
    await expect(lan.page.get_by_role("button", name="接手")).to_have_count(0)
    await opens(mei, 1)
    await mei.page.get_by_role("button", name="接手").click()
    await expect(mei.page.locator("#head")).to_contain_text("我在接待")
    await mei.reply("我是阿美，换我来")
    await visitor.sees("换我来")

    await expect(qiang.page.locator("#reply .held")).to_contain_text("阿美 在接待")


async def test_who_goes_off_shift_is_shown_so_to_who_transfers(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("t")
    mine = qiang.page.locator("#receivers label", has_text="阿美")
    await expect(mine).to_contain_text("主管 · 在班")
    await mei.page.locator(".shift button").click()
    await expect(mei.page.locator(".shift button")).to_have_attribute("aria-pressed", "false")

    await expect(mine).to_contain_text("主管 · 不在班")


async def takes_a_rung(shop: RunningShop, number: int, kind: CaseEventKind) -> None:
    """What the silence ladder does when its time has come."""

    def rung(uow: UnitOfWork) -> None:
        event = CaseEvent(case_id=number, kind=kind, at=shop.shop.clock())
        uow.cases.save(project(uow.cases.get(number), event))

    await shop.shop.store.transact(rung)
    shop.shop.bell.ring("desk")


async def test_who_forgets_a_customer_is_reminded_on_whatever_page_they_are(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    visitor = await asks_for_a_person(customer)
    qiang, mei = await desk("aqiang"), await desk("amei")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("c")
    await expect(qiang.page.locator("#head")).to_contain_text("我在接待")
    await visitor.say("还在吗")
    await qiang.sees("还在吗")
    await qiang.page.goto(f"{qiang.url}/desk/tasks")
    await expect(qiang.page.locator("#reminders a")).to_have_count(0)
    await takes_a_rung(shop, 1, CaseEventKind.REMINDED)
    await expect(qiang.page.locator("#reminders a")).to_contain_text("还在等您答复")
    await expect(qiang.page).to_have_title("❗接待台")
    await expect(mei.page.locator("#reminders a")).to_have_count(0)
    await qiang.page.goto(f"{qiang.url}/desk")
    await expect(qiang.page.locator("#reminders a")).to_have_count(1)
    await qiang.page.locator("#reminders a").click()
    await expect(qiang.page.locator("#row-1 .marks")).to_contain_text("催答复")
    await qiang.reply("在的")

    await expect(qiang.page.locator("#reminders a")).to_have_count(0)


async def test_whose_case_is_put_back_into_the_queue_is_told(customer: Visit, desk: SignIn, shop: RunningShop) -> None:
    await asks_for_a_person(customer)
    qiang = await desk("aqiang")
    await qiang.open_first_case()
    await qiang.page.keyboard.press("c")
    await takes_a_rung(shop, 1, CaseEventKind.REMINDED)
    await expect(qiang.page.locator("#reminders a")).to_have_count(1)
    await takes_a_rung(shop, 1, CaseEventKind.REQUEUED)

    await expect(qiang.page.locator("#toast")).to_contain_text("#1 太久没有答复，已放回队列")
    await expect(qiang.page.locator("#reminders a")).to_have_count(0)


async def test_customer_and_agent_see_each_other_write_and_the_agent_what_was_read(
    customer: Visit, desk: SignIn
) -> None:
    visitor = await asks_for_a_person(customer)
    qiang = await desk("aqiang")
    await qiang.open_first_case()
    await visitor.chat.locator("textarea").press_sequentially("我想")
    await expect(qiang.page.locator("#colleagues")).to_contain_text("顾客正在输入")
    await qiang.page.locator("#reply textarea").press_sequentially("您好")
    await expect(visitor.chat.locator(".turn:has(.typing) .who")).to_have_text("阿强 · 人工客服")
    await qiang.page.locator("#reply textarea").press("Enter")
    await visitor.sees("您好")

    await expect(visitor.chat.locator(".typing")).to_have_count(0)
    await expect(qiang.page.locator("#talk .said.agent .delivery")).to_have_text("顾客已看到")
