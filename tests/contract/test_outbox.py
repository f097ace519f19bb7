"""Messages on their way to customers: in order, never twice silently, never lost silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.conversation import Conversation, Owner
from bot.core.errors import Conflict, NotFound, StorageError
from bot.core.messages import Author, Content, Delivery, Draft
from bot.core.ports import UnitOfWork

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def settle(shop: Shop, seq: int, delivery: Delivery = Delivery.SENT) -> None:
    await shop.do(lambda uow: uow.outbox.settle(seq, delivery, now=shop.now, external_ref="77"))


async def fates(shop: Shop, conversation: Conversation) -> list[Delivery | None]:
    return [entry.delivery for entry in await shop.entries(conversation)]


async def next_due(shop: Shop, *channels: str) -> datetime | None:
    return await shop.store.read(lambda uow: uow.outbox.next_due("s9", channels=channels or ("web",), now=shop.now))


async def test_a_message_waits_then_is_being_sent_then_is_sent(shop: Shop) -> None:
    conversation = await shop.talk()
    put = await shop.say(conversation, "您好")
    assert put.delivery is Delivery.WAITING
    assert await shop.entries(conversation) == [put]
    [parcel] = await shop.parcels()
    assert (parcel.seq, parcel.channel, parcel.account, parcel.peer_id) == (put.seq, "web", "main", "p1")
    assert (parcel.author, parcel.content, parcel.attempt) == (Author.BOT, put.content, 1)
    assert (parcel.conversation_id, parcel.created_at) == (conversation.id, shop.now)
    assert await fates(shop, conversation) == [Delivery.SENDING]
    await settle(shop, put.seq)
    assert await fates(shop, conversation) == [Delivery.SENT]
    assert await shop.parcels() == []


async def test_one_conversation_goes_out_one_message_at_a_time_in_order(shop: Shop) -> None:
    conversation = await shop.talk()
    for words in ("一", "二", "三"):
        await shop.say(conversation, words)
    for words in ("一", "二", "三"):
        [parcel] = await shop.parcels()
        assert parcel.content.text == words
        assert await shop.parcels("s2") == []
        await settle(shop, parcel.seq)
    assert await shop.parcels() == []


async def test_conversations_do_not_wait_for_each_other_and_the_oldest_heads_go_first(shop: Shop) -> None:
    one, two, three = [await shop.talk(peer=peer) for peer in ("p1", "p2", "p3")]
    for conversation, words in ((two, "B1"), (one, "A1"), (two, "B2"), (three, "C1")):
        await shop.say(conversation, words)
    assert [parcel.content.text for parcel in await shop.parcels(limit=2)] == ["B1", "A1"]
    assert [parcel.content.text for parcel in await shop.parcels("s2")] == ["C1"]


async def test_a_sender_gets_only_its_channels(shop: Shop) -> None:
    await shop.say(await shop.talk(channel="telegram"), "T")
    await shop.say(await shop.talk(channel="web"), "W")
    assert [parcel.content.text for parcel in await shop.parcels(channels=("telegram",))] == ["T"]
    assert await next_due(shop, "console") is None
    assert await next_due(shop, "web") == shop.now


async def test_a_postponed_message_holds_back_its_conversation_until_its_time(shop: Shop) -> None:
    conversation = await shop.talk()
    first = await shop.say(conversation, "一")
    await shop.say(conversation, "二")
    await shop.parcels()
    until = shop.now + timedelta(seconds=5)
    await shop.do(lambda uow: uow.outbox.postpone(first.seq, until=until, error="429"))
    entry = (await shop.entries(conversation))[0]
    assert (entry.delivery, entry.error) == (Delivery.WAITING, "429")
    assert await shop.parcels() == []
    assert await next_due(shop) == until
    shop.now = until
    [parcel] = await shop.parcels()
    assert (parcel.content.text, parcel.attempt) == ("一", 2)


async def test_a_send_that_was_cut_off_is_unknown_and_never_sent_again(shop: Shop) -> None:
    conversation = await shop.talk()
    await shop.say(conversation, "一")
    await shop.say(conversation, "二")
    assert len(await shop.parcels("s1")) == 1
    shop.later(29)
    assert await shop.parcels("s2") == []
    assert await next_due(shop) == shop.now + timedelta(seconds=1)
    shop.later(1)
    assert [parcel.content.text for parcel in await shop.parcels("s2")] == ["二"]
    entry = (await shop.entries(conversation))[0]
    assert entry.delivery is Delivery.UNKNOWN
    assert "may or may not" in entry.error


async def test_another_channels_lost_send_is_left_to_its_own_sender(shop: Shop) -> None:
    conversation = await shop.talk(channel="telegram")
    await shop.say(conversation, "一")
    await shop.parcels(channels=("telegram",))
    shop.later(60)
    assert await shop.parcels(channels=("web",)) == []
    assert await fates(shop, conversation) == [Delivery.SENDING]


async def test_a_slow_sender_may_still_say_that_an_unknown_message_arrived(shop: Shop) -> None:
    conversation = await shop.talk()
    put = await shop.say(conversation, "一")
    await shop.parcels("s1")
    shop.later(60)
    await shop.parcels("s2")
    await settle(shop, put.seq, Delivery.SENT)
    entry = (await shop.entries(conversation))[0]
    assert (entry.delivery, entry.error) == (Delivery.SENT, "")


async def test_recovering_resends_where_that_does_no_harm_and_owns_up_elsewhere(shop: Shop) -> None:
    web, telegram, other = (
        await shop.talk(channel="web"),
        await shop.talk(channel="telegram"),
        await shop.talk(peer="p2"),
    )
    both = ("web", "telegram")
    await shop.say(web, "W")
    await shop.say(telegram, "T")
    await shop.parcels("s1", channels=both)
    await shop.say(other, "O")
    await shop.parcels("s2", channels=both)
    assert await shop.do(lambda uow: uow.outbox.recover("s1", resend=["web"], now=shop.now)) == 2
    assert await fates(shop, web) == [Delivery.WAITING]
    assert await fates(shop, telegram) == [Delivery.UNKNOWN]
    assert await fates(shop, other) == [Delivery.SENDING]
    [parcel] = await shop.parcels("s1", channels=both)
    assert (parcel.content.text, parcel.attempt) == ("W", 2)
    assert await shop.do(lambda uow: uow.outbox.recover("s3", resend=["web"], now=shop.now)) == 0


async def test_what_a_worker_holds_in_its_hands_is_neither_recovered_nor_taken_for_lost_nor_due(shop: Shop) -> None:
    slow, cut_off = await shop.talk(), await shop.talk(peer="p2")
    held = await shop.say(slow, "慢")
    await shop.say(cut_off, "断")
    await shop.parcels("s1")
    recovered = await shop.do(lambda uow: uow.outbox.recover("s1", resend=[], holding=[held.seq], now=shop.now))
    assert recovered == 1
    shop.later(60)
    assert await shop.parcels("s1") == []
    assert [await fates(shop, one) for one in (slow, cut_off)] == [[Delivery.SENDING], [Delivery.UNKNOWN]]
    assert await shop.store.read(lambda uow: uow.outbox.next_due("s1", channels=["web"], now=shop.now)) is None
    assert await next_due(shop) == shop.now


async def test_a_postponement_that_was_no_try_is_no_attempt(shop: Shop) -> None:
    put = await shop.say(await shop.talk(), "一")
    for attempt, tried in ((1, False), (1, True), (2, True)):
        [parcel] = await shop.parcels()
        assert parcel.attempt == attempt
        await shop.do(lambda uow, tried=tried: uow.outbox.postpone(put.seq, until=shop.now, tried=tried))  # type: ignore[misc]  # a loop's lambda


@pytest.mark.parametrize("fate", [Delivery.FAILED, Delivery.UNKNOWN])
async def test_after_a_failure_the_next_message_goes_on(shop: Shop, fate: Delivery) -> None:
    conversation = await shop.talk()
    first = await shop.say(conversation, "一")
    await shop.say(conversation, "二")
    await shop.parcels()
    await shop.do(lambda uow: uow.outbox.settle(first.seq, fate, now=shop.now, error="blocked"))
    assert [parcel.content.text for parcel in await shop.parcels()] == ["二"]
    entry = (await shop.entries(conversation))[0]
    assert (entry.delivery, entry.error) == (fate, "blocked")


async def test_a_bot_message_is_dropped_once_an_agent_owns_the_conversation(shop: Shop) -> None:
    conversation, agent = await shop.talk(), await shop.agent()
    for words in ("机器人一", "机器人二"):
        await shop.say(conversation, words)
    await shop.say(conversation, "我来处理", author=Author.AGENT, agent=agent)
    await shop.own(conversation, Owner.AGENT)
    assert [parcel.content.text for parcel in await shop.parcels()] == ["我来处理"]
    assert await fates(shop, conversation) == [Delivery.DROPPED, Delivery.DROPPED, Delivery.SENDING]


async def test_dropping_leaves_other_conversations_their_place(shop: Shop) -> None:
    taken, free = await shop.talk(peer="p1"), await shop.talk(peer="p2")
    await shop.say(taken, "过时")
    await shop.say(free, "您好")
    await shop.own(taken, Owner.AGENT)
    assert [parcel.content.text for parcel in await shop.parcels(limit=1)] == ["您好"]


async def test_the_handoff_line_still_goes_out_to_a_queued_customer(shop: Shop) -> None:
    conversation = await shop.talk()
    await shop.say(conversation, "正在为您转接")
    await shop.own(conversation, Owner.QUEUE)
    assert [parcel.content.text for parcel in await shop.parcels()] == ["正在为您转接"]


async def test_taking_over_drops_what_the_bot_has_not_begun_to_send(shop: Shop) -> None:
    conversation, agent = await shop.talk(), await shop.agent()
    await shop.say(conversation, "已在路上")
    await shop.parcels()
    await shop.say(conversation, "还没开始")
    await shop.say(conversation, "人工", author=Author.AGENT, agent=agent)
    assert await shop.do(lambda uow: uow.outbox.drop_bot(conversation.id)) == 1
    assert await fates(shop, conversation) == [Delivery.SENDING, Delivery.DROPPED, Delivery.WAITING]
    assert await shop.do(lambda uow: uow.outbox.drop_bot(conversation.id)) == 0


async def test_next_due_looks_at_heads_only(shop: Shop) -> None:
    assert await next_due(shop) is None
    conversation = await shop.talk()
    first = await shop.say(conversation, "一")
    await shop.say(conversation, "二")
    assert await next_due(shop) == shop.now
    await shop.parcels()
    assert await next_due(shop) == shop.now + timedelta(seconds=30)
    await settle(shop, first.seq)
    shop.later(3)
    assert await next_due(shop) == shop.now


@pytest.mark.parametrize("fate", [Delivery.WAITING, Delivery.SENDING, Delivery.DROPPED])
async def test_a_message_is_settled_as_sent_failed_or_unknown_only(shop: Shop, fate: Delivery) -> None:
    put = await shop.say(await shop.talk(), "一")
    await shop.parcels()
    with pytest.raises(ValueError, match="settled as sent, failed or unknown"):
        await settle(shop, put.seq, fate)


async def test_only_what_is_being_sent_can_be_settled_or_postponed(shop: Shop) -> None:
    put = await shop.say(await shop.talk(), "一")
    with pytest.raises(Conflict, match="not being sent"):
        await settle(shop, put.seq)
    with pytest.raises(Conflict, match="not being sent"):
        await shop.do(lambda uow: uow.outbox.postpone(put.seq, until=shop.now))
    await shop.parcels()
    await settle(shop, put.seq)
    with pytest.raises(Conflict):
        await settle(shop, put.seq)


async def test_what_the_customer_wrote_is_no_outgoing_message(shop: Shop) -> None:
    conversation = await shop.arrive()
    [entry] = await shop.entries(conversation)
    for seq in (entry.seq, 999):
        with pytest.raises(NotFound, match="no outgoing message"):
            await settle(shop, seq)


async def test_nothing_can_be_said_in_a_conversation_that_does_not_exist(shop: Shop) -> None:
    ghost = replace(await shop.talk(), id=99)
    with pytest.raises(StorageError):
        await shop.say(ghost, "您好")


async def test_a_turn_that_fails_says_nothing(shop: Shop) -> None:
    conversation = await shop.talk()
    kept = await shop.say(conversation, "之前")

    def turn(uow: UnitOfWork) -> None:
        assert uow.outbox.drop_bot(conversation.id) == 1
        message = "the script is broken"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        await shop.do(turn)
    assert await shop.entries(conversation) == [kept]
    assert [parcel.content.text for parcel in await shop.parcels()] == ["之前"]


async def test_a_draft_whose_key_was_put_before_is_the_message_of_then(shop: Shop) -> None:
    conversation = await shop.talk()
    draft = Draft(author=Author.AGENT, content=Content(text="您好"), key="k1")
    first = await shop.do(lambda uow: uow.outbox.put(conversation, draft, now=shop.now))
    again = await shop.do(lambda uow: uow.outbox.put(conversation, draft, now=shop.later(5)))
    other = await shop.do(lambda uow: uow.outbox.put(conversation, replace(draft, key="k2"), now=shop.now))
    assert (again, other.seq > first.seq) == (first, True)
    assert await shop.entries(conversation) == [first, other]
    assert await shop.do(lambda uow: uow.transcript.of_key("k1")) == first
    assert await shop.do(lambda uow: uow.transcript.of_key("k3")) is None


@pytest.mark.parametrize("fate", [Delivery.FAILED, Delivery.UNKNOWN])
async def test_what_may_not_have_arrived_is_sent_once_more(shop: Shop, fate: Delivery) -> None:
    conversation = await shop.talk()
    put = await shop.say(conversation, "您好")
    await shop.parcels()
    with pytest.raises(Conflict):
        await shop.do(lambda uow: uow.outbox.retry(put.seq, now=shop.now))
    await shop.do(lambda uow: uow.outbox.settle(put.seq, fate, now=shop.now, error="blocked"))
    assert await shop.parcels() == []
    assert await shop.do(lambda uow: uow.outbox.retry(put.seq, now=shop.now)) == put
    [parcel] = await shop.parcels()
    assert (parcel.seq, parcel.attempt) == (put.seq, 1)
    await settle(shop, put.seq)
    with pytest.raises(Conflict) as refused:
        await shop.do(lambda uow: uow.outbox.retry(put.seq, now=shop.now))
    assert refused.value.code == "message_not_failed"
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.outbox.retry(99, now=shop.now))
