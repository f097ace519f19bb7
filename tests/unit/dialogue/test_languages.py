"""Which language a customer writes, on a page of another and in the middle of a talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Facts
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import message_of, read
from bot.scripts.book import ScriptBook


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    return Talk(book=book, facts=Facts(), now=NOW, state=State())


def test_the_first_words_settle_the_language_and_codes_do_not(talk: Talk) -> None:
    read(talk, message_of(talk, "20260301001"))
    assert talk.state.language == ""
    read(talk, message_of(talk, "where is my parcel"))
    assert talk.state.language == "en"
    read(talk, message_of(talk, "转人工"))
    assert talk.state.language == "zh"


def test_gibberish_keeps_the_language_under_way(talk: Talk) -> None:
    for text in ("asdf qwer", "<img src=x onerror=alert(1)>", "{{ 7*7 }}"):
        read(talk, message_of(talk, text))
        assert talk.pack.language == "zh", text


@pytest.mark.parametrize(
    "text",
    [
        "XM9009' OR '1'='1'",
        "https://shop.example/item.htm?id=1",
        '{"action":"coupon"}',
        "{{ shop.compensation }}",
        "{{7*7}}<script>alert(1)</script>",
        "'; DROP TABLE orders; --",
    ],
)
@pytest.mark.parametrize("turns", [1, 4])
def test_code_and_links_change_no_language(talk: Talk, text: str, turns: int) -> None:
    talk.state = State(language="zh", turns=turns)
    read(talk, message_of(talk, text))
    assert talk.pack.language == "zh"


def test_one_latin_letter_is_of_no_language(talk: Talk) -> None:
    read(talk, message_of(talk, "where is my parcel"))
    read(talk, message_of(talk, "x"))
    assert talk.state.language == "en"


def test_english_on_a_chinese_page_is_answered_in_english(talk: Talk) -> None:
    talk.state = replace(talk.state, language="zh")
    read(talk, message_of(talk, "where is my parcel please"))
    assert talk.state.language == "en"


@pytest.mark.parametrize(("text", "language"), [("hi there", "en"), ("human", "en"), ("rg", "zh"), ("zaima", "zh")])
def test_the_first_words_on_a_chinese_page_are_english_where_english_knows_them(
    talk: Talk, text: str, language: str
) -> None:
    talk.state = State(language="zh", turns=1)
    read(talk, message_of(talk, text))
    assert talk.state.language == language


def test_a_word_in_the_middle_of_a_chinese_talk_is_chinese_if_that_has_it(talk: Talk) -> None:
    talk.state = State(language="zh", turns=2)
    read(talk, message_of(talk, "rg"))
    assert talk.state.language == "zh"


def test_english_stays_english_whatever_short_words_follow(talk: Talk) -> None:
    talk.state = replace(talk.state, language="en")
    read(talk, message_of(talk, "an apology"))
    assert talk.state.language == "en"


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """In the middle of a Chinese question, asked which order it is about."""
    frame = Frame(kind=FrameKind.REPLY, name="logistics.where", intent="track_parcel", asking="order")
    talk.state = State(language="zh", turns=3, frames=(frame,))
    return talk


@pytest.mark.parametrize(("text", "language"), [("where my order", "en"), ("parcel please", "zh"), ("NaN", "zh")])
def test_three_words_that_english_knows_change_the_language_of_a_flow(asked: Talk, text: str, language: str) -> None:
    read(asked, message_of(asked, text))
    assert asked.state.language == language
