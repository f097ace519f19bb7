"""What looks like an entity and is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Named = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        "身份证110101199003078888",
        "11010519491231002X",
        "银行卡6222021234567890123",
        "卡号 6222 0212 3456 7890 123",
        "6222 0212 3456 7890 123",
        "QQ123456789",
        "我的qq号是123456789012",
        "手机1380013800",
        "99999999999999999999元",
        "9999999999999元",
        "-50元",
        "负五十块",
        "100-50元",
        "1/2个",
    ],
)
def test_nothing_is_read(named: Named, text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单号110101199003078889", ("order_number", "110101199003078889")),
        ("手机13800138000", ("phone", "13800138000")),
        ("手机尾号8000", ("phone4", "8000")),
        ("电话0755-23456789", ("phone", "075523456789")),
        ("会员卡50元", ("money", "50")),
        ("银行卡付了10000元", ("money", "10000")),
        ("红色-50元", ("money", "50")),
        ("50元", ("money", "50")),
    ],
)
def test_what_is_beside_it_stays(named: Named, text: str, found: tuple[str, str]) -> None:
    assert named(text) == [found]
