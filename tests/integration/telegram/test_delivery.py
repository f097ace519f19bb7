"""The way out over HTTP: what customers get, and what each end of a call means."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.telegram.delivery import TelegramDeliverer
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.session import open_bot
from bot.core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, DeliveryUnknown
from bot.core.messages import Button, Content, Media, MediaKind
from tests.integration.telegram.conftest import CUSTOMER
from tests.telegram_api.samples import MP4, OGG, PDF, WEBP, png

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.service.chat import Chat
    from tests.integration.telegram.conftest import Hour
    from tests.telegram_api import BotApiServer


async def test_a_text_goes_out_as_it_is_with_its_buttons(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour
) -> None:
    text = "<b>不是标签</b> *_`[x](y) &amp; {{ 1 }} 😊"
    buttons = (Button(value="yes", title="是的"), Button(value="slot:" + "长" * 40, title="长的"))
    ref = await deliverer.deliver(clock.parcel(Content(text=text, buttons=buttons)))
    [sent] = bot_api.sent(CUSTOMER)
    assert (sent["text"], str(sent["message_id"])) == (text, ref)
    # Telegram itself takes "/b" for a command; nothing is bold.
    assert {entity["type"] for entity in sent.get("entities", [])} == {"bot_command"}
    [[first, second]] = sent["reply_markup"]["inline_keyboard"]
    assert first["callback_data"] == "yes"
    assert len(second["callback_data"].encode()) <= 64
    assert not deliverer.idempotent


async def test_a_long_text_is_split_and_nothing_is_lost(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour
) -> None:
    text = "😀 这一句话有点长，要分成几段。\n" * 300
    await deliverer.deliver(clock.parcel(Content(text=text)))
    assert len(bot_api.sent(CUSTOMER)) == 2
    assert "\n".join(bot_api.texts(CUSTOMER)) == text.rstrip()


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        (MediaKind.PHOTO, png(), "photo"),
        (MediaKind.VIDEO, MP4, "video"),
        (MediaKind.VOICE, OGG, "voice"),
        (MediaKind.FILE, PDF, "document"),
        (MediaKind.STICKER, WEBP, "sticker"),
    ],
)
async def test_a_file_of_each_kind_goes_out_as_that_kind(
    deliverer: TelegramDeliverer,
    bot_api: BotApiServer,
    clock: Hour,
    chat: Chat,
    kind: MediaKind,
    data: bytes,
    field: str,
) -> None:
    media = await chat.upload(data, Media(kind=kind, name="a"))
    await deliverer.deliver(clock.parcel(Content(text="看这个", media=(media,))))
    sent = bot_api.sent(CUSTOMER)
    assert field in sent[0]
    assert bot_api.texts(CUSTOMER)[-1] == "看这个"


async def test_an_album_and_a_place_go_out(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour, chat: Chat
) -> None:
    photos = [await chat.upload(png(size, size), Media(kind=MediaKind.PHOTO)) for size in (50, 60)]
    place = Media(kind=MediaKind.LOCATION, latitude=31.2, longitude=121.5)
    await deliverer.deliver(clock.parcel(Content(text="自提点", media=(*photos, place))))
    one, two, where, words = bot_api.sent(CUSTOMER)
    assert one["media_group_id"] == two["media_group_id"]
    assert where["location"] == {"latitude": 31.2, "longitude": 121.5}
    assert words["text"] == "自提点"


@pytest.mark.parametrize(
    ("fault", "expected", "says"),
    [
        ({"code": 403}, DeliveryRefused, "顾客屏蔽了机器人"),
        ({"code": 403, "reason": "user is deactivated"}, DeliveryRefused, "注销"),
        ({"code": 400, "reason": "chat not found"}, DeliveryRefused, "找不到这个聊天"),
        ({"code": 400, "reason": "BUTTON_DATA_INVALID"}, DeliveryRefused, "BUTTON_DATA_INVALID"),
        ({"code": 500}, DeliveryUnknown, "不知道是否送达"),
        ({"code": 502}, DeliveryUnknown, "不知道是否送达"),
    ],
)
async def test_a_refusal_is_for_good_and_a_servers_trouble_leaves_it_open(
    deliverer: TelegramDeliverer,
    bot_api: BotApiServer,
    clock: Hour,
    fault: dict[str, Any],
    expected: type[DeliveryError],
    says: str,
) -> None:
    bot_api.fail_next("sendMessage", **fault)
    with pytest.raises(expected, match=says):
        await deliverer.deliver(clock.parcel(Content(text="在吗")))


async def test_a_chat_that_never_was_is_refused(deliverer: TelegramDeliverer, clock: Hour) -> None:
    with pytest.raises(DeliveryRefused, match="找不到这个聊天"):
        await deliverer.deliver(clock.parcel(Content(text="在吗"), to=404))


@pytest.mark.parametrize("stored", [True, False])
async def test_a_connection_cut_after_the_request_left_is_unknown(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour, stored: bool
) -> None:
    bot_api.drop_next("sendMessage", stored=stored)
    with pytest.raises(DeliveryUnknown):
        await deliverer.deliver(clock.parcel(Content(text="在吗")))


@pytest.mark.parametrize("address", ["http://127.0.0.1:{free}", "http://telegram.invalid"])
async def test_where_no_connection_comes_about_the_message_may_be_tried_again(
    chat: Chat, clock: Hour, address: str, unused_tcp_port: int
) -> None:
    async with open_bot("7100000001:AAE-test", address.format(free=unused_tcp_port)).context() as bot:
        deliverer = TelegramDeliverer(poster=Poster(bot=bot, chat=chat), governor=Governor(clock=clock))
        with pytest.raises(DeliveryError) as failure:
            await deliverer.deliver(clock.parcel(Content(text="在吗")))
    assert type(failure.value) is DeliveryError


async def test_a_slow_answer_is_unknown_once_our_patience_ends(
    deliverer: TelegramDeliverer, clock: Hour, bot: Bot, bot_api: BotApiServer
) -> None:
    bot.session.timeout = 0.2
    gate = bot_api.hold_next("sendMessage")
    with pytest.raises(DeliveryUnknown):
        await deliverer.deliver(clock.parcel(Content(text="在吗")))
    gate.release()


async def test_a_429_names_its_wait_and_keeps_the_chat_quiet_so_long(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour
) -> None:
    bot_api.fail_next("sendMessage", 429, retry_after=7)
    parcel = clock.parcel(Content(text="在吗"))
    with pytest.raises(DeliveryDelayed) as delay:
        await deliverer.deliver(parcel)
    assert delay.value.retry_after == 7
    clock.later(5)
    with pytest.raises(DeliveryDelayed) as delay:
        await deliverer.deliver(parcel)
    assert delay.value.retry_after == 2
    assert len(bot_api.calls("sendMessage")) == 1
    clock.later(2)
    await deliverer.deliver(parcel)


async def test_messages_to_one_chat_are_a_second_apart_and_other_chats_do_not_wait(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour
) -> None:
    other = type(CUSTOMER)(id=5002, first_name="小丽")
    bot_api.user_says(other, "在吗")
    await deliverer.deliver(clock.parcel(Content(text="一")))
    await deliverer.deliver(clock.parcel(Content(text="二"), to=other.id))
    with pytest.raises(DeliveryDelayed):
        await deliverer.deliver(clock.parcel(Content(text="三")))
    clock.later(1)
    await deliverer.deliver(clock.parcel(Content(text="三")))


async def test_after_a_delay_in_the_middle_only_the_rest_is_sent(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour
) -> None:
    parcel = clock.parcel(Content(text="一" * 4096 + "二" * 10))
    gate = bot_api.hold_next("sendMessage", stored=True)
    sending = asyncio.ensure_future(deliverer.deliver(parcel))
    await gate.reached.wait()
    bot_api.fail_next("sendMessage", 429, retry_after=3)
    gate.release()
    with pytest.raises(DeliveryDelayed):
        await sending
    clock.later(3)
    await deliverer.deliver(parcel)
    assert [text[0] for text in bot_api.texts(CUSTOMER)] == ["一", "二"]


async def test_a_refusal_in_the_middle_says_how_much_arrived(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour, chat: Chat
) -> None:
    photo = await chat.upload(png(), Media(kind=MediaKind.PHOTO))
    bot_api.fail_next("sendMessage", 403)
    with pytest.raises(DeliveryRefused, match="2 段中已送出 1 段"):
        await deliverer.deliver(clock.parcel(Content(text="长" * 1025, media=(photo,))))


async def test_bytes_that_are_gone_and_contents_without_anything_are_refused(
    deliverer: TelegramDeliverer, clock: Hour
) -> None:
    gone = Media(kind=MediaKind.FILE, key="0" * 32 + ".pdf")
    with pytest.raises(DeliveryRefused, match="附件已经不在"):
        await deliverer.deliver(clock.parcel(Content(media=(gone,))))
    with pytest.raises(DeliveryRefused, match="没有可以发送的内容"):
        await deliverer.deliver(clock.parcel(Content(media=(Media(kind=MediaKind.FILE, name="x"),))))


async def test_a_file_too_large_for_telegram_is_refused(
    deliverer: TelegramDeliverer, bot_api: BotApiServer, clock: Hour, chat: Chat
) -> None:
    media = await chat.upload(PDF, Media(kind=MediaKind.FILE))
    bot_api.fail_next("sendDocument", 413)
    with pytest.raises(DeliveryRefused, match="太大"):
        await deliverer.deliver(clock.parcel(Content(media=(media,))))
