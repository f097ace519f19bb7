"""What numbers of shop.yaml must be to each other: a percentage is one, and no amount is above its own limit.

The sections may hold any keys a shop likes, so this reads the page as it is written, every key in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bot.scripts.outreach_documents import MessageDoc
from bot.scripts.report import Report
from bot.scripts.shop_documents import ShopDoc
from bot.scripts.spans import span_of
from bot.scripts.tree import Fields, Items, Node, Text, plain_data

_PERCENT: Final = "_percent"


def check_shop(root: Fields, shop: ShopDoc, report: Report) -> None:
    """Report every number that cannot be meant, where it stands."""
    for key, value in _scalars(root):
        share = plain_data(value)
        if key.endswith(_PERCENT) and isinstance(share, int | float) and not 0 <= share <= 100:
            report.add(value.place, "shape", f"`{key}`: a percentage lies between 0 and 100", "0 means nothing")
    _check_compensation(shop, report)
    _check_times(shop, report)


def _check_compensation(shop: ShopDoc, report: Report) -> None:
    if shop.goodwill is None:
        return
    for reason, amount in shop.compensation.items():
        if amount > shop.goodwill.per_order:
            report.add(
                reason.place,
                "shape",
                f"`{reason}`: {amount:g} is more than all compensation of one order may come to",
                f"`goodwill: per_order` is {shop.goodwill.per_order:g}: lower this one, or raise that",
            )


def _check_times(shop: ShopDoc, report: Report) -> None:
    """A message that comes several times comes in this order."""
    kinds = vars(shop.outreach).values() if shop.outreach is not None else ()
    spans = [kind.after for kind in kinds if isinstance(kind, MessageDoc)]
    for earlier, later in (pair for row in spans for pair in pairwise(row)):
        if span_of(later) <= span_of(earlier):
            report.add(later.place, "shape", f"`{later}` does not come after `{earlier}`", "the shortest span first")


def _scalars(node: Node) -> Iterator[tuple[str, Text]]:
    """Every key with the plain value it has, at any depth."""
    match node:
        case Fields():
            for key, value in node.items():
                if isinstance(value, Text):
                    yield key, value
                else:
                    yield from _scalars(value)
        case Items():
            for item in node:
                yield from _scalars(item)
