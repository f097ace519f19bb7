"""Sizes of clothes and shoes."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("XL", "XL"),
        ("要2XL", "2XL"),
        ("四十二码", "42"),
        ("三十九码的", "39"),
        ("42码半", "42.5"),
        ("๓๘码", "38"),
        ("XXL还有吗", "2XL"),
        ("XXXL", "3XL"),
        ("xs码", "XS"),
        ("M码", "M"),
        ("L号", "L"),
        ("42码", "42"),
        ("38.5码有吗", "38.5"),
        ("欧码38", "38"),
        ("eu 42", "42"),
        ("us 8.5", "US8.5"),
        ("UK 6", "UK6"),
        ("美码9", "US9"),
        ("170/92A", "170/92A"),
        ("175/96", "175/96"),
        ("36D", "36D"),
        ("75B罩杯", "75B"),
        ("均码", "均码"),
        ("要大号", "L"),
        ("中码", "M"),
        ("size 8", "8"),
        ("size xl", "XL"),
        ("in medium size", "M"),
        ("脚长26厘米", "260"),
        ("脚长260mm", "260"),
        ("脚26", "260"),
        ("脚长二十六", "260"),
        ("foot length 26.5 cm", "265"),
        ("25.5码", "255"),
        ("260码", "260"),
        ("脚42", "42"),
        ("穿42的", "42"),
        ("鞋码42", "42"),
        ("42号鞋", "42"),
        ("shoe size 9", "9"),
    ],
)
def test_one_size(named: Callable[[str], list[tuple[str, str]]], text: str, value: str) -> None:
    assert ("size", value) in named(text)
    assert len([kind for kind, _ in named(text) if kind == "size"]) == 1


def test_two_sizes_to_choose_from(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("穿s还是m") == [("size", "S"), ("size", "M")]


@pytest.mark.parametrize(
    "text",
    [
        "what's up",
        "I'm here",
        "80D丝袜",
        "165/50",
        "型号不大",
        "最大号召力",
        "contact us 24",
        "to the U.S?",
        "payment(s)",
        "脚宽9cm",
        "脚背高5cm",
        "穿40斤",
        "脚20块",
        "穿3件",
    ],
)
def test_no_size(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "size" not in [kind for kind, _ in named(text)]
