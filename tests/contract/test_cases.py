"""Handoffs, their history, and the notes beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import CaseEvent, CaseEventKind, CaseStatus, Outcome
from bot.core.conversation import Attempt, State
from bot.core.customers import Customer, Tier
from bot.core.errors import Conflict, NotFound
from bot.core.ports import UnitOfWork
from bot.core.queue import QueueFilter
from bot.core.roles import Agent, Role

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def test_a_case_opens_waiting_with_everything_collected(shop: Shop) -> None:
    conversation = replace(await shop.talk(), state=State(language="zh"))
    attempt = Attempt(at=shop.now, intent="where_is_my_order", title="查快递", outcome="答了")
    handoff = HandOff(
        reason=HandOffReason.STUCK,
        intent="return_request",
        title="办理退货",
        ask="开线了 {{ 1 }}",
        slots={"订单": "A1", "原因": "质量问题"},
        values={"order": "A1", "reason": "quality", "photos": ["k1"]},
        order_number="A1",
        role=Role.WAREHOUSE,
    )
    case = await shop.do(lambda uow: uow.cases.open(conversation, handoff, [attempt], now=shop.now))
    assert (case.conversation_id, case.status, case.version) == (conversation.id, CaseStatus.WAITING, 0)
    assert (case.reason, case.intent, case.title, case.ask) == (
        handoff.reason,
        handoff.intent,
        handoff.title,
        handoff.ask,
    )
    assert (case.slots, case.attempts, case.order_number) == (handoff.slots, (attempt,), "A1")
    assert (case.opened_at, case.waiting_since, case.assignee, case.outcome) == (shop.now, shop.now, None, "")
    assert (case.values, case.role, case.language) == (handoff.values, Role.WAREHOUSE, "zh")
    assert await shop.do(lambda uow: uow.cases.get(case.id)) == case
    assert await shop.do(lambda uow: uow.cases.lock(case.id)) == case
    assert await shop.do(lambda uow: uow.cases.history(case.id)) == []


async def test_everything_but_id_and_conversation_can_be_changed(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    changed = replace(
        case,
        status=CaseStatus.CLOSED,
        title="退货",
        slots={"a": "b"},
        assignee=agent,
        role=Role.SUPERVISOR,
        values={"order": "A2"},
        waiting_since=None,
        taken_at=shop.later(4),
        reminded_at=shop.later(1),
        first_reply_at=shop.later(5),
        ended_at=shop.later(60),
        outcome=Outcome.SOLVED.value,
    )
    saved = await shop.do(lambda uow: uow.cases.save(changed))
    assert saved == replace(changed, version=1)
    assert await shop.do(lambda uow: uow.cases.get(case.id)) == saved


async def test_of_two_agents_who_claim_a_case_the_second_is_refused(shop: Shop) -> None:
    case, lin, wang = await shop.case(), await shop.agent("lin"), await shop.agent("wang")
    await shop.do(lambda uow: uow.cases.save(replace(case, status=CaseStatus.TAKEN, assignee=lin)))
    with pytest.raises(Conflict, match="changed by somebody else"):
        await shop.do(lambda uow: uow.cases.save(replace(case, status=CaseStatus.TAKEN, assignee=wang)))
    assert (await shop.do(lambda uow: uow.cases.get(case.id))).assignee == lin


async def test_a_case_names_its_agent_as_known_now(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    outdated = Agent(id=agent.id, login="old", name="旧名", role=agent.role)
    saved = await shop.do(lambda uow: uow.cases.save(replace(case, assignee=outdated)))
    assert saved.assignee == agent


async def test_history_is_kept_in_order_with_who_and_what(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    claimed = CaseEvent(case_id=case.id, kind=CaseEventKind.CLAIMED, at=shop.later(1), agent=agent)
    closed = replace(claimed, kind=CaseEventKind.CLOSED, at=shop.later(1), data={"outcome": "solved", "n": [1, None]})
    other = await shop.case(await shop.talk(peer="p2"))
    for event in (claimed, closed):
        await shop.do(lambda uow, event=event: uow.cases.record(event))  # type: ignore[misc]  # a loop's lambda
    history = await shop.do(lambda uow: uow.cases.history(case.id))
    assert history == [claimed, closed]
    assert await shop.do(lambda uow: uow.cases.history(other.id)) == []


async def test_the_queue_is_oldest_first(shop: Shop) -> None:
    cases = []
    for peer in ("p1", "p2", "p3", "p4"):
        cases.append(await shop.case(await shop.talk(peer=peer)))
        shop.later(1)
    await shop.do(lambda uow: uow.cases.save(replace(cases[1], status=CaseStatus.CLOSED)))
    await shop.do(lambda uow: uow.cases.save(replace(cases[2], status=CaseStatus.TAKEN)))

    assert await listing(shop) == [cases[0].id, cases[2].id, cases[3].id]
    assert await listing(shop, statuses=frozenset({CaseStatus.WAITING}), limit=1) == [cases[0].id]
    assert await listing(shop, after=cases[0].id, limit=1) == [cases[2].id]
    assert await listing(shop, statuses=frozenset({CaseStatus.CLOSED})) == []
    assert await listing(shop, statuses=frozenset()) == []


async def test_the_queue_is_filtered_and_counted_by_everything_a_filter_can_ask_for(shop: Shop) -> None:
    ids = [(await shop.case(await shop.talk(peer=f"p{number}"))).id for number in range(5)]
    lin = await shop.agent("lin")
    changes: list[dict[str, Any]] = [
        {"role": Role.PRE_SALE},
        {"role": Role.PRE_SALE, "language": "en"},
        {"status": CaseStatus.TAKEN, "assignee": lin},
        {"status": CaseStatus.ANSWERED, "assignee": lin, "role": Role.PRE_SALE},
        {"status": CaseStatus.CLOSED, "assignee": lin},
    ]
    for case_id, change in zip(ids, changes, strict=True):
        await shop.do(partial(change_case, case_id=case_id, change=change))
    filters: list[tuple[dict[str, Any], list[int]]] = [
        ({}, ids[:4]),
        ({"role": Role.PRE_SALE}, [ids[0], ids[1], ids[3]]),
        ({"role": Role.PRE_SALE, "unassigned": True}, ids[:2]),
        ({"language": "en"}, [ids[1]]),
        ({"assignee_id": lin.id}, [ids[2], ids[3]]),
        ({"statuses": frozenset({CaseStatus.ANSWERED})}, [ids[3]]),
        ({"role": Role.WAREHOUSE}, []),
    ]
    counts = await shop.store.read(lambda uow: uow.cases.counts())
    for wanted, found in filters:
        assert await listing(shop, **wanted) == found, wanted
        assert counts.of(QueueFilter(**wanted)) == len(found), wanted


def change_case(uow: UnitOfWork, *, case_id: int, change: dict[str, Any]) -> None:
    uow.cases.save(replace(uow.cases.get(case_id), **change))


async def listing(shop: Shop, **wanted: Any) -> list[int]:
    return [case.id for case in await shop.store.read(lambda uow: uow.cases.listing(QueueFilter(**wanted)))]


async def test_a_case_tells_the_tier_of_its_customer_as_it_is_now(shop: Shop) -> None:
    case = await shop.case()
    assert case.tier is Tier.NORMAL
    await shop.do(lambda uow: uow.customers.save(Customer(conversation_id=case.conversation_id, tier=Tier.KEY)))
    assert (await shop.do(lambda uow: uow.cases.get(case.id))).tier is Tier.KEY


async def test_of_many_ended_cases_the_newest_are_listed_by_when_they_ended(shop: Shop) -> None:
    cases = [await shop.case(await shop.talk(peer=f"p{number}")) for number in range(5)]
    assert await shop.store.read(lambda uow: uow.cases.ended(limit=3)) == []
    order = [cases[3], cases[0], cases[4], cases[1]]  # the second of them waits no longer than the others
    for case, status in zip(order, [CaseStatus.CLOSED, CaseStatus.RETURNED] * 2, strict=True):
        ended = replace(case, status=status, ended_at=shop.later(1))
        await shop.do(lambda uow, ended=ended: uow.cases.save(ended))  # type: ignore[misc]  # a loop's lambda
    newest = await shop.store.read(lambda uow: uow.cases.ended(limit=3))
    assert [case.id for case in newest] == [cases[1].id, cases[4].id, cases[0].id]


async def test_a_waiting_case_knows_its_place_in_the_queue_of_its_role(shop: Shop) -> None:
    ids = [(await shop.case(await shop.talk(peer=f"p{number}"))).id for number in range(5)]  # all in the same moment
    await shop.do(partial(change_case, case_id=ids[1], change={"status": CaseStatus.TAKEN}))
    await shop.do(partial(change_case, case_id=ids[2], change={"role": Role.PRE_SALE}))

    def places(uow: UnitOfWork) -> list[int]:
        return [uow.cases.place(uow.cases.get(case_id)) for case_id in ids]

    assert await shop.store.read(places) == [1, 0, 1, 2, 3]
    assert await shop.store.read(lambda uow: uow.cases.queues()) == {Role.AFTER_SALE: 3, Role.PRE_SALE: 1}


async def test_a_customers_cases_are_newest_first(shop: Shop) -> None:
    conversation = await shop.talk()
    first, second = await shop.case(conversation), await shop.case(conversation)
    await shop.case(await shop.talk(peer="p2"))
    found = await shop.do(lambda uow: uow.cases.of_conversation(conversation.id))
    assert [case.id for case in found] == [second.id, first.id]


async def test_an_unknown_case_is_not_found(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    ghost = replace(case, id=99)
    event = CaseEvent(case_id=99, kind=CaseEventKind.CLAIMED, at=shop.now)
    with pytest.raises(NotFound, match="#99"):
        await shop.do(lambda uow: uow.cases.get(99))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.cases.save(ghost))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.cases.record(event))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.notes.add(99, agent, "x", now=shop.now))


async def test_a_note_is_found_by_its_key_and_one_key_is_one_note(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    kept = await shop.do(lambda uow: uow.notes.add(case.id, agent, "已电话联系", key="k1", now=shop.now))
    await shop.do(lambda uow: uow.notes.add(case.id, agent, "没有钥匙", now=shop.now))
    assert await shop.do(lambda uow: uow.notes.of_key("k1")) == kept
    assert await shop.do(lambda uow: uow.notes.of_key("k2")) is None
    assert await shop.do(lambda uow: uow.notes.of_key("")) is None


async def test_notes_stay_with_their_case_and_out_of_the_conversation(shop: Shop) -> None:
    conversation, agent = await shop.talk(), await shop.agent()
    case, other = await shop.case(conversation), await shop.case(conversation)
    first = await shop.do(lambda uow: uow.notes.add(case.id, agent, "客户情绪激动", now=shop.now))
    second = await shop.do(lambda uow: uow.notes.add(case.id, agent, "已电话联系", now=shop.later(1)))
    assert await shop.do(lambda uow: uow.notes.of_case(case.id)) == [first, second]
    assert (first.agent, first.text) == (agent, "客户情绪激动")
    assert await shop.do(lambda uow: uow.notes.of_case(other.id)) == []
    assert await shop.entries(conversation) == []
    assert await shop.parcels() == []
