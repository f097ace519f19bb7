"""What agents do to cases, whichever view they use."""

from __future__ import annotations

import asyncio
import dataclasses
import typing
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.core import messages, ports
from bot.core.cases import Card, CaseEventKind, CaseStatus, Note, Outcome
from bot.core.conversation import Owner
from bot.core.errors import Conflict, NotFound
from bot.core.messages import MAX_TEXT, Author, Content, Delivery, Draft
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskStatus
from bot.service.decisions import max_off_percent

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.roles import Agent
    from tests.unit.service.conftest import World


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


@pytest.fixture
async def ben(world: World) -> Agent:
    return await world.agent("ben", Role.PRE_SALE)


async def kinds(world: World, case: Case) -> list[CaseEventKind]:
    return [event.kind for event in (await world.desk.card(case.id)).history]


async def test_the_queue_shows_who_waits_with_the_last_message_and_the_order(world: World) -> None:
    await world.door.receive(world.incoming("人工"))
    case = await world.hand_off()
    [row] = await world.desk.queue()
    assert (row.case.id, row.customer, row.channel, row.order) == (case.id, "访客", "web", None)
    assert row.last is not None
    assert row.last.content.text == "人工"


async def test_of_two_agents_who_claim_at_once_one_gets_the_case_and_the_other_hears_who(
    world: World, ann: Agent, ben: Agent
) -> None:
    case = await world.hand_off()
    results = await asyncio.gather(
        world.desk.claim(case.id, ann), world.desk.claim(case.id, ben), return_exceptions=True
    )
    assert [type(result).__name__ for result in results] == ["Case", "Conflict"]
    assert "ann" in str(results[1])


async def test_claiming_makes_the_agent_the_owner_and_drops_what_the_bot_had_not_sent(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    conversation = await world.conversation()
    draft = Draft(author=Author.BOT, content=Content(text="稍等"))
    await world.store.transact(lambda uow: uow.outbox.put(conversation, draft, now=world.now))
    await world.desk.claim(case.id, ann)
    assert (await world.conversation()).owner is Owner.AGENT
    [entry] = (await world.desk.card(case.id)).entries
    assert entry.delivery is Delivery.DROPPED


async def test_replying_to_a_waiting_case_takes_it_and_queues_the_words_for_the_customer(
    world: World, ann: Agent
) -> None:
    case = await world.hand_off()
    entry = await world.desk.reply(case.id, ann, Content(text="您好，我来处理"))
    card = await world.desk.card(case.id)
    assert (entry.author, entry.content.text, entry.delivery) == (Author.AGENT, "您好，我来处理", Delivery.WAITING)
    assert (card.case.status, card.case.assignee, card.case.first_reply_at) == (CaseStatus.ANSWERED, ann, world.now)
    assert await kinds(world, case) == [CaseEventKind.OPENED, CaseEventKind.CLAIMED, CaseEventKind.REPLIED]


async def test_a_colleague_cannot_reply_over_the_assignee_and_nothing_is_queued(
    world: World, ann: Agent, ben: Agent
) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    with pytest.raises(Conflict, match="ann"):
        await world.desk.reply(case.id, ben, Content(text="我也来"))
    assert await world.said() == []


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
async def test_an_empty_reply_is_refused(world: World, ann: Agent, text: str) -> None:
    case = await world.hand_off()
    with pytest.raises(Conflict, match="空的"):
        await world.desk.reply(case.id, ann, Content(text=text))


async def test_what_an_agent_writes_is_sent_whole_or_not_at_all(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    for action in (
        lambda: world.desk.reply(case.id, ann, Content(text="长" * (MAX_TEXT + 1))),
        lambda: world.desk.note(case.id, ann, "长" * 2001),
        lambda: world.desk.give_back(case.id, ann, "长" * 501),
    ):
        with pytest.raises(Conflict, match="请缩短"):
            await action()
    assert await world.said() == []
    await world.desk.reply(case.id, ann, Content(text="长" * MAX_TEXT))
    assert await world.said() == ["长" * MAX_TEXT]


async def test_of_many_ended_cases_the_newest_are_shown_oldest_first(world: World, ann: Agent) -> None:
    closed = []
    for _ in range(4):
        case = await world.hand_off()
        await world.desk.close(case.id, ann, Outcome.SOLVED)
        closed.append(case.id)
        world.now += timedelta(minutes=1)
    assert [row.case.id for row in await world.desk.ended(limit=2)] == closed[-2:]


async def test_a_note_is_on_the_card_and_nowhere_near_the_customer(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.note(case.id, ann, "这位顾客上次也退过")
    card = await world.desk.card(case.id)
    assert [note.text for note in card.notes] == ["这位顾客上次也退过"]
    assert "上次也退过" not in str(card.entries)
    assert await world.said() == []


def test_nothing_that_sends_takes_a_note() -> None:
    """Structural: no parameter and no field of what goes to customers has the type Note."""
    taken = [
        hint
        for port in (ports.Outbox, ports.Deliverer)
        for name, function in vars(port).items()
        if callable(function) and not name.startswith("_")
        for hint in typing.get_type_hints(function).values()
    ]
    carried = [field.type for value in (messages.Draft, messages.Parcel) for field in dataclasses.fields(value)]
    assert Note not in taken
    assert "Note" not in carried
    assert taken


async def test_closing_gives_the_conversation_back_to_the_bot_with_a_clean_slate(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    closed = await world.desk.close(case.id, ann, Outcome.SOLVED)
    conversation = await world.conversation()
    assert (closed.status, closed.outcome) == (CaseStatus.CLOSED, "solved")
    assert (conversation.owner, conversation.case_id, conversation.state.frames) == (Owner.BOT, None, ())
    assert await world.desk.queue() == ()
    assert [row.case.id for row in await world.desk.ended()] == [case.id]


async def test_giving_back_lets_the_bot_say_what_was_agreed(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await world.desk.give_back(case.id, ann, "今天补发一只杯盖")
    assert (await world.conversation()).owner is Owner.BOT
    assert "今天补发一只杯盖" in (await world.said())[-1]


async def test_every_action_wakes_the_desk_and_the_conversation(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    conversation = await world.conversation()
    for action in (
        lambda: world.desk.claim(case.id, ann),
        lambda: world.desk.note(case.id, ann, "注意"),
        lambda: world.desk.reply(case.id, ann, Content(text="您好")),
        lambda: world.desk.close(case.id, ann, Outcome.SOLVED),
    ):
        async with world.bell.listen("desk") as desk, world.bell.listen(f"conversation:{conversation.id}") as talk:
            await action()
            await anext(desk)
            await anext(talk)


async def test_a_case_that_does_not_exist_is_not_found(world: World, ann: Agent) -> None:
    with pytest.raises(NotFound):
        await world.desk.claim(99, ann)


async def test_the_card_holds_what_an_agent_needs(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    case = await world.hand_off()
    card = await world.desk.card(case.id)
    assert isinstance(card, Card)
    assert (card.case.ask, card.conversation.peer.name, card.past_cases) == ("人工", "访客", 0)
    assert [order.number for order in card.orders] == ["A1"]


async def test_a_refused_price_is_told_softly_and_an_approved_one_is_not_told_before_the_order_shows_it(
    world: World, ben: Agent
) -> None:
    order = await world.order("A1", Fulfilment.UNPAID, total="100")
    price = order.total * (1 - max_off_percent(world.book) / 100)
    conversation = await world.conversation()

    async def request(key: str, price: Decimal) -> int:
        from bot.core.actions import Perform
        from bot.service.actions import perform

        action = Perform(key=key, name="request_price_change", args={"order": "A1", "price": str(price)})
        await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))
        return (await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[0].id

    approved = await world.desk.decide(await request("one", price), ben, approve=True)
    assert approved.status is TaskStatus.APPROVED
    assert await world.said() == []
    refused = await world.desk.decide(await request("two", price + 1), ben, approve=False)
    assert refused.status is TaskStatus.REFUSED
    assert len(await world.said()) == 1


def test_the_cap_of_price_changes_comes_from_the_shops_table(world: World) -> None:
    assert Decimal(0) <= max_off_percent(world.book) <= Decimal(100)


async def test_a_decision_reaches_the_customer_while_an_agent_has_the_conversation(world: World, ben: Agent) -> None:
    from bot.core.actions import Perform
    from bot.service.actions import perform

    await world.order("A1", Fulfilment.UNPAID, total="100")
    conversation = await world.conversation()
    action = Perform(key="k", name="request_price_change", args={"order": "A1", "price": "95"})
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))
    case = await world.hand_off()
    await world.desk.claim(case.id, ben)
    [task] = (await world.desk.card(case.id)).tasks
    await world.desk.decide(task.id, ben, approve=False)
    entry = (await world.desk.card(case.id)).entries[-1]
    assert (entry.author, entry.agent_name, entry.delivery) == (Author.AGENT, "ben", Delivery.WAITING)


async def test_who_can_receive_a_case_is_there_by_the_rule_that_customers_are_told(world: World) -> None:
    ann, ben = await world.agent("ann", Role.AFTER_SALE), await world.agent("ben", Role.PRE_SALE)
    sue, _fin = await world.agent("sue", Role.SUPERVISOR), await world.agent("fin", Role.FINANCE)
    await world.desk.shift(sue, on=True)
    with world.presence.here(ann.id), world.presence.here(ben.id):
        world.presence.away(ben.id, gone=True)
        receivers = await world.desk.receivers()

    assert [(one.agent.login, one.there) for one in receivers] == [("ann", True), ("sue", True), ("ben", False)]
