"""Example templates: every sentence they stand for, at most so many, and exact columns of mistakes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scripts.examples import MAX_SAMPLES, Part, TemplateMistake, one_of, parse, parse_alternatives, samples

WORDS: dict[str, Part] = {"freight": parse_alternatives("运费|邮费", {})}
SLOTS: dict[str, Part] = {"reason": one_of(("坏了", "不喜欢"))}


def expand(source: str) -> list[str]:
    return list(samples(parse(source, WORDS, SLOTS)))


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("什么时候发货", ["什么时候发货"]),
        ("我(要|想)退货", ["我要退货", "我想退货"]),
        ("[我]要退", ["我要退", "要退"]),
        ("[退货|换货]<freight>", ["退货运费", "换货运费", "运费", "退货邮费", "换货邮费", "邮费"]),
        ("{reason}[了]退", ["坏了了退", "不喜欢了退", "坏了退", "不喜欢退"]),
        ("a(b|c[d|e(f|g)])", ["ab", "acd", "acef", "aceg", "ac"]),
        ("where [is] my  parcel", ["where is my parcel", "where my parcel"]),
        (r"\(笑\) a\|b \\", [r"(笑) a|b \\"[:-1]]),
        ("（全角）不是括号", ["（全角）不是括号"]),
    ],
)
def test_expansion(source: str, sentences: list[str]) -> None:
    assert sorted(expand(source)) == sorted(sentences)


def test_a_line_of_many_sentences_gives_a_few_in_which_every_alternative_occurs() -> None:
    source = "(一|二|三|四|五|六|七|八)" * 6
    taken = expand(source)
    assert len(taken) == MAX_SAMPLES
    assert taken == expand(source)
    for position in range(6):
        assert len({sentence[position] for sentence in taken}) == 8
    assert len({sentence[0] == sentence[2] for sentence in taken}) == 2  # not in step


def test_parts_that_may_be_left_out_are_there_and_not_there() -> None:
    taken = expand("[甲][乙][丙][丁][戊]一")
    for sign in "甲乙丙丁戊":
        assert 2 <= sum(sign in sentence for sentence in taken) <= len(taken) - 2


def test_alternatives_within_alternatives_take_turns_too() -> None:
    taken = "".join(expand("(a(b|c)|d(e|f))(1|2|3|4|5|6|7|8|9)"))
    assert set("bcef") <= set(taken)


def test_words_may_stand_in_words() -> None:
    words = {**WORDS, "fee": parse_alternatives("<freight>险|手续费", WORDS)}
    assert list(samples(parse("<fee>", words, {}))) == ["运费险", "邮费险", "手续费"]


@pytest.mark.parametrize(
    ("source", "offset", "text"),
    [
        ("我(要|想退货", 1, "`(` is never closed"),
        ("我[要退货", 1, "`[` is never closed"),
        ("我(要[想)退", 3, "`[` is never closed"),
        ("谁<freight出", 1, "`<` is never closed"),
        ("{reason退", 0, "`{` is never closed"),
        ("我要)退货", 2, "`)` closes nothing"),
        ("我要]退货", 2, "`]` closes nothing"),
        ("a>b", 1, "`>` closes nothing"),
        ("要|想", 1, "alternatives need brackets"),
        ("（要|想）退", 2, "alternatives need brackets"),
        ("我(要||想)退", 4, "an alternative is empty"),
        ("我(要|)退", 4, "an alternative is empty"),
        ("我(|要)退", 2, "an alternative is empty"),
        ("我()退", 1, "nothing stands in these brackets"),
        ("我[ ]退", 2, "an alternative is empty"),
        ("[" * 13 + "a" + "]" * 13, 12, "nest deeper"),
        ("a" * 401, 0, "longer than"),
        ("(一|二|三|四|五|六|七|八|九|十)" * 12, 0, "too many sentences"),
    ],
)
def test_mistakes_know_their_column(source: str, offset: int, text: str) -> None:
    with pytest.raises(TemplateMistake) as caught:
        expand(source)
    assert text in str(caught.value)
    assert caught.value.offset == offset


def test_full_width_brackets_are_hinted_at() -> None:
    with pytest.raises(TemplateMistake) as caught:
        expand("我（要|想）退货")
    assert "half-width" in caught.value.hint


@pytest.mark.parametrize(("source", "code"), [("谁<freigth>", "undefined_word"), ("我{raeson}", "undefined_slot")])
def test_unknown_names_point_at_the_name(source: str, code: str) -> None:
    with pytest.raises(TemplateMistake) as caught:
        expand(source)
    assert (caught.value.code, caught.value.offset) == (code, 2)


def test_words_that_multiply_without_end_are_refused() -> None:
    words: dict[str, Part] = {"w0": one_of(("a", "b", "c", "d"))}
    words["w1"] = parse_alternatives("<w0>" * 10, words)
    with pytest.raises(TemplateMistake, match="too many sentences"):
        parse_alternatives("<w1>" * 10, words)


TEMPLATE_ISH = st.lists(
    st.sampled_from(
        ["(", ")", "[", "]", "<", ">", "{", "}", "|", "\\", "a", "退", " ", "<freight>", "{reason}", "(a|b)"]
    ),
    max_size=30,
).map("".join)


@given(TEMPLATE_ISH)
def test_any_line_expands_within_the_cap_or_is_a_mistake_within_the_line(source: str) -> None:
    try:
        sentences = expand(source)
    except TemplateMistake as mistake:
        sentences = [""] * (1 + (not 0 <= mistake.offset <= len(source)))
    assert 1 <= len(sentences) <= MAX_SAMPLES
    assert len(set(sentences)) == len(sentences)
