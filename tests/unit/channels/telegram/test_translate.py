"""What an update of Telegram means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiogram.types import Update

from bot.channels.telegram.contents import Attachment
from bot.channels.telegram.translate import (
    DeskPost,
    DeskPress,
    Ignored,
    Letter,
    Meaning,
    Standing,
    TopicClosed,
    TopicMade,
    translate,
)
from bot.core.messages import Content, Media, MediaKind, Peer
from tests.telegram_api import User
from tests.telegram_api.samples import MP4, OGG, PDF, WEBP, png
from tests.unit.channels.telegram.conftest import NOW

if TYPE_CHECKING:
    from tests.unit.channels.telegram.conftest import Feed


def meaning(feed: Feed, raw: dict[str, Any] | None = None) -> Meaning:
    update = Update.model_validate(raw or feed.updates[-1])
    return translate(update, account="7100000001", desk_group=feed.group.id, now=NOW)


def letter(feed: Feed) -> Letter:
    found = meaning(feed)
    assert isinstance(found, Letter)
    return found


def test_a_text_is_a_letter_known_by_chat_and_message(feed: Feed) -> None:
    said = feed.api.user_says(feed.customer, "在吗")
    incoming = letter(feed).incoming
    assert (incoming.channel, incoming.account) == ("telegram", "7100000001")
    assert incoming.external_id == f"5001:{said['message_id']}"
    assert incoming.peer == Peer(id="5001", name="小 美", language="zh-hans")
    assert incoming.content == Content(text="在吗")
    assert incoming.sent_at == NOW


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh-hans", "/start", "您好"),
        ("en-GB", "/start", "Hello"),
        (None, "/start promo_77", "您好"),
        ("zh", "/start@shop_kefu_bot", "您好"),
        ("zh", "/started", "/started"),
    ],
)
def test_start_is_a_greeting(feed: Feed, language: str | None, text: str, expected: str) -> None:
    feed.api.user_says(User(id=7, first_name="A", language_code=language), text)
    assert letter(feed).incoming.content.text == expected


def test_an_edit_is_a_letter_of_its_own_with_the_new_words(feed: Feed) -> None:
    said = feed.api.user_says(feed.customer, "什么时候到货")
    first = letter(feed).incoming
    feed.api.user_edits(feed.customer, said, "什么时候发货")
    edited = letter(feed).incoming
    assert edited.external_id == f"{first.external_id}:{int(NOW.timestamp())}"
    assert edited.content.text == "什么时候发货"


def test_an_edited_caption_does_not_bring_the_photo_again(feed: Feed) -> None:
    sent = feed.api.user_sends_photo(feed.customer, png(), "坏了")
    feed.api.user_edits(feed.customer, sent, "坏了两个")
    assert letter(feed).attachments == ()


def test_of_a_photo_the_largest_size_is_taken(feed: Feed) -> None:
    sent = feed.api.user_sends_photo(feed.customer, png(), "坏了")
    found = letter(feed)
    assert found.incoming.content.text == "坏了"
    original = sent["photo"][-1]
    assert found.attachments == (
        Attachment(kind=MediaKind.PHOTO, file_id=original["file_id"], size=original["file_size"]),
    )


@pytest.mark.parametrize("kind", [MediaKind.VOICE, MediaKind.VIDEO, MediaKind.FILE, MediaKind.STICKER])
def test_files_of_every_kind_are_attachments(feed: Feed, kind: MediaKind) -> None:
    match kind:
        case MediaKind.VOICE:
            feed.api.user_sends_voice(feed.customer, OGG)
        case MediaKind.VIDEO:
            feed.api.user_sends_video(feed.customer, MP4)
        case MediaKind.STICKER:
            feed.api.user_sends_sticker(feed.customer, WEBP)
        case _:
            feed.api.user_sends_document(feed.customer, PDF, "发票.pdf", size=77)
    [attachment] = letter(feed).attachments
    assert attachment.kind is kind
    if kind is MediaKind.FILE:
        assert (attachment.name, attachment.size, attachment.mime) == ("发票.pdf", 77, "application/pdf")


def test_a_place_needs_no_fetching(feed: Feed) -> None:
    feed.api.user_sends_location(feed.customer, 31.2, 121.5)
    found = letter(feed)
    assert found.attachments == ()
    assert found.incoming.content.media == (Media(kind=MediaKind.LOCATION, latitude=31.2, longitude=121.5),)


def say(feed: Feed, **content: Any) -> None:
    """A message with content that the test server does not make itself."""
    feed.api.user_says(feed.customer, "x")
    message = feed.updates[-1]["message"]
    del message["text"]
    message.update(content)


def test_a_shared_contact_is_its_phone_number(feed: Feed) -> None:
    say(feed, contact={"phone_number": "+8613800001234", "first_name": "小美"})
    assert letter(feed).incoming.content.text == "+8613800001234"


def test_a_venue_is_a_place_with_a_name(feed: Feed) -> None:
    place = {"latitude": 31.2, "longitude": 121.5}
    say(feed, venue={"location": place, "title": "南门驿站", "address": "演示路 1 号"}, location=place)
    content = letter(feed).incoming.content
    assert content.text == "南门驿站 演示路 1 号"
    assert content.media[0].latitude == 31.2


def test_what_we_cannot_read_is_kept_as_an_attachment_without_bytes(feed: Feed) -> None:
    say(feed, dice={"emoji": "🎲", "value": 3})
    assert letter(feed).incoming.content.media == (Media(kind=MediaKind.FILE, name="Telegram dice"),)


def test_a_notice_in_a_private_chat_is_no_message(feed: Feed) -> None:
    say(feed, message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    assert isinstance(meaning(feed), Ignored)


def test_a_press_is_known_by_its_own_id_and_carries_the_title(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "在吗")
    chat = feed.api.world.chats[feed.customer.id]
    keyboard = {"inline_keyboard": [[{"text": "是的", "callback_data": "yes"}]]}
    sender = feed.api.world.bot_sender()
    offered = feed.api.world.store(chat, sender=sender, content={"text": "对吗", "reply_markup": keyboard})
    press = feed.api.user_presses(feed.customer, offered, "yes")
    found = letter(feed)
    assert found.callback_id == press.id
    assert found.incoming.external_id == f"callback:{press.id}"
    assert found.incoming.content == Content(text="是的", press="yes")
    feed.api.user_presses(feed.customer, offered, "old", stale=True)
    assert letter(feed).incoming.content == Content(press="old")


def test_blocking_the_bot_is_a_change_of_standing(feed: Feed) -> None:
    feed.api.user_blocks_bot(feed.customer)
    assert meaning(feed) == Standing(chat_id=5001, private=True, status="kicked")


def test_other_groups_are_ignored_and_named(feed: Feed) -> None:
    elsewhere = feed.elsewhere()
    feed.api.agent_says(elsewhere, feed.customer, "在吗")
    found = meaning(feed)
    assert isinstance(found, Ignored)
    assert found.group == elsewhere.id


def test_what_an_agent_writes_in_a_topic_is_a_post_of_the_desk(feed: Feed) -> None:
    topic = feed.topic()
    said = feed.api.agent_says(topic, feed.agent, "在的")
    found = meaning(feed)
    assert isinstance(found, DeskPost)
    assert (found.thread_id, found.message_ids, found.user_id) == (topic.thread_id, (said["message_id"],), 9001)
    assert (found.written.text, found.anonymous, found.edited) == ("在的", False, False)
    feed.api.agent_edits(topic, said, "在的亲")
    edited = meaning(feed)
    assert isinstance(edited, DeskPost)
    assert (edited.written.text, edited.edited) == ("在的亲", True)


def test_an_answer_in_general_is_not_in_a_topic(feed: Feed) -> None:
    said = feed.api.agent_says(feed.group, feed.agent, "大家好")
    feed.api.agent_says(feed.group, feed.agent, "收到", reply_to=said)
    # In General an answer carries a thread id as well, but is no message of a topic.
    feed.updates[-1]["message"]["message_thread_id"] = said["message_id"]
    found = meaning(feed)
    assert isinstance(found, DeskPost)
    assert found.thread_id is None


def test_an_anonymous_administrator_is_told_apart(feed: Feed) -> None:
    feed.api.anonymous_says(feed.topic(), "马上")
    found = meaning(feed)
    assert isinstance(found, DeskPost)
    assert found.anonymous


def test_a_topic_that_the_bot_made_is_told_from_those_that_people_make(feed: Feed) -> None:
    chat = feed.api.world.chats[feed.group.id]
    made = feed.api.world.create_topic(chat, by=feed.api.world.bot_sender(), name="小美 · 1")
    assert meaning(feed) == TopicMade(thread_id=made["message_id"], name="小美 · 1")
    feed.api.agent_creates_topic(feed.group, feed.agent, "小美 · 1")
    assert meaning(feed) == Ignored(why="a notice: ContentType.FORUM_TOPIC_CREATED")


def test_closing_and_opening_a_topic_is_noticed(feed: Feed) -> None:
    topic = feed.topic()
    feed.api.close_topic(topic, feed.agent)
    assert meaning(feed) == TopicClosed(thread_id=topic.thread_id, closed=True)
    feed.api.reopen_topic(topic, feed.agent)
    assert meaning(feed) == TopicClosed(thread_id=topic.thread_id, closed=False)


def test_a_press_in_the_group_is_the_desks(feed: Feed) -> None:
    said = feed.api.agent_says(feed.topic(), feed.agent, "卡片")
    press = feed.api.agent_presses(feed.agent, said, "claim:1", stale=True)
    found = meaning(feed)
    assert isinstance(found, DeskPress)
    assert (found.callback_id, found.data, found.user_id) == (press.id, "claim:1", 9001)
