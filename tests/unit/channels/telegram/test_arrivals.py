"""Updates one by one, also from an answer that cannot be read as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.types import Update

from bot.channels.telegram.arrivals import UNREADABLE, arrived, bunches, one_by_one, salvaged
from bot.core.messages import Content, Media, MediaKind
from tests.telegram_api.samples import png
from tests.unit.channels.telegram.conftest import NOW

if TYPE_CHECKING:
    from tests.unit.channels.telegram.conftest import Feed

BOT = Bot("7100000001:AAE-test")
PRIVATE = {"id": 5001, "type": "private", "first_name": "小美"}


def undecodable(data: Any) -> ClientDecodeError:
    return ClientDecodeError("Failed to deserialize object", ValueError("x"), data)


def test_one_unreadable_update_does_not_cost_the_others(feed: Feed) -> None:
    feed.api.user_says(feed.customer, "在吗")
    good = feed.updates[-1]
    bad = {"update_id": 9, "message": {"message_id": 1, "date": "x", "chat": PRIVATE, "text": "坏的"}}
    batch = one_by_one(undecodable({"ok": True, "result": [bad, good]}), BOT)
    assert batch is not None
    assert [(one.update_id, one.update is None) for one in batch] == [(9, True), (good["update_id"], False)]
    assert [one.line for one in batch] == [(5001, None), (5001, None)]


@pytest.mark.parametrize("data", ["<html>502 Bad Gateway</html>", {"ok": False}, None])
def test_an_answer_without_updates_is_none(data: Any) -> None:
    assert one_by_one(undecodable(data), BOT) is None


def test_updates_of_one_chat_stand_in_one_line_whatever_their_kind(feed: Feed) -> None:
    said = feed.api.user_says(feed.customer, "在吗")
    feed.api.user_edits(feed.customer, said, "在不在")
    feed.api.user_presses(feed.customer, said, "yes", stale=True)
    feed.api.user_blocks_bot(feed.customer)
    lines = [arrived(Update.model_validate(raw)).line for raw in feed.updates]
    assert lines == [(5001, None), (5001, None), (5001, None), (None, None)]


def test_each_topic_of_the_group_has_a_line_of_its_own(feed: Feed) -> None:
    one, other = feed.topic(), feed.api.agent_creates_topic(feed.group, feed.agent, "小丽")
    feed.updates.clear()
    for topic in (one, other):
        feed.api.agent_says(topic, feed.agent, "在的亲")
    lines = [arrived(Update.model_validate(raw)).line for raw in feed.updates]
    assert lines == [(feed.group.id, one.thread_id), (feed.group.id, other.thread_id)]


def test_an_album_is_one_bunch_although_others_wrote_between_its_parts(feed: Feed) -> None:
    topic = feed.topic()
    for number in range(3):
        feed.api.agent_sends_photo(topic, feed.agent, png(), str(number), media_group="7")
        feed.api.agent_says(topic, feed.agent, "插一句")
    sizes = [len(bunch) for bunch in bunches([arrived(Update.model_validate(raw)) for raw in feed.updates])]
    assert sizes == [3, 1, 1, 1]


def test_of_a_private_message_its_text_is_salvaged_or_that_there_was_one() -> None:
    message = {"message_id": 3, "chat": PRIVATE}
    with_text = salvaged({"message": {**message, "text": "在吗"}}, account="7", now=NOW)
    without = salvaged({"message": message}, account="7", now=NOW)
    assert with_text is not None
    assert without is not None
    assert (with_text.external_id, with_text.content) == ("5001:3", Content(text="在吗"))
    assert without.content.media == (Media(kind=MediaKind.FILE, name=UNREADABLE),)


@pytest.mark.parametrize(
    "raw", [{}, {"message": {"message_id": 1, "chat": {"id": -5, "type": "supergroup"}}}, {"poll": {"id": "1"}}]
)
def test_nothing_else_is_salvaged(raw: dict[str, Any]) -> None:
    assert salvaged(raw, account="7", now=NOW) is None
