"""The orders of the demo shop: one for every situation a customer asks about, with dates relative to now.

Numbers are 600120260001 to 600120260060. Whoever chats on the demo page is the buyer `demo-buyer` and sees the
first four at once. Anybody else's order opens with its number and the last four digits of the phone, which are `20`
and the last two digits of the number: 600120260026 opens with 2026. The demo buyer's phone ends in 1234.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.conversation import JsonValue
from bot.core.orders import Order, OrderItem, RefundState
from bot.orders.demo_parcels import CARRIERS, Journey, tracking_events, tracking_number
from bot.orders.demo_stories import STORIES, Story
from bot.scripts.book import Product

DEMO_BUYER: Final = "demo-buyer"
FIRST_NUMBER: Final = 600_120_260_001

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_OWN: Final = 4
_DAYS_UNDER_WAY: Final = 4
_CITIES: Final = (
    ("浙江省", "杭州市"),
    ("", "上海市"),
    ("四川省", "成都市"),
    ("广东省", "广州市"),
    ("湖北省", "武汉市"),
    ("陕西省", "西安市"),
    ("山东省", "青岛市"),
    ("新疆维吾尔自治区", "乌鲁木齐市"),
)


def demo_orders(
    now: datetime, products: Mapping[str, Product], *, shop: Mapping[str, JsonValue] | None = None
) -> list[Order]:
    """The sixty orders as they stand at `now`, the same for the same arguments.

    Args:
        now: aware; times of orders are at most `now` (pre-sale dates apart).
        products: what is sold; prices, colours and sizes come from their facts. Any will do, at least one.
        shop: the facts of the shop; `shipping.free_from` and `shipping.fee` set the freight, which is free without.
    """
    shelf = list(products.values())
    return [_order(index, story, now, shelf, shop or {}) for index, story in enumerate(STORIES)]


def _order(index: int, story: Story, now: datetime, shelf: Sequence[Product], shop: Mapping[str, JsonValue]) -> Order:
    items = _items(index, story, shelf)
    goods = sum((item.price * item.quantity for item in items), Decimal(0))
    freight = _freight(goods, shop)
    paid_at = None if story.paid is None else _ago(now, story.paid, hour=9, index=index)
    created_at = (paid_at or _ago(now, story.ordered or 0, hour=9, index=index)) - timedelta(minutes=3)
    province, city = _CITIES[index % len(_CITIES)]
    order = Order(
        number=str(FIRST_NUMBER + index),
        source="demo",
        created_at=created_at,
        fulfilment=story.state,
        buyer=DEMO_BUYER if index < _OWN else f"demo-guest-{index + 1:02}",
        receiver="演示顾客",
        phone="13800001234" if index < _OWN else f"138000020{index + 1:02}",
        address=f"{province}{city}演示路 {index + 1} 号",
        items=items,
        total=goods + freight,
        freight=freight,
        refund=story.refund,
        refund_amount=_refund(story, goods + freight),
        paid_at=paid_at,
        expected_at=_ahead(now, story.due) if story.due else None,
        message=story.message,
        remark=story.remark,
    )
    return order if story.shipped is None else _sent(order, index, story, now, city)


def _sent(order: Order, index: int, story: Story, now: datetime, city: str) -> Order:
    """The order with its parcel."""
    carrier = CARRIERS[index % len(CARRIERS)]
    left = _ago(now, story.shipped or 0, hour=17, index=index)
    signed = None if story.signed is None else _ago(now, story.signed, hour=11, index=index)
    journey = Journey(
        carrier=carrier,
        city=city,
        left=left,
        seen=signed or max(left, _minute(now - timedelta(days=story.seen))),
        stops=story.stops,
        way=story.way,
    )
    return replace(
        order,
        shipped_at=left,
        signed_at=signed,
        expected_at=left + timedelta(days=_DAYS_UNDER_WAY),
        carrier=carrier,
        tracking_number=tracking_number(carrier, index + 1),
        events=tracking_events(journey),
    )


def _items(index: int, story: Story, shelf: Sequence[Product]) -> tuple[OrderItem, ...]:
    """Neighbours on the shelf, so that every product is in some order."""
    return tuple(
        _item(shelf[(index + place) % len(shelf)], index + place, story.pieces) for place in range(story.products)
    )


def _item(product: Product, turn: int, pieces: int) -> OrderItem:
    choices = (_choice(product.facts.get(fact), turn) for fact in ("colours", "sizes"))
    return OrderItem(
        title=product.title,
        quantity=pieces,
        price=Decimal(str(product.facts.get("price", 0))),
        sku=f"{product.id}-{turn % 3 + 1}",
        variant=" / ".join(filter(None, choices)),
        product_id=product.id,
    )


def _choice(fact: JsonValue, turn: int) -> str:
    return str(fact[turn % len(fact)]) if isinstance(fact, list) and fact else ""


def _freight(goods: Decimal, shop: Mapping[str, JsonValue]) -> Decimal:
    shipping = shop.get("shipping")
    if not isinstance(shipping, Mapping) or goods >= Decimal(str(shipping.get("free_from", 0))):
        return Decimal(0)
    return Decimal(str(shipping.get("fee", 0)))


def _refund(story: Story, total: Decimal) -> Decimal:
    if story.refund is RefundState.NONE:
        return Decimal(0)
    return total if story.refunded is None else story.refunded


def _ago(now: datetime, days: float, *, hour: int, index: int) -> datetime:
    """So many days ago; from a day on at a shop's hour, a little different for each order."""
    if days < 1:
        return _minute(now - timedelta(days=days))
    local = (now - timedelta(days=days)).astimezone(_ZONE)
    return local.replace(hour=hour + index % 2, minute=index * 7 % 60, second=0, microsecond=0).astimezone(UTC)


def _ahead(now: datetime, days: int) -> datetime:
    return (
        (now + timedelta(days=days))
        .astimezone(_ZONE)
        .replace(hour=18, minute=0, second=0, microsecond=0)
        .astimezone(UTC)
    )


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
