"""Copies and forwards between a customer and the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest

from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, Topic, User


async def test_a_copy_has_the_content_but_not_the_author(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    photo = bot_api.user_sends_photo(customer, png(), "开线了")
    copied = await aiogram_bot.copy_message(
        topic.group.id, customer.id, photo["message_id"], message_thread_id=topic.thread_id
    )
    [copy] = bot_api.sent(topic)
    assert copy["message_id"] == copied.message_id
    assert (copy["photo"], copy["caption"]) == (photo["photo"], "开线了")
    assert copy["from"]["id"] == bot_api.world.bot.id


async def test_a_copy_may_get_another_caption(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    photo = bot_api.user_sends_photo(customer, png(), "开线了")
    await aiogram_bot.copy_message(
        topic.group.id, customer.id, photo["message_id"], caption="<b>小美</b>", parse_mode="HTML"
    )
    assert bot_api.texts(topic.group) == ["小美"]


async def test_copies_keep_albums_together_and_leave_out_what_is_gone(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    album = bot_api.user_sends_album(customer, [png(), png(), png()], "都坏了")
    last = bot_api.user_says(customer, "怎么办")
    bot_api.user_deletes(customer, album[1])
    numbers = [message["message_id"] for message in [*album, last]]
    copies = await aiogram_bot.copy_messages(topic.group.id, customer.id, numbers, message_thread_id=topic.thread_id)
    assert len(copies) == 3
    first, second, text = bot_api.sent(topic)
    assert first["media_group_id"] == second["media_group_id"] != album[0]["media_group_id"]
    assert text["text"] == "怎么办"


async def test_copies_can_leave_their_captions_behind(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    photo = bot_api.user_sends_photo(customer, png(), "我的地址是……")
    await aiogram_bot.copy_messages(topic.group.id, customer.id, [photo["message_id"]], remove_caption=True)
    assert bot_api.texts(topic.group) == [""]


async def test_a_protected_message_is_not_forwarded(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    bot_api.user_says(customer, "在吗")
    secret = await aiogram_bot.send_message(customer.id, "退货码 1234", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="message can't be forwarded"):
        await aiogram_bot.forward_message(topic.group.id, customer.id, secret.message_id)


async def test_messages_to_copy_must_exist_and_be_in_order(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    one, two = bot_api.user_says(customer, "一"), bot_api.user_says(customer, "二")
    with pytest.raises(TelegramBadRequest, match="strictly increasing order"):
        await aiogram_bot.copy_messages(topic.group.id, customer.id, [two["message_id"], one["message_id"]])
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await aiogram_bot.copy_messages(topic.group.id, customer.id, [998, 999])
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await aiogram_bot.copy_message(topic.group.id, customer.id, 999)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await aiogram_bot.copy_message(customer.id, topic.group.id, topic.thread_id)


async def test_a_forward_tells_where_it_came_from(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, topic: Topic
) -> None:
    asked = bot_api.user_says(customer, "我要投诉")
    forwarded = await aiogram_bot.forward_message(
        topic.group.id, customer.id, asked["message_id"], message_thread_id=topic.thread_id
    )
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"
    assert bot_api.sent(topic)[0]["forward_origin"]["sender_user"]["id"] == customer.id
    with pytest.raises(TelegramBadRequest, match="message to forward not found"):
        await aiogram_bot.forward_message(topic.group.id, customer.id, 999)
