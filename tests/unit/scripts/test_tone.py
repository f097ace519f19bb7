"""The house tone as a table: what breaks it, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.scripts.tone import BANNED, slips, warnings
from bot.scripts.wording import DAY_WORDS


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("你有病吧", "zh", "insulting"),
        ("爱买不买", "zh", "flippant"),
        ("您说，什么？", "zh", "a counter-question"),
        ("哪个？", "zh", "a counter-question"),
        ("你想怎样", "zh", "a counter-question"),
        ("不是告诉你了么", "zh", "a reproach"),
        ("这个我不知道", "zh", "shirking"),
        ("这不归我管", "zh", "shirking"),
        ("你到底想怎样", "zh", "a counter-question"),
        ("我不是早就跟您说了吗", "zh", "a reproach"),
        ("哦", "zh", "flippant"),
        ("哦哦。", "zh", "flippant"),
        ("fuck you", "en", "insulting or flippant"),
        ("您自己看一下", "zh", "sends the customer away"),
        ("本店不议价", "zh", "a flat no to bargaining"),
        ("是您搞错了吧，是您自己", "zh", "arguing over who is right"),
        ("绝对不会坏", "zh", "an absolute promise"),
        ("您加我微信吧", "zh", "leads off the platform"),
        ("I already told you", "en", "a reproach"),
        ("We never bargain.", "en", "a flat no to bargaining"),
        ("I don't know", "en", "shirking"),
        ("It will never rust", "en", "an absolute promise"),
    ],
)
def test_what_breaks_the_tone(text: str, language: str, reason: str) -> None:
    assert reason in [slip.reason for slip in slips(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您希望换成什么？", "zh"),
        ("您说的是哪一单？", "zh"),
        ("好啊，马上帮您看。", "zh"),
        ("哦，是这一单，我看到了。", "zh"),
        ("您看这样行吗？可以的话回复“是的”就行。", "zh"),
        ("银行处理一般 1 到 5 天。", "zh"),
        ("Which order is it? You will know more tomorrow.", "en"),
    ],
)
def test_what_is_in_order(text: str, language: str) -> None:
    assert list(slips(text, language)) == []


def test_a_slip_knows_where_it_begins() -> None:
    (slip,) = slips("亲，这个不清楚", "zh")
    assert (slip.offset, slip.wording) == (4, "不清楚")


def test_every_language_has_its_table() -> None:
    assert BANNED.keys() == DAY_WORDS.keys()


def test_a_draft_is_looked_at_in_every_language_and_told_in_the_order_of_its_text() -> None:
    found = warnings("这个不清楚。I already told you, 滚开")

    assert [slip.wording for slip in found] == ["不清楚", "already told you", "滚开"]
