"""An order in the customer's language: what was bought and who carries it.

Orders come in the shop's own words. products.yaml has titles and colours in other languages, shop.yaml the carriers;
what stands in neither stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.orders import Order, OrderItem
from bot.dialogue.turn import Talk
from bot.scripts.book import Product


def in_language(talk: Talk, order: Order) -> Order:
    """The order with titles, variants and carrier in the language of the talk."""
    items = tuple(_item_in(talk, item) for item in order.items)
    return replace(order, items=items, carrier=_carrier_in(talk, order.carrier))


def title_in(talk: Talk, product: Product) -> str:
    """A product's title in the language of the talk."""
    return str(_own_words(talk, product).get("title", product.title))


def _own_words(talk: Talk, product: Product) -> Mapping[str, object]:
    """What products.yaml has of a product under the language's name."""
    own = product.facts.get(talk.pack.language)
    return own if isinstance(own, Mapping) else {}


def _item_in(talk: Talk, item: OrderItem) -> OrderItem:
    products = talk.book.products
    alike = (one for one in products.values() if one.title == item.title)
    product = products.get(item.product_id) or next(alike, None)
    own = _own_words(talk, product) if product else {}
    if product is None or not own:
        return item
    colours, ours = product.facts.get("colours"), own.get("colours")
    known = dict(zip(colours, ours, strict=False)) if isinstance(colours, list) and isinstance(ours, list) else {}
    return replace(item, title=title_in(talk, product), variant=str(known.get(item.variant, item.variant)))


def _carrier_in(talk: Talk, carrier: str) -> str:
    """中通快递 and 中通 are known by the same beginning, 中通."""
    own = talk.book.shop.get(talk.pack.language)
    names = own.get("carriers") if isinstance(own, Mapping) else None
    known = names if isinstance(names, Mapping) else {}
    return str(next((name for begins, name in known.items() if carrier.startswith(begins)), carrier))
