"""Which lines of an order a stored answer names, and what they cost: a remedy is about pieces, not about the order.

The answer may have been given in another language than the one spoken now, so that a line goes by all its titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from bot.core.conversation import JsonValue
from bot.core.orders import Order, OrderItem
from bot.core.tasks import Remedy
from bot.scripts.book import Product, ScriptBook


def named_items(book: ScriptBook, order: Order, value: JsonValue) -> tuple[OrderItem, ...]:
    """The lines that a value of an ITEMS slot names; empty when it names none in particular."""
    return tuple(item for item in order.items if any(title in str(value or "") for title in _titles(book, item)))


def items_meant(book: ScriptBook, order: Order, value: JsonValue) -> tuple[OrderItem, ...]:
    """The lines that a value of an ITEMS slot is about: those it names, else all of the order."""
    return named_items(book, order, value) or order.items


def about_same(book: ScriptBook, order: Order, one: JsonValue, other: JsonValue) -> bool:
    """Whether two values name a line in common. 全部, and nothing said, is every line."""
    if not order.items:
        return True
    return not set(items_meant(book, order, one)).isdisjoint(items_meant(book, order, other))


def standing_about(book: ScriptBook, order: Order, value: JsonValue, remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """Those of the order's remedies that are about what the value names."""
    return tuple(one for one in remedies if about_same(book, order, one.piece, value))


def worth(book: ScriptBook, order: Order, value: JsonValue) -> Decimal:
    """What was paid for the pieces that a value names, at most: with the freight, if they are the whole order.

    Of an order without prices it is what was paid in all.
    """
    if not is_part(book, order, value):
        return order.total
    lines = items_meant(book, order, value)
    prices = [item.price * count_in(book, item, str(value or "")) for item in lines]
    return min(order.total, sum(prices, Decimal(0))) if all(prices) and prices else order.total


def other_product(book: ScriptBook, order: Order, value: JsonValue) -> Product | None:
    """The product that a wish for another colour or size names, and that is not in the order: 换成保温杯."""
    text = str(value or "")
    own = {item.product_id for item in order.items}
    known = ((name, one) for one in book.products.values() for name in (one.title, *one.aliases))
    named = [(len(name), one) for name, one in known if len(name) > 1 and name in text]
    longest = max(named, key=lambda pair: pair[0], default=None)
    if longest is None or longest[1].id in own or any(longest[1].title in item.title for item in order.items):
        return None
    return longest[1]


def is_same_variant(items: Iterable[OrderItem], wish: JsonValue) -> bool:
    """Whether a wish is what the one thing meant is already: 白, of a pillow in white."""
    lines, rest = tuple(items), str(wish or "")
    if len(lines) != 1 or not rest:
        return False
    for piece in sorted(re.split(r"[/;；,，]", lines[0].variant), key=len, reverse=True):
        rest = rest.replace(piece.strip(), "") if piece.strip() else rest
    return not rest.strip()


def is_part(book: ScriptBook, order: Order, value: JsonValue) -> bool:
    """Whether a value names less than the whole order: one of several lines, or one piece of two."""
    named = items_meant(book, order, value)
    return len(named) < len(order.items) or any(count_in(book, one, str(value or "")) < one.quantity for one in named)


def count_in(book: ScriptBook, item: OrderItem, value: str) -> int:
    """The 1 of 台灯 ×1; all pieces of the line where no count was told."""
    told = (re.search(rf"{re.escape(title)}\s*×\s*(\d+)", value) for title in _titles(book, item))
    return next((min(int(found[1]), item.quantity) for found in told if found), item.quantity)


def _titles(book: ScriptBook, item: OrderItem) -> Iterator[str]:
    """As the order has it, and as products.yaml has it in every language."""
    if item.title:
        yield item.title
    product = book.product_of(item)
    if product is not None:
        yield product.title
        yield from (str(own["title"]) for own in product.facts.values() if isinstance(own, Mapping) and "title" in own)
