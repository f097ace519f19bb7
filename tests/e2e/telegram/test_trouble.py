"""What goes wrong on Telegram's side or ours, and what people notice of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import connect
from bot.core.cases import Outcome
from bot.core.errors import ConfigError, StoreBusy
from bot.core.messages import Author
from tests.e2e.telegram.conftest import AGENT, CUSTOMER
from tests.e2e.telegram.test_desk import card_of
from tests.telegram_api import GONE_TO_GENERAL, User
from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from bot.core.messages import Incoming
    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer


async def test_what_was_stored_but_not_answered_when_the_shop_died_is_answered_once(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        hold = bot_api.hold_next("sendMessage", stored=False, chat_id=CUSTOMER.id)
        bot_api.user_says(CUSTOMER, "您好")
        await hold.reached.wait()
        bot_api.user_says(CUSTOMER, "什么时候发货")
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
        await world.kill()
        hold.release()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.gather(*world.tasks)
        world.tasks.clear()
    heard = [entry.content.text for entry in await world.transcript() if entry.author is Author.CUSTOMER]
    async with world.open():
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) == 2)
    assert heard == ["您好", "什么时候发货"]
    assert len(set(bot_api.texts(CUSTOMER))) == 2


async def test_what_could_not_be_stored_comes_again_and_is_stored_once(
    world: World, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = type(world.shop.door)
    store_it, failures = door.receive, iter([StoreBusy(), StoreBusy()])

    async def receive(self: object, incoming: Incoming) -> bool:
        if failure := next(failures, None):
            raise failure
        return await store_it(world.shop.door, incoming)

    monkeypatch.setattr(door, "receive", receive)
    async with world.open():
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=10)
    assert [entry.author for entry in await world.transcript()] == [Author.CUSTOMER, Author.BOT]


@pytest.mark.parametrize("backend", ["memory"])
@pytest.mark.parametrize("symptom", ["message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID", GONE_TO_GENERAL])
async def test_a_deleted_topic_is_made_again_with_card_and_last_messages(
    world: World, bot_api: BotApiServer, symptom: str
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        await bot_api.wait_for(lambda: bot_api.sent(topic))
        bot_api.delete_topic(topic, symptom=symptom)
        bot_api.user_says(CUSTOMER, "还在吗")
        fresh = (await bot_api.wait_for(lambda: bot_api.topics(world.group)))[0]
        await bot_api.wait_for_text(fresh, "还在吗")
        bot_api.agent_says(fresh, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        await bot_api.wait_for(lambda: "阿强 接待中" in card_of(bot_api, fresh)["text"])
    assert "我要人工" in bot_api.texts(fresh)[0]
    general = [each for each in bot_api.sent(world.group) if "message_thread_id" not in each]
    assert general == []


@pytest.mark.parametrize("backend", ["memory"])
async def test_a_topic_made_again_shows_what_the_agent_wrote_and_albums_whole(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        pictures = [png(50 + number, 50) for number in range(4)]
        bot_api.user_sends_album(CUSTOMER, pictures, "都裂了")
        await bot_api.wait_for(lambda: len([each for each in bot_api.sent(topic) if "photo" in each]) == 4)
        for number in range(9):
            bot_api.agent_says(topic, AGENT, f"答复{number}")
        await bot_api.wait_for_text(CUSTOMER, "答复8", timeout_s=20)
        bot_api.delete_topic(topic)
        bot_api.user_says(CUSTOMER, "还在吗")
        fresh = (await bot_api.wait_for(lambda: bot_api.topics(world.group), timeout_s=20))[0]
        await bot_api.wait_for_text(fresh, "还在吗", timeout_s=20)
    told = "\n".join(str(each.get("text", each.get("caption", ""))) for each in bot_api.sent(fresh))
    assert all(f"答复{number}" in told for number in range(9))
    assert "都裂了" in told
    assert len([each for each in bot_api.sent(fresh) if "photo" in each]) == 4


async def test_a_topic_closed_by_hand_is_opened_when_the_customer_writes(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        await bot_api.wait_for(lambda: bot_api.sent(topic))
        bot_api.close_topic(topic, AGENT)
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
        bot_api.user_says(CUSTOMER, "还在吗")
        await bot_api.wait_for_text(topic, "还在吗")
    assert not bot_api.topic_is_closed(topic)


async def test_a_card_deleted_by_hand_is_posted_again(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        card = card_of(bot_api, topic)
        bot_api.world.remove(bot_api.world.chats[world.group.id], card["message_id"])
        bot_api.agent_says(topic, AGENT, "/claim")
        await bot_api.wait_for(lambda: any("阿强 接待中" in text for text in bot_api.texts(topic)))
    assert card_of(bot_api, topic)["message_id"] != card["message_id"]


async def test_a_group_that_must_wait_or_is_shut_never_stops_customers(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        bot_api.fail_next("createForumTopic", 429, retry_after=2)
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=3)
        assert bot_api.topics(world.group) == []
        await world.topic()
        bot_api.set_bot_status(world.group, "kicked", by=AGENT)
        agent = await world.do(lambda uow: uow.agents.by_telegram(AGENT.id))
        assert agent is not None
        await world.shop.desk.close(1, agent, Outcome.SOLVED)
        before = len(bot_api.sent(CUSTOMER))
        bot_api.user_says(CUSTOMER, "什么时候发货")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) > before)


async def test_an_attachment_that_the_group_does_not_take_is_named_instead(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        await bot_api.wait_for(lambda: bot_api.sent(topic))
        bot_api.fail_next("sendPhoto", 400, reason="PHOTO_INVALID_DIMENSIONS")
        bot_api.user_sends_photo(CUSTOMER, png(), "长截图")
        await bot_api.wait_for_text(topic, "长截图")
        await bot_api.wait_for_text(topic, "请在网页客服台查看")


async def test_an_agents_message_that_telegram_repeats_reaches_the_customer_once(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        await bot_api.wait_for(lambda: bot_api.sent(topic))
    said = bot_api.agent_says(topic, AGENT, "马上给您补发")
    update = bot_api.world.updates.pending[-1]
    async with world.open():
        await bot_api.wait_for_text(CUSTOMER, "马上给您补发")
        await world.kill()
        world.tasks.clear()
    bot_api.world.updates.pending.insert(0, update)
    async with world.open():
        bot_api.user_says(CUSTOMER, "好的")
        await bot_api.wait_for_text(topic, "好的")
    assert said["text"] in bot_api.texts(CUSTOMER)
    assert bot_api.texts(CUSTOMER).count("马上给您补发") == 1


async def test_two_pollers_of_one_bot_are_told_apart_in_the_log_and_messages_still_come(
    world: World, bot_api: BotApiServer
) -> None:
    bot_api.fail_next("getUpdates", 409, reason="terminated by other getUpdates request", times=2)
    with capture_logs() as logs:
        async with world.open():
            bot_api.user_says(CUSTOMER, "您好")
            await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=10)
    conflicts = [line for line in logs if line["event"] == "poll_conflict"]
    assert [line["seconds"] for line in conflicts] == [1.0, 2.0]
    assert "stop it, or give this shop a bot of its own" in conflicts[0]["hint"]


async def test_an_update_that_nobody_can_read_stops_no_other_and_keeps_its_text(
    world: World, bot_api: BotApiServer
) -> None:
    chat = {"id": CUSTOMER.id, "type": "private", "first_name": "小美"}
    broken = {"message_id": 900, "date": "not a date", "chat": chat, "text": "在吗"}
    async with world.open():
        bot_api.world.updates.put("message", broken)
        bot_api.world.updates.put("message", {"message_id": 901, "date": None, "chat": chat | {"type": "channel"}})
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=10)
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
    texts = [entry.content.text for entry in await world.transcript() if entry.author is Author.CUSTOMER]
    assert sorted(texts) == ["在吗", "您好"]
    # The server noticed its own broken answers, which this test ordered.
    assert all(line.startswith("answer to getUpdates") for line in bot_api.violations)
    bot_api.violations.clear()


@pytest.mark.parametrize("backend", ["memory"])
@pytest.mark.parametrize("token", ["7100000001:AAE-a-revoked-token-of-the-shop-bot", "no token at all", ""])
async def test_a_wrong_token_is_a_config_error_that_says_what_to_do(
    world: World, bot_api: BotApiServer, token: str
) -> None:
    with pytest.raises(ConfigError, match="KEFU_TELEGRAM_TOKEN"):
        await connect(token=token, api_url=bot_api.url, desk_group=None, services=world.services())


@pytest.mark.parametrize("backend", ["memory"])
async def test_a_server_that_does_not_answer_is_tried_again_until_it_does(world: World, bot_api: BotApiServer) -> None:
    bot_api.drop_next("getMe", stored=False)
    bot_api.drop_next("getUpdates", stored=False)
    async with world.open():
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=10)


async def test_a_group_that_moved_is_followed_to_its_new_id(world: World, bot_api: BotApiServer) -> None:
    await world.agent()
    with capture_logs() as logs:
        await _moved(world, bot_api)
    [told] = [line for line in logs if line["event"] == "desk_group_moved"]
    assert told["desk_group"] == -1_000_000_000_999  # a number: only long numbers within words are masked


async def _moved(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        await world.handed_over()
        old = bot_api.world.chats[world.group.id]
        new = bot_api.add_group("客服组（新）", group_id=-1_000_000_000_999)
        bot_api.add_agent(new, AGENT)
        old.migrated_to = new.id
        bot_api.user_says(CUSTOMER, "还在吗")
        topic = (await bot_api.wait_for(lambda: bot_api.topics(new)))[0]
        await bot_api.wait_for_text(topic, "还在吗")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_group_that_became_a_supergroup_keeps_its_topics_over_a_restart(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    small = bot_api.add_group("客服小群", group_id=-500, supergroup=False)
    world.group = small
    async with world.open():
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
        world.group = bot_api.migrate_group(small, by=AGENT)
        topic = await world.topic()
    world.group, moved = small, world.group
    async with world.open():
        bot_api.user_says(CUSTOMER, "还在吗")
        await bot_api.wait_for_text(topic, "还在吗")
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
    assert len(bot_api.topics(moved)) == 1


async def test_a_topic_deleted_while_a_customer_writes_loses_nothing_they_wrote(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        topic = await world.handed_over()
        words = [f"第{number}句" for number in range(8)]
        for number, text in enumerate(words):
            bot_api.user_says(CUSTOMER, text)
            if number == 3:
                bot_api.delete_topic(topic)
            await asyncio.sleep(0.2)
        fresh = (await bot_api.wait_for(lambda: bot_api.topics(world.group), timeout_s=20))[0]
        await bot_api.wait_for(lambda: all(text in "".join(bot_api.texts(fresh)) for text in words), timeout_s=20)
    assert "".join(bot_api.texts(fresh)).count("第7句") == 1


@pytest.mark.parametrize("backend", ["memory"])
async def test_a_storm_of_429_delays_everybody_and_loses_and_doubles_nothing(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    customers = [User(id=6000 + number, first_name=f"客{number}") for number in range(12)]
    async with world.open():
        topic = await world.handed_over()
        for number, customer in enumerate(customers):
            bot_api.fail_next("sendMessage", 429, retry_after=1 + number % 2, chat_id=customer.id, times=2)
            bot_api.user_says(customer, "您好")
        bot_api.fail_next("sendMessage", 429, retry_after=2, chat_id=world.group.id, times=2)
        bot_api.user_says(CUSTOMER, "还在吗")
        await bot_api.wait_for(lambda: all(bot_api.sent(one) for one in customers), timeout_s=40)
        await bot_api.wait_for_text(topic, "还在吗", timeout_s=20)
        bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲", timeout_s=20)
    assert [len(bot_api.sent(one)) for one in customers] == [1] * 12
    assert sum("还在吗" in text for text in bot_api.texts(topic)) == 1
    assert bot_api.unmet_faults == 0


@pytest.mark.parametrize("backend", ["memory"])
async def test_a_busy_group_is_never_called_more_often_than_telegram_allows(
    world: World, bot_api: BotApiServer
) -> None:
    bot_api.budget.per_minute = 20
    customers = [User(id=6000 + number, first_name=f"客{number}") for number in range(8)]
    async with world.open():
        for customer in customers:
            bot_api.user_says(customer, "我要人工")
        await bot_api.wait_for(lambda: all(bot_api.sent(one) for one in customers), timeout_s=30)
        await bot_api.wait_for(lambda: len(bot_api.topics(world.group)) >= 6, timeout_s=30)
    assert bot_api.budget.busiest_minute(world.group.id) <= 20
    assert not [call for call in bot_api.calls(where=world.group) if call.error]


@pytest.mark.parametrize("backend", ["memory"])
async def test_the_shop_stops_at_once_though_the_group_must_wait(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        bot_api.fail_next("createForumTopic", 429, retry_after=300)
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: bot_api.calls("createForumTopic"))
        stopped_at = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - stopped_at < 5
    async with world.open():
        await world.topic()
