"""A case from the handoff to its end: who has it, what the customer is told, and what is written down of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.cases import CaseEventKind, CaseStatus, Outcome
from bot.core.conversation import Owner, State
from bot.core.customers import Tier
from bot.core.errors import Conflict, NotAllowed, NotFound
from bot.core.messages import Author, Content, Delivery, Draft
from bot.core.orders import Fulfilment
from bot.core.queue import QueueFilter
from bot.core.roles import Role
from bot.core.timers import TimerKind
from bot.desk.history import replay, standing_of
from bot.scripts import load_book
from bot.service.timers import go_off

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.ports import UnitOfWork
    from bot.core.roles import Agent
    from bot.scripts.book import ScriptBook
    from tests.unit.service.conftest import World

SCRIPTS = Path(__file__).parents[1] / "dialogue" / "shop"
MINUTE = timedelta(minutes=1)
DESK: dict[str, Any] = {
    "routing": [
        {"to": "supervisor", "reason": "sensitive"},
        {"to": "warehouse", "order": "printed"},
        {"to": "pre_sale", "order": "none"},
        {"to": "after_sale"},
    ],
    "silence": {"remind": "3m", "requeue": "10m", "supervisor": "20m"},
}


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    """A small shop, with people."""
    small = load_book(SCRIPTS, cache=request.config.cache.mkdir("matchers"))
    return replace(small, shop={**small.shop, "desk": DESK})


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


@pytest.fixture
async def ben(world: World) -> Agent:
    return await world.agent("ben", Role.PRE_SALE)


@pytest.fixture
async def sue(world: World) -> Agent:
    return await world.agent("sue", Role.SUPERVISOR)


async def case_of(world: World, case: Case) -> Case:
    return await world.store.read(lambda uow: uow.cases.get(case.id))


async def kinds(world: World, case: Case) -> list[CaseEventKind]:
    history = await world.store.read(lambda uow: uow.cases.history(case.id))
    assert replay(history) == standing_of(await case_of(world, case))
    return [event.kind for event in history]


async def newest(world: World) -> Case:
    [row] = await world.desk.queue()
    return row.case


async def pass_time(world: World, minutes: int) -> None:
    """Time goes by, and what is due goes off."""
    for _ in range(minutes):
        world.now += MINUTE
        for timer in await world.store.read(lambda uow: uow.timers.due(now=world.now, limit=9)):
            await world.store.transact(partial(go_off, room=world.room, timer_id=timer.id))


# Routing and what the customer is told


async def test_a_case_goes_to_the_queue_of_its_role_with_everything_collected(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now)
    await world.say("想换一个")
    case = await newest(world)
    assert (case.role, case.language, case.intent) == (Role.AFTER_SALE, "zh", "exchange_request")
    assert case.values == {"order": "A1"}
    [event] = await world.store.read(lambda uow: uow.cases.history(case.id))
    assert event.data == {"role": "after_sale"}


@pytest.mark.parametrize(("fulfilment", "role"), [(Fulfilment.PRINTED, Role.WAREHOUSE), (None, Role.PRE_SALE)])
async def test_the_state_of_the_order_decides_the_queue(
    world: World, fulfilment: Fulfilment | None, role: Role
) -> None:
    if fulfilment is not None:
        await world.order("A1", fulfilment)
    await world.say("人工")
    assert (await newest(world)).role is role


async def test_the_customer_hears_their_place_in_the_queue_of_that_role_only(world: World, ben: Agent) -> None:
    for _ in range(3):
        await world.hand_off(role=Role.AFTER_SALE)
    await free(world)
    with world.presence.here(ben.id):
        await world.say("人工")
    [line] = await world.said()
    assert "第 1 位" in line
    await world.say("还在吗")
    assert "第 1 位" in (await world.said())[-1]


async def free(world: World) -> None:
    """The customer's conversation is the bot's again, though other cases wait."""
    conversation = await world.conversation()
    freed = replace(conversation, owner=Owner.BOT, case_id=None)
    await world.store.transact(lambda uow: uow.conversations.save(freed, now=world.now))


# One case, one owner


async def test_of_a_hundred_who_claim_at_once_one_has_the_case(world: World) -> None:
    case = await world.hand_off()
    agents = [await world.agent(f"a{number}", Role.AFTER_SALE) for number in range(100)]
    results = await asyncio.gather(*(world.desk.claim(case.id, agent) for agent in agents), return_exceptions=True)
    refused = [result for result in results if isinstance(result, Conflict)]
    [winner] = [result for result in results if not isinstance(result, BaseException)]
    assert len(refused) == 99
    assert winner.assignee is not None
    assert {error.values["name"] for error in refused} == {winner.assignee.name}
    assert await kinds(world, case) == [CaseEventKind.OPENED, CaseEventKind.CLAIMED]


async def test_an_answer_ends_the_wait_and_the_customers_words_begin_the_next(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.reply(case.id, ann, Content(text="您好"))
    assert (await case_of(world, case)).status is CaseStatus.ANSWERED
    world.now += MINUTE
    await world.say("在吗")
    waiting = await case_of(world, case)
    assert (waiting.status, waiting.waiting_since) == (CaseStatus.TAKEN, world.now)
    await world.say("人呢")
    assert (await kinds(world, case))[2:] == [CaseEventKind.REPLIED, CaseEventKind.CUSTOMER_WROTE]


async def test_the_same_key_is_the_same_message_and_other_words_under_it_are_refused(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    entries = [await world.desk.reply(case.id, ann, Content(text="您好"), key="draft-1") for _ in range(3)]
    assert len({entry.seq for entry in entries}) == 1
    assert await world.said() == ["您好"]
    with pytest.raises(Conflict) as refused:
        await world.desk.reply(case.id, ann, Content(text="别的"), key="draft-1")
    assert refused.value.code == "key_reused"


async def test_the_same_key_after_the_case_ended_is_still_the_message_of_then(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    entry = await world.desk.reply(case.id, ann, Content(text="您好"), key="k")
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    assert (await world.desk.reply(case.id, ann, Content(text="您好"), key="k")).seq == entry.seq


async def test_words_with_a_hole_are_not_sent(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    with pytest.raises(Conflict) as refused:
        await world.desk.reply(case.id, ann, Content(text="单号是〔快递单号〕"))
    assert (refused.value.code, refused.value.values) == ("hole_left", {"hole": "快递单号"})
    assert await world.said() == []


# Passing on


async def test_a_transfer_to_a_colleague_keeps_the_bot_silent_and_carries_the_note(
    world: World, ann: Agent, ben: Agent
) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    passed = await world.desk.transfer(case.id, ann, to_agent=ben.id, note="要改价")
    card = await world.desk.card(case.id)
    assert (passed.assignee, passed.status) == (ben, CaseStatus.TAKEN)
    assert [note.text for note in card.notes] == ["要改价"]
    assert (await world.conversation()).owner is Owner.AGENT
    with pytest.raises(Conflict, match="ben"):
        await world.desk.reply(case.id, ann, Content(text="我再说一句"))
    await world.desk.reply(case.id, ben, Content(text="您好，我来"))


async def test_a_transfer_to_a_role_and_an_escalation_put_the_customer_back_into_a_queue(
    world: World, ann: Agent
) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    queued = await world.desk.transfer(case.id, ann, to_role=Role.WAREHOUSE)
    assert (queued.role, queued.status) == (Role.WAREHOUSE, CaseStatus.WAITING)
    assert (await world.conversation()).owner is Owner.QUEUE
    escalated = await world.desk.escalate(case.id, ann, "威胁曝光")
    assert escalated.role is Role.SUPERVISOR
    assert (await kinds(world, case))[-2:] == [CaseEventKind.TRANSFERRED, CaseEventKind.ESCALATED]


async def test_a_transfer_to_nobody_is_not_found(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    with pytest.raises(NotFound) as missing:
        await world.desk.transfer(case.id, ann, to_agent=99)
    assert missing.value.code == "agent_unknown"


# Back to the bot, and back again


async def test_with_settled_values_the_bot_says_what_was_agreed_and_goes_on(world: World, ann: Agent) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now)
    await world.order("A2", Fulfilment.SIGNED, signed_at=world.now)
    case = await world.hand_off(intent="return_request", values={"order": "A1"})
    await world.desk.claim(case.id, ann)
    fields = {field.name: field for field in await world.desk.fields(case.id)}
    assert (fields["order"].value, fields["reason"].options["quality"]) == ("A1", "质量问题")
    assert "photos" not in fields
    await world.desk.give_back(case.id, ann, "运费我们出", {"reason": "质量问题"})
    conversation = await world.conversation()
    assert [entry.reply for entry in (await entries(world))[-2:]] == ["common.handed_back", "ask:photos"]
    assert (conversation.owner, conversation.case_id) == (Owner.BOT, None)
    [frame] = conversation.state.frames
    assert (frame.intent, frame.asking) == ("return_request", "photos")
    assert frame.slots == {"order": "A1", "reason": "quality"}


@pytest.mark.parametrize(
    ("slots", "code"),
    [({"reason": "心情不好"}, "slot_value"), ({"order": "B9"}, "slot_value"), ({"colour": "红"}, "slot_unknown")],
)
async def test_what_a_slot_cannot_be_is_refused_and_the_case_stays_open(
    world: World, ann: Agent, slots: dict[str, str], code: str
) -> None:
    case = await world.hand_off(intent="return_request")
    await world.desk.claim(case.id, ann)
    with pytest.raises(Conflict) as refused:
        await world.desk.give_back(case.id, ann, "", slots)
    assert refused.value.code == code
    assert (await case_of(world, case)).is_open


async def test_a_reopened_case_is_the_agents_and_the_bot_is_silent(world: World, ann: Agent, ben: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    reopened = await world.desk.reopen(case.id, ben)
    conversation = await world.conversation()
    assert (reopened.status, reopened.assignee) == (CaseStatus.TAKEN, ben)
    assert (conversation.owner, conversation.case_id) == (Owner.AGENT, case.id)
    await world.say("你好")
    assert await world.said() == []
    assert (await case_of(world, case)).waiting_since == world.now


async def test_no_second_case_is_opened_beside_one_that_is_open(world: World, ann: Agent) -> None:
    first = await world.hand_off()
    await world.desk.close(first.id, ann, Outcome.OTHER)
    second = await world.hand_off()
    with pytest.raises(Conflict) as refused:
        await world.desk.reopen(first.id, ann)
    assert refused.value.values == {"case": str(first.id), "other": str(second.id)}
    card = await world.desk.card(second.id)
    assert (card.past_cases, [case.id for case in card.past]) == (1, [first.id])


# The silence ladder


async def test_who_does_not_answer_is_reminded_then_loses_the_case_and_then_the_supervisors_get_it(
    world: World, ann: Agent
) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await pass_time(world, 2)
    assert (await case_of(world, case)).reminded_at is None
    await pass_time(world, 1)
    assert (await case_of(world, case)).reminded_at == world.now
    await pass_time(world, 7)
    assert (await case_of(world, case)).status is CaseStatus.WAITING
    assert (await world.conversation()).owner is Owner.QUEUE
    await pass_time(world, 10)
    escalated = await case_of(world, case)
    assert (escalated.role, escalated.assignee) == (Role.SUPERVISOR, None)
    await pass_time(world, 60)
    assert (await kinds(world, case))[2:] == [
        CaseEventKind.REMINDED,
        CaseEventKind.REQUEUED,
        CaseEventKind.ESCALATED,
    ]


async def test_who_answers_in_time_is_left_alone(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.reply(case.id, ann, Content(text="您好"))
    await pass_time(world, 60)
    assert await kinds(world, case) == [CaseEventKind.OPENED, CaseEventKind.CLAIMED, CaseEventKind.REPLIED]


async def test_a_night_is_no_silence(world: World) -> None:
    world.now += timedelta(hours=7, minutes=50)  # ten to six in the evening
    case = await world.hand_off()
    await pass_time(world, 60)
    assert (await case_of(world, case)).role is Role.AFTER_SALE
    world.now += timedelta(hours=14, minutes=9)
    await pass_time(world, 10)
    assert (await case_of(world, case)).role is Role.AFTER_SALE
    await pass_time(world, 1)
    assert (await case_of(world, case)).role is Role.SUPERVISOR


async def test_the_timer_of_an_ended_case_does_not_run(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    assert await world.store.read(lambda uow: uow.timers.next_due()) is not None
    await world.desk.close(case.id, ann, Outcome.SPAM)
    assert await world.store.read(lambda uow: uow.timers.next_due()) is None
    conversation = await world.conversation()
    stray: dict[str, Any] = {"key": "stray", "kind": TimerKind.SILENCE, "conversation_id": conversation.id}
    await world.store.transact(lambda uow: uow.timers.start(**stray, due_at=world.now, args={}))
    await pass_time(world, 1)
    assert await kinds(world, case) == [CaseEventKind.OPENED, CaseEventKind.CLOSED]


# Customers who are blocked, and what they matter


async def test_a_blocked_customer_is_heard_by_nobody_and_every_word_is_kept(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    customer = await world.desk.block(case.id, ann)
    ended = await case_of(world, case)
    assert (customer.blocked, ended.status, ended.outcome) == (True, CaseStatus.CLOSED, "spam")
    await world.say("人工")
    await world.say("你好")
    assert await world.said() == []
    assert await world.desk.queue() == ()
    card = await world.desk.card(case.id)
    assert [entry.content.text for entry in card.entries] == ["人工", "你好"]
    with pytest.raises(Conflict, match="已被拉黑"):
        await world.desk.reopen(case.id, ann)
    assert (await world.desk.unblock(case.id, ann)).blocked is False
    await world.say("人工")
    assert len(await world.desk.queue()) == 1
    assert (await kinds(world, case))[2:] == [CaseEventKind.CLOSED, CaseEventKind.BLOCKED, CaseEventKind.UNBLOCKED]


async def test_a_colleagues_case_is_not_ended_by_blocking_its_customer(world: World, ann: Agent, ben: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    with pytest.raises(Conflict, match="只有本人或主管"):
        await world.desk.block(case.id, ben)
    assert not (await world.desk.card(case.id)).customer.blocked


async def test_what_a_customer_matters_is_on_the_card_and_written_down(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.set_tier(case.id, ann, Tier.KEY)
    card = await world.desk.card(case.id)
    assert (card.customer.tier, card.case.tier) == (Tier.KEY, Tier.KEY)
    assert card.history[-1].data == {"tier": "key"}


# Messages that did not arrive


async def test_what_failed_is_sent_once_more_by_who_has_the_case(world: World, ann: Agent, ben: Agent) -> None:
    case = await world.hand_off()
    entry = await world.desk.reply(case.id, ann, Content(text="您好"))

    def fail(uow: UnitOfWork) -> None:
        uow.outbox.claim("s", channels=["web"], now=world.now, lease=MINUTE, limit=1)
        uow.outbox.settle(entry.seq, Delivery.FAILED, now=world.now, error="blocked")

    with pytest.raises(Conflict) as waiting:
        await world.desk.retry(case.id, ann, entry.seq)
    assert waiting.value.code == "message_not_failed"
    await world.store.transact(fail)
    with pytest.raises(Conflict, match="ann"):
        await world.desk.retry(case.id, ben, entry.seq)
    again = await world.desk.retry(case.id, ann, entry.seq)
    assert (again.seq, again.delivery, again.error) == (entry.seq, Delivery.WAITING, "")
    assert (await kinds(world, case))[-1] is CaseEventKind.RETRIED


async def test_only_what_agents_wrote_in_this_conversation_is_sent_again(world: World, ann: Agent) -> None:
    await world.say("你好")
    conversation = await world.conversation()
    [bots] = [entry.seq for entry in await entries(world) if entry.author is Author.BOT]
    other = await world.store.transact(
        lambda uow: uow.outbox.put(
            uow.conversations.of_peer("web", "demo", replace(conversation.peer, id="other"), now=world.now),
            Draft(author=Author.AGENT, content=Content(text="别人")),
            now=world.now,
        )
    )
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    with pytest.raises(Conflict) as refused:
        await world.desk.retry(case.id, ann, bots)
    assert refused.value.code == "message_not_agents"
    for seq in (other.seq, 999):
        with pytest.raises(NotFound):
            await world.desk.retry(case.id, ann, seq)


async def entries(world: World) -> list[Any]:
    conversation = await world.conversation()
    return await world.store.read(lambda uow: uow.transcript.entries(conversation.id))


# Shifts, the queue and who is at a case


async def test_shifts_are_ones_own_and_a_supervisor_sets_anybodys(world: World, ann: Agent, sue: Agent) -> None:
    assert (await world.desk.shift(ann, on=True)).on_shift
    with pytest.raises(NotAllowed):
        await world.desk.shift(ann, on=False, of=sue.id)
    assert (await world.desk.shift(sue, on=False, of=ann.id)).on_shift is False
    with pytest.raises(NotFound):
        await world.desk.shift(sue, on=True, of=99)


async def test_the_queue_is_paged_filtered_and_counted(world: World, ann: Agent) -> None:
    ids = [(await world.hand_off(role=role)).id for role in (Role.PRE_SALE, Role.AFTER_SALE, Role.AFTER_SALE)]
    await world.desk.claim(ids[2], ann)
    after_sale = QueueFilter(role=Role.AFTER_SALE, limit=1)
    [row] = await world.desk.queue(after_sale)
    [rest] = await world.desk.queue(replace(after_sale, after=row.case.id))
    assert (row.case.id, rest.case.id) == (ids[1], ids[2])
    counts = await world.desk.counts()
    assert (counts.of(QueueFilter()), counts.of(after_sale), counts.of(QueueFilter(assignee_id=ann.id))) == (3, 2, 1)


async def test_who_looks_and_writes_is_seen_by_colleagues_for_a_while(world: World, ann: Agent, ben: Agent) -> None:
    case = await world.hand_off()
    async with world.bell.listen(f"at:{case.id}") as rings:
        await world.desk.typing(case.id, ann)
        await anext(rings)
    with world.presence.looking(case.id, ben):
        world.desk.look(case.id, ben)
        watch = world.desk.watch(case.id)
        assert (watch.looking, watch.writing, watch.seen) == ((ben,), (ann,), ((ben, world.now),))
    world.now += timedelta(seconds=8)
    assert (world.desk.watch(case.id).looking, world.desk.watch(case.id).writing) == ((), ())
    await world.desk.typing(case.id, ann)
    await world.desk.reply(case.id, ann, Content(text="您好"))
    assert world.desk.watch(case.id).writing == ()


async def test_the_card_tells_until_when_the_order_may_come_back(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now - timedelta(days=2))
    case = await world.hand_off(order_number="A1")
    card = await world.desk.card(case.id)
    assert card.return_until is not None
    assert (card.return_until - world.now.date()).days == 5


async def test_a_handed_over_conversation_starts_clean_after_the_case(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await world.desk.give_back(case.id, ann, "")
    assert (await world.conversation()).state == State(
        turns=1, order_number="", language=(await world.conversation()).state.language
    )
