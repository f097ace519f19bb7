"""An order in the customer's language: what was bought, who carries it and what its tracking says.

Orders come in the shop's own words. products.yaml has titles, colours and sizes in other languages, shop.yaml the
carriers and what stands in lines of tracking; what stands in neither stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.core.orders import Order, OrderItem, TrackingEvent
from bot.dialogue.turn import Talk
from bot.scripts.book import Product

_VARIANT: Final = ("colours", "sizes")  # facts of a product that its variants are made of
_BETWEEN: Final = " / "


def in_language(talk: Talk, order: Order) -> Order:
    """The order with titles, variants, carrier and tracking in the language of the talk."""
    return replace(
        order,
        items=tuple(item_in(talk, item) for item in order.items),
        carrier=_carrier_in(talk, order.carrier),
        events=tuple(_event_in(talk, event) for event in order.events),
    )


def title_in(talk: Talk, product: Product) -> str:
    """A product's title in the language of the talk."""
    return str(_own_words(talk, product).get("title", product.title))


def fact_in(talk: Talk, product: Product | None, name: str) -> tuple[str, ...]:
    """What a product's list of this name holds, in the language of the talk; empty when it has no such list."""
    values = (_own_words(talk, product).get(name) or product.facts.get(name)) if product else None
    return tuple(str(value) for value in values) if isinstance(values, list | tuple) else ()


def _own_words(talk: Talk, product: Product) -> Mapping[str, object]:
    """What products.yaml has of a product under the language's name."""
    own = product.facts.get(talk.pack.language)
    return own if isinstance(own, Mapping) else {}


def item_in(talk: Talk, item: OrderItem) -> OrderItem:
    """A line of an order with its title and variant in the language of the talk."""
    product = talk.book.product_of(item)
    own = _own_words(talk, product) if product else {}
    if product is None or not own:
        return item
    known = dict(pair for fact in _VARIANT for pair in _pairs(product.facts.get(fact), own.get(fact)))
    parts = (known.get(part, part) for part in item.variant.split(_BETWEEN))
    return replace(item, title=title_in(talk, product), variant=_BETWEEN.join(parts))


def _pairs(theirs: object, ours: object) -> Iterator[tuple[str, str]]:
    """A list of the shop's words beside the same list in another language."""
    if isinstance(theirs, list) and isinstance(ours, list):
        yield from zip(map(str, theirs), map(str, ours), strict=False)


def _carrier_in(talk: Talk, carrier: str) -> str:
    """中通快递 and 中通 are known by the same beginning, 中通."""
    names = _table(talk, "carriers")
    return next((name for begins, name in names.items() if carrier.startswith(begins)), carrier)


def _event_in(talk: Talk, event: TrackingEvent) -> TrackingEvent:
    """The first words of the table that stand in the line say what happened; a place that is known, where."""
    said = next((text for word, text in _table(talk, "tracking").items() if word in event.text), "")
    if not said:
        return event
    place = next((name for begins, name in _table(talk, "places").items() if event.place.startswith(begins)), "")
    return replace(event, text=f"{said} ({place})" if place else said)


def _table(talk: Talk, name: str) -> Mapping[str, str]:
    """A table of shop.yaml under the language's name: words of the shop → words of that language."""
    own = talk.book.shop.get(talk.pack.language)
    found = own.get(name) if isinstance(own, Mapping) else None
    return {str(word): str(text) for word, text in found.items()} if isinstance(found, Mapping) else {}
