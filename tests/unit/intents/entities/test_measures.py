"""Body height and weight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Named = Callable[[str], list[tuple[str, float]]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("175cm", 175.0),
        ("一米七五", 175.0),
        ("1米75", 175.0),
        ("1米7", 170.0),
        ("一米七", 170.0),
        ("1.75m", 175.0),
        ("1.6米", 160.0),
        ("一米七八", 178.0),
        ("身高165", 165.0),
        ("身高是一百六十五", 165.0),
        ("168公分", 168.0),
        ("5'7\"", 170.2),
        ("5 foot 8", 172.7),
        ("6ft", 182.9),
        ("165cm", 165.0),
        ("1米65", 165.0),
        ("five foot seven", 170.2),
        ("5ft7", 170.2),
        ("身高1.7米", 170.0),
        ("身高1.7", 170.0),
        ("身高一米七", 170.0),
        ("height is 170", 170.0),
        ("身高5尺2", 173.3),
        ("身高五尺七", 190.0),
    ],
)
def test_one_height(named: Named, text: str, value: float) -> None:
    assert named(text) == [("height", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("130斤", 65.0),
        ("65kg", 65.0),
        ("体重110", 55.0),
        ("体重55", 55.0),
        ("一百三十斤", 65.0),
        ("百三", 65.0),
        ("我百二穿什么", 60.0),
        ("体重百三", 65.0),
        ("55公斤", 55.0),
        ("150 lbs", 68.04),
        ("体重110斤", 55.0),
        ("一百二十斤", 60.0),
        ("我一百三穿什么码", 65.0),
        ("一百三能穿吗", 65.0),
        ("80 kilos", 80.0),
        ("11 stone", 69.85),
        ("150 pounds", 68.04),
        ("½斤", 0.25),
        ("1/2斤", 0.25),
        ("一百三十来斤", 65.0),
        ("130来斤", 65.0),
        ("一百三十多斤", 65.0),
        ("I weigh 65 pounds", 29.48),
    ],
)
def test_one_weight(named: Named, text: str, value: float) -> None:
    assert named(text) == [("weight", value)]


@pytest.mark.parametrize(
    ("text", "height", "weight"),
    [
        ("身高175体重65", 175.0, 65.0),
        ("175 65kg", 175.0, 65.0),
        ("170 130斤", 170.0, 65.0),
        ("165/50", 165.0, 50.0),
        ("一米六八 百二", 168.0, 60.0),
        ("160cm，100", 160.0, 50.0),
        ("170cm110", 170.0, 55.0),
        ("我1.75米，70公斤", 175.0, 70.0),
    ],
)
def test_a_body_in_two_numbers(named: Named, text: str, height: float, weight: float) -> None:
    assert named(text) == [("height", height), ("weight", weight)]


@pytest.mark.parametrize(
    "text",
    [
        "高30cm的杯子",
        "199/100",
        "150/200",
        "2米5的窗帘长3米",
        "我要5尺的布",
        "百度一下",
        "几百三十",
        "it cost 150 pounds",
        "20 pounds",
        "I needed 100 pounds",
        "500 pounds",
    ],
)
def test_no_body(named: Named, text: str) -> None:
    assert [kind for kind, _ in named(text) if kind == "weight"] == []
