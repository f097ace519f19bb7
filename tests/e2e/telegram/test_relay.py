"""What people send and change on one side, as it looks on the other: albums whole and in order, edits as edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import CaseEventKind
from bot.core.messages import Content, Delivery, Incoming, Media, MediaKind, Peer
from bot.core.roles import Role
from tests.e2e.telegram.conftest import AGENT, CUSTOMER
from tests.e2e.telegram.test_desk import COLLEAGUE, card_of
from tests.telegram_api.samples import PDF, png

if TYPE_CHECKING:
    from typing import Any

    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer, Topic

pytestmark = pytest.mark.parametrize("backend", ["memory"])
SIDES = [50 + number for number in range(10)]
"""Pictures of different sizes, so that their order can be told."""


def sides(messages: list[dict[str, Any]]) -> list[int]:
    return [message["photo"][-1]["width"] for message in messages if "photo" in message]


async def taken(world: World, api: BotApiServer) -> Topic:
    """A case that the agent has."""
    await world.agent()
    topic = await world.handed_over()
    api.agent_presses(AGENT, card_of(api, topic), "claim:1")
    await api.wait_for(lambda: "阿强 接待中" in card_of(api, topic)["text"])
    return topic


async def test_an_album_of_ten_goes_to_the_customer_as_one_album_in_order(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        for number, side in enumerate(SIDES):
            bot_api.agent_sends_photo(topic, AGENT, png(side, side), "尺码图" if number == 0 else "", media_group="77")
        await bot_api.wait_for(lambda: len(sides(bot_api.sent(CUSTOMER))) == 10)
    album = [message for message in bot_api.sent(CUSTOMER) if "photo" in message]
    assert sides(album) == SIDES
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[0]["caption"] == "尺码图"
    assert len(bot_api.calls("sendMediaGroup", where=CUSTOMER)) == 1


async def test_a_place_stands_in_the_topic_as_a_pin_on_the_map(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        bot_api.user_sends_location(CUSTOMER, 30.2, 120.1)
        await bot_api.wait_for_text(topic, "［位置 30.2, 120.1］")
    [place] = [message["location"] for message in bot_api.sent(topic) if "location" in message]
    assert (place["latitude"], place["longitude"]) == (30.2, 120.1)


async def test_a_text_as_long_as_telegram_takes_reaches_the_customer_whole(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        bot_api.agent_says(topic, AGENT, "长" * 4096)
        await bot_api.wait_for_text(CUSTOMER, "长" * 4096)


async def test_an_album_of_ten_comes_to_the_topic_as_one_album_in_order(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        bot_api.user_sends_album(CUSTOMER, [png(side, side) for side in SIDES], "都裂了")
        await bot_api.wait_for(lambda: len(sides(bot_api.sent(topic))) == 10)
    album = [message for message in bot_api.sent(topic) if "photo" in message]
    assert sides(album) == SIDES
    assert len(bot_api.calls("sendMediaGroup", where=world.group)) == 1


async def test_an_album_that_is_told_twice_is_sent_once_and_its_late_part_after_it(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
    for side in SIDES[:2]:
        bot_api.agent_sends_photo(topic, AGENT, png(side, side), media_group="77")
    told = list(bot_api.world.updates.pending)
    async with world.open():
        await bot_api.wait_for(lambda: len(sides(bot_api.sent(CUSTOMER))) == 2)
        await world.kill()
        world.tasks.clear()
    bot_api.world.updates.pending[:0] = [one for one in told if one not in bot_api.world.updates.pending]
    bot_api.agent_sends_photo(topic, AGENT, png(SIDES[2], SIDES[2]), media_group="77")
    async with world.open():
        await bot_api.wait_for(lambda: len(sides(bot_api.sent(CUSTOMER))) == 3)
    assert sides(bot_api.sent(CUSTOMER)) == SIDES[:3]


async def test_files_go_as_one_album_with_the_words_under_the_last(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        await taken(world, bot_api)
        agent = await world.do(lambda uow: uow.agents.by_telegram(AGENT.id))
        assert agent is not None
        kind = MediaKind.FILE
        files = [await world.shop.chat.upload(PDF, Media(kind=kind, name=name)) for name in ("保修卡.pdf", "说明.pdf")]
        await world.shop.desk.reply(1, agent, Content(text="两份都在这里", media=tuple(files)))
        await bot_api.wait_for(lambda: sum("document" in each for each in bot_api.sent(CUSTOMER)) == 2)
    first, second = [message for message in bot_api.sent(CUSTOMER) if "document" in message]
    assert first["media_group_id"] == second["media_group_id"]
    assert ("caption" in first, second["caption"]) == (False, "两份都在这里")


async def test_what_an_agent_edits_changes_in_front_of_the_customer(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.agent_says(topic, AGENT, "周三发货")
        heard = await bot_api.wait_for_text(CUSTOMER, "周三发货")
        bot_api.agent_edits(topic, said, "周四发货")
        await bot_api.wait_for_text(CUSTOMER, "周四发货")
        photo = bot_api.agent_sends_photo(topic, AGENT, png(), "S 码")
        await bot_api.wait_for_text(CUSTOMER, "S 码")
        bot_api.agent_edits(topic, photo, "M 码")
        await bot_api.wait_for_text(CUSTOMER, "M 码")
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
    assert [form["text"] for form in bot_api.edits(heard)] == ["周三发货", "周四发货"]
    entries = await world.transcript()
    assert [entry.content.text for entry in entries if entry.content.edited] == ["周四发货", "M 码"]
    history = (await world.card()).history
    changed = [event.data["before"] for event in history if event.kind is CaseEventKind.EDITED]
    assert changed == ["周三发货", "S 码"]


async def test_an_edit_that_would_tell_what_is_not_for_the_customer_changes_nothing(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.agent_says(topic, AGENT, "在的亲")
        await bot_api.wait_for_text(CUSTOMER, "在的亲")
        bot_api.agent_edits(topic, said, "/note 机密暗号7788")
        await bot_api.wait_for_text(topic, "改动没有同步")
        note = bot_api.agent_says(topic, AGENT, "/note 老客户")
        await bot_api.wait_for(lambda: "老客户" in card_of(bot_api, topic)["text"])
        bot_api.agent_edits(topic, note, "机密暗号7788")
        await bot_api.wait_for(lambda: sum("改动没有同步" in text for text in bot_api.texts(topic)) == 2)
    assert not any("机密暗号7788" in str(call.params) for call in bot_api.calls(where=CUSTOMER))


async def test_an_edit_that_cannot_be_made_is_told_and_keeps_the_old_words(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.agent_says(topic, AGENT, "周三发货")
        heard = await bot_api.wait_for_text(CUSTOMER, "周三发货")
        bot_api.user_deletes(CUSTOMER, heard)
        bot_api.agent_edits(topic, said, "周四发货")
        await bot_api.wait_for_text(topic, "顾客那边的消息改不了")
    assert "周四发货" not in [entry.content.text for entry in await world.transcript()]


async def test_the_edit_of_a_web_customers_message_is_kept_and_their_windows_are_woken(
    world: World, bot_api: BotApiServer
) -> None:
    await world.agent()
    async with world.open():
        visitor = Peer(id="v1", name="网页访客")
        now = world.shop.clock()
        incoming = Incoming(
            channel="web", account="d", external_id="1", peer=visitor, content=Content(text="我要人工"), sent_at=now
        )
        await world.shop.door.receive(incoming)
        topic = await world.topic()
        said = bot_api.agent_says(topic, AGENT, "周三发货")
        await bot_api.wait_for(lambda: "阿强 接待中" in card_of(bot_api, topic)["text"])
        seq = (await world.transcript())[-1].seq
        await world.do(
            lambda uow: uow.outbox.claim("t", channels=["web"], now=now.replace(year=2099), lease=now - now, limit=9)
        )
        await world.do(lambda uow: uow.outbox.settle(seq, Delivery.SENT, now=now))
        async with world.shop.bell.listen(f"conversation:{(await world.transcript())[-1].conversation_id}") as rings:
            bot_api.agent_edits(topic, said, "周四发货")
            while (await world.transcript())[-1].content.text != "周四发货":
                await anext(rings)
    assert (await world.transcript())[-1].content.text == "周四发货"


async def test_a_colleague_cannot_change_what_another_wrote(world: World, bot_api: BotApiServer) -> None:
    await world.agent(COLLEAGUE, login="xiaoli")
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.agent_says(topic, AGENT, "周三发货")
        await bot_api.wait_for_text(CUSTOMER, "周三发货")
        # Telegram lets only the author edit; an account that moved to another agent is how it may come about.
        await world.do(
            lambda uow: uow.agents.put(
                login="aqiang", name="阿强", role=Role.AFTER_SALE, password_hash="x", telegram_id=None
            )
        )
        await world.do(
            lambda uow: uow.agents.put(
                login="xiaoli", name="小丽", role=Role.AFTER_SALE, password_hash="x", telegram_id=AGENT.id
            )
        )
        bot_api.agent_edits(topic, said, "周四发货")
        await bot_api.wait_for_text(topic, "只能改自己发的话")
    assert "周四发货" not in bot_api.texts(CUSTOMER)


async def test_what_a_customer_edits_is_marked_in_the_topic(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        topic = await taken(world, bot_api)
        said = bot_api.user_says(CUSTOMER, "寄到一号楼")
        await bot_api.wait_for_text(topic, "寄到一号楼")
        bot_api.user_edits(CUSTOMER, said, "寄到二号楼")
        await bot_api.wait_for_text(topic, "✏️ 改成：寄到二号楼")
