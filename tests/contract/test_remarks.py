"""Lines on orders, and the audit of what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Conflict
from bot.core.roles import Agent
from bot.core.tasks import AuditEntry, Remark

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from tests.contract.conftest import Shop


async def remark(shop: Shop, key: str, number: str = "A1", text: str = "改地址", agent: Agent | None = None) -> Remark:
    return await shop.do(
        lambda uow: uow.remarks.add(key=key, order_number=number, text=text, agent=agent, now=shop.now)
    )


async def test_remarks_stand_on_their_orders_oldest_first_with_who_wrote_them(shop: Shop) -> None:
    agent = await shop.agent()
    first = await remark(shop, "k1")
    second = await remark(shop, "k2", text="取消", agent=agent)
    other = await remark(shop, "k3", number="A2")
    await remark(shop, "k4", number="A3")
    found = await shop.do(lambda uow: uow.remarks.of_orders(["A1", "A2", "A9"]))
    assert found == {"A1": (first, second), "A2": (other,)}
    assert (first.agent, second.agent, second.text, second.at) == (None, agent, "取消", shop.now)
    assert await shop.do(lambda uow: uow.remarks.of_orders([])) == {}


async def test_the_same_key_is_the_same_remark(shop: Shop) -> None:
    first = await remark(shop, "k1")
    assert await remark(shop, "k1", number="A2", text="别的") == first


async def entry(shop: Shop, key: str, peer: str = "p1") -> AuditEntry:
    conversation = await shop.talk(peer=peer)
    return AuditEntry(
        key=key,
        conversation_id=conversation.id,
        action="cancel_order",
        at=shop.now,
        done=True,
        order_number="A1",
        args={"photos": ["k1"], "price": 3},
        result={"id": "T0001"},
    )


async def test_the_audit_keeps_what_was_done_and_refused_oldest_first(shop: Shop) -> None:
    agent = await shop.agent()
    done = await entry(shop, "k1")
    refused = replace(await entry(shop, "k2"), done=False, result={"reason": "shipped", "detail": ""}, agent=agent)
    others = await entry(shop, "k3", peer="p2")

    def use_case(uow: UnitOfWork) -> None:
        for one in (done, refused, others):
            uow.audit.record(one)

    await shop.do(use_case)
    assert await shop.do(lambda uow: uow.audit.of_conversation(done.conversation_id)) == [done, refused]
    assert await shop.do(lambda uow: uow.audit.find("k2")) == refused
    assert await shop.do(lambda uow: uow.audit.find("k9")) is None


async def test_an_audit_entry_is_never_overwritten(shop: Shop) -> None:
    first = await entry(shop, "k1")
    await shop.do(lambda uow: uow.audit.record(first))
    with pytest.raises(Conflict):
        await shop.do(lambda uow: uow.audit.record(replace(first, action="create_return")))
    assert await shop.do(lambda uow: uow.audit.find("k1")) == first
