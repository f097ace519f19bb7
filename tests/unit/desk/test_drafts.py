"""What agents write for customers is looked through before it goes."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Conflict
from bot.desk.drafts import COMMAND_WORDS, for_customer, is_blank, require_fit, unseen_stripped

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u034f\u115f\u1160\u3164\uffa0\u2800\ufe0f\U000e0100"
    "\x00\x1f \t\u00a0\u3000"
)
HIDDEN = "".join(char for char in UNSEEN if not char.isspace())
SLASHES = "/／⁄∕╱⟋⧸⫽\\＼∖⧵⧹﹨、､÷"


def code_of(text: str) -> str:
    with pytest.raises(Conflict) as refusal:
        for_customer(text, limit=5000, too_long="reply_too_long")
    return refusal.value.code


@pytest.mark.parametrize("slash", "/／")
@pytest.mark.parametrize(
    "text", ["{}note 机密", "您好\n{}note 机密", "您好\r\n\u200b {}随便", "您好\u2028{}note", "{} note"]
)
def test_a_line_that_begins_with_a_slash_goes_to_no_customer(slash: str, text: str) -> None:
    assert code_of(text.format(slash)) == "command_line"


@pytest.mark.parametrize("slash", SLASHES)
@pytest.mark.parametrize("word", COMMAND_WORDS)
def test_whatever_looks_like_a_slash_before_a_command_goes_to_none(slash: str, word: str) -> None:
    for text in (f"{slash}{word} 机密", f"{slash}{word.upper()}机密", f"好的\n {slash} {word}"):
        assert code_of(text) == "command_line"


@given(
    st.text(alphabet=UNSEEN, max_size=6),
    st.text(alphabet=HIDDEN, max_size=3),
    st.sampled_from(SLASHES),
    st.sampled_from(COMMAND_WORDS),
    st.text(),
)
def test_what_nobody_sees_hides_no_command(before: str, within: str, slash: str, word: str, more: str) -> None:
    with pytest.raises(Conflict):
        require_fit(f"在的亲\n{before}{slash}{before}{word[0]}{within}{word[1:]} {more}")


@pytest.mark.parametrize(
    "text",
    ["@shop_kefu_bot /note 机密", "您好 /note 机密", "好的/note 机密", "- /备注 机密", "“/note 机密”", "1. ／NOTE机密"],
)
def test_a_note_in_the_middle_of_a_line_goes_to_none(text: str) -> None:
    assert code_of(text) == "command_line"


@pytest.mark.parametrize(
    "text",
    [
        "在的亲",
        "满 99/199 包邮",
        "、还有一个",
        "、notebook 有货",
        "详情 https://example.com/note/on",
        "https://note.example.com",
        "上线 / 下线都可以",
        "请备注、备注清楚颜色",
        "on/off 都行",
        "请提供姓名/电话/备注",
        "9/10 发货\n10/11 到",
        "👨\u200d👩\u200d👧 都喜欢",
    ],
)
def test_other_words_go_as_they_are(text: str) -> None:
    assert for_customer(text, limit=100, too_long="reply_too_long") == text


def test_no_mark_that_nobody_sees_hides_a_slash() -> None:
    every = (chr(point) for point in range(sys.maxunicode + 1))
    unseen = [char for char in every if unicodedata.category(char) not in {"Cn", "Cs"} and is_blank(char)]
    assert len(unseen) > 300
    for char in unseen:
        with pytest.raises(Conflict):
            require_fit(f"{char}/nota 机密")


@pytest.mark.parametrize("text", ["退款金额是〔金额〕", "〔a〕", "您好\n〔\u200b快递单号〕"])
def test_an_unfilled_hole_goes_to_none(text: str) -> None:
    assert code_of(text) == "hole_left"


@given(st.text(alphabet=UNSEEN + "\n", max_size=9))
def test_what_nobody_sees_is_nothing(text: str) -> None:
    assert is_blank(text)
    assert for_customer(text, limit=100, too_long="reply_too_long") == ""


@given(st.text(alphabet=UNSEEN, max_size=9), st.characters(categories=["L", "N", "P", "Sm"]))
def test_only_what_nobody_sees_is_stripped_before_a_text(unseen: str, char: str) -> None:
    if not is_blank(char):
        assert unseen_stripped(unseen + char) == char
        assert unicodedata.category(char) != "Cf"


def test_what_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(Conflict) as refusal:
        for_customer("好" * 11, limit=10, too_long="outcome_too_long")
    assert (refusal.value.code, refusal.value.values["length"]) == ("outcome_too_long", "11")
