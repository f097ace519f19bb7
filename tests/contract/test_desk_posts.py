"""What was posted to the desk's group, and what it stands for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound
from bot.core.messages import Author, Content, Draft
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

CHAT = -1_001_234_567_890


async def test_a_place_is_found_by_its_name_and_can_move(shop: Shop) -> None:
    assert await shop.do(lambda uow: uow.desk_posts.place("tasks")) is None
    await shop.do(lambda uow: uow.desk_posts.put_place("tasks", CHAT, 5))
    await shop.do(lambda uow: uow.desk_posts.put_place("group", CHAT, None))
    await shop.do(lambda uow: uow.desk_posts.put_place("tasks", CHAT - 1, 6))
    assert await shop.do(lambda uow: uow.desk_posts.place("tasks")) == (CHAT - 1, 6)
    assert await shop.do(lambda uow: uow.desk_posts.place("group")) == (CHAT, None)


async def test_every_part_of_an_album_leads_to_the_message_it_became(shop: Shop) -> None:
    conversation = await shop.talk()
    draft = Draft(author=Author.BOT, content=Content(text="在的亲"))
    entry = await shop.do(lambda uow: uow.outbox.put(conversation, draft, now=shop.now))
    await shop.do(lambda uow: uow.desk_posts.own(CHAT, [7, 8], entry.seq))
    await shop.do(lambda uow: uow.desk_posts.own(CHAT, [8], entry.seq))
    found = [await shop.do(lambda uow, at=at: uow.desk_posts.seq_of(CHAT, at)) for at in (7, 8, 9)]  # type: ignore[misc]  # a loop's lambda
    assert found == [entry.seq, entry.seq, None]
    assert await shop.do(lambda uow: uow.desk_posts.seq_of(CHAT - 1, 7)) is None


async def test_only_a_post_that_asked_something_is_a_question(shop: Shop) -> None:
    case = await shop.case(await shop.talk())
    await shop.do(lambda uow: uow.desk_posts.put_question(CHAT, 7, case.id, "note"))
    for _ in range(2):
        await shop.do(lambda uow: uow.desk_posts.put_question(CHAT, 7, case.id, "address"))
    assert await shop.do(lambda uow: uow.desk_posts.question(CHAT, 7)) == (case.id, "address")
    assert await shop.do(lambda uow: uow.desk_posts.question(CHAT, 8)) is None
    assert await shop.do(lambda uow: uow.desk_posts.question(CHAT - 1, 7)) is None
    for _ in range(2):
        await shop.do(lambda uow: uow.desk_posts.answered(CHAT, 7))
    assert await shop.do(lambda uow: uow.desk_posts.question(CHAT, 7)) is None


async def test_the_post_of_a_task_is_followed_until_it_is_let_go(shop: Shop) -> None:
    conversation = await shop.talk()
    draft = TaskDraft(key="t", kind=TaskKind.FOLLOW_UP, role=Role.AFTER_SALE, conversation_id=conversation.id)
    task = await shop.do(lambda uow: uow.tasks.register(draft, now=shop.now))
    await shop.do(lambda uow: uow.desk_posts.put_task_post(task.id, CHAT, 71))
    await shop.do(lambda uow: uow.desk_posts.put_task_post(task.id, CHAT, 72))
    assert await shop.do(lambda uow: uow.desk_posts.task_posts()) == {task.id: (CHAT, 72)}
    for _ in range(2):
        await shop.do(lambda uow: uow.desk_posts.put_task_post(task.id, CHAT, None))
    assert await shop.do(lambda uow: uow.desk_posts.task_posts()) == {}


async def test_the_last_reminder_of_a_case_is_remembered_with_what_became_of_it(shop: Shop) -> None:
    case = await shop.case(await shop.talk())
    assert await shop.do(lambda uow: uow.desk_posts.reminder(case.id)) is None
    await shop.do(lambda uow: uow.desk_posts.put_reminder(case.id, shop.now, "没有关联"))
    later = shop.now + timedelta(minutes=5)
    await shop.do(lambda uow: uow.desk_posts.put_reminder(case.id, later, ""))
    assert await shop.do(lambda uow: uow.desk_posts.reminder(case.id)) == (later, "")


async def test_a_lost_topic_is_forgotten_with_what_it_showed(shop: Shop) -> None:
    conversation = await shop.talk()
    await shop.do(lambda uow: uow.topics.link(conversation.id, CHAT, 5, 71))
    await shop.do(lambda uow: uow.topics.mark_shown(conversation.id, 9))
    for _ in range(2):
        await shop.do(lambda uow: uow.topics.forget(conversation.id))
    assert await shop.do(lambda uow: uow.topics.of_conversation(conversation.id)) is None
    assert await shop.do(lambda uow: uow.topics.shown(conversation.id)) == 0


async def test_a_message_can_be_revised_and_tells_what_it_was_sent_as(shop: Shop) -> None:
    conversation = await shop.talk()
    draft = Draft(author=Author.BOT, content=Content(text="周三"))
    entry = await shop.do(lambda uow: uow.outbox.put(conversation, draft, now=shop.now))
    await shop.do(lambda uow: uow.transcript.revise(entry.seq, Content(text="周四", edited=True)))
    found, sent_as = await shop.do(lambda uow: uow.transcript.get(entry.seq))
    assert (found.content, sent_as) == (Content(text="周四", edited=True), "")
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.transcript.get(entry.seq + 99))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.transcript.revise(entry.seq + 99, Content(text="x")))


async def test_whether_a_customer_can_be_reached_is_remembered(shop: Shop) -> None:
    conversation = await shop.talk()
    record = await shop.do(lambda uow: uow.customers.get(conversation.id))
    await shop.do(lambda uow: uow.customers.save(replace(record, unreachable_since=shop.now)))
    assert (await shop.do(lambda uow: uow.customers.get(conversation.id))).unreachable_since == shop.now
