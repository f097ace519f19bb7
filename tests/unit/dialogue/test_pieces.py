"""Which lines of an order an answer names, in whichever language it was given, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.core.orders import OrderItem
from bot.core.tasks import Remedy, TaskKind
from bot.dialogue.pieces import about_same, is_part, items_meant, named_items, standing_about, worth
from bot.scripts.book import Product

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.orders import Order
    from bot.scripts.book import ScriptBook

_LAMP = OrderItem(title="护眼灯", price=Decimal(60))
_CUP = OrderItem(title="马克杯", price=Decimal(40), quantity=2)


@pytest.fixture
def both(order: Callable[..., Order]) -> Order:
    return order("A1", "signed", items=(_LAMP, _CUP), total=Decimal(140))


def test_what_names_no_line_in_particular_is_all_of_them(book: ScriptBook, both: Order) -> None:
    assert items_meant(book, both, "马克杯 ×1") == (_CUP,)
    assert items_meant(book, both, "全部") == items_meant(book, both, None) == (_LAMP, _CUP)


def test_only_lines_that_are_named_are_chosen(book: ScriptBook, both: Order) -> None:
    assert named_items(book, both, "马克杯 ×1") == (_CUP,)
    assert named_items(book, both, "全部") == named_items(book, both, None) == ()


def test_money_follows_the_line_into_another_language(book: ScriptBook, both: Order) -> None:
    lamp = Product(id="lamp", title="护眼灯", facts={"en": {"title": "Reading lamp"}})
    bilingual = replace(book, products={"lamp": lamp})
    assert named_items(bilingual, both, "Reading lamp") == (_LAMP,)
    assert worth(bilingual, both, "Reading lamp") == 60


def test_two_answers_are_about_the_same_when_they_share_a_line(book: ScriptBook, both: Order) -> None:
    assert not about_same(book, both, "护眼灯", "马克杯")
    assert about_same(book, both, "护眼灯、马克杯", "马克杯")
    assert about_same(book, both, "", "马克杯")


def test_a_remedy_stands_for_the_pieces_it_was_registered_for(book: ScriptBook, both: Order) -> None:
    lamp = Remedy(kind=TaskKind.RETURN, number="R0001", piece="护眼灯")
    assert standing_about(book, both, "马克杯", [lamp]) == ()
    assert standing_about(book, both, None, [lamp]) == (lamp,)


@pytest.mark.parametrize(
    ("value", "cost", "part"),
    [
        ("护眼灯", 60, True),
        ("马克杯 ×1", 40, True),
        ("马克杯", 80, True),
        ("护眼灯、马克杯", 140, False),
        (None, 140, False),
    ],
)
def test_pieces_cost_what_their_lines_cost(
    book: ScriptBook, both: Order, value: str | None, cost: int, part: bool
) -> None:
    assert worth(book, both, value) == cost
    assert is_part(book, both, value) is part


def test_pieces_of_an_order_without_prices_are_bounded_by_what_was_paid(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    plain = order("A1", "signed", items=(OrderItem(title="护眼灯"), _CUP), total=Decimal(99))
    assert worth(book, plain, "护眼灯") == 99


def test_the_whole_order_is_worth_what_was_paid_freight_and_all(book: ScriptBook, order: Callable[..., Order]) -> None:
    sent = order("A1", "signed", items=(OrderItem(title="护眼灯", price=Decimal(60)), _CUP), total=Decimal(148))
    assert worth(book, sent, None) == 148
    assert worth(book, sent, "护眼灯、马克杯") == 148
    assert worth(book, sent, "护眼灯") == 60
