"""The shop's group: topics, agents, anonymous administrators, moving house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat

from tests.telegram_api import GONE_TO_GENERAL, User
from tests.telegram_api.samples import OGG, PDF, png

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, Group, Topic


async def test_a_new_topic_is_its_first_message_and_the_bot_hears_of_its_own_doing(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group
) -> None:
    made = await aiogram_bot.create_forum_topic(group.id, "小美 · 退货")
    [topic] = bot_api.topics(group)
    assert (topic.thread_id, topic.name) == (made.message_thread_id, "小美 · 退货")
    [update] = await aiogram_bot.get_updates()
    assert update.message is not None
    assert update.message.message_id == made.message_thread_id
    assert update.message.forum_topic_created is not None


async def test_a_message_in_a_topic_answers_its_first_message_unless_it_answers_another(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic, agent: User
) -> None:
    card = await aiogram_bot.send_message(topic.group.id, "新会话", message_thread_id=topic.thread_id)
    assert (card.message_thread_id, card.is_topic_message) == (topic.thread_id, True)
    assert card.reply_to_message is not None
    assert card.reply_to_message.forum_topic_created is not None
    bot_api.agent_says(topic, agent, "您好", reply_to=bot_api.sent(topic)[0])
    message = (await aiogram_bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == card.message_id
    assert message.message_thread_id == topic.thread_id


async def test_general_has_no_thread_id_and_refuses_its_number(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, agent: User
) -> None:
    sent = await aiogram_bot.send_message(group.id, "大家好")
    assert (sent.message_thread_id, sent.reply_to_message) == (None, None)
    assert "message_thread_id" not in bot_api.agent_says(group, agent, "收到")
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await aiogram_bot.send_message(group.id, "大家好", message_thread_id=1)


async def test_a_topic_is_renamed_closed_and_reopened_with_a_notice_each(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic
) -> None:
    where = (topic.group.id, topic.thread_id)
    await aiogram_bot.edit_forum_topic(*where, name="✅ 小美")
    await aiogram_bot.close_forum_topic(*where)
    assert bot_api.topic_is_closed(topic)
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await aiogram_bot.close_forum_topic(*where)
    await aiogram_bot.send_message(topic.group.id, "归档", message_thread_id=topic.thread_id)
    await aiogram_bot.reopen_forum_topic(*where)
    assert [known.name for known in bot_api.topics(topic.group)] == ["✅ 小美"]
    messages = [update.message for update in await aiogram_bot.get_updates() if update.message]
    assert [message.content_type for message in messages] == [
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await aiogram_bot.edit_forum_topic(*where, name="✅ 小美")


async def test_agents_rename_close_and_reopen_too(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic, agent: User
) -> None:
    bot_api.rename_topic(topic, agent, "小美(老客)")
    bot_api.close_topic(topic, agent)
    bot_api.reopen_topic(topic, agent)
    messages = [update.message for update in await aiogram_bot.get_updates() if update.message]
    assert [message.content_type for message in messages[1:]] == [
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
    assert {message.from_user.id for message in messages if message.from_user} == {agent.id}


async def test_a_closed_topic_refuses_a_bot_without_the_right_to_manage_topics(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic, agent: User
) -> None:
    bot_api.close_topic(topic, agent)
    bot_api.forbid_topics(topic.group)
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await aiogram_bot.send_message(topic.group.id, "在吗", message_thread_id=topic.thread_id)
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await aiogram_bot.create_forum_topic(topic.group.id, "新")


@pytest.mark.parametrize("symptom", ["message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID"])
async def test_a_deleted_topic_sends_no_update_and_refuses_with_its_symptom(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic, symptom: str
) -> None:
    card = await aiogram_bot.send_message(topic.group.id, "卡片", message_thread_id=topic.thread_id)
    before = len(await aiogram_bot.get_updates())
    bot_api.delete_topic(topic, symptom=symptom)
    assert len(await aiogram_bot.get_updates()) == before
    with pytest.raises(TelegramBadRequest, match=symptom):
        await aiogram_bot.send_message(topic.group.id, "在吗", message_thread_id=topic.thread_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await aiogram_bot.edit_message_text("卡片 2", chat_id=topic.group.id, message_id=card.message_id)
    with pytest.raises(TelegramBadRequest, match="TOPIC_ID_INVALID"):
        await aiogram_bot.close_forum_topic(topic.group.id, topic.thread_id)
    assert bot_api.topics(topic.group) == []


async def test_a_message_to_a_deleted_topic_may_land_in_general(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic
) -> None:
    bot_api.delete_topic(topic, symptom=GONE_TO_GENERAL)
    sent = await aiogram_bot.send_message(topic.group.id, "在吗", message_thread_id=topic.thread_id)
    assert sent.message_thread_id is None


async def test_the_bot_can_delete_a_topic(bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic) -> None:
    await aiogram_bot.delete_forum_topic(topic.group.id, topic.thread_id)
    assert bot_api.topics(topic.group) == []


@pytest.mark.parametrize(("name", "reason"), [(" ", "TOPIC_TITLE_EMPTY"), ("长" * 129, "TOPIC_TITLE_TOO_LONG")])
async def test_a_topic_needs_a_name_of_1_to_128(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, name: str, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await aiogram_bot.create_forum_topic(group.id, name)


async def test_a_group_without_topics_has_none(bot_api: BotApiServer, aiogram_bot: Bot) -> None:
    plain = bot_api.add_group("老群", group_id=-400, forum=False, supergroup=False)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await aiogram_bot.create_forum_topic(plain.id, "x")
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await aiogram_bot.send_message(plain.id, "x", message_thread_id=7)


async def test_an_anonymous_administrator_writes_as_the_group(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic
) -> None:
    bot_api.anonymous_says(topic, "马上处理")
    message = (await aiogram_bot.get_updates())[-1].message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"
    assert message.sender_chat is not None
    assert message.sender_chat.id == topic.group.id


async def test_agents_send_media_and_edit_what_they_said(
    bot_api: BotApiServer, aiogram_bot: Bot, topic: Topic, agent: User
) -> None:
    bot_api.agent_sends_photo(topic, agent, png(), "尺码表")
    bot_api.agent_sends_document(topic, agent, PDF, "发票.pdf")
    bot_api.agent_sends_voice(topic, agent, OGG)
    said = bot_api.agent_says(topic, agent, "明天发")
    bot_api.agent_edits(topic, said, "今天发")
    updates = await aiogram_bot.get_updates()
    edited = updates[-1].edited_message
    assert edited is not None
    assert (edited.text, edited.message_thread_id) == ("今天发", topic.thread_id)
    kinds = [update.message.content_type for update in updates if update.message]
    assert kinds == ["forum_topic_created", "photo", "document", "voice", "text"]


async def test_members_and_the_bots_own_rights_can_be_looked_up(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, agent: User
) -> None:
    bot_api.add_agent(group, User(id=9002, first_name="店主"), "creator")
    bot_api.world.users[9003] = User(id=9003, first_name="路人")
    statuses = [
        (await aiogram_bot.get_chat_member(group.id, user_id)).status
        for user_id in (bot_api.world.bot.id, agent.id, 9002, 9003)
    ]
    assert statuses == ["administrator", "member", "creator", "left"]
    with pytest.raises(TelegramBadRequest, match="user not found"):
        await aiogram_bot.get_chat_member(group.id, 1)
    assert (await aiogram_bot.get_chat(group.id)).is_forum


async def test_a_bot_that_was_thrown_out_cannot_write(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, agent: User
) -> None:
    bot_api.set_bot_status(group, "kicked", by=agent)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the supergroup chat"):
        await aiogram_bot.send_message(group.id, "在吗")
    [update] = await aiogram_bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    bot_api.set_bot_status(group, "administrator", by=agent)
    await aiogram_bot.send_message(group.id, "回来了")


async def test_calls_to_a_group_that_moved_name_its_new_id(
    bot_api: BotApiServer, aiogram_bot: Bot, agent: User
) -> None:
    old = bot_api.add_group("老群", group_id=-400, forum=False, supergroup=False)
    new = bot_api.migrate_group(old, by=agent)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await aiogram_bot.send_message(old.id, "在吗")
    assert moved.value.migrate_to_chat_id == new.id
    await aiogram_bot.create_forum_topic(new.id, "第一个")
    messages = [update.message for update in await aiogram_bot.get_updates() if update.message]
    assert messages[0].migrate_to_chat_id == new.id
    assert messages[1].migrate_from_chat_id == old.id
