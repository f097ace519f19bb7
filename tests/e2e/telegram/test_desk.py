"""A handoff in the forum group: card, buttons, replies, notes, and the same case on the web at the same time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.core.cases import CaseStatus
from bot.core.messages import Author, Content, Delivery, Incoming, Peer
from bot.core.orders import Fulfilment, OrderItem
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind, TaskStatus
from tests.e2e.telegram.conftest import AGENT, CUSTOMER, order
from tests.telegram_api import Topic, User
from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from typing import Any

    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer

COLLEAGUE = User(id=9002, first_name="小丽")


def card_of(api: BotApiServer, topic: Topic) -> dict[str, Any]:
    """The newest card: the message with the case's number in its first line."""
    return next(message for message in reversed(api.sent(topic)) if message.get("text", "").startswith("#"))


def data(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


async def test_a_handoff_becomes_a_topic_with_a_pinned_card_and_what_was_said(
    world: World, bot_api: BotApiServer
) -> None:
    await world.bind(order("A20260001", Fulfilment.SHIPPED, items=(OrderItem(title="保温杯"),), total=Decimal(59)))
    async with world.open():
        topic = await world.handed_over()
        card = card_of(bot_api, topic)
        await bot_api.wait_for(lambda: bot_api.world.chats[world.group.id].pinned)
    assert topic.name.startswith("小美")
    assert card["message_id"] in bot_api.world.chats[world.group.id].pinned
    assert "等待接待" in card["text"]
    assert "我要人工" in card["text"]
    assert "A20260001" in card["text"]
    assert data(card) == ["claim:1", "menu:1:transfer", "dismiss:1"]
    # What was said before is folded on the card: three calls make a topic.
    assert "之前的对话\n👤 顾客\n我要人工\n🤖 机器人\n" in card["text"]
    assert "expandable_blockquote" in {entity["type"] for entity in card["entities"]}
    assert len(bot_api.sent(topic)) == 1
    assert len(bot_api.sent(CUSTOMER)) == 1


async def test_an_agent_claims_by_button_replies_by_text_and_photo_and_closes(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        card = card_of(bot_api, topic)
        press = bot_api.agent_presses(AGENT, card, "claim:1")
        await bot_api.wait_for(lambda: "阿强 接待中" in card_of(bot_api, topic)["text"])
        bot_api.agent_says(topic, AGENT, "您好，我来帮您看 😊")
        bot_api.agent_sends_photo(topic, AGENT, png(), "尺码表")
        photo = (await bot_api.wait_for(lambda: [each for each in bot_api.sent(CUSTOMER) if "photo" in each]))[0]
        bot_api.user_says(CUSTOMER, "谢谢，明白了")
        await bot_api.wait_for_text(topic, "谢谢，明白了")
        bot_api.agent_says(topic, AGENT, "/close 已解决")
        await bot_api.wait_for(lambda: "已结束：已解决" in card_of(bot_api, topic)["text"])
    assert press.answers[0]["text"] == "由您接待了"
    assert bot_api.texts(CUSTOMER)[1] == "您好，我来帮您看 😊"
    assert photo["caption"] == "尺码表"
    assert data(card_of(bot_api, topic)) == ["reopen:1"]
    # What the agent wrote here is not shown here a second time.
    assert not any("我来帮您看" in text for text in bot_api.texts(topic))
    assert (await world.card()).case.status is CaseStatus.CLOSED


async def test_a_note_is_for_colleagues_and_never_leaves_for_the_customer(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_says(topic, AGENT, "/note 机密暗号7788，这位是老客户")
        bot_api.agent_says(topic, AGENT, "/nota 机密暗号7788，打错了命令")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        await bot_api.wait_for(lambda: "机密暗号7788" in card_of(bot_api, topic)["text"])
        await bot_api.wait_for_text(topic, "/note 备注")
    assert not any("机密暗号7788" in str(call.params) for call in bot_api.calls(where=CUSTOMER))
    assert not any("机密暗号7788" in entry.content.text for entry in await world.transcript())


async def test_nothing_that_colleagues_tell_each_other_is_found_in_what_left_for_a_customer(
    world: World, bot_api: BotApiServer
) -> None:
    marker = "机密暗号7788"
    agent = await world.agent()
    async with world.open():
        topic = await world.handed_over()
        said = bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        for leak in (f"/note {marker}", f"／note {marker}", f"、note {marker}", f"/NOTE@shop_kefu_bot {marker}"):
            bot_api.agent_says(topic, AGENT, leak)
        bot_api.agent_edits(topic, said, f"/note {marker}")
        bot_api.agent_says(world.group, AGENT, marker)
        bot_api.anonymous_says(topic, marker)
        bot_api.agent_sends_photo(topic, AGENT, png(), f"/note {marker}")
        await world.shop.desk.note(1, agent, marker)
        await world.shop.desk.transfer(1, agent, to_role=Role.SUPERVISOR, note=marker)
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
        bot_api.user_says(CUSTOMER, "还在吗")
        await bot_api.wait_for_text(topic, "还在吗")
    sent = [call for call in bot_api.call_log if call.chat_id != world.group.id and call.method != "getUpdates"]
    assert sent
    assert not any(marker in str(call.params) for call in sent)
    assert marker not in str([entry.content for entry in await world.transcript()])


async def test_after_the_case_is_returned_the_bot_says_so_and_answers_again(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_says(topic, AGENT, "/claim")
        bot_api.agent_says(topic, AGENT, "/back 补发一个新的杯子")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) == 2)
        await bot_api.wait_for(lambda: "已交回机器人：补发一个新的杯子" in card_of(bot_api, topic)["text"])
        before = len(bot_api.sent(CUSTOMER))
        bot_api.user_says(CUSTOMER, "什么时候发货")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) > before)


async def test_the_web_desk_and_the_topic_are_views_of_one_case(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    colleague = await world.agent(COLLEAGUE, login="xiaoli")
    async with world.open():
        topic = await world.handed_over()
        await world.shop.desk.claim(1, colleague)
        await bot_api.wait_for(lambda: "小丽 接待中" in card_of(bot_api, topic)["text"])
        late = bot_api.agent_presses(AGENT, card_of(bot_api, topic), "claim:1", stale=True)
        await bot_api.wait_for(lambda: late.answers)
        bot_api.agent_says(topic, AGENT, "我来回")
        await bot_api.wait_for_text(topic, "已由 小丽 接待")
        await world.shop.desk.reply(1, colleague, Content(text="这边给您查好了"))
        await bot_api.wait_for_text(CUSTOMER, "这边给您查好了")
        await bot_api.wait_for_text(topic, "🎧 小丽\n这边给您查好了")
    assert late.answers == [{"text": "#1 已由 小丽 接待。", "show_alert": True}]
    assert "我来回" not in bot_api.texts(CUSTOMER)


async def test_of_two_agents_who_press_at_once_one_gets_the_case_and_the_other_hears_who(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    await world.agent(COLLEAGUE, login="xiaoli")
    async with world.open():
        topic = await world.handed_over()
        card = card_of(bot_api, topic)
        presses = [bot_api.agent_presses(who, card, "claim:1") for who in (AGENT, COLLEAGUE)]
        await bot_api.wait_for(lambda: all(press.answers for press in presses))
    winner = (await world.card()).case.assignee
    assert winner is not None
    answers = sorted((press.answers[0]["show_alert"], press.answers[0]["text"]) for press in presses)
    assert answers == [(False, "由您接待了"), (True, f"#1 已由 {winner.name} 接待。")]


async def test_who_is_not_linked_is_told_how_and_reaches_no_customer(world: World, bot_api: BotApiServer) -> None:
    bot_api.add_agent(world.group, AGENT)
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_says(topic, AGENT, "我来处理")
        bot_api.agent_says(topic, AGENT, "有人吗")
        hint = await bot_api.wait_for_text(topic, "kefu agents link")
        press = bot_api.agent_presses(AGENT, card_of(bot_api, topic), "claim:1")
        await bot_api.wait_for(lambda: press.answers)
        bot_api.anonymous_says(topic, "我是店长")
        await bot_api.wait_for_text(topic, "匿名管理员")
    assert "--telegram-id 9001" in hint["text"]
    assert sum("kefu agents link" in text for text in bot_api.texts(topic)) == 1
    assert press.answers[0]["show_alert"]
    assert len(bot_api.sent(CUSTOMER)) == 1


async def test_a_burst_of_a_customer_is_one_call_to_the_group(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_says(topic, AGENT, "/claim")
        await bot_api.wait_for(lambda: "阿强 接待中" in card_of(bot_api, topic)["text"])
        before = len(bot_api.calls(where=world.group))
        bot_api.user_says(CUSTOMER, "在吗")
        bot_api.user_says(CUSTOMER, "杯子裂了")
        bot_api.user_sends_album(CUSTOMER, [png(), png(100, 100)], "看图")
        post = await bot_api.wait_for_text(topic, "杯子裂了")
        after = bot_api.calls(where=world.group)[before:]
    assert [call.method for call in after] == ["sendMediaGroup"]
    assert post["caption"] == "👤 顾客\n在吗\n杯子裂了\n看图\n［图片］\n［图片］"


async def test_price_changes_are_decided_on_the_card_by_who_may(world: World, bot_api: BotApiServer) -> None:
    await world.agent(role=Role.AFTER_SALE)
    await world.agent(COLLEAGUE, login="xiaoli", role=Role.SUPERVISOR)
    await world.bind(order("A1", Fulfilment.UNPAID, total=Decimal(100)))
    async with world.open():
        topic = await world.handed_over()
        task = await world.do(
            lambda uow: uow.tasks.register(
                TaskDraft(
                    key="t1",
                    kind=TaskKind.PRICE_CHANGE,
                    role=Role.PRE_SALE,
                    conversation_id=1,
                    order_number="A1",
                    args={"price": "60.00"},
                    approver=Role.PRE_SALE,
                ),
                now=world.shop.clock(),
            )
        )
        world.shop.bell.ring("conversation:1")
        await bot_api.wait_for(lambda: f"approve:{task.id}" in data(card_of(bot_api, topic)))
        refused = bot_api.agent_presses(AGENT, card_of(bot_api, topic), f"approve:{task.id}")
        await bot_api.wait_for(lambda: refused.answers)
        approved = bot_api.agent_presses(COLLEAGUE, card_of(bot_api, topic), f"approve:{task.id}")
        await bot_api.wait_for(lambda: approved.answers)
        await bot_api.wait_for(lambda: "已同意（小丽）" in card_of(bot_api, topic)["text"])
    assert refused.answers[0]["show_alert"]
    assert approved.answers[0]["text"] == "已同意"
    assert (await world.card()).tasks[0].status is TaskStatus.APPROVED


async def test_a_second_case_uses_the_topic_again_with_a_card_of_its_own(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_presses(AGENT, card_of(bot_api, topic), "dismiss:1")
        await bot_api.wait_for(lambda: "已结束" in card_of(bot_api, topic)["text"])
        bot_api.user_says(CUSTOMER, "转人工")
        await bot_api.wait_for(lambda: card_of(bot_api, topic)["text"].startswith("#2"))
    assert len(bot_api.topics(world.group)) == 1
    first, second = [text for text in bot_api.texts(topic) if text.startswith("#")]
    assert "已结束" in first
    assert "等待接待" in second


async def test_a_blocked_bot_is_a_failure_that_the_card_tells(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.user_blocks_bot(CUSTOMER)
        bot_api.agent_says(topic, AGENT, "您还在吗")
        await bot_api.wait_for(lambda: "没有送达：“您还在吗” 顾客屏蔽了机器人" in card_of(bot_api, topic)["text"])
    assert (await world.transcript())[-1].delivery is Delivery.FAILED


async def test_a_connection_cut_after_sending_is_unknown_and_never_sent_again(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.drop_next("sendMessage", stored=True, chat_id=CUSTOMER.id)
        bot_api.agent_says(topic, AGENT, "退款已经办好了")
        await bot_api.wait_for(lambda: "不确定是否送达：“退款已经办好了”" in card_of(bot_api, topic)["text"])
    assert bot_api.texts(CUSTOMER).count("退款已经办好了") == 1
    entry = (await world.transcript())[-1]
    assert (entry.author, entry.delivery) == (Author.AGENT, Delivery.UNKNOWN)


async def test_a_customer_of_the_web_chat_has_a_topic_too(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    visitor = Peer(id="v1", name="网页访客")
    async with world.open():
        incoming = Incoming(
            channel="web",
            account="demo",
            external_id="1",
            peer=visitor,
            content=Content(text="我要人工"),
            sent_at=world.shop.clock(),
        )
        await world.shop.door.receive(incoming)
        topic = await world.topic()
        bot_api.agent_says(topic, AGENT, "您好，我是阿强")
        await bot_api.wait_for(lambda: "阿强 接待中" in card_of(bot_api, topic)["text"])
    assert topic.name.startswith("网页访客")
    assert "来自 网页" in card_of(bot_api, topic)["text"]
    assert (await world.transcript())[-1].content.text == "您好，我是阿强"


async def test_what_an_agent_cannot_send_is_told_to_the_agent(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_sends_document(topic, AGENT, b"<html>", "网页.html", "看这个")
        await bot_api.wait_for_text(topic, "没有发给顾客：文件太大，或不是能收的类型")
        bot_api.agent_sends_photo(topic, AGENT, png(), "/note 老客户的图")
        await bot_api.wait_for_text(topic, "命令不能带附件")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        bot_api.agent_says(topic, AGENT, "/close 随便")
        await bot_api.wait_for_text(topic, "不认识的结果“随便”")
        bot_api.agent_says(topic, AGENT, "/close")
        await bot_api.wait_for(lambda: "已结束：已解决" in card_of(bot_api, topic)["text"])
        bot_api.agent_says(topic, AGENT, "还有一句")
        await bot_api.wait_for_text(topic, "没有发给顾客。顾客再找人工时")
    assert bot_api.texts(CUSTOMER)[1:] == ["在的亲"]


async def test_agents_talk_among_themselves_in_general(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        bot_api.agent_says(world.group, AGENT, "中午吃什么")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
    assert "中午吃什么" not in [entry.content.text for entry in await world.transcript()]
