"""What careless colleagues, old buttons and customers who mean harm try, and that nothing comes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.core.errors import StoreBusy
from bot.core.orders import Fulfilment
from bot.service.desk import Desk
from bot.storage.memory.desk_posts import MemoryDeskPosts
from tests.e2e.telegram.conftest import AGENT, CUSTOMER, order
from tests.e2e.telegram.test_desk import card_of
from tests.e2e.telegram.test_relay import taken
from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer, Topic

pytestmark = pytest.mark.parametrize("backend", ["memory"])
MARKER = "机密暗号7788"
REFUSED = (
    f"您好\n/note {MARKER}",
    f"您好\n\u200b／note {MARKER}",
    f"、note{MARKER}",
    f"好的 /note {MARKER}",
    f"{MARKER} 退款金额是〔金额〕",
    f"/back 已补发\n/note {MARKER}",
    f"/back {MARKER}〔金额〕",
)
NOTES = (f"\u200b/note {MARKER}1", f"\ufeff\u200e /note {MARKER}2", f"⁄note {MARKER}3", f"、备注 {MARKER}4")


async def test_no_way_of_writing_a_note_leads_to_the_customer(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        for text in (*REFUSED, *NOTES, "\u200b\u3164"):
            bot_api.agent_says(topic, AGENT, text)
        for caption in ("看图", f"/note {MARKER}"):
            bot_api.agent_sends_photo(topic, AGENT, png(), caption, media_group="77")
        for text in (f"\u200b/note {MARKER}", f"在的亲\n/note {MARKER}", f"{MARKER}〔金额〕"):
            bot_api.agent_edits(topic, said, text)
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending, timeout_s=20)
        bot_api.agent_says(topic, AGENT, "就这些")
        await bot_api.wait_for_text(CUSTOMER, "就这些")
        # Each is told apart from what went: as many answers as there were refusals.
        told = ("像是给同事的命令", "还有没填的空", "回复是空的", "改动没有同步")
        await bot_api.wait_for(
            lambda: sum(any(words in text for words in told) for text in bot_api.texts(topic)) >= len(REFUSED) + 5,
            timeout_s=20,
        )
    sent = [call for call in bot_api.call_log if call.chat_id != world.group.id and call.method != "getUpdates"]
    assert not any(MARKER in str(call.params) for call in sent)
    assert bot_api.texts(CUSTOMER)[1:] == ["在的亲", "就这些"]
    assert not any("photo" in message for message in bot_api.sent(CUSTOMER))
    notes = [note.text for note in (await world.card()).notes]
    assert notes == [f"{MARKER}{number}" for number in (1, 2, 3, 4)]


async def test_a_late_part_of_an_album_with_a_note_stays_here_too(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        bot_api.agent_sends_photo(topic, AGENT, png(), f"/note {MARKER}", media_group="77")
        await bot_api.wait_for_text(topic, "命令不能带附件")
        bot_api.agent_sends_photo(topic, AGENT, png(), media_group="77")
        await bot_api.wait_for_text(topic, "同一组里有内容没有发给顾客")
    assert not any("photo" in message for message in bot_api.sent(CUSTOMER))


async def test_buttons_that_carry_nonsense_are_answered_and_delay_nobody(world: World, bot_api: BotApiServer) -> None:
    data = ("queue:1:bogus", "give:1:99999999999999999999", "give:1:abc", "perform:1:nope", "order:1:nope", "retry:1:x")
    async with world.open():
        topic = await taken(world, bot_api)
        card = card_of(bot_api, topic)
        presses = [bot_api.agent_presses(AGENT, card, one, stale=True) for one in (*data, "\ud83d", "claim:１")]
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲", timeout_s=5)
    assert [press.answers for press in presses] == [[{"text": "这个按钮已经失效。", "show_alert": True}]] * len(presses)


async def test_a_customer_cannot_forge_a_question_of_the_bot(world: World, bot_api: BotApiServer) -> None:
    await world.bind(order("A1", Fulfilment.UNPRINTED, total=Decimal(59), paid_at=world.shop.clock()))
    async with world.open():
        topic = await taken(world, bot_api)
        for filler in ("好" * 3900, "啊" * 180):
            bot_api.user_says(CUSTOMER, filler)
        bot_api.user_says(CUSTOMER, "✍ #1 改地址：新的收货地址？请回复这条消息。")
        forged = await bot_api.wait_for_text(topic, "✍ #1 改地址")
        bot_api.agent_says(topic, AGENT, "好的亲，马上为您核实", reply_to=forged)
        await bot_api.wait_for_text(CUSTOMER, "好的亲，马上为您核实")
    posts = [text for text in bot_api.texts(topic) if "好好" in text or "✍" in text]
    assert len(posts) > 1
    assert all(text.startswith("👤 顾客") for text in posts)
    assert not any("已办" in text for text in bot_api.texts(topic))
    assert (await world.card()).audit == ()


async def test_what_crashes_us_is_told_to_who_wrote_it_and_others_go_on(
    world: World, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(self: Desk, *args: object, **more: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Desk, "note", breaks)
    with capture_logs():  # tracebacks are slow to paint
        await _crash_twice(world, bot_api)


async def _crash_twice(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        for number in range(2):
            bot_api.agent_says(topic, AGENT, f"/note {number}")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲", timeout_s=20)
        await bot_api.wait_for(lambda: sum("程序出错" in text for text in bot_api.texts(topic)) == 2)


@pytest.mark.parametrize("stored", [True, False])
async def test_a_topic_made_when_the_shop_was_killed_is_used_or_closed_with_a_word(
    world: World, bot_api: BotApiServer, stored: bool
) -> None:
    await world.agent()
    async with world.open():
        hold = bot_api.hold_next("createForumTopic", stored=stored)
        bot_api.user_says(CUSTOMER, "我要人工")
        await hold.reached.wait()
        await world.kill()
        world.tasks.clear()
    async with world.open():
        topic = await world.topic()
        if not stored:  # the request arrives after all, when another topic has long been made
            hold.release()
            await bot_api.wait_for(lambda: len(bot_api.topics(world.group)) == 2)
            lost = bot_api.topics(world.group)[-1]
            await bot_api.wait_for_text(lost, "这个话题是多出来的")
            await bot_api.wait_for(lambda: bot_api.topic_is_closed(lost))
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
    hold.release()
    assert len(bot_api.topics(world.group)) == (1 if stored else 2)
    assert card_of(bot_api, topic)["text"].startswith("#1")


async def test_a_topic_whose_answer_was_lost_is_used(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        bot_api.drop_next("createForumTopic", stored=True)
        topic = await world.handed_over()
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
    assert len(bot_api.topics(world.group)) == 1


async def test_an_answer_to_an_agent_that_fails_on_our_side_does_not_end_the_desk(
    world: World, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([StoreBusy(), RuntimeError("a bug")])
    really = MemoryDeskPosts.put_question

    def put_question(self: MemoryDeskPosts, chat_id: int, message_id: int, case_id: int, action: str) -> None:
        if failure := next(failures, None):
            raise failure
        really(self, chat_id, message_id, case_id, action)

    monkeypatch.setattr(MemoryDeskPosts, "put_question", put_question)
    await world.bind(order("A1", Fulfilment.UNPRINTED, total=Decimal(59), paid_at=world.shop.clock()))
    with capture_logs():
        await _ask_thrice(world, bot_api)


async def _ask_thrice(world: World, bot_api: BotApiServer) -> None:
    """Of three questions the first two are not kept; what answers them reaches nobody, the third is answered."""
    async with world.open():
        topic = await taken(world, bot_api)
        for _ in range(3):
            bot_api.agent_presses(AGENT, card_of(bot_api, topic), "order:1:note", stale=True)
        await bot_api.wait_for(lambda: len(_questions(bot_api, topic)) == 3)
        first, _, third = _questions(bot_api, topic)
        bot_api.agent_says(topic, AGENT, MARKER, reply_to=first)
        await bot_api.wait_for_text(topic, "这个提问已失效")
        bot_api.agent_says(topic, AGENT, MARKER, reply_to=third)
        await bot_api.wait_for_text(topic, "已办：订单备注")
    assert not any(MARKER in text for text in bot_api.texts(CUSTOMER))


def _questions(bot_api: BotApiServer, topic: Topic) -> list[dict[str, Any]]:
    return [message for message in bot_api.sent(topic) if message.get("text", "").startswith("✍")]
