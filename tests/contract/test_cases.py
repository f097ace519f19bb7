"""Handoffs, their history, and the notes beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Agent, CaseEvent, CaseEventKind, CaseStatus, Outcome
from bot.core.conversation import Attempt
from bot.core.errors import Conflict, NotFound

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def test_a_case_opens_waiting_with_everything_collected(shop: Shop) -> None:
    conversation = await shop.talk()
    attempt = Attempt(at=shop.now, intent="where_is_my_order", title="查快递", outcome="答了")
    handoff = HandOff(
        reason=HandOffReason.STUCK,
        intent="return_request",
        title="办理退货",
        ask="开线了 {{ 1 }}",
        slots={"订单": "A1", "原因": "质量问题"},
        order_number="A1",
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
    assert (case.opened_at, case.assignee, case.outcome) == (shop.now, None, "")
    assert await shop.do(lambda uow: uow.cases.get(case.id)) == case
    [opened] = await shop.do(lambda uow: uow.cases.history(case.id))
    assert opened == CaseEvent(case_id=case.id, kind=CaseEventKind.OPENED, at=shop.now)


async def test_everything_but_id_and_conversation_can_be_changed(shop: Shop) -> None:
    case, agent = await shop.case(), await shop.agent()
    changed = replace(
        case,
        status=CaseStatus.CLOSED,
        title="退货",
        slots={"a": "b"},
        assignee=agent,
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
    assert history[1:] == [claimed, closed]
    assert len(await shop.do(lambda uow: uow.cases.history(other.id))) == 1


async def test_the_queue_is_oldest_first(shop: Shop) -> None:
    cases = []
    for peer in ("p1", "p2", "p3", "p4"):
        cases.append(await shop.case(await shop.talk(peer=peer)))
        shop.later(1)
    await shop.do(lambda uow: uow.cases.save(replace(cases[1], status=CaseStatus.CLOSED)))
    await shop.do(lambda uow: uow.cases.save(replace(cases[2], status=CaseStatus.TAKEN)))

    async def listing(*statuses: CaseStatus, limit: int = 10) -> list[int]:
        return [case.id for case in await shop.store.read(lambda uow: uow.cases.listing(statuses, limit=limit))]

    assert await listing(CaseStatus.WAITING, CaseStatus.TAKEN) == [cases[0].id, cases[2].id, cases[3].id]
    assert await listing(CaseStatus.WAITING, limit=1) == [cases[0].id]
    assert await listing(CaseStatus.RETURNED) == []
    assert await listing() == []


async def test_of_many_ended_cases_the_newest_are_listed_by_when_they_ended(shop: Shop) -> None:
    cases = [await shop.case(await shop.talk(peer=f"p{number}")) for number in range(5)]
    assert await shop.store.read(lambda uow: uow.cases.ended(limit=3)) == []
    order = [cases[3], cases[0], cases[4], cases[1]]  # the second of them waits no longer than the others
    for case, status in zip(order, [CaseStatus.CLOSED, CaseStatus.RETURNED] * 2, strict=True):
        ended = replace(case, status=status, ended_at=shop.later(1))
        await shop.do(lambda uow, ended=ended: uow.cases.save(ended))  # type: ignore[misc]  # a loop's lambda
    newest = await shop.store.read(lambda uow: uow.cases.ended(limit=3))
    assert [case.id for case in newest] == [cases[1].id, cases[4].id, cases[0].id]


async def test_a_waiting_case_knows_its_place_in_a_queue_of_any_length(shop: Shop) -> None:
    cases = [await shop.case(await shop.talk(peer=f"p{number}")) for number in range(4)]  # all in the same moment
    await shop.do(lambda uow: uow.cases.save(replace(cases[1], status=CaseStatus.TAKEN)))

    async def place(case_id: int | None) -> tuple[int, int]:
        return await shop.store.read(lambda uow: uow.cases.queue_place(case_id))

    assert [await place(case.id) for case in cases] == [(3, 1), (3, 0), (3, 2), (3, 3)]
    assert await place(None) == (3, 0)


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
