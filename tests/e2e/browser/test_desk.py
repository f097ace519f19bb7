"""The desk as agents use it, with a customer on the other side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from playwright.async_api import expect

from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind
from bot.service.orders import import_batch
from bot.service.turns import Room
from tests.e2e.browser.conftest import PHONE, CustomerPage, DeskPage
from tests.e2e.browser.meeting import asks_for_a_person
from tests.telegram_api.samples import png
from tests.web_shop.running import ORDER_NUMBER, UNPAID_ORDER, RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]
SignIn = Callable[..., Awaitable[DeskPage]]


async def test_a_customer_wants_a_person_and_gets_one_without_any_reload(customer: Visit, desk: SignIn) -> None:
    agent = await desk("aqiang")
    await expect(agent.page.locator("#queue")).to_contain_text("现在没有人在等")
    visitor = await asks_for_a_person(customer)
    await agent.open_first_case()
    await expect(agent.page.locator("#card")).to_contain_text("顾客要找人工")
    await expect(agent.page.locator("#card blockquote")).to_have_text("我要人工")
    await agent.page.keyboard.press("c")
    await expect(agent.page.locator("#head")).to_contain_text("我在接待")
    await agent.page.keyboard.press("r")
    await agent.page.keyboard.type("您好，我是阿强")
    await agent.page.keyboard.press("Enter")
    await visitor.sees("我是阿强")
    await expect(agent.page.locator("#talk .agent .delivery")).to_have_text("顾客已看到")
    await visitor.say("杯子漏水了")

    await agent.sees("杯子漏水了")
    await expect(visitor.chat.locator(".who.person")).to_have_text("阿强 · 人工客服")


async def test_a_note_is_in_no_place_the_customer_can_see(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.note("机密-7731")
    await agent.sees("机密-7731")
    await agent.page.locator(".modes [data-mode=reply]").click()
    await agent.reply("稍等哦")
    await visitor.sees("稍等哦")
    await visitor.page.reload()
    await visitor.open()
    await visitor.sees("稍等哦")

    shadow = await visitor.page.evaluate("document.querySelector('kefu-chat').shadowRoot.innerHTML")
    assert "7731" not in shadow
    assert visitor.frames
    assert not [frame for frame in visitor.frames if "7731" in frame]


async def test_a_note_looks_different_from_a_reply(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    composer = agent.page.locator(".composer")
    reply = await composer.evaluate("box => getComputedStyle(box).backgroundColor + getComputedStyle(box).borderStyle")
    await agent.page.keyboard.press("n")
    note = await composer.evaluate("box => getComputedStyle(box).backgroundColor + getComputedStyle(box).borderStyle")

    assert reply != note
    await expect(agent.page.locator("#note textarea")).to_be_focused()
    await expect(agent.page.locator("#reply")).to_be_hidden()


async def test_of_two_agents_who_take_a_case_at_once_the_loser_sees_who_has_it(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    for agent in (mei, qiang):
        await agent.open_first_case()
        # The stream is cut, so that both still see the button when they press it.
        await agent.page.evaluate("document.querySelector('#stream').remove()")
    await asyncio.gather(*(agent.page.locator("#head [data-key=c]").click() for agent in (mei, qiang)))
    toast = mei.page.locator("#toast p").or_(mei.page.locator("#head", has_text="我在接待"))
    await toast.first.wait_for()
    loser, winner = (mei, "阿强") if await mei.page.locator("#toast p").count() else (qiang, "阿美")

    await expect(loser.page.locator("#toast")).to_contain_text(f"已由 {winner} 接待")


async def test_a_colleague_sees_the_button_go_when_a_case_is_taken(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    mei, qiang = await desk("amei"), await desk("aqiang")
    await mei.open_first_case()
    await qiang.open_first_case()
    await mei.page.keyboard.press("c")

    await expect(qiang.page.locator("#head")).to_contain_text("阿美 在接待")
    await expect(qiang.page.locator("#head [data-key=c]")).to_have_count(0)


async def test_pictures_go_both_ways(customer: Visit, desk: SignIn, tmp_path: Path) -> None:
    picture = tmp_path / "杯子.png"
    picture.write_bytes(png())
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await visitor.chat.locator("input[type=file]").set_input_files(picture)
    await expect(visitor.chat.locator(".preview:not(.busy)")).to_have_count(1)
    await visitor.chat.locator(".go").click()
    await agent.page.locator("#talk .customer .photo img").wait_for()
    await agent.page.locator("#reply input[type=file]").set_input_files(picture)
    await expect(agent.page.locator("#reply .previews img")).to_have_count(1)
    await agent.reply("看这张")
    await visitor.sees("看这张")

    await expect(visitor.chat.locator(".turn:not(.mine) .photo img")).to_have_count(1)
    await expect(agent.page.locator("#reply .previews")).to_be_hidden()


async def test_pressing_enter_twice_sends_once(customer: Visit, desk: SignIn, shop: RunningShop) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("只说一遍")
    await agent.page.evaluate(
        """() => {
            const field = document.querySelector("#reply textarea");
            for (let press = 0; press < 3; press++) {
                field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
            }
        }"""
    )
    await visitor.sees("只说一遍")
    await agent.reply("再见")
    await visitor.sees("再见")

    assert (await visitor.said()).count("只说一遍") == 1
    await expect(agent.page.locator("#toast p")).to_have_count(0)


async def test_an_unsent_draft_survives_a_reload_and_goes_when_sent(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.locator("#reply textarea").fill("写到一半")
    await agent.page.reload()
    await expect(agent.page.locator("#reply textarea")).to_have_value("写到一半")
    await agent.page.locator("#reply textarea").press("Enter")
    await visitor.sees("写到一半")
    await expect(agent.page.locator("#reply textarea")).to_have_value("")
    await agent.page.reload()

    await expect(agent.page.locator("#reply textarea")).to_have_value("")


async def test_news_does_not_disturb_a_draft(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.keyboard.press("r")
    await agent.page.keyboard.type("写到")
    await visitor.say("还在吗")
    await agent.sees("还在吗")
    await agent.page.keyboard.type("一半")

    await expect(agent.page.locator("#reply textarea")).to_have_value("写到一半")
    await expect(agent.page.locator("#reply textarea")).to_be_focused()


async def test_a_reply_that_could_not_be_sent_keeps_the_draft(customer: Visit, desk: SignIn, shop: RunningShop) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.context.set_offline(True)
    await agent.reply("这句没发出去")

    await expect(agent.page.locator("#toast")).to_contain_text("草稿还在")
    await expect(agent.page.locator("#reply textarea")).to_have_value("这句没发出去")


async def test_a_case_goes_back_to_the_bot_and_another_is_closed(customer: Visit, desk: SignIn) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.page.keyboard.press("c")
    await agent.page.locator("#head .wide[data-dialog=give-back]").click()
    await agent.page.locator("#give-back textarea").fill("补发一只")
    await agent.page.locator("#give-back .primary").click()
    await expect(agent.page.locator("#head")).to_contain_text("已交回机器人 · 补发一只")
    await expect(agent.page.locator(".composer")).to_be_hidden()
    await expect(agent.page.locator("#queue .row")).to_have_count(0)
    await visitor.sees("我接着帮您")
    await visitor.say("我要人工")
    await expect(agent.page.locator("#queue .row")).to_have_count(1)
    await agent.open_first_case()
    await agent.page.locator("#head [data-dialog=close]").click()
    await agent.page.locator("#close").get_by_text("已退款").click()
    await agent.page.locator("#close .primary").click()

    await expect(agent.page.locator("#head")).to_contain_text("已结束 · 已退款")


async def test_the_list_is_walked_filtered_and_opened_by_keyboard(customer: Visit, desk: SignIn) -> None:
    await asks_for_a_person(customer)
    await asks_for_a_person(customer, path="/?customer=returning")
    agent = await desk("aqiang")
    rows = agent.page.locator("#queue .row")
    await expect(rows).to_have_count(2)
    await agent.page.keyboard.press("j")
    await expect(rows.nth(0)).to_be_focused()
    await agent.page.keyboard.press("j")
    await expect(rows.nth(1)).to_be_focused()
    await agent.page.keyboard.press("k")
    await expect(rows.nth(0)).to_be_focused()
    await agent.page.keyboard.press("/")
    await agent.page.keyboard.type("演示顾客")
    await expect(agent.page.locator("#queue .row:visible")).to_have_count(1)
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("?")
    await expect(agent.page.locator("#keys")).to_be_visible()
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("j")
    await agent.page.keyboard.press("Enter")

    await expect(agent.page.locator("#head")).to_contain_text("演示顾客")


async def test_what_a_customer_writes_is_text_on_the_desk(customer: Visit, desk: SignIn) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("<img src=x onerror=\"document.title='broken'\"></template></hx-partial><b>粗</b>")
    await visitor.say("我要人工")
    await visitor.sees("转接同事")
    agent = await desk("aqiang")
    await agent.open_first_case()
    await visitor.say("<script>document.title='broken'</script>")
    await agent.sees("<script>document.title='broken'</script>")

    assert await agent.page.locator("#talk b, #talk .text img, #talk script").count() == 0
    assert "broken" not in await agent.page.title()


async def test_the_desk_comes_back_by_itself_after_a_restart(customer: Visit, desk: SignIn, shop: RunningShop) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await expect(agent.page.locator(".line .on")).to_be_visible()
    await shop.stop()
    await expect(agent.page.locator(".line .off")).to_be_visible()
    await shop.start()
    await expect(agent.page.locator(".line .on")).to_be_visible(timeout=20_000)
    await visitor.say("还在吗")

    await agent.sees("还在吗")


async def test_on_a_phone_list_talk_and_card_take_turns_and_nothing_scrolls_sideways(
    customer: Visit, desk: SignIn
) -> None:
    await asks_for_a_person(customer)
    agent = await desk("aqiang", viewport=PHONE, is_mobile=True, has_touch=True)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await agent.page.evaluate(sideways)
    await agent.open_first_case()
    await expect(agent.page.locator("#talk")).to_be_visible()
    await expect(agent.page.locator("#card")).to_be_hidden()
    assert not await agent.page.evaluate(sideways)
    await agent.page.locator("[data-show=card]").click()
    await expect(agent.page.locator("#card")).to_be_visible()
    await expect(agent.page.locator("#talk")).to_be_hidden()

    assert not await agent.page.evaluate(sideways)


async def test_a_price_change_without_a_handoff_is_seen_decided_and_told(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    agent, colleague = await desk("xiaolan"), await desk("aqiang")
    await agent.page.get_by_role("link", name="任务").click()
    await expect(agent.page.locator("#queue")).to_contain_text("没有要处理的任务")
    visitor = await customer(path="/?customer=returning")
    await visitor.open()
    await visitor.say("帮我改价")
    await visitor.sees("是哪一单")
    await visitor.say(UNPAID_ORDER)
    await visitor.sees("约定的价格是多少")
    await visitor.say("130")
    await visitor.sees("由 ¥138.00 改到 ¥130.00")
    await visitor.say("是的")
    await visitor.sees("编号 P0001")

    job = agent.page.locator("#task-1")
    await expect(job).to_contain_text("¥138.00 改为 ¥130.00")
    await expect(job).to_contain_text("降 5.8%")
    await expect(colleague.page.locator("#task-count")).to_have_text("1")
    await colleague.page.get_by_role("link", name="任务").click()
    await expect(colleague.page.locator("#task-1 button").first).to_be_disabled()
    await expect(colleague.page.locator("#task-1")).to_contain_text("只有售前和主管可以审批 P0001。")
    await job.get_by_role("button", name="同意", exact=True).click()
    await expect(agent.page.locator("#part-approved")).to_contain_text("P0001")
    await expect(agent.page.locator("#task-count")).to_be_empty()
    await expect(colleague.page.locator("#part-approved")).to_contain_text("小兰")

    await order_shows_price(shop, "130")
    await visitor.sees("价格改好了，可以付款了")


async def order_shows_price(shop: RunningShop, price: str) -> None:
    """What the shop's next import brings."""

    def use_case(uow: UnitOfWork) -> None:
        order = uow.orders.get(UNPAID_ORDER)
        assert order is not None
        room = Room(book=shop.shop.book(), now=shop.shop.clock())
        import_batch(uow, room, [replace(order, total=Decimal(price))])

    await shop.shop.store.transact(use_case)
    shop.shop.bell.ring("desk", "outbox")


async def test_of_two_agents_who_finish_a_task_the_second_reads_who_did(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    await customer()
    await shop.shop.store.transact(lambda uow: register_return(uow, shop))
    mei, qiang = await desk("amei"), await desk("aqiang")
    for agent in (mei, qiang):
        await agent.page.get_by_role("link", name="任务").click()
        await agent.page.wait_for_selector(".line .on:not([hidden])")
    await qiang.page.evaluate("document.querySelector('#stream').remove()")
    await mei.page.locator("#task-1").get_by_role("button", name="完成").click()
    await expect(mei.page.locator("#queue")).to_contain_text("没有要处理的任务")
    await qiang.page.locator("#task-1").get_by_role("button", name="完成").click()

    await expect(qiang.page.locator("#toast")).to_contain_text("R0001 已经处理过了（阿美）")


async def test_on_a_phone_tasks_are_done_without_scrolling_sideways(desk: SignIn, shop: RunningShop) -> None:
    await shop.shop.store.transact(lambda uow: register_return(uow, shop))
    agent = await desk("aqiang", viewport=PHONE, is_mobile=True, has_touch=True)
    await agent.page.get_by_role("link", name="任务").tap()
    await expect(agent.page.locator("#task-1")).to_contain_text("R0001")
    assert not await agent.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    await agent.page.locator("#task-1").get_by_role("button", name="完成").tap()

    await expect(agent.page.locator("#queue")).to_contain_text("没有要处理的任务")


def register_return(uow: UnitOfWork, shop: RunningShop) -> Task:
    conversation = uow.conversations.of_peer("web", "shop", Peer(id="guest"), now=shop.shop.clock())
    return uow.tasks.register(
        TaskDraft(
            key="return",
            kind=TaskKind.RETURN,
            role=Role.AFTER_SALE,
            conversation_id=conversation.id,
            order_number=ORDER_NUMBER,
            args={"detail": "杯盖漏水" * 20},
        ),
        now=shop.shop.clock(),
    )


async def test_a_reply_that_an_agent_changes_changes_before_the_customers_eyes(
    customer: Visit, desk: SignIn, shop: RunningShop
) -> None:
    visitor = await asks_for_a_person(customer)
    agent = await desk("aqiang")
    await agent.open_first_case()
    await agent.reply("周三发货")
    await visitor.sees("周三发货")
    [row] = await shop.shop.desk.queue()
    said = (await shop.shop.desk.card(row.case.id)).entries[-1]
    assert row.case.assignee is not None
    await shop.shop.edits.change(said.seq, row.case.assignee, "周四发货")
    await visitor.sees("周四发货")

    assert "周三发货" not in await visitor.said()
    await expect(visitor.page.locator("kefu-chat .turn").filter(has_text="周四发货")).to_contain_text("已编辑")
