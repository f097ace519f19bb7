"""Every way to make good, of orders in every state: it is registered, or politely not, and never just fails.

The customer answers whatever is asked; the actions answer as the table of duties does for an order in that state.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from bot.core.actions import HandOff, HandOffReason, Perform, Say
from bot.core.conversation import JsonValue
from bot.core.messages import Content, Media, MediaKind
from bot.core.orders import Fulfilment, Order, OrderItem, RefundState, TrackingEvent
from bot.dialogue.rehearsal import Given, Heard, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.scripts.slots import SlotType
from bot.service.actions.duty import Refusal
from bot.service.actions.ladders import LADDERS, duties_for

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"
NOW: Final = datetime(2026, 11, 23, 2, tzinfo=UTC)
_QUESTIONS: Final = 14
_PHOTO: Final = Content(media=(Media(kind=MediaKind.PHOTO, key="p"),))
_REGISTERING: Final = frozenset(
    {"create_return", "create_exchange", "create_repair", "request_resend", "request_refund"}
)


def _ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def _order(state: Fulfilment, *, seen: float = 0, signed: float = 0, refund: RefundState = RefundState.NONE) -> Order:
    left = state in (Fulfilment.SHIPPED, Fulfilment.SIGNED)
    return Order(
        number="XM1001",
        source="test",
        created_at=_ago(signed + 9),
        fulfilment=state,
        receiver="李雷",
        phone="13911112222",
        address="上海市浦东新区世纪大道1号",
        items=(OrderItem(title="暖满保温杯 500ml", product_id="thermos", price=Decimal(69)),),
        total=Decimal(77),
        freight=Decimal(8),
        refund=refund,
        refund_amount=Decimal(0) if refund is RefundState.NONE else Decimal(77),
        paid_at=None if state is Fulfilment.UNPAID else _ago(signed + 8),
        shipped_at=_ago(signed + 7) if left else None,
        signed_at=_ago(signed) if state is Fulfilment.SIGNED else None,
        carrier="中通快递" if left else "",
        tracking_number="73120001" if left else "",
        events=(TrackingEvent(at=_ago(signed or seen), text="快件到达杭州转运中心"),) if left else (),
    )


STATES: Final = {
    "unpaid": _order(Fulfilment.UNPAID),
    "unprinted": _order(Fulfilment.UNPRINTED),
    "printed": _order(Fulfilment.PRINTED),
    "packed": _order(Fulfilment.PACKED),
    "under way": _order(Fulfilment.SHIPPED, seen=0.2),
    "standing still": _order(Fulfilment.SHIPPED, seen=5),
    "signed today": _order(Fulfilment.SIGNED, signed=0.1),
    "signed 10 days ago": _order(Fulfilment.SIGNED, signed=10),
    "signed 45 days ago": _order(Fulfilment.SIGNED, signed=45),
    "refund requested, not sent": _order(Fulfilment.UNPRINTED, refund=RefundState.REQUESTED),
    "refund requested, under way": _order(Fulfilment.SHIPPED, seen=5, refund=RefundState.REQUESTED),
    "refund requested": _order(Fulfilment.SIGNED, signed=2, refund=RefundState.REQUESTED),
    "return awaited": _order(Fulfilment.SIGNED, signed=3, refund=RefundState.WAITING_RETURN),
    "goods back": _order(Fulfilment.SIGNED, signed=5, refund=RefundState.GOODS_RECEIVED),
    "refunded": _order(Fulfilment.SIGNED, signed=6, refund=RefundState.REFUNDED),
    "refunded, standing still": _order(Fulfilment.SHIPPED, seen=5, refund=RefundState.REFUNDED),
    "closed": _order(Fulfilment.CLOSED),
    "closed and refunded": _order(Fulfilment.CLOSED, refund=RefundState.REFUNDED),
}
WISHES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "return for a fault": ("我要退货", {"reason": "quality"}),
    "return, not liked": ("我要退货", {"reason": "dislike"}),
    "exchange": ("我要换货", {"reason": "quality"}),
    "money without a return": ("仅退款", {"reason": "quality", "share": "full"}),
    "part of the money": ("仅退款", {"reason": "quality", "share": "partial"}),
    "broken, exchange": ("杯子裂了", {"remedy": "exchange"}),
    "broken, refund": ("杯子裂了", {"remedy": "refund"}),
    "broken, kept": ("杯子裂了", {"remedy": "keep", "share": "full"}),
    "broken on the way, again": ("快递把杯子压坏了", {"remedy": "resend"}),
    "missing, again": ("少了一个杯盖", {"remedy": "resend"}),
    "repair": ("保温杯坏了我要维修", {}),
    "lost, again": ("快递丢了", {"after_loss": "resend"}),
    "lost, refund": ("快递丢了", {"after_loss": "refund"}),
    "another one": ("给我补发一件", {"after_loss": "resend", "delivered": "never"}),
    "signed, not here": ("显示签收没收到", {}),
    "held at security": ("快递被安检扣了", {"after_loss": "refund"}),
}
_ANSWERS: Final = {"on_way": "here", "arrived": "here", "looked": "asked", "waybill": "right", "standing": "same"}
_FREE: Final = {
    SlotType.TEXT: Content(text="盖子裂了一条缝"),
    SlotType.IMAGES: _PHOTO,
    SlotType.NUMBER: Content(text="20元"),
    SlotType.VARIANT: Content(text="同款"),
    SlotType.PRODUCT: Content(text="保温杯"),
}
_MUST: Final = {
    "signed today": {name for name in WISHES if name != "held at security"},
    "standing still": {"lost, again", "lost, refund", "another one", "held at security"},
}
"""Where the wish is certainly to be registered, so that politeness alone does not pass."""


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


def _given(order: Order) -> Given:
    answers: dict[str, dict[str, JsonValue]] = {}
    for action in LADDERS:
        duties = duties_for(action, order.fulfilment)
        amount = {"amount": "77"} if action in ("request_refund", "cancel_order") else {}
        answers[action] = {"fails": duties.reason.value} if isinstance(duties, Refusal) else {"id": "X0001", **amount}
    answers["offer_coupon"] = {"fails": "nothing_to_offer"}
    return Given(now=NOW, orders=(order,), bound=frozenset({order.number}), actions=answers)


def _answer(book: ScriptBook, asking: str, wanted: dict[str, str]) -> Content:
    if asking == "confirm":
        return Content(text="是的")
    slot = book.packs["zh"].slots[asking]
    if slot.type is SlotType.CHOICE:
        return Content(press=f"{asking}:{wanted.get(asking) or _ANSWERS.get(asking) or slot.options[0].id}", text="x")
    return _FREE[slot.type]


def _played(book: ScriptBook, order: Order, wish: str) -> list[Heard]:
    text, wanted = WISHES[wish]
    rehearsal = Rehearsal(book, _given(order), language="zh")
    heard = [rehearsal.hear(Content(text=text))]
    while heard[-1].asking and len(heard) < _QUESTIONS:
        heard.append(rehearsal.hear(_answer(book, heard[-1].asking, wanted)))
    return heard


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("wish", WISHES)
def test_it_is_registered_or_politely_refused_and_never_just_fails(book: ScriptBook, wish: str, state: str) -> None:
    order = STATES[state]
    heard = _played(book, order, wish)
    actions = [action for one in heard for action in one.actions]
    done = {action.name for action in actions if isinstance(action, Perform)}
    said = [action for action in actions if isinstance(action, Say)]
    reasons = {action.reason for action in actions if isinstance(action, HandOff)}
    assert not heard[-1].asking, f"the talk never ends: {said[-1]}"
    assert not reasons & {HandOffReason.FAILED, HandOffReason.STUCK, HandOffReason.NOT_UNDERSTOOD}
    assert said
    if order.refund is not RefundState.NONE:
        assert not done & (_REGISTERING | {"contact_courier"}), "a refund is under way or done"
    if wish in _MUST.get(state, ()):
        assert done & (_REGISTERING | {"contact_courier"})
