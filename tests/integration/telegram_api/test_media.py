"""Files both ways: uploads, ids, albums, downloads, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from tests.telegram_api.files import picture_size
from tests.telegram_api.samples import MP4, OGG, PDF, WEBP, png
from tests.telegram_api.wire import ApiError

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, User


def upload(data: bytes, name: str = "a.png") -> BufferedInputFile:
    return BufferedInputFile(data, filename=name)


async def test_a_customers_photo_can_be_downloaded_and_its_first_size_is_a_thumbnail(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    picture = png(300, 200)
    bot_api.user_sends_photo(customer, picture, "袖口开线了")
    [update] = await aiogram_bot.get_updates()
    assert update.message is not None
    assert update.message.caption == "袖口开线了"
    small, original = update.message.photo or []
    assert (original.width, original.height) == (300, 200)
    assert max(small.width, small.height) == 90
    downloaded = await aiogram_bot.download(original)
    assert downloaded is not None
    assert downloaded.read() == picture
    thumbnail = await aiogram_bot.download(small)
    assert thumbnail is not None
    assert thumbnail.read() != picture


async def test_an_uploaded_photo_can_be_sent_again_by_its_id(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "尺码表有吗")
    first = await aiogram_bot.send_photo(customer.id, upload(png()), caption="<b>尺码表</b>", parse_mode="HTML")
    assert first.photo is not None
    second = await aiogram_bot.send_photo(customer.id, first.photo[-1].file_id)
    assert second.photo == first.photo
    assert bot_api.texts(customer) == ["尺码表", ""]


async def test_every_kind_of_media_goes_out_and_comes_back(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    document = await aiogram_bot.send_document(customer.id, upload(PDF, "发票.pdf"), caption="电子发票")
    voice = await aiogram_bot.send_voice(customer.id, upload(OGG, "v.oga"), duration=4)
    video = await aiogram_bot.send_video(customer.id, upload(MP4, "v.mp4"), width=640, height=480)
    sticker = await aiogram_bot.send_sticker(customer.id, upload(WEBP, "s.webp"), emoji="👌")
    location = await aiogram_bot.send_location(customer.id, 31.2304, 121.4737)
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == ("发票.pdf", "application/pdf")
    assert voice.voice is not None
    assert voice.voice.duration == 4
    assert video.video is not None
    assert (video.video.width, video.video.height) == (640, 480)
    assert sticker.sticker is not None
    assert sticker.sticker.emoji == "👌"
    assert location.location is not None
    assert location.location.latitude == pytest.approx(31.2304)


async def test_every_kind_of_media_comes_in(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_sends_voice(customer, OGG, duration=7)
    bot_api.user_sends_video(customer, MP4, "开箱视频")
    bot_api.user_sends_sticker(customer, WEBP, "😭")
    bot_api.user_sends_document(customer, PDF, "凭证.pdf")
    bot_api.user_sends_location(customer, 31.2, 121.4)
    updates = await aiogram_bot.get_updates()
    kinds = [update.message.content_type for update in updates if update.message]
    assert kinds == ["voice", "video", "sticker", "document", "location"]


async def test_an_album_goes_out_as_messages_of_one_group(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "有实拍吗")
    known = await aiogram_bot.send_photo(customer.id, upload(png()))
    assert known.photo is not None
    sent = await aiogram_bot.send_media_group(
        customer.id,
        [
            InputMediaPhoto(media=upload(png(200, 100)), caption="正面"),
            InputMediaPhoto(media=known.photo[-1].file_id),
        ],
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["正面", None]
    with pytest.raises(TelegramBadRequest, match="there must be 2-10 items"):
        await aiogram_bot.send_media_group(customer.id, [InputMediaDocument(media=upload(PDF, "a.pdf"))])


async def test_a_customers_album_comes_as_one_update_per_picture(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_sends_album(customer, [png(), png(), png()], "都开线了")
    messages = [update.message for update in await aiogram_bot.get_updates() if update.message]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["都开线了", None, None]


async def test_albums_mix_photos_and_videos_but_not_documents(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "有资料吗")
    photo, video = InputMediaPhoto(media=upload(png())), InputMediaVideo(media=upload(MP4, "v.mp4"))
    manual = InputMediaDocument(media=upload(PDF, "说明.pdf"))
    await aiogram_bot.send_media_group(customer.id, [photo, video])
    await aiogram_bot.send_media_group(customer.id, [manual, manual])
    with pytest.raises(TelegramBadRequest, match="document can't be mixed with other media types"):
        await aiogram_bot.send_media_group(customer.id, [photo, manual])
    assert len(bot_api.sent(customer)) == 4


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (b"GIF89a" + bytes([80, 0, 60, 0]), (80, 60)),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x3c\x00\x50" + bytes(9), (80, 60)),
    ],
)
def test_gif_and_jpeg_are_pictures_too(picture: bytes, size: tuple[int, int]) -> None:
    assert picture_size(picture) == size


def test_half_a_jpeg_is_no_picture() -> None:
    with pytest.raises(ApiError, match="IMAGE_PROCESS_FAILED"):
        picture_size(b"\xff\xd8\xff\xe0\x00\x04")


async def test_a_caption_is_limited_to_1024(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.send_photo(customer.id, upload(png()), caption="字" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await aiogram_bot.send_photo(customer.id, upload(png()), caption="字" * 1025)


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (upload(b"not a picture"), "IMAGE_PROCESS_FAILED"),
        (upload(b""), "file must be non-empty"),
        ("AgAD-unknown", "wrong file identifier/HTTP URL specified"),
        ("https://shop.example/a.jpg", "failed to get HTTP URL content"),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, photo: Any, reason: str
) -> None:
    bot_api.user_says(customer, "在吗")
    with pytest.raises(TelegramBadRequest, match=reason):
        await aiogram_bot.send_photo(customer.id, photo)


async def test_a_file_id_of_another_kind_is_refused(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    document = bot_api.user_sends_document(customer, PDF, "a.pdf")["document"]
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await aiogram_bot.send_photo(customer.id, document["file_id"])


async def test_a_file_beyond_20_mb_cannot_be_downloaded(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    sent = bot_api.user_sends_document(customer, MP4, "开箱.mp4", size=21 * 1024 * 1024)
    with pytest.raises(TelegramBadRequest, match="Bad Request: file is too big"):
        await aiogram_bot.get_file(sent["document"]["file_id"])
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await aiogram_bot.get_file("nothing")


async def test_a_photo_beyond_10_mb_is_too_large_to_send(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    heavy = png() + bytes(10 * 1024 * 1024)
    with pytest.raises(TelegramEntityTooLarge):
        await aiogram_bot.send_photo(customer.id, upload(heavy))


async def test_a_download_needs_the_right_path_and_token(bot_api: BotApiServer, customer: User) -> None:
    photo = bot_api.user_sends_photo(customer, png())["photo"][-1]
    path = bot_api.world.files.describe(photo["file_id"])["file_path"]
    async with aiohttp.ClientSession() as session:
        for address in (f"/file/bot1:other/{path}", f"/file/bot{bot_api.token}/photos/none.jpg"):
            async with session.get(bot_api.url + address) as response:
                assert response.status == 404
