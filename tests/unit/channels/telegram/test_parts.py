"""What one message of ours becomes on Telegram."""

from __future__ import annotations

from bot.channels.telegram.parts import Part, parts, sent_as
from bot.core.messages import Button, Content, Media, MediaKind

YES = (Button(value="yes", title="是的"),)


def photo(key: str = "p1", mime: str = "image/jpeg", size: int = 1000) -> Media:
    return Media(kind=MediaKind.PHOTO, key=key, mime=mime, size=size)


FILE = Media(kind=MediaKind.FILE, key="f1", mime="application/pdf")


def test_a_text_keeps_its_buttons() -> None:
    assert parts(Content(text="对吗", buttons=YES)) == [Part(text="对吗", buttons=YES)]


def test_buttons_stand_under_the_last_piece_of_a_long_text() -> None:
    first, last = parts(Content(text="一" * 5000, buttons=YES))
    assert (first.buttons, last.buttons) == ((), YES)


def test_photos_make_an_album_with_the_text_as_its_caption() -> None:
    album = (photo("a"), photo("b"))
    assert parts(Content(text="看图", media=album)) == [Part(text="看图", media=album)]


def test_eleven_photos_are_two_calls() -> None:
    media = tuple(photo(str(number)) for number in range(11))
    assert [len(part.media) for part in parts(Content(media=media))] == [10, 1]


def test_a_file_between_photos_keeps_its_place() -> None:
    media = (photo("a"), FILE, photo("b"))
    assert [part.media for part in parts(Content(media=media))] == [(photo("a"),), (FILE,), (photo("b"),)]


def test_a_text_too_long_for_a_caption_follows_its_photo() -> None:
    text = "一" * 1025
    assert parts(Content(text=text, media=(photo(),))) == [Part(media=(photo(),)), Part(text=text)]


def test_an_album_cannot_have_buttons_so_they_get_a_text_of_their_own() -> None:
    album = (photo("a"), photo("b"))
    assert parts(Content(text="选", media=album, buttons=YES)) == [Part(media=album), Part(text="选", buttons=YES)]


def test_a_sticker_has_no_caption() -> None:
    sticker = Media(kind=MediaKind.STICKER, key="s")
    assert parts(Content(text="好", media=(sticker,))) == [Part(media=(sticker,)), Part(text="好")]


def test_an_attachment_without_bytes_is_left_out_but_a_place_needs_none() -> None:
    place = Media(kind=MediaKind.LOCATION, latitude=31.2, longitude=121.5)
    assert parts(Content(media=(photo(key=""), place))) == [Part(media=(place,))]
    assert parts(Content(media=(photo(key=""),))) == []


def test_pictures_that_telegram_would_spoil_or_refuse_go_as_files() -> None:
    assert sent_as(photo(mime="image/png")) is MediaKind.PHOTO
    assert sent_as(photo(mime="image/gif")) is MediaKind.FILE
    assert sent_as(photo(size=11 * 1024 * 1024)) is MediaKind.FILE
    gifs = (photo("a", "image/gif"), photo("b", "image/gif"))
    assert [part.media for part in parts(Content(media=gifs))] == [gifs[:1], gifs[1:]]
