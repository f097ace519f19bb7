"""Amounts of money."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("¥199", "199"),
        ("9点9包邮", "9.9"),
        ("￥199.5", "199.5"),
        ("¥ 99.90", "99.90"),
        ("199块", "199"),
        ("199块5", "199.5"),
        ("一百九十九块五", "199.5"),
        ("十块零五毛", "10.5"),
        ("三块八毛五", "3.85"),
        ("五毛钱", "0.5"),
        ("20元", "20"),
        ("便宜二十块钱吧", "20"),
        ("两块半", "2.5"),
        ("十八块五行不行", "18.5"),
        ("3.5k块", "3500"),
        ("1.2万元", "12000"),
        ("$20", "20"),
        ("$1,299.50", "1299.50"),
        ("US dollars: 30 usd", "30"),
        ("20 bucks", "20"),
        ("ten dollars", "10"),
        ("€15,50", "15.50"),
        ("€1.299,00", "1299.00"),
        ("£9.99", "9.99"),
        ("rmb 30", "30"),
        ("30rmb", "30"),
        ("预算2k", "2000"),
        ("花了三千五", "3500"),
        ("price is 1.5k", "1500"),
        ("预算两千五", "2500"),
        ("说好的一百二", "120"),
        ("说好88包邮", "88"),
        ("便宜到一百三", "130"),
        ("1.2万", "12000"),
        ("3.5k", "3500"),
        ("1千5", "1500"),
        ("3千5百块", "3500"),
        ("两千五能卖吗", "2500"),
        ("一百三", "130"),
        ("一百三行吗", "130"),
        ("130卖不卖", "130"),
        ("9.9包邮", "9.9"),
        ("九块九包邮", "9.9"),
        ("三块五", "3.5"),
        ("十二块八", "12.8"),
        ("5角", "0.5"),
        ("¥1,299.00", "1299.00"),
        ("１２．５元", "12.5"),
        ("12,50 €", "12.50"),
        ("壹佰贰拾叁元", "123"),
        ("伍仟元", "5000"),
        ("拾元", "10"),
        ("a hundred and fifty dollars", "150"),
        ("fifty bucks", "50"),
        ("19块9一件", "19.9"),
        ("两块五一斤", "2.5"),
        ("10元一斤", "10"),
        ("199元一套", "199"),
        ("50元一下的", "50"),
    ],
)
def test_one_amount(named: Callable[[str], list[tuple[str, str]]], text: str, value: str) -> None:
    assert ("money", value) in named(text)
    assert len([kind for kind, _ in named(text) if kind == "money"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "便宜一点", "二十几块", "20多块", "一块手表坏了", "4k屏", "两块地毯", "毛毯", "三毛巾", "两件一块发货吗", "5w",
        "my 401k", "卖了2千件", "万一坏了", "千万别发错", "二百五", "一百三十个", "100元旦", "三元桥", "1e5元",
        "一毛不拔", "618包裹", "一百三能穿吗", "收拾东西",
    ],
)  # fmt: skip
def test_no_amount(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "money" not in [kind for kind, _ in named(text)]


def test_wide_commas_part_two_numbers_and_narrow_ones_thousands(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("1,299元") == [("money", "1299")]
    assert named("买了3，299元") == [("money", "299")]
    assert named("100、200、300元") == [("money", "300")]


@pytest.mark.parametrize("text", ["SF1234567890123元", "订单号1299元", "订单600120260001元", "13800138000元"])
def test_numbers_of_orders_parcels_and_phones_are_no_money(
    named: Callable[[str], list[tuple[str, str]]], text: str
) -> None:
    [(kind, _)] = named(text)
    assert kind in {"order_number", "tracking_number", "phone"}


def test_what_follows_an_amount_is_no_part_of_it(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("20块3件") == [("money", "20"), ("count", 3)]
    assert named("¥199，20件") == [("money", "199"), ("count", 20)]
