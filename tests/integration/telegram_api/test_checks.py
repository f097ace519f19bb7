"""The judges of the wire: requests that no real server takes, and answers that a client could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiogram.types import BotCommand

from tests.telegram_api.checks import METHODS, answer_problems, lost, update_problems

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, User
    from tests.telegram_api.wire import Json


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 5001, "text": "x", "colour": "red"}, "Bad Request: unknown parameter colour"),
        (
            {"chat_id": 5001, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            "Bad Request: unknown parameter reply_markup.inline_keyboard.0.0.data",
        ),
    ],
)
async def test_a_request_that_does_not_fit_the_method_is_refused_and_remembered(
    bot_api: BotApiServer, customer: User, body: Json, description: str
) -> None:
    bot_api.user_says(customer, "在吗")
    address = f"{bot_api.url}/bot{bot_api.token}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(address, json=body) as response:
        answer = await response.json()
    assert answer["description"].startswith(description)
    assert (response.status, answer["error_code"], answer["ok"]) == (400, 400, False)
    assert len(bot_api.violations) == 1
    bot_api.violations.clear()


async def test_a_value_of_the_wrong_kind_is_refused_by_its_name(bot_api: BotApiServer) -> None:
    address = f"{bot_api.url}/bot{bot_api.token}/getUpdates"
    async with aiohttp.ClientSession() as session, session.post(address, data={"limit": "many"}) as response:
        answer = await response.json()
    assert answer["description"].startswith("Bad Request: can't parse limit: ")
    bot_api.violations.clear()


async def test_a_body_that_is_no_object_is_refused(bot_api: BotApiServer) -> None:
    address = f"{bot_api.url}/bot{bot_api.token}/getMe"
    for body in (b"[1]", b"{broken"):
        headers = {"Content-Type": "application/json"}
        async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["ok"] is False


async def test_half_a_character_is_refused(bot_api: BotApiServer, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    address = f"{bot_api.url}/bot{bot_api.token}/sendMessage"
    body = {"chat_id": customer.id, "text": "\ud83d"}
    async with aiohttp.ClientSession() as session, session.post(address, json=body) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


def test_an_answer_with_a_field_too_few_or_too_many_is_found_by_both_readers() -> None:
    chat = {"id": 1, "type": "private", "first_name": "x"}
    message = {
        "message_id": 1,
        "date": 1_795_000_000,
        "chat": chat,
        "from": {"id": 1, "first_name": "x", "is_bot": False},
    }
    method = METHODS["sendmessage"]
    assert list(answer_problems(method, {"ok": True, "result": message})) == []
    without_date = {key: value for key, value in message.items() if key != "date"}
    problems = list(answer_problems(method, {"ok": True, "result": without_date}))
    assert [problem.split()[0] for problem in problems] == ["aiogram", "python-telegram-bot"]
    problems = list(answer_problems(method, {"ok": True, "result": message | {"mood": "good"}}))
    assert [problem.split(" does ")[0] for problem in problems] == ["aiogram", "python-telegram-bot"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"a": {"b": 1}}, {}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}),
        ({"a": [1, 2]}, {"a": [1]}),
        ({"a": [1]}, {}),
        ({"a": 1.5}, {"a": 1.25}),
        ({"a": 1.5}, {}),
    ],
)
def test_whatever_changes_on_the_way_through_the_second_reader_is_lost(sent: Json, kept: Json) -> None:
    assert len(list(lost(sent, kept, "x"))) == 1


def test_additions_empty_lists_and_the_last_digit_of_a_coordinate_are_no_loss() -> None:
    assert list(lost({"a": 31.1, "b": [], "c": [{"d": 1}]}, {"a": 31.1 + 1e-12, "c": [{"d": 1}], "e": 0}, "x")) == []


def test_an_update_that_the_second_reader_would_lose_is_found() -> None:
    chat = {"id": 1, "type": "private", "first_name": "x"}
    message = {"message_id": 1, "date": 1_795_000_000, "chat": chat, "text": ["not", "text"]}
    assert any("aiogram cannot read it" in problem for problem in update_problems({"update_id": 1, "message": message}))


async def test_commands_must_be_ones_that_telegram_shows(bot_api: BotApiServer, aiogram_bot: Bot) -> None:
    await aiogram_bot.set_my_commands([BotCommand(command="start", description="开始")])
    assert bot_api.world.commands == [{"command": "start", "description": "开始"}]
    with pytest.raises(Exception, match="BOT_COMMAND_INVALID"):
        await aiogram_bot.set_my_commands([BotCommand(command="开始", description="x")])
    with pytest.raises(Exception, match="BOT_COMMAND_DESCRIPTION_INVALID"):
        await aiogram_bot.set_my_commands([BotCommand(command="start", description="")])
