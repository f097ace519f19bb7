from __future__ import annotations

import pytest

from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Facts
from bot.dialogue.answers import complete, read_answer, read_mention
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.book import ScriptBook, Slot


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    frame = Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request")
    return Talk(book=book, facts=Facts(), now=NOW, state=State(language="zh", frames=(frame,)))


def slot(talk: Talk, name: str) -> Slot:
    return talk.pack.slots[name]


def asked(talk: Talk, name: str, text: str) -> object:
    answer = read_answer(talk, slot(talk, name), message_of(talk, text))
    return answer.value if answer else None


def mentioned(talk: Talk, name: str, text: str) -> object:
    answer = read_mention(talk, slot(talk, name), message_of(talk, text))
    return answer.value if answer else None


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("坏了", "quality"),
        ("收到就开线了", "quality"),
        ("质量问题", "quality"),
        ("第二个", "dislike"),
        ("2", "dislike"),
        ("不是质量问题，就是不喜欢", "dislike"),
        ("随便", None),
        ("", None),
    ],
)
def test_a_choice_is_read_from_words_titles_and_ordinals(talk: Talk, text: str, option: str | None) -> None:
    assert asked(talk, "reason", text) == option


def test_an_ordinal_said_in_passing_is_no_choice(talk: Talk) -> None:
    assert mentioned(talk, "reason", "第二个") is None
    assert mentioned(talk, "reason", "开线了想退") == "quality"


def test_two_options_named_alike_are_none(talk: Talk) -> None:
    assert mentioned(talk, "reason", "坏了也掉色") == "quality"
    assert mentioned(talk, "reason", "是开线还是不合适") == "dislike", "the longer word says more"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35", 35),
        ("35元", 35),
        ("就19.9吧", 19.9),
        ("三十五", 35),
        ("十五块", 15),
        ("1000", None),
        ("0", None),
        ("20或者30", None),
        ("没有", None),
    ],
)
def test_a_number_is_read_within_its_bounds(talk: Talk, text: str, number: float | None) -> None:
    assert asked(talk, "price", text) == number


@pytest.mark.parametrize(
    ("text", "price"),
    [("改价 说好的50", 50), ("说好的49.9元", 49.9), ("3天了还没改价", None), ("帮我改价 XM20260301001", None)],
)
def test_a_price_said_in_passing_is_a_bare_number_that_is_nothing_else(
    talk: Talk, text: str, price: float | None
) -> None:
    assert mentioned(talk, "price", text) == price


def test_a_number_among_other_words_is_not_sure(talk: Talk) -> None:
    answer = read_answer(talk, slot(talk, "price"), message_of(talk, "能在3天之内送到我家里吗"))
    assert answer is not None
    assert not answer.sure


def test_a_text_within_its_bounds_is_taken_and_a_longer_one_cut(talk: Talk) -> None:
    assert asked(talk, "detail", "慢") is None
    assert asked(talk, "detail", " 客服不理人 ") == "客服不理人"
    assert len(str(asked(talk, "detail", "长" * 99))) == 40
    assert asked(talk, "detail", "。。。") is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800001234", "13800001234"),
        ("我的是 138 0000 1234", "13800001234"),
        ("0571-88886666", "057188886666"),
        ("1234", None),
    ],
)
def test_a_phone_is_kept_as_digits(talk: Talk, text: str, phone: str | None) -> None:
    assert asked(talk, "phone", text) == phone


def test_photos_add_up_to_the_most_that_is_wanted(talk: Talk) -> None:
    photos = slot(talk, "photos")
    answer = read_answer(talk, photos, Message(text="", photos=("a", "b", "c", "d")))
    assert answer is not None
    assert answer.value == ["a", "b", "c"]
    assert read_answer(talk, photos, Message(text="没有照片")) is None


def test_a_product_is_known_by_its_names(talk: Talk) -> None:
    assert asked(talk, "product", "那个杯子") == "cup"
    assert asked(talk, "product", "冰箱") is None


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("reason", "quality", True),
        ("reason", "gone_option", False),
        ("product", "cup", True),
        ("product", "sold_out_long_ago", False),
        ("photos", ["a"], True),
        ("photos", [], False),
        ("order", "A1", False),
        ("detail", "", False),
        ("price", 0, True),
    ],
)
def test_a_stored_value_counts_only_while_it_means_something(talk: Talk, name: str, value: object, holds: bool) -> None:
    assert complete(talk, slot(talk, name), value) is holds  # type: ignore[arg-type]
