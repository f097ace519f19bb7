from __future__ import annotations

import pytest

from bot.dialogue.telling import told


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("deliver_how", "放门口快递柜就好", "放门口快递柜就好"),
        ("deliver_how", "改天派送", ""),
        ("deliver_how", "怎么放驿站了", ""),
        (
            "invoice_title",
            "开发票 抬头 杭州小明科技有限公司 税号91330100MA2B1C2D3E",
            "杭州小明科技有限公司 税号91330100MA2B1C2D3E",
        ),
        ("invoice_title", "发票抬头写错了", ""),
        ("note", "放门口", ""),
    ],
)
def test_a_first_sentence_tells_what_would_be_asked(slot: str, text: str, value: str) -> None:
    assert told(slot, text) == value
