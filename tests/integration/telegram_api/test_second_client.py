"""The same server as python-telegram-bot meets it: another library's forms, uploads and polling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter

from tests.telegram_api.samples import OGG, PDF, png

if TYPE_CHECKING:
    from tests.telegram_api import BotApiServer, Group, Topic, User


async def test_a_conversation_with_text_buttons_and_an_edit(
    bot_api: BotApiServer, other_bot: telegram.Bot, customer: User
) -> None:
    bot_api.user_says(customer, "/start")
    [update] = await other_bot.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
    assert update.message is not None
    assert update.message.entities[0].type == "bot_command"
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("退货", callback_data="return")]])
    reply = telegram.ReplyParameters(update.message.message_id)
    sent = await other_bot.send_message(
        customer.id, "<b>您好</b>", "HTML", reply_markup=keyboard, reply_parameters=reply
    )
    assert sent.text_html == "<b>您好</b>"
    press = bot_api.user_presses(customer, bot_api.sent(customer)[0], "return")
    [pressed] = await other_bot.get_updates(offset=update.update_id + 1)
    assert pressed.callback_query is not None
    await other_bot.answer_callback_query(pressed.callback_query.id, "好的")
    await other_bot.edit_message_text("哪一单?", customer.id, sent.message_id)
    assert press.answers == [{"text": "好的", "show_alert": False}]
    assert bot_api.texts(customer) == ["哪一单?"]


async def test_files_are_uploaded_grouped_and_downloaded(
    bot_api: BotApiServer, other_bot: telegram.Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    picture = png(200, 100)
    photo = await other_bot.send_photo(customer.id, picture, caption="尺码表")
    await other_bot.send_document(customer.id, PDF, filename="发票.pdf")
    await other_bot.send_voice(customer.id, OGG)
    album = await other_bot.send_media_group(
        customer.id, [telegram.InputMediaPhoto(png()), telegram.InputMediaPhoto(photo.photo[-1].file_id)]
    )
    assert len({message.media_group_id for message in album}) == 1
    file = await other_bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture


async def test_topics_copies_and_members(
    bot_api: BotApiServer, other_bot: telegram.Bot, customer: User, group: Group
) -> None:
    asked = bot_api.user_says(customer, "我要人工")
    topic = await other_bot.create_forum_topic(group.id, "小美")
    await other_bot.copy_message(group.id, customer.id, asked["message_id"], message_thread_id=topic.message_thread_id)
    await other_bot.close_forum_topic(group.id, topic.message_thread_id)
    me = await other_bot.get_chat_member(group.id, other_bot.id)
    assert isinstance(me, telegram.ChatMemberAdministrator)
    assert me.can_manage_topics
    assert (await other_bot.get_chat(group.id)).is_forum
    assert bot_api.texts(bot_api.topics(group)[0]) == ["我要人工"]


async def test_refusals_become_its_own_errors(
    bot_api: BotApiServer, other_bot: telegram.Bot, customer: User, topic: Topic
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await other_bot.send_message(customer.id, "您好")
    bot_api.user_says(customer, "在吗")
    bot_api.fail_next("sendMessage", 429, retry_after=2)
    with pytest.raises(RetryAfter):
        await other_bot.send_message(customer.id, "您好")
    bot_api.drop_next("sendMessage", stored=True)
    with pytest.raises(NetworkError):
        await other_bot.send_message(customer.id, "您好")
    bot_api.user_blocks_bot(customer)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await other_bot.send_message(customer.id, "您好")
    bot_api.delete_topic(topic)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await other_bot.send_message(topic.group.id, "您好", message_thread_id=topic.thread_id)
    await other_bot.set_webhook("https://shop.example/telegram")
    with pytest.raises(Conflict):
        await other_bot.get_updates()
