"""Chinese in Latin letters."""

from __future__ import annotations

import pytest

from intents import Matcher, normalize


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("kd到哪了", "快递到哪了"),
        ("我的dd什么时候fh", "我的订单什么时候发货"),
        ("tk", "退款"),
        ("yhq?", "优惠券?"),
        ("我要退huo", "我要退货"),
        ("tui货怎么弄", "退货怎么弄"),
        ("可以 cancel 这个 order 吗", "可以 取消 这个 订单 吗"),
        ("kd dao na le", "kuaididaonale"),
        ("wo de kuaidi daona le", "wodekuaididaonale"),
        ("zenme hai mei dao", "zenmehaimeidao"),
        ("yunfei shei chu", "yunfeisheichu"),
    ],
)
def test_what_can_only_be_chinese_is_read_so(written: str, read: str) -> None:
    assert normalize(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "th mobile",
        "can you name me a song",
        "kd ratio",
        "where is my order",
        "kf-2026-1",
        "fa huo",
        "dd",
        "买xl码",
        "下载app吗",
        "sequence number",
    ],
)
def test_what_may_be_something_else_stays(text: str) -> None:
    assert normalize(text).text == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wo de kuaidi daona le", "track_parcel"),
        ("kd到哪了", "track_parcel"),
        ("我的kuaidi到哪了", "track_parcel"),
        ("shenme shihou fahuo", "ship_time"),
        ("什么时候fh", "ship_time"),
        ("wo yao tui huo", "return_request"),
        ("我要退火", "return_request"),
        ("我要th", "return_request"),
        ("块递到哪了", "track_parcel"),
        ("我要*退*货", "return_request"),
        ("我 要 退 货", "return_request"),
        ("我要退😭货", "return_request"),
        ("ｗｏ　ｙａｏ　ｔｕｉｈｕｏ", "return_request"),
        ("退貨運費誰出", "return_shipping_fee"),
        ("keyi kai fapiao ma", "invoice"),
        ("zhuan rengong", "human_agent"),
    ],
)
def test_it_is_understood(matcher: Matcher, text: str, meant: str) -> None:
    assert matcher.match(text).candidates[0].intent == meant


def test_spans_of_pinyin_point_at_the_original() -> None:
    text = "wo yao tui huo"
    normalized = normalize(text)
    at = normalized.text.index("tui")
    start, end = normalized.origin(at, at + 6)
    assert text[start:end] == "tui huo"
