"""Attachments are fetched within the limits, and what cannot be fetched leaves its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.contents import Attachment
from bot.channels.telegram.files import Files
from bot.core.errors import MediaRefused
from bot.core.messages import MediaKind
from tests.integration.telegram.conftest import CUSTOMER
from tests.telegram_api.samples import PDF

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.service.chat import Chat
    from tests.telegram_api import BotApiServer


@pytest.fixture
def files(bot: Bot, chat: Chat) -> Files:
    return Files(bot=bot, chat=chat)


def document(api: BotApiServer, data: bytes = PDF, size: int | None = None) -> Attachment:
    sent = api.user_sends_document(CUSTOMER, data, "发票.pdf", size=size)["document"]
    return Attachment(kind=MediaKind.FILE, file_id=sent["file_id"], size=0, name="发票.pdf", mime="text/plain")


async def test_a_file_is_kept_under_the_type_that_its_bytes_tell(
    files: Files, chat: Chat, bot_api: BotApiServer
) -> None:
    media = await files.fetch(document(bot_api))
    assert (media.name, media.mime, media.size) == ("发票.pdf", "application/pdf", len(PDF))
    assert await chat.media(media.key) == PDF


async def test_a_download_that_breaks_once_is_tried_again(files: Files, bot_api: BotApiServer) -> None:
    bot_api.drop_next("getFile", stored=False)
    assert (await files.fetch(document(bot_api))).key


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("claimed too large", "超过 20 MB"),
        ("found too large", "Telegram 不提供这个文件"),
        ("broken", "下载失败"),
        ("of a wrong kind", "不是能收的类型"),
    ],
)
async def test_what_cannot_be_fetched_leaves_its_name_and_the_reason(
    files: Files, bot_api: BotApiServer, trouble: str, says: str
) -> None:
    match trouble:
        case "claimed too large":
            attachment = Attachment(kind=MediaKind.FILE, file_id="x", size=21 * 1024 * 1024, name="发票.pdf")
        case "found too large":
            attachment = document(bot_api, size=21 * 1024 * 1024)
        case "broken":
            attachment = document(bot_api)
            bot_api.drop_next("getFile", stored=False, times=2)
        case _:
            attachment = document(bot_api, b"<html>")
    with pytest.raises(MediaRefused, match=says):
        await files.fetch(attachment)
    bot_api.drop_next("getFile", stored=False, times=2 if trouble == "broken" else 0)
    media = await files.fetch_or_name(attachment)
    assert (media.key, media.kind) == ("", MediaKind.FILE)
    assert media.name.startswith("发票.pdf（没有收下：")
    assert says in media.name
