"""Work registered for roles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound
from bot.core.roles import Role
from bot.core.tasks import ReasonCount, Task, TaskDraft, TaskKind, TaskStatus

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from tests.contract.conftest import Shop


async def register(
    shop: Shop, key: str, *, kind: TaskKind = TaskKind.RETURN, order_number: str = "A1", peer: str = "p1"
) -> Task:
    conversation = await shop.talk(peer=peer)
    return await shop.do(
        lambda uow: uow.tasks.register(
            TaskDraft(
                key=key,
                kind=kind,
                role=Role.AFTER_SALE,
                conversation_id=conversation.id,
                order_number=order_number,
                args={"reason": "quality", "photos": ["k1"]},
                approver=Role.PRE_SALE if kind is TaskKind.PRICE_CHANGE else None,
            ),
            now=shop.now,
        )
    )


async def test_a_task_is_registered_open_with_a_number_people_can_say(shop: Shop) -> None:
    task = await register(shop, "k1")
    assert (task.status, task.kind, task.order_number) == (TaskStatus.OPEN, TaskKind.RETURN, "A1")
    assert task.args == {"reason": "quality", "photos": ["k1"]}
    assert task.number == f"R{task.id:04d}"
    assert await shop.do(lambda uow: uow.tasks.get(task.id)) == task


async def test_registering_twice_is_the_same_task(shop: Shop) -> None:
    first = await register(shop, "k1")
    decided = replace(first, status=TaskStatus.DONE)
    await shop.do(lambda uow: uow.tasks.save(decided))
    assert await register(shop, "k1", kind=TaskKind.FOLLOW_UP) == decided
    assert (await register(shop, "k2")).id != first.id


async def test_what_was_said_since_is_kept_with_who_is_liable_and_who_must_agree(shop: Shop) -> None:
    task = await register(shop, "k1")
    told = replace(task, reason="size", department="product", approver=Role.SUPERVISOR, args={"reason": "size"})
    await shop.do(lambda uow: uow.tasks.save(told))
    assert await shop.do(lambda uow: uow.tasks.get(task.id)) == told


async def test_a_decision_is_kept_with_who_and_when(shop: Shop) -> None:
    task, agent = await register(shop, "k1"), await shop.agent()
    decided = replace(task, status=TaskStatus.APPROVED, args={"price": "9.90"}, decided_at=shop.now, decided_by=agent)
    await shop.do(lambda uow: uow.tasks.save(decided))
    assert await shop.do(lambda uow: uow.tasks.get(task.id)) == decided


async def test_tasks_of_a_conversation_are_newest_first(shop: Shop) -> None:
    first, second = await register(shop, "k1"), await register(shop, "k2")
    await register(shop, "k3", peer="p2")
    found = await shop.do(lambda uow: uow.tasks.of_conversation(first.conversation_id))
    assert found == [second, first]


async def test_tasks_of_an_order_are_found_by_kind_and_status(shop: Shop) -> None:
    wanted = await register(shop, "k1", kind=TaskKind.PRICE_CHANGE)
    await register(shop, "k2", kind=TaskKind.RETURN)
    await register(shop, "k3", kind=TaskKind.PRICE_CHANGE, order_number="A2")
    done = await register(shop, "k4", kind=TaskKind.PRICE_CHANGE)
    await shop.do(lambda uow: uow.tasks.save(replace(done, status=TaskStatus.DONE)))
    found = await shop.do(lambda uow: uow.tasks.of_order("A1", [TaskKind.PRICE_CHANGE], [TaskStatus.OPEN]))
    assert found == [wanted]


async def test_tasks_are_listed_by_status_oldest_first_and_page_by_page(shop: Shop) -> None:
    first, second, third = [await register(shop, key) for key in ("k1", "k2", "k3")]
    done = replace(second, status=TaskStatus.DONE)
    await shop.do(lambda uow: uow.tasks.save(done))
    every = list(TaskStatus)

    assert await shop.do(lambda uow: uow.tasks.listing([TaskStatus.OPEN])) == [first, third]
    assert await shop.do(lambda uow: uow.tasks.listing([TaskStatus.APPROVED])) == []
    assert await shop.do(lambda uow: uow.tasks.listing(every, limit=2)) == [first, done]
    assert await shop.do(lambda uow: uow.tasks.listing(every, after=done.id)) == [third]


async def test_an_unknown_task_is_not_found(shop: Shop) -> None:
    ghost = replace(await register(shop, "k1"), id=99)
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.tasks.get(99))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.tasks.save(ghost))


async def test_a_register_is_listed_by_its_kind(shop: Shop) -> None:
    await register(shop, "k1")
    refund = await register(shop, "k2", kind=TaskKind.REFUND)
    found = await shop.do(lambda uow: uow.tasks.listing(list(TaskStatus), kinds=[TaskKind.REFUND, TaskKind.COUPON]))
    assert found == [refund]


async def test_everything_of_a_draft_is_kept(shop: Shop) -> None:
    conversation = await shop.talk()
    draft = TaskDraft(
        key="k",
        kind=TaskKind.COMPLAINT,
        role=Role.FINANCE,
        conversation_id=conversation.id,
        duty="核实",
        args={"detail": "x"},
        reason="quality",
        department="品控",
        approver=Role.SUPERVISOR,
        due_at=shop.now + timedelta(days=2),
    )
    task = await shop.do(lambda uow: uow.tasks.register(draft, now=shop.now))
    assert (task.duty, task.reason, task.department) == ("核实", "quality", "品控")
    assert (task.approver, task.due_at, task.order_number) == (Role.SUPERVISOR, shop.now + timedelta(days=2), "")
    assert await shop.do(lambda uow: uow.tasks.get(task.id)) == task


async def test_a_task_may_change_hands_and_its_duty_and_time(shop: Shop) -> None:
    task = await register(shop, "k1")
    changed = replace(task, role=Role.FINANCE, duty="退款", due_at=shop.now)
    await shop.do(lambda uow: uow.tasks.save(changed))
    assert await shop.do(lambda uow: uow.tasks.get(task.id)) == changed


async def test_reasons_are_counted_by_register_and_department_the_most_frequent_first(shop: Shop) -> None:
    conversation = await shop.talk()

    def use_case(uow: UnitOfWork) -> None:
        for number, (reason, days) in enumerate([("size", 0), ("quality", 0), ("quality", 1), ("", 0), ("late", 3)]):
            draft = TaskDraft(
                key=f"k{number}",
                kind=TaskKind.RETURN,
                role=Role.AFTER_SALE,
                conversation_id=conversation.id,
                reason=reason,
                department="品控" if reason == "quality" else "",
            )
            uow.tasks.register(draft, now=shop.now + timedelta(days=days))

    await shop.do(use_case)
    until = shop.now + timedelta(days=3)
    assert await shop.do(lambda uow: uow.tasks.reason_counts(since=shop.now, until=until)) == [
        ReasonCount(kind=TaskKind.RETURN, reason="quality", department="品控", count=2),
        ReasonCount(kind=TaskKind.RETURN, reason="size", department="", count=1),
    ]
