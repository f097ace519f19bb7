"""Numbers in groups are one number or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intents.entities import find_entities

Named = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("单号 4312 3456 7890 123", ("tracking_number", "431234567890123")),
        ("tracking 9400 1000 0000 0000 0000 00", ("tracking_number", "9400100000000000000000")),
        ("订单号 2391 2345 6789 0123 456", ("order_number", "2391234567890123456")),
        ("单号1234-5678-9012", ("order_number", "123456789012")),
        ("快递单号 1234 5678 9012", ("tracking_number", "123456789012")),
        ("138 0000 1234", ("phone", "13800001234")),
    ],
)
def test_one_number(named: Named, text: str, found: tuple[str, str]) -> None:
    assert named(text) == [found]


@pytest.mark.parametrize("text", ["4312 3456 7890 1234", "6222-0212-3456-7890", "1234 5678", "0123 4567 8"])
def test_without_a_word_that_says_what_it_is_nothing(named: Named, text: str) -> None:
    assert named(text) == []


def test_its_text_is_the_row_as_it_was_written() -> None:
    [one] = find_entities("单号 4312 3456 7890 123，到哪了")
    assert one.text == "4312 3456 7890 123"


def test_an_order_and_the_tail_of_a_phone_are_two(named: Named) -> None:
    assert named("600120260910 1234") == [("order_number", "600120260910"), ("phone4", "1234")]
    assert named("订单号1001 6789") == [("order_number", "1001")]


def test_a_tail_beside_a_count_is_one(named: Named) -> None:
    assert named("6789 2件") == [("phone4", "6789"), ("count", 2)]


@pytest.mark.parametrize(
    ("text", "tail"),
    [("后四位是零零八六", "0086"), ("手机后四位是０１２３", "0123"), ("尾号：6789", "6789"), ("尾号幺二三四", "1234")],
)
def test_the_last_four_digits_in_any_writing(named: Named, text: str, tail: str) -> None:
    assert named(text) == [("phone4", tail)]
