"""Figures of the whole shop: what waits in its queues, and what its history tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEvent, CaseEventKind, CaseStatus
from bot.core.measures import Backlog, Handled, Pile
from bot.core.messages import Delivery
from bot.core.roles import Role
from bot.core.timers import TimerKind
from bot.core.webhooks import DeliveryState, WebhookEvent

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from tests.contract.conftest import Shop


async def backlog(shop: Shop) -> Backlog:
    return await shop.store.read(lambda uow: uow.gauges.backlog(now=shop.now))


async def handled(shop: Shop, after: int = 0) -> Handled:
    return await shop.store.read(lambda uow: uow.gauges.handled(after=after))


async def test_an_empty_shop_has_no_backlog_and_no_history(shop: Shop) -> None:
    assert await backlog(shop) == Backlog()
    assert await handled(shop) == Handled()


async def test_unread_messages_are_counted_with_the_oldest_until_they_are_read(shop: Shop) -> None:
    began = shop.now
    conversation = await shop.arrive("在吗")
    shop.later(5)
    await shop.arrive("人呢")
    await shop.arrive("你好", peer="p2")
    assert (await backlog(shop)).inbox == Pile(count=3, oldest=began)

    def read(uow: UnitOfWork) -> None:
        uow.inbox.mark_read([one for one, _ in uow.inbox.unread(conversation.id)], now=shop.now)

    await shop.do(read)
    assert (await backlog(shop)).inbox == Pile(count=1, oldest=began + timedelta(seconds=5))


async def test_the_outbox_is_counted_by_channel_and_by_whether_a_message_is_on_its_way(shop: Shop) -> None:
    web, telegram = await shop.talk(), await shop.talk(peer="p2", channel="telegram")
    began = shop.now
    await shop.say(web, "您好")
    shop.later(3)
    await shop.say(web, "还在吗")
    await shop.say(telegram, "您好")
    [parcel] = await shop.parcels()
    assert (await backlog(shop)).outbox == {
        ("web", Delivery.SENDING): Pile(count=1, oldest=began),
        ("web", Delivery.WAITING): Pile(count=1, oldest=shop.now),
        ("telegram", Delivery.WAITING): Pile(count=1, oldest=shop.now),
    }
    await shop.do(lambda uow: uow.outbox.settle(parcel.seq, Delivery.SENT, now=shop.now))
    assert ("web", Delivery.SENDING) not in (await backlog(shop)).outbox


async def test_open_cases_are_counted_by_state_and_role_and_know_who_waits_longest(shop: Shop) -> None:
    began = shop.now
    first = await shop.case()
    shop.later(60)
    await shop.case(await shop.talk(peer="p2"))
    found = await backlog(shop)
    assert found.cases == {(CaseStatus.WAITING, Role.AFTER_SALE): 2}
    assert found.waiting == Pile(count=2, oldest=began)

    def answer(uow: UnitOfWork) -> None:
        uow.cases.save(replace(first, status=CaseStatus.ANSWERED, waiting_since=None, role=Role.SUPERVISOR))

    await shop.do(answer)
    found = await backlog(shop)
    assert found.cases == {(CaseStatus.WAITING, Role.AFTER_SALE): 1, (CaseStatus.ANSWERED, Role.SUPERVISOR): 1}
    assert found.waiting == Pile(count=1, oldest=shop.now)


async def test_timers_count_once_they_are_due(shop: Shop) -> None:
    talk = await shop.talk()
    due = shop.now + timedelta(minutes=1)
    await shop.do(
        lambda uow: uow.timers.start(key="t", kind=TimerKind.NUDGE, conversation_id=talk.id, due_at=due, args={})
    )
    assert (await backlog(shop)).timers == Pile()
    shop.later(61)
    assert (await backlog(shop)).timers == Pile(count=1, oldest=due)
    await shop.do(lambda uow: uow.timers.cancel(["t"], why="done", now=shop.now))
    assert (await backlog(shop)).timers == Pile()


async def test_webhook_deliveries_count_until_they_are_settled(shop: Shop) -> None:
    def tell(uow: UnitOfWork) -> None:
        hook = uow.webhooks.add("https://crm.example.com", [WebhookEvent.CASE_OPENED], "salt", now=shop.now)
        uow.webhook_deliveries.add(hook.id, message_id="m", event=WebhookEvent.CASE_OPENED, body="{}", now=shop.now)

    await shop.do(tell)
    assert (await backlog(shop)).webhooks == Pile(count=1, oldest=shop.now)

    def settle(uow: UnitOfWork) -> None:
        [delivery] = uow.webhook_deliveries.listing(1)
        settled = replace(delivery, state=DeliveryState.DELIVERED, next_at=None, settled_at=shop.now)
        uow.webhook_deliveries.save(settled)

    await shop.do(settle)
    assert (await backlog(shop)).webhooks == Pile()


async def test_the_history_tells_handoffs_by_reason_and_first_answers_from_where_it_was_left(shop: Shop) -> None:
    case = await shop.case()
    await shop.do(lambda uow: uow.cases.record(CaseEvent(case_id=case.id, kind=CaseEventKind.OPENED, at=shop.now)))
    first = await handled(shop)
    assert (first.handoffs, first.first_replies) == ({HandOffReason.ASKED: 1}, ())

    async def reply() -> None:
        def use_case(uow: UnitOfWork) -> None:
            known = uow.cases.get(case.id)
            if known.first_reply_at is None:
                uow.cases.save(replace(known, first_reply_at=shop.now))
            uow.cases.record(CaseEvent(case_id=case.id, kind=CaseEventKind.REPLIED, at=shop.now))

        await shop.do(use_case)

    shop.later(42)
    await reply()
    shop.later(1)
    await reply()
    second = await handled(shop, after=first.seen)
    assert (second.handoffs, second.first_replies) == ({}, (42.0,))
    assert await handled(shop, after=second.seen) == Handled(seen=second.seen)
    assert await handled(shop) == Handled(seen=second.seen, handoffs={HandOffReason.ASKED: 1}, first_replies=(42.0,))
