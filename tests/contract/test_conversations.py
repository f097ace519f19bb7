"""Who talks to the shop, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.conversation import Attempt, Frame, FrameKind, Owner, State
from bot.core.errors import NotFound, StaleConversation
from bot.core.messages import Peer
from bot.core.ports import UnitOfWork

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

QUIET, PATIENCE = timedelta(seconds=2), timedelta(seconds=8)


async def next_due(shop: Shop) -> datetime | None:
    return await shop.store.read(lambda uow: uow.conversations.next_due(now=shop.now, quiet=QUIET, patience=PATIENCE))


async def test_a_peer_has_one_conversation_per_channel_and_account(shop: Shop) -> None:
    first = await shop.talk(peer="p1")
    assert (await shop.talk(peer="p1")).id == first.id
    assert (await shop.talk(peer="p2")).id != first.id
    assert (await shop.talk(peer="p1", channel="telegram")).id != first.id
    assert (first.owner, first.version, first.state, first.case_id) == (Owner.BOT, 0, State(), None)


async def test_a_changed_display_name_is_kept_and_an_empty_one_is_not(shop: Shop) -> None:
    await shop.talk()
    renamed = Peer(id="p1", name="小美美", language="en")
    await shop.do(lambda uow: uow.conversations.of_peer("web", "main", renamed, now=shop.now))
    nameless = Peer(id="p1")
    seen = await shop.do(lambda uow: uow.conversations.of_peer("web", "main", nameless, now=shop.now))
    assert seen.peer == renamed
    assert (await shop.do(lambda uow: uow.conversations.get(seen.id))).peer == renamed


async def test_looking_for_a_peer_creates_nothing(shop: Shop) -> None:
    assert await shop.store.read(lambda uow: uow.conversations.find("web", "main", "p1")) is None
    known = await shop.talk(peer="p1")
    assert await shop.store.read(lambda uow: uow.conversations.find("web", "main", "p1")) == known


async def test_an_unknown_conversation_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound, match="conversation 99"):
        await shop.do(lambda uow: uow.conversations.get(99))
    ghost = replace(await shop.talk(), id=99)
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.conversations.save(ghost, now=shop.now))


async def test_the_whole_state_survives(shop: Shop) -> None:
    state = State(
        language="zh",
        frames=(
            Frame(
                kind=FrameKind.FLOW,
                name="returns.return_flow",
                intent="return_request",
                utterance="开线了想退货\n{{ 7*7 }} <b>",
                step=1,
                asking="reason",
                tries=2,
                slots={"order": {"number": "A1"}, "photos": ["k1", "k2"], "count": 2, "price": 9.5, "ok": None},
                result={"id": "R0001"},
                options=("a", "b"),
            ),
        ),
        topic="returns",
        topic_at=shop.now,
        rotation={"common.hello": 3},
        last_said=("您好", "😀"),
        misses=1,
        attempts=(Attempt(at=shop.now, intent="i", title="退货", outcome="答了"),),
        turns=4,
    )
    conversation = replace(await shop.talk(), state=state, owner=Owner.QUEUE, case_id=7)
    saved = await shop.do(lambda uow: uow.conversations.save(conversation, now=shop.now))
    assert saved == replace(conversation, version=1)
    assert await shop.do(lambda uow: uow.conversations.get(saved.id)) == saved


async def test_a_state_changed_in_place_changes_nothing_in_the_store(shop: Shop) -> None:
    conversation = await shop.talk()
    conversation.state.rotation["common.hello"] = 9
    assert (await shop.talk()).state == State()


async def test_of_two_writers_the_second_is_stale(shop: Shop) -> None:
    conversation = await shop.talk()
    await shop.own(conversation, Owner.QUEUE)
    with pytest.raises(StaleConversation, match="load it again"):
        await shop.do(lambda uow: uow.conversations.save(replace(conversation, owner=Owner.AGENT), now=shop.now))
    assert (await shop.talk()).owner is Owner.QUEUE


async def test_saving_again_and_again_in_one_transaction_counts_versions_up(shop: Shop) -> None:
    conversation = await shop.talk()

    def use_case(uow: UnitOfWork) -> int:
        once = uow.conversations.save(conversation, now=shop.now)
        return uow.conversations.save(once, now=shop.now).version

    assert await shop.do(use_case) == 2


async def test_a_conversation_is_due_once_the_customer_has_paused(shop: Shop) -> None:
    conversation = await shop.arrive("在吗")
    shop.later(1.5)
    assert await shop.due() == []
    await shop.arrive("我的快递")
    shop.later(1.9)
    assert await shop.due() == []
    shop.later(0.1)
    assert await shop.due() == [conversation.id]


async def test_a_customer_who_never_pauses_is_answered_when_patience_ends(shop: Shop) -> None:
    conversation = await shop.arrive()
    for _ in range(7):
        shop.later(1)
        await shop.arrive()
        assert await shop.due() == []
    shop.later(1)
    await shop.arrive()
    assert await shop.due() == [conversation.id]


async def test_longest_waiting_first_and_no_more_than_asked_for(shop: Shop) -> None:
    waiting = []
    for peer in ("b", "c", "a"):
        waiting.append((await shop.arrive(peer=peer)).id)
        shop.later(1)
    shop.later(5)
    assert await shop.due(limit=2) == waiting[:2]
    assert await shop.due("w2", limit=2) == waiting[2:]


async def test_a_leased_conversation_is_left_alone_until_the_lease_runs_out(shop: Shop) -> None:
    conversation = await shop.arrive()
    shop.later(2)
    assert await shop.due("w1") == [conversation.id]
    shop.later(29)
    assert await shop.due("w2") == []
    shop.later(1)
    assert await shop.due("w2") == [conversation.id]


async def test_a_restarted_worker_takes_up_its_own_leases_at_once(shop: Shop) -> None:
    conversation = await shop.arrive()
    shop.later(2)
    assert await shop.due("w1") == [conversation.id]
    assert await shop.due("w1") == [conversation.id]


async def test_saving_keeps_the_lease_and_releasing_gives_up_only_ones_own(shop: Shop) -> None:
    conversation = await shop.arrive()
    shop.later(2)
    await shop.due("w1")
    await shop.own(conversation, Owner.BOT)
    await shop.do(lambda uow: uow.conversations.release([conversation.id], "w2"))
    assert await shop.due("w2") == []
    await shop.do(lambda uow: uow.conversations.release([conversation.id], "w1"))
    assert await shop.due("w2") == [conversation.id]


async def test_nothing_is_due_when_everything_was_read(shop: Shop) -> None:
    conversation = await shop.arrive()
    ids = [inbox_id for inbox_id, _ in await shop.do(lambda uow: uow.inbox.unread(conversation.id))]
    await shop.do(lambda uow: uow.inbox.mark_read(ids, now=shop.now))
    shop.later(60)
    assert await shop.due() == []
    assert await next_due(shop) is None


async def test_what_arrived_during_a_turn_waits_from_its_own_arrival(shop: Shop) -> None:
    conversation = await shop.arrive("一")
    shop.later(2)
    unread = await shop.do(lambda uow: uow.inbox.unread(conversation.id))
    await shop.arrive("二")
    await shop.do(lambda uow: uow.inbox.mark_read([unread[0][0]], now=shop.now))
    assert await shop.due() == []
    assert await next_due(shop) == shop.now + QUIET
    shop.later(2)
    assert await shop.due() == [conversation.id]


async def test_next_due_is_exactly_when_a_claim_succeeds(shop: Shop) -> None:
    assert await next_due(shop) is None
    await shop.arrive()
    due = await next_due(shop)
    assert due == shop.now + QUIET
    shop.now = due
    assert len(await shop.due("w1")) == 1
    assert await next_due(shop) == due + timedelta(seconds=30)


async def test_next_due_is_never_in_the_past(shop: Shop) -> None:
    await shop.arrive()
    shop.later(500)
    assert await next_due(shop) == shop.now


async def test_a_time_without_a_zone_is_refused(shop: Shop) -> None:
    naive = datetime(2026, 3, 2, 10)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(ValueError, match="no time zone"):
        await shop.do(lambda uow: uow.conversations.of_peer("web", "main", Peer(id="p"), now=naive))
