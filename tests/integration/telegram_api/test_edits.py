"""Edits, deletions, pins, reactions, and answers to button presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReactionTypeEmoji,
)

from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, Group, User

ASK = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="认领", callback_data="claim:7")]])


async def test_an_edit_replaces_the_text_and_keeps_the_history(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "<b>查询中</b>", parse_mode="HTML")
    edited = await aiogram_bot.edit_message_text("已发货", chat_id=customer.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.entities) == ("已发货", None)
    assert edited.edit_date is not None
    [now] = bot_api.sent(customer)
    assert [version["text"] for version in bot_api.edits(now)] == ["查询中", "已发货"]


async def test_an_edit_that_changes_nothing_is_refused(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "在的", reply_markup=ASK)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await aiogram_bot.edit_message_text("在的", chat_id=customer.id, message_id=sent.message_id, reply_markup=ASK)
    await aiogram_bot.edit_message_reply_markup(chat_id=customer.id, message_id=sent.message_id)
    assert "reply_markup" not in bot_api.sent(customer)[0]
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await aiogram_bot.edit_message_reply_markup(chat_id=customer.id, message_id=sent.message_id)


async def test_a_caption_is_edited_as_a_caption_and_a_text_as_a_text(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    text = await aiogram_bot.send_message(customer.id, "在的")
    photo = await aiogram_bot.send_photo(customer.id, BufferedInputFile(png(), "a.png"), caption="旧")
    await aiogram_bot.edit_message_caption(chat_id=customer.id, message_id=photo.message_id, caption="新")
    assert bot_api.texts(customer) == ["在的", "新"]
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await aiogram_bot.edit_message_text("新", chat_id=customer.id, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await aiogram_bot.edit_message_caption(chat_id=customer.id, message_id=text.message_id, caption="新")


async def test_only_the_bots_own_existing_messages_can_be_edited(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    asked = bot_api.user_says(customer, "在吗")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await aiogram_bot.edit_message_text("x", chat_id=customer.id, message_id=asked["message_id"])
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await aiogram_bot.edit_message_text("x", chat_id=customer.id, message_id=999)


async def test_a_deleted_message_is_gone_and_cannot_be_deleted_again(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "稍等")
    await aiogram_bot.delete_message(customer.id, sent.message_id)
    assert bot_api.sent(customer) == []
    assert bot_api.deleted(customer) == [sent.message_id]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await aiogram_bot.delete_message(customer.id, sent.message_id)


async def test_a_press_reaches_the_bot_and_takes_its_answer(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, agent: User
) -> None:
    await aiogram_bot.send_message(group.id, "新会话", reply_markup=ASK)
    [card] = bot_api.sent(group)
    press = bot_api.agent_presses(agent, card, "claim:7")
    [update] = await aiogram_bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("claim:7", 9001, card["message_id"])
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await aiogram_bot.answer_callback_query(query.id, text="长" * 201)
    await aiogram_bot.answer_callback_query(query.id, text="已认领")
    assert press.answers == [{"text": "已认领", "show_alert": False}]


async def test_a_press_that_grew_old_or_never_was_is_refused(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.send_message(customer.id, "要什么", reply_markup=ASK)
    press = bot_api.user_presses(customer, bot_api.sent(customer)[0], "claim:7")
    bot_api.expire_presses()
    for query_id in (press.id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
            await aiogram_bot.answer_callback_query(query_id)


async def test_a_button_can_be_pressed_only_while_it_shows_unless_the_screen_is_stale(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "要什么", reply_markup=ASK)
    [shown] = bot_api.sent(customer)
    await aiogram_bot.delete_message(customer.id, sent.message_id)
    with pytest.raises(ValueError, match="has no button 'claim:7'"):
        bot_api.user_presses(customer, shown, "claim:7")
    bot_api.user_presses(customer, shown, "claim:7", stale=True)
    query = (await aiogram_bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.date == 0


async def test_a_pin_leaves_a_service_message_that_the_bot_gets_too(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group
) -> None:
    card = await aiogram_bot.send_message(group.id, "值班表")
    await aiogram_bot.pin_chat_message(group.id, card.message_id, disable_notification=True)
    [update] = await aiogram_bot.get_updates()
    assert update.message is not None
    assert update.message.pinned_message is not None
    assert update.message.pinned_message.message_id == card.message_id
    assert bot_api.texts(group) == ["值班表"]
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await aiogram_bot.pin_chat_message(group.id, 999)


async def test_a_reaction_must_be_one_that_telegram_offers(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, agent: User
) -> None:
    note = bot_api.agent_says(group, agent, "已退款")
    await aiogram_bot.set_message_reaction(group.id, note["message_id"], [ReactionTypeEmoji(emoji="👍")])
    reactions = bot_api.world.chats[group.id].reactions
    assert reactions == {note["message_id"]: [{"type": "emoji", "emoji": "👍"}]}
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await aiogram_bot.set_message_reaction(group.id, note["message_id"], [ReactionTypeEmoji(emoji="✅")])
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await aiogram_bot.set_message_reaction(group.id, 999, [ReactionTypeEmoji(emoji="👍")])
