"""One remedy for a piece at a time: whichever flow asks for the second, the action refuses it."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final

import pytest

from bot.core.events import NotPerformed, Performed
from bot.core.orders import Fulfilment, OrderItem, RefundState
from bot.core.roles import Role

if TYPE_CHECKING:
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World

_REMEDIES: Final[dict[str, dict[str, Any]]] = {
    "create_return": {"reason": "quality"},
    "create_exchange": {"reason": "quality", "wish": "同款"},
    "create_repair": {"detail": "开不了机"},
    "request_resend": {"reason": "missing"},
    "request_refund": {"reason": "quality", "scope": "full"},
}
_LAMP, _CUP = "小台灯", "保温杯"
_TWO: Final = (OrderItem(title=_LAMP, price=Decimal(60)), OrderItem(title=_CUP, price=Decimal(40), quantity=2))


@pytest.mark.parametrize(("first", "second"), list(permutations(_REMEDIES, 2)))
async def test_a_second_remedy_of_the_same_piece_is_refused_in_both_directions(
    world: World, clerk: Clerk, first: str, second: str
) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    assert isinstance(await clerk.do(first, order="A1", **_REMEDIES[first]), Performed)
    refused = await clerk.do(second, order="A1", **_REMEDIES[second])
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "under_way"
    assert len(await clerk.tasks()) == 1


async def test_another_piece_of_the_order_has_a_remedy_of_its_own(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO, total="140")
    await clerk.do("create_return", order="A1", reason="dislike", which_item=_LAMP)
    another = await clerk.do("create_return", order="A1", reason="dislike", which_item=_CUP)
    third = await clerk.do("create_exchange", order="A1", reason="size", wish="同款", which_item=_CUP)
    assert isinstance(another, Performed)
    assert isinstance(third, NotPerformed)
    assert [(task.number, task.args["which_item"]) for task in await clerk.tasks()] == [
        ("R0001", _LAMP),
        ("R0002", _CUP),
    ]


async def test_nothing_said_about_which_piece_is_all_of_them(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO, total="140")
    await clerk.do("create_return", order="A1", reason="dislike", which_item=_LAMP)
    assert isinstance(await clerk.do("request_resend", order="A1", reason="missing"), NotPerformed)


@pytest.mark.parametrize(
    ("piece", "scope", "amount", "paid"),
    [
        (_LAMP, "partial", 61, None),
        (_LAMP, "partial", 60, "60"),
        (_LAMP, "full", None, "60"),
        (f"{_CUP} ×1", "full", None, "40"),
        (_CUP, "full", None, "80"),
        ("", "full", None, "140"),
    ],
)
async def test_money_back_is_bounded_by_what_the_piece_cost(
    world: World, clerk: Clerk, piece: str, scope: str, amount: int | None, paid: str | None
) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO, total="140")
    told: dict[str, Any] = {"amount": amount} if amount else {}
    answer = await clerk.do("request_refund", order="A1", reason="quality", scope=scope, which_item=piece, **told)
    if paid is None:
        assert isinstance(answer, NotPerformed)
        assert answer.reason == "bad_amount"
    else:
        assert isinstance(answer, Performed)
        assert Decimal(str(answer.result["amount"])) == Decimal(paid)


async def test_refunds_of_two_pieces_stand_beside_each_other_within_what_was_paid(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO, total="100")
    await clerk.do("request_refund", order="A1", reason="quality", scope="full", which_item=_LAMP)
    second = await clerk.do("request_refund", order="A1", reason="quality", scope="full", which_item=_CUP)
    assert isinstance(second, Performed)
    assert Decimal(str(second.result["amount"])) == Decimal(40)
    assert [task.status for task in await clerk.tasks()] == ["open", "open"]


async def test_an_agent_who_sees_the_registers_may_do_more(world: World, clerk: Clerk) -> None:
    agent = await world.agent("ann", Role.AFTER_SALE)
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    done = await clerk.do("request_refund", agent=agent, order="A1", reason="quality", scope="full")
    assert isinstance(done, Performed)


@pytest.mark.parametrize("refund", [RefundState.REQUESTED, RefundState.WAITING_RETURN, RefundState.GOODS_RECEIVED])
@pytest.mark.parametrize("remedy", [name for name in _REMEDIES if name != "request_refund"])
async def test_a_refund_under_way_in_the_shops_system_counts_as_a_remedy(
    world: World, clerk: Clerk, remedy: str, refund: RefundState
) -> None:
    await world.order("A1", Fulfilment.SIGNED, refund=refund, refund_amount=Decimal(100))
    refused = await clerk.do(remedy, order="A1", **_REMEDIES[remedy])
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "under_way"
    assert await clerk.tasks() == []


async def test_an_agent_may_still_do_more_beside_a_refund_of_the_shops_system(world: World, clerk: Clerk) -> None:
    agent = await world.agent("ann", Role.AFTER_SALE)
    await world.order("A1", Fulfilment.SIGNED, refund=RefundState.REQUESTED)
    assert isinstance(await clerk.do("request_resend", agent=agent, order="A1", reason="missing"), Performed)


async def test_a_parcel_is_looked_for_once_and_what_is_wanted_then_is_kept(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    first = await clerk.do("contact_courier", order="A1", kind="stuck")
    again = await clerk.do("contact_courier", order="A1", kind="lost", after_loss="refund")
    assert isinstance(first, Performed)
    assert isinstance(again, Performed)
    assert again.result == first.result
    assert [(task.args["kind"], task.args["after_loss"]) for task in await clerk.tasks()] == [("lost", "refund")]


async def test_a_recall_is_no_search_and_has_a_task_of_its_own(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await clerk.do("contact_courier", order="A1", kind="stuck")
    await clerk.do("contact_courier", order="A1", kind="recall")
    assert [task.args["kind"] for task in await clerk.tasks()] == ["stuck", "recall"]
