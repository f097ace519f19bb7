"""Numbers say which, and what introduces them says nothing."""

from __future__ import annotations

import pytest

from bot.dialogue.codes import uncoded, without_links

ORDER, PARCEL, PHONE = "XM20260301001", "SF1300224466880", "13800001234"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (f"快递到哪了 单号{ORDER} 手机尾号1234", "快递到哪了"),
        (f"退货单号是{PARCEL}", "退货单号"),
        (f"tracking number is {PARCEL}", ""),
        (f"my order number: {ORDER} and phone ends with 1234", ""),
        (f"where is my order, order no. {ORDER}, last four digits are 1234", "where is my order,  ,"),
        (f"change my phone number {PHONE}", "change my phone number"),
        ("XM9999 怎么还没到", "怎么还没到"),
        (f"改个电话 {PHONE}", "改个电话"),
        (f"收件人电话{PHONE} 到哪了", "到哪了"),
        ("https://shop.example/item?id=12345 有货吗", "有货吗"),
    ],
)
def test_labels_go_with_their_codes(text: str, rest: str) -> None:
    assert uncoded(text, [ORDER, PARCEL, PHONE, "1234"], phones=[PHONE]) == rest


def test_links_keep_their_room() -> None:
    assert without_links("看 https://a.b 吧") == "看             吧"
