"""A turn: all of it or none of it, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import HandOffReason, Perform, VerifyOrder
from bot.core.cases import CaseStatus
from bot.core.conversation import Owner, State
from bot.core.measures import Decision
from bot.core.messages import Content, Media, MediaKind, Peer
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.dialogue import Turn
from bot.service.actions import perform
from bot.service.facts import load_facts
from bot.service.turns import decision_of, hand_over_silently, hand_over_unread, take_turn

if TYPE_CHECKING:
    from tests.unit.service.conftest import World


async def unread(world: World) -> int:
    conversation = await world.conversation()
    return len(await world.store.read(lambda uow: uow.inbox.unread(conversation.id)))


async def test_an_answer_is_queued_and_the_message_marked_read_together(world: World) -> None:
    await world.say("在吗")
    assert len(await world.said()) == 1
    assert await unread(world) == 0


async def test_a_turn_that_fails_half_way_leaves_everything_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await world.conversation()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("bot.service.turns._open_case", broken)
    with pytest.raises(RuntimeError):
        await world.say("我要人工")
    assert await unread(world) == 1
    assert await world.said() == []
    assert await world.conversation() == before


async def test_a_burst_is_answered_as_one_message(world: World) -> None:
    await world.order("600000000001", Fulfilment.SHIPPED)
    taken = await world.say("在吗", "我的快递", "怎么还没到")
    assert len(await world.said()) == 1
    assert taken.steps[0].matches


async def test_a_handoff_opens_one_case_says_one_line_and_hands_the_conversation_over(world: World) -> None:
    taken = await world.say("我要人工")
    [row] = await world.desk.queue()
    assert (row.case.status, row.case.reason, row.case.ask) == (CaseStatus.WAITING, HandOffReason.ASKED, "我要人工")
    assert len(await world.said()) == 1
    assert taken.desk_news
    assert (await world.conversation()).owner is Owner.QUEUE


async def test_a_customer_who_waits_and_writes_on_opens_no_second_case(world: World) -> None:
    await world.say("我要人工")
    await world.say("人呢")
    await world.say("快点")
    assert len(await world.desk.queue()) == 1


async def test_with_an_agent_in_charge_the_bot_reads_and_stays_silent(world: World) -> None:
    case = await world.hand_off()
    agent = await world.agent("ann", Role.AFTER_SALE)
    await world.desk.reply(case.id, agent, Content(text="您好"))
    taken = await world.say("什么时候发货")
    assert await world.said() == ["您好"]
    assert await unread(world) == 0
    assert taken.desk_news


async def test_order_number_and_phone_tail_lead_to_the_parcel_in_one_conversation(world: World) -> None:
    await world.order("600000000001", Fulfilment.SHIPPED, bound=False)
    await world.say("我的快递怎么还没到")
    await world.say("600000000001")
    await world.say("1234")
    bound = await world.store.read(lambda uow: uow.orders.of_peer("web", "demo", "visitor"))
    assert [order.number for order in bound] == ["600000000001"]
    assert len(await world.said()) == 3


async def test_what_the_dialogue_cannot_read_goes_to_a_person_with_the_customers_words(world: World) -> None:
    await world.door.receive(world.incoming("第一句"))
    await world.door.receive(world.incoming("第二句"))
    conversation = await world.conversation()
    taken = await world.store.transact(lambda uow: hand_over_unread(uow, world.room, conversation))
    [row] = await world.desk.queue()
    assert (row.case.reason, row.case.ask) == (HandOffReason.FAILED, "第一句\n第二句")
    assert await unread(world) == 0
    assert len(await world.said()) == 1
    assert taken.desk_news
    again = await world.store.transact(lambda uow: hand_over_unread(uow, world.room, taken.conversation))
    assert again.conversation.case_id == row.case.id
    assert len(await world.said()) == 1


async def test_a_handoff_without_the_dialogue_keeps_the_words_and_forgets_what_it_may_have_tripped_over(
    world: World,
) -> None:
    await world.say("想退货")
    await world.door.receive(world.incoming("长" * 4000))
    said, conversation = await world.said(), await world.conversation()
    assert conversation.state != State()
    taken = await world.store.transact(lambda uow: hand_over_silently(uow, world.room, conversation))
    [row] = await world.desk.queue()
    assert (row.case.ask, taken.conversation.owner) == ("长" * 500, Owner.QUEUE)
    assert taken.conversation.state == State(turns=conversation.state.turns)
    assert (await unread(world), await world.said()) == (0, said)


async def test_a_dialogue_that_never_comes_to_an_end_is_handed_over_with_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_book: object, state: State, _events: object, **_more: object) -> Turn:
        return Turn(state=state, actions=(VerifyOrder(key="k", number="A1", phone_tail="0000"),))

    monkeypatch.setattr("bot.service.turns.step", endless)
    taken = await world.say("在吗")
    assert taken.conversation.owner is Owner.QUEUE
    assert len(await world.said()) == 1


async def test_a_long_queue_is_counted_whole(world: World) -> None:
    for _ in range(250):
        await world.hand_off()
    conversation = await world.conversation()
    facts = await world.store.read(lambda uow: load_facts(uow, conversation, present=()))
    assert (facts.waiting, facts.position) == (250, 250)


async def test_an_order_goes_where_it_was_last_registered_to_go(world: World) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, address="广州市演示路 4 号", receiver="演示顾客")
    conversation = await world.conversation()
    change = Perform(key="k", name="change_address", args={"order": "A1", "address": "上海市示例路 1 号"})
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, change, now=world.now))
    facts = await world.store.read(lambda uow: load_facts(uow, conversation, present=()))
    [order] = facts.orders or ()
    assert (order.address, order.receiver) == ("上海市示例路 1 号", "演示顾客")


async def test_what_was_arranged_about_an_order_counts_in_every_conversation_of_its_customer(world: World) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, total="50")
    conversation = await world.conversation()
    cancel = Perform(key="k", name="cancel_order", args={"order": "A1"})
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, cancel, now=world.now))
    there = Peer(id="same-customer", name="访客")
    await world.store.transact(lambda uow: uow.orders.bind_order("telegram", "shop", there.id, "A1", now=world.now))
    elsewhere = await world.store.transact(
        lambda uow: uow.conversations.of_peer("telegram", "shop", there, now=world.now)
    )
    facts = await world.store.read(lambda uow: load_facts(uow, elsewhere, present=()))
    assert facts.under_way["A1"][TaskKind.CANCEL_ORDER] == "T0001"


async def test_a_channel_that_knows_the_customers_language_is_believed_before_a_word_is_said(world: World) -> None:
    photo = Content(media=(Media(kind=MediaKind.PHOTO, key="k", mime="image/png"),))
    await world.door.receive(replace(world.incoming(""), content=photo, peer=Peer(id="visitor", language="en-GB")))
    conversation = await world.conversation()
    taken = await world.store.transact(lambda uow: take_turn(uow, world.room, conversation))
    assert taken.conversation.state.language == "en"
    [line] = await world.said()
    assert line.isascii()


async def test_nothing_unread_changes_nothing(world: World) -> None:
    conversation = await world.conversation()
    taken = await world.store.transact(lambda uow: take_turn(uow, world.room, conversation))
    assert taken.conversation == conversation
    assert taken.steps == ()


async def test_an_order_that_leaves_between_the_question_and_the_yes_is_not_cancelled(world: World) -> None:
    await world.order("600120260001", Fulfilment.PACKED)
    await world.say("我要取消订单")
    await world.order("600120260001", Fulfilment.SHIPPED)
    await world.say("是的")
    conversation = await world.conversation()
    tasks = await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))
    audit = await world.store.read(lambda uow: uow.audit.of_conversation(conversation.id))
    assert TaskKind.CANCEL_ORDER not in {task.kind for task in tasks}
    assert not any(entry.done and entry.action == "cancel_order" for entry in audit)
    assert len(await world.said()) >= 2


async def test_what_came_of_a_turn_has_one_word(world: World) -> None:
    await world.order("600000000001", Fulfilment.SHIPPED)
    assert decision_of(await world.say("在吗")) is Decision.ANSWERED
    assert decision_of(await world.say("我要退货")) is Decision.ASKED
    assert decision_of(await world.say("我要人工")) is Decision.HANDED_OVER
    agent, [row] = await world.agent("ann", Role.AFTER_SALE), await world.desk.queue()
    await world.desk.claim(row.case.id, agent)
    assert decision_of(await world.say("在吗")) is Decision.LEFT_ALONE
