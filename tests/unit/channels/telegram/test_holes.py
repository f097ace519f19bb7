"""Canned replies by name: holes are filled from the words behind it, or it is not sent."""

from __future__ import annotations

import pytest

from bot.channels.telegram.holes import filled, missing_words
from bot.core.errors import Conflict
from bot.scripts.canned import Rendered, holes_in


def reply(text: str) -> Rendered:
    return Rendered(name="tracking", title="快递单号", text=text, holes=holes_in(text))


PLAIN = reply("您好，我来处理。")
ONE = reply("单号是 〔快递单号〕，请留意。")
TWO = reply("由〔快递公司〕承运，单号 〔快递单号〕；〔快递公司〕会联系您。")


@pytest.mark.parametrize(
    ("rendered", "words", "text"),
    [
        (PLAIN, "", "您好，我来处理。"),
        (ONE, "快递单号=SF1", "单号是 SF1，请留意。"),
        (ONE, "快递单号 ＝ SF1", "单号是 SF1，请留意。"),
        (ONE, " SF1 ", "单号是 SF1，请留意。"),
        (TWO, "快递单号=SF 1 快递公司=顺丰", "由顺丰承运，单号 SF 1；顺丰会联系您。"),
        (TWO, "快递公司=顺丰\n快递单号=\\1", "由顺丰承运，单号 \\1；顺丰会联系您。"),
    ],
)
def test_holes_are_filled_by_their_names(rendered: Rendered, words: str, text: str) -> None:
    assert filled(rendered, words) == text


@pytest.mark.parametrize(
    ("rendered", "words", "told"),
    [
        (ONE, "", "〔快递单号〕"),
        (ONE, "快递单号=", "/tracking 快递单号=…"),
        (TWO, "快递公司=顺丰", "〔快递单号〕"),
        (TWO, "顺丰 SF1", "〔快递公司〕、〔快递单号〕"),
        (PLAIN, "快递单号=SF1", "没有地方放"),
        (ONE, "亲 快递单号=SF1", "没有地方放“亲”"),
    ],
)
def test_what_is_missing_or_has_no_place_is_named_and_nothing_is_sent(
    rendered: Rendered, words: str, told: str
) -> None:
    with pytest.raises(Conflict, match="没有发给顾客") as refused:
        filled(rendered, words)
    assert told in str(refused.value)


def test_how_to_fill_it_is_told() -> None:
    assert (
        missing_words(TWO) == "“快递单号”还缺〔快递公司〕、〔快递单号〕，请在话题里写：/tracking 快递公司=… 快递单号=…"
    )
