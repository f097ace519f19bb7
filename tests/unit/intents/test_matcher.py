"""The matcher's promises."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents import Decision, Example, IntentSpec, Matcher

ODD = st.one_of(
    st.text(st.characters(), max_size=80),
    st.text("我要退货发货运费不吗0123 😀\u200b\u202e\ud800éа", max_size=80),
)


def intent(name: str, *sentences: str) -> IntentSpec:
    return IntentSpec(id=name, examples=tuple(Example(text=one) for one in sentences))


def test_every_example_is_answered_with_its_own_intent(matcher: Matcher, shop: list[IntentSpec]) -> None:
    wrong = [
        (one.text, match.decision, match.intent)
        for spec in shop
        for one in spec.examples
        if (match := matcher.match(one.text)).decision is not Decision.ANSWER or match.intent != spec.id
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("亲，什么时候能发货呀", "ship_time"),
        ("什么時候發貨", "ship_time"),
        ("什么时候发活", "ship_time"),
        ("shenme shihou fahuo", "ship_time"),
        ("我的快递到哪里了呢", "track_parcel"),
        ("能不能便宜一点", "bargain"),
        ("退货的邮费谁来出", "return_shipping_fee"),
    ],
)
def test_the_first_candidate_is_what_was_meant(matcher: Matcher, text: str, meant: str) -> None:
    assert matcher.match(text).candidates[0].intent == meant


@pytest.mark.parametrize("text", ["", "   ", "😭😭", "....", "\u200b\u202e", "\ud800", "mxqzt bvrrt"])
def test_what_says_nothing_is_handed_over(matcher: Matcher, text: str) -> None:
    match = matcher.match(text)
    assert match.decision is Decision.HANDOFF
    assert match.intent is None


@pytest.mark.parametrize("text", ["世界上最高的建筑是哪一座", "帮我写一首关于大海的诗", "明早叫我起床"])
def test_talk_about_something_else_is_not_answered(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).decision is not Decision.ANSWER


def test_the_match_carries_the_message_as_it_was_given(matcher: Matcher) -> None:
    match = matcher.match(" 我要退貨！！ ")
    assert match.text == " 我要退貨！！ "
    assert match.normalized == "我要退货!"


def test_confidences_are_ranked_and_no_more_than_five(matcher: Matcher) -> None:
    ranked = [one.confidence for one in matcher.match("发货和退货").candidates]
    assert ranked == sorted(ranked, reverse=True)
    assert 0 < len(ranked) <= 5
    assert sum(ranked) <= 1.001


def test_followups_count_only_while_their_topic_is_warm(matcher: Matcher) -> None:
    assert matcher.match("那运费呢", warm={"returns"}).intent == "return_shipping_fee"
    assert matcher.match("那运费呢", warm={"returns"}).candidates[0].evidence[0].kind == "followup"
    assert all(one.kind != "followup" for c in matcher.match("那运费呢").candidates for one in c.evidence)


def test_a_not_line_is_never_answered_with_its_intent(matcher: Matcher) -> None:
    match = matcher.match("我不要退货了")
    assert match.intent != "return_request"
    assert all(one.intent != "return_request" for one in match.candidates)


@pytest.mark.parametrize(("text", "not_meant"), [("我不想申请退货", "return_request"), ("我不要转人工", "human_agent")])
def test_a_negated_example_is_not_taken_for_the_example(matcher: Matcher, text: str, not_meant: str) -> None:
    match = matcher.match(text)
    assert match.intent != not_meant
    assert any(one.kind == "guard" for candidate in match.candidates for one in candidate.evidence)


def test_two_questions_give_two_matches_in_order(matcher: Matcher) -> None:
    found = matcher.match_all("我要退货，运费谁承担")
    assert [match.intent for match in found] == ["return_request", "return_shipping_fee"]


def test_one_question_gives_one_match(matcher: Matcher) -> None:
    assert [match.intent for match in matcher.match_all("我要退货")] == ["return_request"]
    assert len(matcher.match_all("")) == 1


def test_an_unrelated_intent_does_not_change_an_exact_hit(shop: list[IntentSpec]) -> None:
    more = Matcher.fit([*shop, intent("warranty", "保修多久", "坏了去哪修")])
    assert more.match("我要退货").intent == "return_request"
    assert more.match("我要退货").confidence == Matcher.fit(shop).match("我要退货").confidence


def test_no_scripts_hand_everything_over() -> None:
    matcher = Matcher.fit([])
    assert matcher.match("我要退货").decision is Decision.HANDOFF
    assert matcher.match_all("我要退货，运费谁出")[0].candidates == ()
    assert matcher.explain("我要退货").neighbours == ()


def test_one_intent_with_one_example_is_answered_word_for_word_only() -> None:
    matcher = Matcher.fit([intent("return_request", "我要退货")])
    assert matcher.match("我要退货！").intent == "return_request"
    assert matcher.match("明天天气怎么样").decision is Decision.HANDOFF


def test_an_intent_without_examples_is_known_by_its_title() -> None:
    matcher = Matcher.fit([IntentSpec(id="care", title="清洗保养"), intent("stock", "有货吗", "还有现货吗")])
    assert matcher.match("清洗保养").intent == "care"


def test_a_sentence_claimed_twice_is_asked_about() -> None:
    one = IntentSpec(id="a", examples=(Example(text="怎么退", origin="zh/a.yaml:3"), Example(text="我要退")))
    two = IntentSpec(id="b", examples=(Example(text="怎么退?", origin="zh/b.yaml:7"), Example(text="钱何时退")))
    matcher = Matcher.fit([one, two])
    match = matcher.match("怎么退")
    assert match.decision is Decision.ASK
    assert {one.intent for one in match.candidates[: match.asking]} == {"a", "b"}


def test_ids_given_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="given twice: a"):
        Matcher.fit([intent("a", "x"), intent("a", "y")])


def test_explain_shows_terms_with_their_places(matcher: Matcher) -> None:
    explanation = matcher.explain("请问什么時候發貨")
    first = explanation.match.candidates[0]
    assert first.intent == "ship_time"
    places = [one.span for one in first.evidence if one.kind == "terms" and one.span]
    assert all(0 <= start < end <= len("请问什么時候發貨") for start, end in places)
    assert explanation.neighbours[0][0] == "ship_time"
    assert explanation.coverage > 0.9
    assert all(chr(0xE000) > char for one in explanation.views["sounds"] for char in one)


@given(ODD)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_without_an_error(matcher: Matcher, text: str) -> None:
    match = matcher.match(text, warm={"returns"})
    assert 0.0 <= match.confidence <= 1.0
    assert 0.0 <= match.in_scope <= 1.0
    assert (match.intent is not None) == (match.decision is Decision.ANSWER)
    assert (match.asking > 0) == (match.decision is Decision.ASK)
    assert matcher.explain(text).match.decision is match.decision or match.candidates
    assert len(matcher.match_all(text)) >= 1


@pytest.mark.parametrize("unit", ["我要退货，", "a", "😀", "\u0301", "1", "fahuo ", "\u200b", "ﷺ"])
def test_a_message_of_a_hundred_thousand_characters_is_read_in_bounded_time(matcher: Matcher, unit: str) -> None:
    text = unit * (100_000 // len(unit))
    matcher.match(text)
    began = time.perf_counter()
    matcher.match(text)
    assert time.perf_counter() - began < 0.5  # 50 ms on a quiet machine


def test_what_nobody_sees_before_a_message_does_not_hide_it(matcher: Matcher) -> None:
    text = "\u200b" * 100_000 + "我要退货"
    assert matcher.match(text).intent == "return_request"
    places = {one.span for one in matcher.explain(text).match.candidates[0].evidence if one.span}
    assert all(start >= 100_000 for start, _ in places)


def test_three_unlikely_guesses_are_not_asked_about(matcher: Matcher) -> None:
    for text in ("{{ order.phone_tail }}{% for x in orders %}", "退换发票运费", "人工便宜发货退"):
        found = matcher.match(text)
        assert found.decision is not Decision.ASK or found.candidates[0].confidence >= 0.35
