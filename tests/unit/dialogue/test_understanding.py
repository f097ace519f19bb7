from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.conversation import State
from bot.core.events import Facts, Received
from bot.core.messages import MAX_TEXT, Content, Media, MediaKind
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import gather, message_of, read, without_codes
from bot.scripts.book import ScriptBook


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    return Talk(book=book, facts=Facts(), now=NOW, state=State())


def received(*contents: Content) -> list[Received]:
    return [Received(content=content, at=NOW) for content in contents]


def test_a_burst_is_one_message_with_all_its_photos_and_the_last_press(talk: Talk) -> None:
    photo = Media(kind=MediaKind.PHOTO, key="a")
    video = Media(kind=MediaKind.VIDEO, key="b")
    message = gather(
        talk,
        received(
            Content(text=" 坏了 ", media=(photo,)),
            Content(press="yes"),
            Content(text="看看", media=(video,)),
            Content(press="no"),
        ),
    )
    assert (message.text, message.photos, message.press, message.unread) == ("坏了\n看看", ("a", "b"), "no", None)


@pytest.mark.parametrize("media", [Media(kind=MediaKind.VOICE, key="v"), Media(kind=MediaKind.PHOTO)])
def test_what_has_no_bytes_or_no_picture_cannot_be_read(talk: Talk, media: Media) -> None:
    message = gather(talk, received(Content(media=(media,))))
    assert (message.photos, message.unread, message.blank) == ((), media.kind, True)


def test_a_very_long_message_is_cut(talk: Talk) -> None:
    assert len(gather(talk, received(*[Content(text="长" * 3000)] * 3)).text) == MAX_TEXT


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("订单XM20260301001什么时候发货", "订单什么时候发货"),
        ("where is XM20260301001 now", "where is   now"),
        ("tracking number is SF1300224466880", ""),
        ("where is my order, order no. XM20260301001, last four digits are 1234", "where is my order,  ,"),
        ("my order number: XM20260301001 and phone ends with 1234", ""),
        ("change my phone number 13800001234", "change my phone number"),
        ("XM20260301001", ""),
        ("13800001234", ""),
    ],
)
def test_codes_say_which_and_never_what(talk: Talk, text: str, rest: str) -> None:
    assert without_codes(message_of(talk, text)) == rest


def test_a_press_is_not_read_as_words(talk: Talk) -> None:
    assert read(talk, replace(message_of(talk, "我要退货"), press="no")).matches == ()


def test_how_a_message_was_read_is_kept_for_whoever_asks_why(talk: Talk) -> None:
    read(talk, message_of(talk, "运费谁出"))
    assert [match.intent for match in talk.matches] == ["return_shipping_fee"]
    assert "return_shipping_fee" in talk.trace[-1]


def test_labels_of_codes_are_no_question(talk: Talk) -> None:
    text = "快递到哪了 单号600120260026 手机尾号2026"
    assert without_codes(message_of(talk, text)) == "快递到哪了"


def test_the_title_of_a_pressed_button_is_not_what_the_customer_typed(talk: Talk) -> None:
    message = gather(talk, received(Content(text="伞 +1 · 待付款", press="order:A1"), Content(text="快点")))
    assert (message.text, message.press) == ("快点", "order:A1")
