from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.orders import Order
from bot.dialogue.masking import masked, masked_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("上海市浦东新区世纪大道1号", "上海市浦东新区***"),
        ("湖北省武汉市演示路 21 号", "湖北省武汉市***"),
        ("文三路8号3栋502", "文三路8号3***"),
        ("5 Nanjing Road", "5 Nanj***"),
        ("", ""),
    ],
)
def test_of_an_address_no_more_than_the_area_is_read_out(address: str, shown: str) -> None:
    assert masked_address(address) == shown


def test_of_a_receiver_no_more_than_the_first_letter_is_read_out(order: Callable[..., Order]) -> None:
    shown = masked(order("A1", "unprinted", receiver="李雷", address="上海市浦东新区世纪大道1号"))
    assert (shown.receiver, shown.address) == ("李**", "上海市浦东新区***")
