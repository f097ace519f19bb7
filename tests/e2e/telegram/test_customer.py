"""A customer on Telegram and the bot, over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.messages import Author, Delivery, MediaKind
from tests.telegram_api import User
from tests.telegram_api.samples import PDF, png

if TYPE_CHECKING:
    from tests.e2e.telegram.conftest import World
    from tests.telegram_api import BotApiServer

CUSTOMER = User(id=5001, first_name="小美", language_code="zh-hans")


async def test_a_customer_opens_the_chat_presses_a_button_and_each_is_answered(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        bot_api.user_says(CUSTOMER, "/start")
        [greeting] = await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
        buttons = [button for row in greeting["reply_markup"]["inline_keyboard"] for button in row]
        wish = next(button for button in buttons if button["callback_data"] != "human")
        press = bot_api.user_presses(CUSTOMER, greeting, wish["callback_data"])
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) == 2)
        assert press.answers == [{"text": "", "show_alert": False}]
    entries = await world.transcript()
    assert [entry.author for entry in entries] == [Author.CUSTOMER, Author.BOT, Author.CUSTOMER, Author.BOT]
    assert entries[2].content.press == wish["callback_data"]
    assert entries[2].content.text == wish["text"]
    assert {entry.delivery for entry in entries if entry.author is Author.BOT} == {Delivery.SENT}


async def test_photos_an_album_and_a_file_arrive_with_their_bytes(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        bot_api.user_sends_photo(CUSTOMER, png(), "杯子裂了")
        bot_api.user_sends_album(CUSTOMER, [png(100, 100), png(200, 200)])
        bot_api.user_sends_document(CUSTOMER, PDF, "发票.pdf")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
    media = [one for entry in await world.transcript() for one in entry.content.media]
    assert [one.kind for one in media] == [MediaKind.PHOTO, MediaKind.PHOTO, MediaKind.PHOTO, MediaKind.FILE]
    assert [await world.shop.chat.media(one.key) for one in media] == [png(), png(100, 100), png(200, 200), PDF]


async def test_a_file_that_cannot_be_kept_is_not_lost_without_a_trace(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        bot_api.user_sends_document(CUSTOMER, PDF, "合同.pdf", "请看附件", size=21 * 1024 * 1024)
        bot_api.user_sends_document(CUSTOMER, b"<html>", "网页.html")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
    entries = [entry for entry in await world.transcript() if entry.author is Author.CUSTOMER]
    assert [entry.content.text for entry in entries] == ["请看附件", ""]
    assert [(one.key, one.name) for entry in entries for one in entry.content.media] == [
        ("", "合同.pdf（没有收下：文件超过 20 MB）"),
        ("", "网页.html（没有收下：文件太大，或不是能收的类型）"),
    ]


async def test_an_edited_message_is_heard_as_one_more_message(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        said = bot_api.user_says(CUSTOMER, "什么时候到货")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
        bot_api.user_edits(CUSTOMER, said, "什么时候发货")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) > 1)
    texts = [entry.content.text for entry in await world.transcript() if entry.author is Author.CUSTOMER]
    assert texts == ["什么时候到货", "什么时候发货"]


async def test_too_many_requests_delays_the_answer_and_sends_it_once(world: World, bot_api: BotApiServer) -> None:
    bot_api.fail_next("sendMessage", 429, retry_after=1)
    async with world.open():
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
    assert [call.error is None for call in bot_api.calls("sendMessage", CUSTOMER)] == [False, True]
    assert len(bot_api.sent(CUSTOMER)) == 1


async def test_two_answers_to_one_chat_are_a_second_apart(world: World, bot_api: BotApiServer) -> None:
    async with world.open():
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) == 1)
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) == 2)
    first, second = bot_api.calls("sendMessage", CUSTOMER)
    assert second.at - first.at >= 0.95


async def test_a_customer_never_meets_markup_templates_or_control_characters(
    world: World, bot_api: BotApiServer
) -> None:
    async with world.open():
        bot_api.user_says(CUSTOMER, "<b>在吗</b> {{ shop.name }} *_`\u202e\x07")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
    [said] = [entry for entry in await world.transcript() if entry.author is Author.CUSTOMER]
    assert said.content.text == "<b>在吗</b> {{ shop.name }} *_`"


async def test_other_groups_are_left_alone(world: World, bot_api: BotApiServer) -> None:
    elsewhere = bot_api.add_group("买家群", group_id=-1_000_000_000_555)
    async with world.open():
        bot_api.agent_says(elsewhere, CUSTOMER, "在吗")
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER))
    assert bot_api.sent(elsewhere) == []
    assert len([entry for entry in await world.transcript() if entry.author is Author.CUSTOMER]) == 1
