"""Customer text on its way in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import MAX_TEXT
from bot.core.text import CUT_MARK, clean, one_line


def test_what_a_customer_writes_stays_as_it_is() -> None:
    assert clean("在吗？\n<b>{{ 7*7 }}</b> 😀") == "在吗？\n<b>{{ 7*7 }}</b> 😀"


def test_control_characters_surrogates_and_direction_overrides_go() -> None:
    assert clean("a\x00b\x1b[31mc\ud800d\u202ee") == "ab[31mcde"


def test_line_breaks_of_all_systems_become_one_kind() -> None:
    assert clean("一\r\n二\r三") == "一\n二\n三"


def test_a_text_of_a_megabyte_is_cut_and_says_so() -> None:
    cut = clean("长" * 1_000_000)
    assert len(cut) == MAX_TEXT
    assert cut.endswith(CUT_MARK)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_cleaning_twice_changes_nothing_more_and_always_gives_storable_text(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


def test_a_text_that_is_mostly_rubbish_says_that_its_rest_was_not_taken() -> None:
    assert clean("\x00" * 1_000_000 + "在吗") == CUT_MARK


def test_a_name_is_one_line_and_short() -> None:
    assert one_line(" 小\n明\t\u202e[客服] ", 20) == "小 明 [客服]"
    assert one_line("长" * 100, 5) == "长长长长…"
