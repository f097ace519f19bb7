"""What was said, for both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.messages import Author, Delivery

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def test_both_sides_stand_in_one_order(shop: Shop) -> None:
    conversation = await shop.arrive("在吗")
    await shop.say(conversation, "您好")
    await shop.arrive("别人的", peer="p2")
    await shop.arrive("我的快递呢")
    entries = await shop.entries(conversation)
    assert [(entry.author, entry.content.text) for entry in entries] == [
        (Author.CUSTOMER, "在吗"),
        (Author.BOT, "您好"),
        (Author.CUSTOMER, "我的快递呢"),
    ]
    assert [entry.seq for entry in entries] == sorted({entry.seq for entry in entries})


async def test_reading_on_from_a_bookmark_with_a_limit(shop: Shop) -> None:
    conversation = await shop.talk()
    seqs = [(await shop.say(conversation, str(number))).seq for number in range(5)]

    async def read(after: int, limit: int) -> list[int]:
        page = await shop.store.read(lambda uow: uow.transcript.entries(conversation.id, after=after, limit=limit))
        return [entry.seq for entry in page]

    assert await read(seqs[1], 2) == seqs[2:4]
    assert await read(seqs[4], 2) == []


async def test_the_newest_entries_come_oldest_first(shop: Shop) -> None:
    conversation = await shop.talk()
    for number in range(5):
        await shop.say(conversation, str(number))
    last = await shop.store.read(lambda uow: uow.transcript.last(conversation.id, 3))
    assert [entry.content.text for entry in last] == ["2", "3", "4"]
    assert await shop.store.read(lambda uow: uow.transcript.last(conversation.id, 0)) == []


async def test_the_newest_entries_up_to_a_moment_leave_out_what_came_later(shop: Shop) -> None:
    conversation = await shop.talk()
    for number in range(4):
        await shop.say(conversation, str(number))
        shop.later(60)
    until = shop.now - timedelta(seconds=120)
    last = await shop.store.read(lambda uow: uow.transcript.last(conversation.id, 2, until=until))
    assert [entry.content.text for entry in last] == ["1", "2"]


async def test_what_the_customer_is_shown_leaves_out_what_was_not_sent(shop: Shop) -> None:
    conversation = await shop.arrive("在吗")
    sent = await shop.say(conversation, "您好")
    await shop.parcels()
    await shop.do(lambda uow: uow.outbox.settle(sent.seq, Delivery.SENT, now=shop.now))
    await shop.say(conversation, "还在路上")
    shown = await shop.store.read(lambda uow: uow.transcript.entries(conversation.id, sent_only=True))
    assert [entry.content.text for entry in shown] == ["在吗", "您好"]


async def test_an_agents_words_carry_the_name(shop: Shop) -> None:
    conversation, agent = await shop.talk(), await shop.agent()
    put = await shop.say(conversation, "我来处理", author=Author.AGENT, agent=agent)
    assert (put.agent_id, put.agent_name) == (agent.id, "小林")
    assert await shop.entries(conversation) == [put]


async def test_the_last_entry_of_many_conversations_is_read_at_once(shop: Shop) -> None:
    one, two = await shop.arrive("在吗"), await shop.arrive("你好", peer="p2")
    silent = await shop.talk(peer="p3")
    last = await shop.say(one, "您好")
    newest = await shop.store.read(lambda uow: uow.transcript.newest([one.id, two.id, silent.id]))
    assert newest[one.id] == last
    assert newest[two.id].content.text == "你好"
    assert newest.keys() == {one.id, two.id}
