"""What a part of an address makes of the one that stands on an order."""

from __future__ import annotations

import pytest

from bot.dialogue.phones_said import unclear_phones
from bot.dialogue.receiving import parted
from bot.dialogue.relabelling import is_partial, is_whole, put_together, relabelled

BEFORE = "上海市浦东新区世纪大道1号"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("2号", "上海市浦东新区世纪大道2号"),
        ("3单元402", "上海市浦东新区世纪大道1号3单元402"),
        ("黄浦区", "上海市黄浦区世纪大道1号"),
        ("文二路", "上海市浦东新区文二路1号"),
        ("阳光花园3栋201", "上海市浦东新区阳光花园3栋201"),
        ("把1号改成2号", "上海市浦东新区世纪大道2号"),
        ("上海写成宁波", "宁波市浦东新区世纪大道1号"),
        ("浙江省杭州市西湖区文三路8号", "浙江省杭州市西湖区文三路8号"),
        ("广东深圳南山科技路9号", "广东深圳南山科技路9号"),
        ("南京东路5号", "上海市浦东新区南京东路5号"),
        ("徐汇区漕溪路1号", "上海市徐汇区漕溪路1号"),
        ("张江镇1号", "上海市浦东新区张江镇1号"),
        ("1号改2号", "上海市浦东新区世纪大道2号"),
    ],
)
def test_a_part_changes_what_it_is_like_and_a_whole_address_everything(said: str, whole: str) -> None:
    assert relabelled(BEFORE, said) == whole


@pytest.mark.parametrize(
    "said",
    [
        "菜鸟驿站",
        "要去医院拿",
        "广东省深圳市",
        "杭州写成宁波",
        "南山区科技园1号",
        "西湖区文三路8号",
        "深圳市",
        "浙江杭州",
    ],
)
def test_what_tells_no_part_of_an_address_changes_nothing_of_it(said: str) -> None:
    assert relabelled(BEFORE, said) is None


def test_a_district_belongs_to_the_city_that_the_customer_just_named() -> None:
    assert relabelled("海南省儋州市那大区中兴大街1号", "白马区") is None
    assert relabelled("海南省儋州市那大区中兴大街1号", "白马区", own=True) == "海南省儋州市白马区中兴大街1号"


@pytest.mark.parametrize(("one", "other"), [("广东省深圳市", "南山区科技园1号"), ("西湖区文三路8号", "浙江杭州")])
def test_two_parts_make_a_whole_address_in_either_order(one: str, other: str) -> None:
    assert is_partial(one)
    assert is_partial(other)
    assert put_together(one, other) == put_together(other, one)
    assert is_whole(put_together(one, other))


def test_two_streets_make_no_address() -> None:
    assert put_together("文三路8号", "文二路9号") == ""


def test_of_an_order_without_an_address_what_was_said_stands() -> None:
    assert relabelled("", "文三路8号") == "文三路8号"


@pytest.mark.parametrize(
    ("place", "whole"),
    [
        ("广东深圳科技路9号", True),
        ("中山路1号", False),
        ("西湖区文三路8号", False),
        ("5 Elm Road", True),
        ("浙江省", False),
    ],
)
def test_a_whole_address_says_the_town_and_more(place: str, whole: bool) -> None:
    assert is_whole(place) is whole


@pytest.mark.parametrize("text", ["王五 1380013800", "138001380001 王五", "138****8000"])
def test_a_mobile_number_with_too_few_or_too_many_digits_is_told(text: str) -> None:
    assert unclear_phones(text)


@pytest.mark.parametrize("text", ["13800138000", "600120260019", "0571-88886666", "18412345678-1234"])
def test_other_numbers_are_right(text: str) -> None:
    assert not unclear_phones(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("电话错了 13900001111", {"phone": "13900001111"}),
        ("手机号错了一位 13900001111", {"phone": "13900001111"}),
        ("地址不变 电话13900001111", {"phone": "13900001111"}),
        ("13900001111 王五 收", {"receiver": "王五", "phone": "13900001111"}),
        ("名字电话不变，地址改成杭州市文三路8号", {"address": "杭州市文三路8号"}),
        ("我要改地址，改成杭州市文三路8号 王五", {"address": "杭州市文三路8号", "receiver": "王五"}),
        ("杭州市文三路8号 台灯那单", {"address": "杭州市文三路8号"}),
        ("杭州市文三路8号 改不了就退款", {"address": "杭州市文三路8号"}),
        ("寄到我公司 杭州市文三路8号", {"address": "杭州市文三路8号"}),
        ("是9号不是8号", {"address": "9号"}),
        ("杭州市文三路8号 2单元 301 吴女士", {"address": "杭州市文三路8号 2单元 301", "receiver": "吴女士"}),
        ("+86 138 0013 8000", {"phone": "13800138000"}),
        (
            "王五[1234] 18412345678-1234 杭州市文三路8号",
            {"address": "杭州市文三路8号", "receiver": "王五[1234]", "phone": "18412345678-1234"},
        ),
        (
            "收货人：王五\n手机号码：13800138000\n所在地区：杭州市西湖区\n详细地址：文三路8号",
            {"address": "杭州市西湖区 文三路8号", "receiver": "王五", "phone": "13800138000"},
        ),
        (
            "5 Nanjing Road Shanghai, John, 13800138000",
            {"address": "5 Nanjing Road Shanghai", "receiver": "John", "phone": "13800138000"},
        ),
    ],
)
def test_what_is_said_about_a_label_is_not_on_it(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("88 Wenyi Road, Hangzhou", "99 Wenyi Road", "99 Wenyi Road, Hangzhou"),
        ("Flat 3, 5 Nanjing Road, Shanghai", "7 Nanjing Road", "Flat 3, 7 Nanjing Road, Shanghai"),
        ("88 Wenyi Road, Hangzhou", "5 Nanjing Road", "5 Nanjing Road"),
        ("88 Wenyi Road, Hangzhou", "99 Wenyi Road, Ningbo", "99 Wenyi Road, Ningbo"),
    ],
)
def test_a_line_in_latin_letters_takes_the_place_of_the_line_with_its_street(
    before: str, said: str, whole: str
) -> None:
    assert relabelled(before, said) == whole


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("the house number is 9", "9 Wensan Road, Hangzhou"),
        ("add apartment 502", "8 Wensan Road, apartment 502, Hangzhou"),
        ("the street is Wen'er Road", "8 Wen'er Road, Hangzhou"),
    ],
)
def test_a_sentence_about_a_part_of_a_latin_label_changes_that_part(said: str, whole: str) -> None:
    assert relabelled("8 Wensan Road, Hangzhou", said) == whole
