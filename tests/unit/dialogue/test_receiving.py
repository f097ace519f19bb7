from __future__ import annotations

import pytest

from bot.dialogue.receiving import new_phone, new_receiver, parted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "科技路8号3栋502 王小明 13912345678",
            {"address": "科技路8号3栋502", "receiver": "王小明", "phone": "13912345678"},
        ),
        (
            "收件人：李雷，电话 139-1234-5678，杭州市西湖区文三路 1 号",
            {"address": "杭州市西湖区文三路 1 号", "receiver": "李雷", "phone": "13912345678"},
        ),
        ("13700001111", {"phone": "13700001111"}),
        ("电话改成13700001111", {"phone": "13700001111"}),
        ("上海市浦东新区张江路88号", {"address": "上海市浦东新区张江路88号"}),
        ("改成上海市浦东新区世纪大道1号", {"address": "上海市浦东新区世纪大道1号"}),
        ("地址改成上海市浦东新区世纪大道1号", {"address": "上海市浦东新区世纪大道1号"}),
        (
            "改成浙江杭州西湖区文三路1号 张三 13911112222",
            {"address": "浙江杭州西湖区文三路1号", "receiver": "张三", "phone": "13911112222"},
        ),
        ("名字改成王五", {"receiver": "王五"}),
        ("John, 13800001111", {"receiver": "John", "phone": "13800001111"}),
        ("5 Nanjing Rd, Shanghai", {"address": "5 Nanjing Rd, Shanghai"}),
    ],
)
def test_place_receiver_and_phone_are_told_apart(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("地址改一下电话换成13700001111", "13700001111"),
        ("手机号改为 137 0000 1111", "137 0000 1111"),
        ("改收货电话 台灯那单 13912345678", "13912345678"),
        ("change the phone number to 13700001111", "13700001111"),
        ("wrong phone its 13700001111", "13700001111"),
        ("my number is now 137 0000 1111", "137 0000 1111"),
        ("改地址 我手机13700001111", ""),
        ("订单电话是13700001111", ""),
        ("my order number is 13700001111", ""),
    ],
)
def test_a_phone_that_takes_the_place_of_another_is_new(text: str, phone: str) -> None:
    assert new_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("台灯那单名字改成王五", "王五"),
        ("名字改成我妈的电话", ""),
        ("王五", ""),
        ("the name should be Bob Lee", "Bob Lee"),
        ("change the name", ""),
    ],
)
def test_a_receiver_who_takes_the_place_of_another_is_new(text: str, name: str) -> None:
    assert new_receiver(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("不叫王五 叫赵六", "赵六"),
        ("收件人不是王五 是赵六", "赵六"),
        ("收件人赵六", "赵六"),
        ("姓名写成陈民", "陈民"),
    ],
)
def test_who_gets_it_instead_is_said_in_many_ways(text: str, name: str) -> None:
    assert new_receiver(text) == name
