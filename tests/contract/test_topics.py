"""Which Telegram forum topic shows which conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

CHAT = -1_001_234_567_890


async def test_a_conversation_and_its_topic_find_each_other(shop: Shop) -> None:
    conversation = await shop.talk()
    assert await shop.do(lambda uow: uow.topics.of_conversation(conversation.id)) is None
    await shop.do(lambda uow: uow.topics.link(conversation.id, CHAT, 5, None))
    assert await shop.do(lambda uow: uow.topics.of_conversation(conversation.id)) == (CHAT, 5, None)
    assert await shop.do(lambda uow: uow.topics.conversation_of(CHAT, 5)) == conversation.id
    assert await shop.do(lambda uow: uow.topics.conversation_of(CHAT, 6)) is None


async def test_a_replaced_link_keeps_what_was_shown(shop: Shop) -> None:
    conversation = await shop.talk()
    await shop.do(lambda uow: uow.topics.link(conversation.id, CHAT, 5, None))
    await shop.do(lambda uow: uow.topics.mark_shown(conversation.id, 12))
    await shop.do(lambda uow: uow.topics.link(conversation.id, CHAT, 6, 77))
    assert await shop.do(lambda uow: uow.topics.of_conversation(conversation.id)) == (CHAT, 6, 77)
    assert await shop.do(lambda uow: uow.topics.conversation_of(CHAT, 5)) is None
    assert await shop.do(lambda uow: uow.topics.shown(conversation.id)) == 12


async def test_shown_never_goes_back(shop: Shop) -> None:
    conversation = await shop.talk()
    assert await shop.do(lambda uow: uow.topics.shown(conversation.id)) == 0
    await shop.do(lambda uow: uow.topics.link(conversation.id, CHAT, 5, None))
    for seq in (3, 9, 4):
        await shop.do(lambda uow, seq=seq: uow.topics.mark_shown(conversation.id, seq))  # type: ignore[misc]  # a loop's lambda
    assert await shop.do(lambda uow: uow.topics.shown(conversation.id)) == 9


async def test_nothing_can_be_shown_without_a_topic(shop: Shop) -> None:
    conversation = await shop.talk()
    with pytest.raises(NotFound, match="no topic"):
        await shop.do(lambda uow: uow.topics.mark_shown(conversation.id, 1))


async def test_a_desk_update_is_remembered_per_account(shop: Shop) -> None:
    assert await shop.do(lambda uow: uow.topics.remember_update("desk", 1, now=shop.now)) is True
    assert await shop.do(lambda uow: uow.topics.remember_update("desk", 1, now=shop.now)) is False
    assert await shop.do(lambda uow: uow.topics.remember_update("desk", 2, now=shop.now)) is True
    assert await shop.do(lambda uow: uow.topics.remember_update("other", 1, now=shop.now)) is True


async def test_desk_updates_that_nobody_repeats_any_more_are_forgotten(shop: Shop) -> None:
    await shop.do(lambda uow: uow.topics.remember_update("desk", 1, now=shop.now))
    shop.later(6 * 86_400)
    assert await shop.do(lambda uow: uow.topics.remember_update("desk", 1, now=shop.now)) is False
    shop.later(2 * 86_400)
    assert await shop.do(lambda uow: uow.topics.remember_update("desk", 1, now=shop.now)) is True


async def test_a_topic_counts_as_carded_until_its_link_drops_the_card(shop: Shop) -> None:
    first, second = await shop.talk(peer="p1"), await shop.talk(peer="p2")
    await shop.do(lambda uow: uow.topics.link(first.id, CHAT, 5, 71))
    await shop.do(lambda uow: uow.topics.link(second.id, CHAT, 6, None))
    assert await shop.do(lambda uow: uow.topics.carded()) == [first.id]
    await shop.do(lambda uow: uow.topics.link(first.id, CHAT, 5, None))
    assert await shop.do(lambda uow: uow.topics.carded()) == []
