"""Texts: what is stored, what comes back, what is refused, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramUnauthorizedError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters

from tests.telegram_api.fixtures import PlainSession

if TYPE_CHECKING:
    from tests.telegram_api import BotApiServer, User


def buttons(*row: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row)])


async def test_a_text_is_stored_and_comes_back_as_the_bots_message(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    asked = bot_api.user_says(customer, "运费谁出")
    sent = await aiogram_bot.send_message(
        customer.id,
        "<b>质量问题</b>我们出 😀<i>亲</i>",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(message_id=asked["message_id"]),
        reply_markup=buttons(InlineKeyboardButton(text="去退货", callback_data="return")),
    )
    assert sent.text == "质量问题我们出 😀亲"
    assert [(mark.type, mark.offset, mark.length) for mark in sent.entities or []] == [
        ("bold", 0, 4),
        ("italic", 10, 1),
    ]
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "运费谁出"
    [stored] = bot_api.sent(customer)
    assert stored["message_id"] == sent.message_id
    assert stored["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "return"


async def test_a_chat_exists_only_after_the_users_first_message(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await aiogram_bot.send_message(customer.id, "您好")


async def test_a_wrong_token_is_unauthorized(bot_api: BotApiServer) -> None:
    session = PlainSession(api=TelegramAPIServer.from_base(bot_api.url))
    async with Bot("999:wrong", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_an_unknown_method_is_not_found_and_a_violation(bot_api: BotApiServer) -> None:
    address = f"{bot_api.url}/bot{bot_api.token}/sendTelepathy"
    async with aiohttp.ClientSession() as session, session.post(address) as response:
        assert response.status == 404
        assert await response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert bot_api.violations == ["sendTelepathy: this server does not serve it"]
    bot_api.violations.clear()


@pytest.mark.parametrize("text", ["   ", "<b></b>", "\n\u00a0\n"])
async def test_a_text_without_anything_to_read_is_refused(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, text: str
) -> None:
    bot_api.user_says(customer, "在吗")
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await aiogram_bot.send_message(customer.id, text, parse_mode="HTML")


async def test_the_limit_counts_utf16_units_after_the_markup_is_gone(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.send_message(customer.id, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    await aiogram_bot.send_message(customer.id, "字" * 4096)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message is too long"):
        await aiogram_bot.send_message(customer.id, "😀" * 2048 + "字")


async def test_blanks_around_a_text_go_and_the_entities_move_along(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "\n  <b>您好</b>亲 \r\n", parse_mode="HTML")
    assert sent.text == "您好亲"
    assert [(mark.offset, mark.length) for mark in sent.entities or []] == [(0, 2)]


async def test_entities_may_be_given_but_must_lie_within_the_text(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    bold = MessageEntity(type="bold", offset=1, length=2)
    sent = await aiogram_bot.send_message(customer.id, "a<b>", entities=[bold])
    assert sent.text == "a<b>"
    with pytest.raises(TelegramBadRequest, match="ends after the end of the text at UTF-16 offset 2"):
        await aiogram_bot.send_message(customer.id, "您好", entities=[bold])


async def test_commands_and_addresses_are_marked_without_being_asked(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    message = bot_api.user_says(customer, "/start case_7 https://shop.example/a 写信 a@shop.example")
    assert [mark["type"] for mark in message["entities"]] == ["bot_command", "url", "email"]


async def test_a_parse_mode_other_than_html_is_refused(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await aiogram_bot.send_message(customer.id, "*您好*", parse_mode="MarkdownV2")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton(text="退", callback_data="退" * 22), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton(text="退"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton(text="看", url="http://localhost:8000/desk"), "is invalid: Wrong HTTP URL"),
    ],
)
async def test_buttons_that_telegram_does_not_show_are_refused(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, button: InlineKeyboardButton, reason: str
) -> None:
    bot_api.user_says(customer, "在吗")
    with pytest.raises(TelegramBadRequest, match=reason):
        await aiogram_bot.send_message(customer.id, "选一个", reply_markup=buttons(button))
    assert bot_api.sent(customer) == []


async def test_a_reply_to_what_is_gone_is_refused_unless_it_may_go_without(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    asked = bot_api.user_says(customer, "在吗")
    bot_api.user_deletes(customer, asked)
    strict = ReplyParameters(message_id=asked["message_id"])
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await aiogram_bot.send_message(customer.id, "在的", reply_parameters=strict)
    lenient = ReplyParameters(message_id=asked["message_id"], allow_sending_without_reply=True)
    sent = await aiogram_bot.send_message(customer.id, "在的", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_a_user_who_blocked_the_bot_gets_nothing_until_unblocking(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    bot_api.user_blocks_bot(customer)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await aiogram_bot.send_message(customer.id, "在的")
    bot_api.user_unblocks_bot(customer)
    await aiogram_bot.send_message(customer.id, "又在了")
    changes = [update.my_chat_member for update in await aiogram_bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_typing_is_shown_and_nonsense_is_not(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.send_chat_action(customer.id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await aiogram_bot.send_chat_action(customer.id, "yawning")
    assert [action["action"] for action in bot_api.world.chat_actions] == ["typing"]


async def test_protected_content_shows_in_the_message(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    sent = await aiogram_bot.send_message(customer.id, "退货码 1234", protect_content=True)
    assert sent.has_protected_content
