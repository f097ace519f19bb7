"""Finding cases, customers and orders by what a person remembers of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.customers import Customer
from bot.core.messages import Peer

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


async def test_cases_are_found_by_words_of_ask_and_title_newest_first(shop: Shop) -> None:
    first, second = await shop.case(), await shop.case(await shop.talk(peer="p2"))
    await shop.do(lambda uow: uow.cases.save(replace(second, ask="杯盖 BROKEN 50%", title="")))

    async def found(words: str, limit: int = 9) -> list[int]:
        return [case.id for case in await shop.store.read(lambda uow: uow.finder.cases(words, limit=limit))]

    assert await found("人工") == [first.id]
    assert await found("broken 50%") == [second.id]
    assert await found("%") == [second.id]
    assert await found("_") == []
    assert await shop.do(lambda uow: uow.cases.save(replace(first, ask="杯盖")))
    assert await found("杯盖") == [second.id, first.id]
    assert await found("杯盖", limit=1) == [second.id]


async def test_customers_are_found_by_their_name_and_by_words_of_a_tag(shop: Shop) -> None:
    names = {"p1": "小美Amy", "p2": "王小二", "p3": "a*b"}
    ids = {
        peer: (
            await shop.do(
                lambda uow, peer=peer, name=name: uow.conversations.of_peer(  # type: ignore[misc]  # a loop's lambda
                    "web", "main", Peer(id=peer, name=name), now=shop.now
                )
            )
        ).id
        for peer, name in names.items()
    }
    await shop.do(lambda uow: uow.customers.save(Customer(conversation_id=ids["p3"], tags=("老顾客", "小心"))))

    async def found(words: str, limit: int = 9) -> list[int]:
        return await shop.store.read(lambda uow: uow.finder.customers(words, limit=limit))

    assert await found("小") == [ids["p3"], ids["p2"], ids["p1"]]
    assert await found("amy") == [ids["p1"]]
    assert await found("老") == [ids["p3"]]
    assert await found("顾客") == [ids["p3"]]
    assert await found('", "') == []
    assert await found("小", limit=2) == [ids["p3"], ids["p2"]]
    assert await shop.store.read(lambda uow: uow.conversations.peers([ids["p2"], 99])) == {
        ids["p2"]: ("web", Peer(id="p2", name="王小二"))
    }


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("A1", ["A1-b", "A1"]),
        ("A1-", ["A1-b"]),
        ("1", []),
        ("王", ["A1-b"]),
        ("YT77", ["A1"]),
        ("8888", ["A1"]),
        ("13800008888", ["A1"]),
        ("888", []),
        ("*", []),
        ("[", []),
    ],
)
async def test_orders_are_found_by_how_number_receiver_and_tracking_begin_and_by_the_phones_end(
    shop: Shop, words: str, numbers: list[str]
) -> None:
    orders = [
        replace(shop.order("A1", days_ago=2), phone="138 0000 8888", tracking_number="YT7788", receiver="小王"),
        replace(shop.order("A1-b", days_ago=1), phone="13800001234", receiver="王小二"),
        shop.order("B2"),
    ]
    await shop.do(lambda uow: uow.orders.upsert(orders))
    found = await shop.store.read(lambda uow: uow.finder.orders(words, limit=9))
    assert [order.number for order in found] == numbers


async def test_an_order_is_found_by_what_it_is_now(shop: Shop) -> None:
    await shop.do(lambda uow: uow.orders.upsert([replace(shop.order("A1"), tracking_number="OLD1")]))
    await shop.do(lambda uow: uow.orders.upsert([replace(shop.order("A1"), tracking_number="NEW1")]))
    assert await shop.store.read(lambda uow: uow.finder.orders("OLD", limit=9)) == []
    assert len(await shop.store.read(lambda uow: uow.finder.orders("NEW", limit=9))) == 1
