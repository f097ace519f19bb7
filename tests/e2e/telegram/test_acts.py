"""Everything an agent can do from the card: menus, transfers, canned replies, order actions, sending again, shifts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.cases import CaseStatus
from bot.core.errors import Conflict
from bot.core.messages import Delivery
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind, TaskStatus
from tests.e2e.telegram.conftest import AGENT, CUSTOMER, order
from tests.e2e.telegram.test_desk import COLLEAGUE, card_of, data
from tests.telegram_api import User

if TYPE_CHECKING:
    from bot.core.roles import Agent
    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer, Topic
    from tests.telegram_api.world import Press

pytestmark = pytest.mark.parametrize("backend", ["memory"])


class Desk:
    """An agent's thumb on the newest card."""

    def __init__(self, world: World, api: BotApiServer, topic: Topic) -> None:
        self.world, self.api, self.topic = world, api, topic

    @property
    def card(self) -> dict[str, Any]:
        return card_of(self.api, self.topic)

    async def press(self, button: str, who: User = AGENT) -> Press:
        """Press it once it is there; returns when it was answered."""
        await self.api.wait_for(lambda: button in data(self.card))
        press = self.api.agent_presses(who, self.card, button)
        await self.api.wait_for(lambda: press.answers)
        return press

    async def shows(self, text: str) -> None:
        await self.api.wait_for(lambda: text in self.card["text"])


def titles(message: dict[str, Any]) -> list[str]:
    """What stands on its buttons."""
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def taken(world: World, api: BotApiServer) -> Desk:
    await world.agent()
    desk = Desk(world, api, await world.handed_over())
    await desk.press("claim:1")
    await desk.shows("阿强 接待中")
    return desk


async def test_a_case_is_closed_with_an_outcome_and_taken_up_again(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        await desk.press("menu:1:close")
        closed = await desk.press("close:1:refunded")
        await desk.shows("已结束：已退款")
        ended = desk.card
        reopened = bot_api.agent_presses(AGENT, ended, "reopen:1")
        await bot_api.wait_for(lambda: reopened.answers)
        await desk.shows("阿强 接待中")
        bot_api.agent_says(desk.topic, AGENT, "我再帮您看看")
        await bot_api.wait_for_text(CUSTOMER, "我再帮您看看")
    assert closed.answers[0] == {"text": "已结束：已退款", "show_alert": False}
    assert desk.card["message_id"] != ended["message_id"]


async def test_a_menu_leads_back_without_anything_done(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        before = data(desk.card)
        await desk.press("menu:1:transfer")
        await desk.press("menu:1:main")
        await bot_api.wait_for(lambda: data(desk.card) == before)
    assert (await world.card()).case.assignee is not None


async def test_a_case_goes_to_a_colleague_on_shift_and_to_a_queue(world: World, bot_api: BotApiServer) -> None:
    colleague = await world.agent(COLLEAGUE, login="xiaoli")
    async with world.open():
        desk = await taken(world, bot_api)
        await desk.press("menu:1:transfer")
        await bot_api.wait_for(lambda: "👤 小丽（不在）" in titles(desk.card))
        await desk.press("menu:1:main")
        bot_api.agent_says(world.group, COLLEAGUE, "/on")
        await bot_api.wait_for_text(world.group, "已上线")
        await desk.press("menu:1:transfer")
        await bot_api.wait_for(lambda: "👤 小丽" in titles(desk.card))
        await desk.press(f"give:1:{colleague.id}")
        await desk.shows("小丽 接待中")
        await desk.press("menu:1:transfer", COLLEAGUE)
        await desk.press("queue:1:warehouse", COLLEAGUE)
        await desk.shows("等待接待 · 仓库")
        bot_api.agent_says(desk.topic, COLLEAGUE, "/off")
        await bot_api.wait_for_text(desk.topic, "已下线")
    case = (await world.card()).case
    assert (case.status, case.role, case.assignee) == (CaseStatus.WAITING, Role.WAREHOUSE, None)


async def test_a_case_goes_to_the_supervisors(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        await desk.press("escalate:1")
        await desk.shows("等待接待 · 主管")


async def test_a_canned_reply_is_shown_before_it_goes_and_one_with_holes_does_not(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        await desk.press("menu:1:canned")
        holes = await desk.press("canned:1:tracking")
        preview = await desk.press("canned:1:hello")
        sent_before = len(bot_api.sent(CUSTOMER))
        await desk.press("say:1:hello")
        await bot_api.wait_for_text(CUSTOMER, "您好，我是阿强")
        await bot_api.wait_for(lambda: "menu:1:close" in data(desk.card))
    assert holes.answers[0]["show_alert"]
    assert "还缺" in holes.answers[0]["text"]
    assert preview.answers[0]["text"].startswith("您好，我是阿强")
    assert len(bot_api.sent(CUSTOMER)) == sent_before + 1


async def test_a_canned_reply_is_called_by_its_name_and_its_holes_are_filled_there(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        bot_api.agent_says(desk.topic, AGENT, "/tracking 快递单号=SF1")
        refusal = await bot_api.wait_for_text(desk.topic, "没有发给顾客")
        bot_api.agent_says(desk.topic, AGENT, "/tracking 订单号=A1 快递公司=顺丰 快递单号=SF1")
        await bot_api.wait_for_text(CUSTOMER, "您的订单 A1 由顺丰承运，单号是 SF1。")
        await bot_api.wait_for_text(desk.topic, "您的订单 A1 由顺丰承运，单号是 SF1。")
        bot_api.agent_says(desk.topic, AGENT, "/nothing_like_it")
        await bot_api.wait_for_text(desk.topic, "可用的命令")
    assert "〔订单号〕、〔快递公司〕" in refusal["text"]
    assert not [text for text in bot_api.texts(CUSTOMER) if "/" in text]


async def test_an_order_action_is_confirmed_and_another_asked_for_its_words(
    world: World, bot_api: BotApiServer
) -> None:
    await world.bind(order("A1", Fulfilment.UNPRINTED, total=Decimal(59), paid_at=world.shop.clock()))
    async with world.open():
        desk = await taken(world, bot_api)
        await world.do(lambda uow: uow.cases.save(replace(uow.cases.get(1), order_number="A1")))
        await desk.press("menu:1:orders")
        await desk.press("order:1:hurry")
        done = await desk.press("perform:1:hurry")
        await desk.shows("催发货")
        await desk.press("menu:1:orders")
        await desk.press("order:1:note")
        question = await bot_api.wait_for_text(desk.topic, "✍ #1 订单备注")
        sent = len(bot_api.sent(CUSTOMER))
        bot_api.agent_says(desk.topic, AGENT, "尽量发顺丰", reply_to=question)
        await bot_api.wait_for_text(desk.topic, "已办：订单备注")
        bot_api.agent_says(desk.topic, AGENT, "再加一句", reply_to=question)
        await bot_api.wait_for_text(desk.topic, "这个提问已失效")
    assert done.answers[0]["text"] == "已办：催发货"
    card = await world.card()
    assert any("尽量发顺丰" in remark.text for remark in card.remarks["A1"])
    assert not any("再加一句" in remark.text for remark in card.remarks["A1"])
    assert len(bot_api.sent(CUSTOMER)) == sent


async def test_order_actions_of_a_customer_without_a_known_order_are_refused_before_anything_is_asked(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        none = await desk.press("menu:1:orders")
        await world.bind(order("A1", Fulfilment.UNPRINTED))
        only = await desk.press("menu:1:orders")
        await bot_api.wait_for(lambda: "order:1:address" in data(desk.card))
        await desk.press("menu:1:main")
        await world.bind(order("A2", Fulfilment.SHIPPED))
        several = await desk.press("menu:1:orders")
    assert (none.answers[0]["show_alert"], "还没查到" in none.answers[0]["text"]) == (True, True)
    assert not only.answers[0].get("show_alert")
    assert "好几单" in several.answers[0]["text"]


async def test_what_answers_a_question_nobody_knows_any_more_reaches_no_customer(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        chat = bot_api.world.chats[world.group.id]
        sender = bot_api.world.bot_sender()
        old = bot_api.world.store(
            chat, sender=sender, content={"text": "✍ #1 从前的事：什么？"}, thread_id=desk.topic.thread_id
        )
        bot_api.agent_says(desk.topic, AGENT, "机密暗号7788", reply_to=old)
        await bot_api.wait_for_text(desk.topic, "这个提问已失效")
    assert not any("机密暗号7788" in str(call.params) for call in bot_api.calls(where=CUSTOMER))


async def test_what_failed_or_may_have_failed_can_be_sent_again(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        bot_api.fail_next("sendMessage", 502, chat_id=CUSTOMER.id)
        bot_api.agent_says(desk.topic, AGENT, "退款已经办好了")
        await desk.shows("不确定是否送达")
        seq = (await world.transcript())[-1].seq
        pressed = await desk.press(f"retry:1:{seq}")
        await bot_api.wait_for_text(CUSTOMER, "退款已经办好了")
        await bot_api.wait_for(lambda: "不确定是否送达" not in desk.card["text"])
    assert pressed.answers[0]["text"] == "正在重发"
    assert (await world.transcript())[-1].delivery is Delivery.SENT


async def test_a_press_that_telegram_repeats_is_done_once(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        desk = Desk(world, bot_api, await world.handed_over())
    bot_api.agent_presses(AGENT, desk.card, "dismiss:1")
    update = bot_api.world.updates.pending[-1]
    async with world.open():
        await desk.shows("已结束")
        await world.kill()
        world.tasks.clear()
    if update not in bot_api.world.updates.pending:
        bot_api.world.updates.pending.insert(0, update)
    async with world.open():
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
    assert (await world.card()).case.status is CaseStatus.CLOSED


async def test_of_a_hundred_who_claim_at_once_on_both_desks_one_has_it_and_both_views_say_who(
    world: World, bot_api: BotApiServer
) -> None:
    people = [User(id=9100 + number, first_name=f"客服{number}") for number in range(100)]
    agents = [await world.agent(one, login=f"a{one.id}") for one in people]
    async with world.open():
        desk = Desk(world, bot_api, await world.handed_over())
        presses = [bot_api.agent_presses(one, desk.card, "claim:1") for one in people[:50]]
        web = [_claims(world, agent) for agent in agents[50:]]
        on_the_web = await asyncio.gather(*web)
        await bot_api.wait_for(lambda: all(press.answers for press in presses), timeout_s=60)
        winner = (await world.card()).case.assignee
        assert winner is not None
        await desk.shows(f"{winner.name} 接待中")
    told = [press.answers[0]["text"] for press in presses]
    assert told.count("由您接待了") + sum(on_the_web) == 1
    assert sum(f"已由 {winner.name} 接待" in text for text in told) == 50 - told.count("由您接待了")


async def test_work_without_a_case_stands_in_the_topic_of_tasks_until_it_is_done(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent(role=Role.WAREHOUSE)
    async with world.open():
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
        draft = TaskDraft(
            key="t1", kind=TaskKind.HURRY_SHIPPING, role=Role.WAREHOUSE, conversation_id=1, duty="请优先打包发出"
        )
        task = await world.do(lambda uow: uow.tasks.register(draft, now=world.shop.clock()))
        world.shop.bell.ring("desk")
        topic = await world.topic()
        [post] = bot_api.sent(topic)
        press = bot_api.agent_presses(AGENT, post, f"done:{task.id}")
        await bot_api.wait_for(lambda: "已完成（阿强）" in bot_api.texts(topic)[0])
        bot_api.delete_topic(topic)
        again = TaskDraft(key="t2", kind=TaskKind.FOLLOW_UP, role=Role.AFTER_SALE, conversation_id=1, duty="回访")
        await world.do(lambda uow: uow.tasks.register(again, now=world.shop.clock()))
        world.shop.bell.ring("desk")
        fresh = (await bot_api.wait_for(lambda: bot_api.topics(world.group), timeout_s=20))[0]
        await bot_api.wait_for_text(fresh, "回访", timeout_s=20)
    assert topic.name == "📋 任务"
    assert "请优先打包发出" in post["text"]
    assert press.answers[0]["text"] == "已完成"
    done = await world.shop.store.read(lambda uow: uow.tasks.get(task.id))
    assert done.status is TaskStatus.DONE


@pytest.mark.parametrize("started", [True, False])
async def test_the_assignee_is_reminded_in_private_or_in_the_topic_when_that_fails(
    world: World, bot_api: BotApiServer, started: bool
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        if started:
            bot_api.user_says(AGENT, "/start")
            await bot_api.wait_for_text(AGENT, "私下提醒您")
        bot_api.user_says(CUSTOMER, "还在吗，等很久了")
        await bot_api.wait_for_text(desk.topic, "还在吗，等很久了")
        case = (await world.card()).case
        at = world.shop.clock() + timedelta(minutes=3)
        await world.do(lambda uow: uow.cases.save(replace(case, reminded_at=at)))
        world.shop.bell.ring("conversation:1")
        told = await bot_api.wait_for_text(AGENT if started else desk.topic, "还在等您回复")
        await desk.shows("已私下提醒 阿强" if started else "阿强 收不到私下提醒：还没和机器人私聊过，请先给它发 /start")
        world.shop.bell.ring("conversation:1")
        bot_api.user_says(CUSTOMER, "人呢")
        await bot_api.wait_for_text(desk.topic, "人呢")
    assert "还在吗，等很久了" in told["text"]
    if started:
        assert "t.me/c/" in told["reply_markup"]["inline_keyboard"][0][0]["url"]
    else:
        assert [(one["type"], one["user"]["id"]) for one in told["entities"]] == [("text_mention", AGENT.id)]
    reminded = [*bot_api.texts(AGENT), *bot_api.texts(desk.topic)] if not started else bot_api.texts(AGENT)
    assert sum("还在等您回复" in text for text in reminded) == 1


async def test_without_a_forum_agents_are_reminded_in_private_all_the_same(world: World, bot_api: BotApiServer) -> None:
    world.forum = False
    agent = await world.agent()
    async with world.open():
        bot_api.user_says(AGENT, "/on")
        await bot_api.wait_for_text(AGENT, "已上线")
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
        case = await world.shop.desk.claim((await world.card()).case.id, agent)
        at = world.shop.clock()
        await world.do(lambda uow: uow.cases.save(replace(case, reminded_at=at)))
        world.shop.bell.ring("desk")
        told = await bot_api.wait_for_text(AGENT, "还在等您回复")
        world.shop.bell.ring("desk")
        bot_api.user_says(AGENT, "/off")
        await bot_api.wait_for_text(AGENT, "已下线")
    assert "我要人工" in told["text"]
    assert sum("还在等您回复" in text for text in bot_api.texts(AGENT)) == 1
    assert bot_api.topics(world.group) == []


async def test_an_agent_who_writes_to_the_bot_in_private_is_a_customer_but_for_commands(
    world: World, bot_api: BotApiServer
) -> None:
    agent = await world.agent()
    async with world.open():
        bot_api.user_says(AGENT, "/on")
        await bot_api.wait_for_text(AGENT, "已上线")
        bot_api.user_says(AGENT, "/note 顾客很急")
        await bot_api.wait_for_text(AGENT, "没有执行")
        assert await world.transcript() == []
        bot_api.user_says(AGENT, "您好")
        await bot_api.wait_for(lambda: len(bot_api.sent(AGENT)) == 3)
    known = await world.shop.store.read(lambda uow: uow.agents.get(agent.id))
    assert known.on_shift


async def test_a_customer_who_blocks_the_bot_is_marked_on_the_card_until_they_come_back(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        desk = await taken(world, bot_api)
        bot_api.user_blocks_bot(CUSTOMER)
        await desk.shows("顾客屏蔽了机器人")
        bot_api.user_unblocks_bot(CUSTOMER)
        await bot_api.wait_for(lambda: "顾客屏蔽了机器人" not in desk.card["text"])


async def _claims(world: World, agent: Agent) -> bool:
    try:
        await world.shop.desk.claim(1, agent)
    except Conflict:
        return False
    return True
