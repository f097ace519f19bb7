from __future__ import annotations

import pytest

from bot.dialogue.receiving import parted


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
        ("13700001111", {"address": "13700001111", "phone": "13700001111"}),
        ("上海市浦东新区张江路88号", {"address": "上海市浦东新区张江路88号"}),
        ("5 Nanjing Rd, Shanghai", {"address": "5 Nanjing Rd, Shanghai"}),
    ],
)
def test_place_receiver_and_phone_are_told_apart(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts
