"""How fast the store is where a shop feels it: the import of its orders, a customer's message, a turn."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.core.messages import Author, Content, Draft, Incoming, Peer
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.core.ports import UnitOfWork
from bot.storage import open_store

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = timedelta(seconds=1)


def order(number: int) -> Order:
    return Order(
        number=f"3{number:018d}",
        source="taobao",
        created_at=NOW - timedelta(seconds=number),
        fulfilment=Fulfilment.SHIPPED,
        buyer=f"b{number % 20_000}",
        receiver="演示顾客",
        phone="13800000000",
        items=(OrderItem(title="棉拖鞋", quantity=2, price=Decimal("19.90")), OrderItem(title="杯子")),
        total=Decimal("49.70"),
        paid_at=NOW,
        carrier="中通",
    )


def message(number: int) -> Incoming:
    return Incoming(
        channel="web",
        account="main",
        external_id=str(number),
        peer=Peer(id=f"p{number}"),
        content=Content(text="我的快递怎么还没到"),
        sent_at=NOW,
    )


def take_turns(uow: UnitOfWork) -> int:
    """The store's part of a batch of turns."""
    now = NOW + timedelta(minutes=1)
    claimed = uow.conversations.claim("w", now=now, quiet=SPAN, patience=SPAN, lease=SPAN, limit=20)
    for conversation in map(uow.conversations.get, claimed):
        uow.inbox.mark_read([inbox_id for inbox_id, _ in uow.inbox.unread(conversation.id)], now=now)
        uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
        uow.outbox.put(conversation, Draft(author=Author.BOT, content=Content(text="已经在路上")), now=now)
        uow.conversations.save(conversation, now=now)
    uow.conversations.release(claimed, "w")
    return len(claimed)


async def test_a_hundred_thousand_orders_go_in_under_thirty_seconds(tmp_path: Path) -> None:
    orders = [order(number) for number in range(100_000)]
    store = await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    begun = time.perf_counter()
    new = await store.transact(lambda uow: uow.orders.upsert(orders))
    seconds = time.perf_counter() - begun
    again = await store.transact(lambda uow: uow.orders.upsert(orders))
    await store.close()
    print(f"100 000 new orders: {seconds:.1f} s")  # noqa: T201 - a benchmark says its figure
    assert (len(new), again) == (100_000, [])
    assert seconds < 30


async def test_messages_and_turns_per_second(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    begun = time.perf_counter()
    for number in range(300):
        await store.transact(lambda uow, number=number: uow.inbox.add(message(number), now=NOW))  # type: ignore[misc]  # a loop's lambda
    stored = time.perf_counter()
    turns = 0
    while taken := await store.transact(take_turns):
        turns += taken
    ended = time.perf_counter()
    await store.close()
    print(f"{300 / (stored - begun):.0f} messages/s stored one by one, {turns / (ended - stored):.0f} turns/s")  # noqa: T201 - as above
    assert turns == 300
    assert ended - begun < 30
