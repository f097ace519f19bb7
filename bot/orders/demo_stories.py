"""What happens in the orders of the demo shop: each story is one situation that customers ask about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.core.orders import Fulfilment, RefundState
from bot.orders.demo_parcels import STOPS, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One order. Times are days ago: 0.1 is 2.4 hours ago, 2 is the day before yesterday at a shop's hour.

    `stops` and `seen` say how far the parcel came and when it was last heard of; a stuck one was not heard of for days.
    """

    state: Fulfilment
    paid: float | None = None
    ordered: float | None = None
    shipped: float | None = None
    signed: float | None = None
    seen: float = 0.1
    stops: int = 0
    way: Way = Way.DOOR
    due: int | None = None
    pieces: int = 1
    products: int = 1
    refund: RefundState = RefundState.NONE
    refunded: Decimal | None = None
    message: str = ""
    remark: str = ""


def _unpaid(ordered: float, *, pieces: int = 1, products: int = 1, message: str = "") -> Story:
    return Story(state=Fulfilment.UNPAID, ordered=ordered, pieces=pieces, products=products, message=message)


def _inside(
    state: Fulfilment,
    paid: float,
    *,
    due: int | None = None,
    products: int = 1,
    refund: RefundState = RefundState.NONE,
    message: str = "",
    remark: str = "",
) -> Story:
    """Paid and still in the warehouse."""
    return Story(state=state, paid=paid, due=due, products=products, refund=refund, message=message, remark=remark)


def _under_way(
    shipped: float, stops: int, seen: float, *, way: Way = Way.DOOR, refund: RefundState = RefundState.NONE
) -> Story:
    return Story(
        state=Fulfilment.SHIPPED, paid=shipped + 1, shipped=shipped, stops=stops, seen=seen, way=way, refund=refund
    )


def _signed(
    signed: float,
    *,
    way: Way = Way.DOOR,
    products: int = 1,
    refund: RefundState = RefundState.NONE,
    refunded: Decimal | None = None,
) -> Story:
    return Story(
        state=Fulfilment.SIGNED,
        paid=signed + 4,
        shipped=signed + 3,
        signed=signed,
        stops=STOPS,
        way=way,
        products=products,
        refund=refund,
        refunded=refunded,
    )


def _closed(ordered: float, *, paid: bool = False, remark: str = "") -> Story:
    return Story(
        state=Fulfilment.CLOSED,
        ordered=ordered,
        paid=ordered if paid else None,
        refund=RefundState.REFUNDED if paid else RefundState.NONE,
        remark=remark,
    )


STORIES: Final = (
    # 01-04: the demo buyer's own: on its way, unpaid, signed the day before yesterday, just paid.
    _under_way(2, 3, 0.2),
    _unpaid(0.08, products=2),
    _signed(2, products=2),
    _inside(Fulfilment.UNPRINTED, 0.1),
    # 05-09: unpaid, from a minute ago to nearly closed by itself.
    _unpaid(0.002),
    _unpaid(0.1, pieces=2),
    _unpaid(0.4, message="能便宜一点吗"),
    _unpaid(0.8, pieces=3),
    _unpaid(0.95, products=3),
    # 10-16: paid, not begun; 13 is late, 14 is a pre-sale, 15 wants the money back.
    _inside(Fulfilment.UNPRINTED, 0.01),
    _inside(Fulfilment.UNPRINTED, 0.3, products=2),
    _inside(Fulfilment.UNPRINTED, 1, message="麻烦发顺丰"),
    _inside(Fulfilment.UNPRINTED, 4, remark="补货中，已催仓库"),
    _inside(Fulfilment.UNPRINTED, 3, due=10, remark="预售"),
    _inside(Fulfilment.UNPRINTED, 0.5, refund=RefundState.REQUESTED),
    _inside(Fulfilment.UNPRINTED, 2, products=3),
    # 17-20: the label is printed.
    _inside(Fulfilment.PRINTED, 0.2),
    _inside(Fulfilment.PRINTED, 0.6, products=2),
    _inside(Fulfilment.PRINTED, 1),
    _inside(Fulfilment.PRINTED, 2, message="工作日送到公司"),
    # 21-25: packed, waiting for the courier.
    _inside(Fulfilment.PACKED, 0.4),
    _inside(Fulfilment.PACKED, 0.9),
    _inside(Fulfilment.PACKED, 1, products=2),
    _inside(Fulfilment.PACKED, 2, refund=RefundState.REQUESTED),
    _inside(Fulfilment.PACKED, 3),
    # 26-40: on the way; 31-34 are stuck, 36-37 wait to be picked up, 38 was not handed over, 39-40 go back.
    _under_way(0.1, 1, 0.1),
    _under_way(0.6, 2, 0.2),
    _under_way(1, 2, 0.3),
    _under_way(2, 4, 0.05),
    _under_way(3, 4, 0.02),
    _under_way(4, 2, 3),
    _under_way(5, 3, 3),
    _under_way(7, 2, 6),
    _under_way(9, 3, 5),
    _under_way(2, 3, 0.3),
    _under_way(3, 5, 0.2, way=Way.STATION),
    _under_way(4, 5, 1, way=Way.STATION),
    _under_way(3, 5, 0.3, way=Way.NOBODY),
    _under_way(2, 3, 0.5, refund=RefundState.REQUESTED),
    _under_way(3, 3, 1, refund=RefundState.WAITING_RETURN),
    # 41-52: signed, from this morning to long ago; 47-52 with a return in each of its states.
    _signed(0.1),
    _signed(1),
    _signed(3, way=Way.LOCKER),
    _signed(6, products=2),
    _signed(8),
    _signed(20),
    _signed(1, refund=RefundState.REQUESTED),
    _signed(3, refund=RefundState.WAITING_RETURN),
    _signed(5, refund=RefundState.GOODS_RECEIVED),
    _signed(6, refund=RefundState.REFUNDED),
    _signed(10, products=2, refund=RefundState.REFUNDED, refunded=Decimal("10.00")),
    _signed(45),
    # 53-60: closed, unpaid or with the money back.
    _closed(2),
    _closed(3),
    _closed(6),
    _closed(12),
    _closed(3, paid=True, remark="未发货退款"),
    _closed(7, paid=True, remark="拍错颜色，已退款"),
    _closed(14, paid=True, remark="缺货退款"),
    _closed(30, paid=True, remark="未发货退款"),
)
