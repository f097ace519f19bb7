"""Messages that arrived and were not read yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Author, Content, Media, MediaKind, Peer
from bot.core.ports import UnitOfWork

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def test_a_message_is_stored_with_its_transcript_entry(shop: Shop) -> None:
    incoming = shop.message("在吗")
    conversation = await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now))
    assert conversation is not None
    assert conversation.peer == incoming.peer
    [(inbox_id, unread)] = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    assert unread == incoming
    assert inbox_id > 0
    [entry] = await shop.entries(conversation)
    assert (entry.author, entry.content, entry.at) == (Author.CUSTOMER, incoming.content, shop.now)
    assert (entry.delivery, entry.agent_id, entry.reply, entry.error) == (None, None, "", "")


async def test_a_repeat_is_stored_once_even_after_it_was_read(shop: Shop) -> None:
    incoming = shop.message(key="42")
    conversation = await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now))
    assert conversation is not None
    assert await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now)) is None
    [(inbox_id, _)] = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    await shop.do(lambda uow: uow.inbox.mark_read([inbox_id], now=shop.now))
    assert await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now)) is None
    assert await shop.do(lambda uow: uow.inbox.unread(conversation.id)) == []
    assert len(await shop.entries(conversation)) == 1


@pytest.mark.parametrize("other", [{"channel": "telegram"}, {"account": "second"}, {"external_id": "43"}])
async def test_the_same_id_elsewhere_is_another_message(shop: Shop, other: dict[str, str]) -> None:
    incoming = shop.message(key="42")
    await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now))
    assert await shop.do(lambda uow: uow.inbox.add(replace(incoming, **other), now=shop.now)) is not None  # type: ignore[arg-type]  # text fields only


async def test_unread_messages_come_in_order_of_arrival_and_only_ones_own(shop: Shop) -> None:
    conversation = await shop.arrive("一")
    await shop.arrive("别人", peer="p2")
    await shop.arrive("二")
    unread = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    assert [incoming.content.text for _, incoming in unread] == ["一", "二"]
    await shop.do(lambda uow: uow.inbox.mark_read([unread[0][0]], now=shop.now))
    left = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    assert [incoming.content.text for _, incoming in left] == ["二"]


async def test_every_kind_of_content_survives(shop: Shop) -> None:
    content = Content(
        text="控制\x00字符 \u202e <b>{{ 1 }}</b> 👨‍👩‍👧",
        media=(
            Media(kind=MediaKind.PHOTO, key="k.jpg", mime="image/jpeg", size=3, name="图.jpg"),
            Media(kind=MediaKind.LOCATION, latitude=31.2304, longitude=121.4737),
        ),
        press="yes",
    )
    incoming = replace(shop.message(), content=content)
    conversation = await shop.do(lambda uow: uow.inbox.add(incoming, now=shop.now))
    assert conversation is not None
    assert (await shop.entries(conversation))[0].content == content


async def test_an_unread_message_names_the_peer_as_known_now(shop: Shop) -> None:
    conversation = await shop.arrive()
    renamed = Peer(id="p1", name="新名字", language="zh")
    await shop.do(lambda uow: uow.conversations.of_peer("web", "main", renamed, now=shop.now))
    [(_, incoming)] = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    assert incoming.peer == renamed


async def test_a_failed_turn_leaves_the_message_unread(shop: Shop) -> None:
    conversation = await shop.arrive()

    def turn(uow: UnitOfWork) -> None:
        ids = [inbox_id for inbox_id, _ in uow.inbox.unread(conversation.id)]
        uow.inbox.mark_read(ids, now=shop.now)
        assert uow.inbox.unread(conversation.id) == []
        message = "the script is broken"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        await shop.do(turn)
    assert len(await shop.do(lambda uow: uow.inbox.unread(conversation.id))) == 1


async def test_marking_nothing_read_is_harmless(shop: Shop) -> None:
    await shop.do(lambda uow: uow.inbox.mark_read([], now=shop.now))
    assert await shop.due() == []
