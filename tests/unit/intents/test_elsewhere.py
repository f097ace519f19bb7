"""Words of other trades."""

from __future__ import annotations

import pytest

from intents import Decision, Example, IntentSpec, Matcher
from intents.elsewhere import Trade, less_likely, matters


def spec(name: str, *examples: str) -> IntentSpec:
    return IntentSpec(id=name, examples=tuple(Example(text=text) for text in examples))


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("酒店订单能取消吗", "住宿", "酒店"),
        ("我的外卖少了一份饭", "餐饮", "外卖"),
        ("can i cancel my hotel room", "lodging", "hotel"),
        ("where is my boarding pass?", "travel", "boarding pass"),
        ("two hotels", "lodging", "hotels"),
    ],
)
def test_a_matter_of_another_trade_is_found_with_its_place(text: str, name: str, word: str) -> None:
    (found,) = matters(text)
    assert (found.name, text[found.start : found.end]) == (name, word)


@pytest.mark.parametrize(
    "text", ["", "我的订单能取消吗", "九点能送到吗", "cancel my order", "寄到公司", "酒", "boarding"]
)
def test_what_shops_are_asked_and_what_only_sounds_like_it_is_no_such_matter(text: str) -> None:
    assert matters(text) == []


def test_a_matter_is_told_once() -> None:
    assert [one.name for one in matters("酒店里的宾馆")] == ["住宿"]


def test_what_an_intent_says_itself_is_not_foreign_to_it_and_is_to_its_neighbour() -> None:
    trade = Trade([spec("bulk", "酒店大量订购"), spec("cancel", "取消订单")])
    assert trade.foreign("酒店要一百个", 0) == []
    assert [one.name for one in trade.foreign("酒店订单能取消吗", 1)] == ["住宿"]


def test_a_matter_that_several_intents_speak_of_is_the_packs_own_trade() -> None:
    trade = Trade([*(spec(name, f"酒店{name}") for name in "abcd"), spec("cancel", "取消订单")])
    assert trade.foreign("民宿订单能取消吗", 4) == []


def test_every_foreign_matter_up_to_two_makes_being_in_scope_less_likely() -> None:
    assert less_likely(0.97, 0) == 0.97
    assert 0.3 < less_likely(0.97, 1) < 0.45
    assert less_likely(0.97, 3) == less_likely(0.97, 2) < 0.02
    assert less_likely(0.0, 1) == 0.0


def test_a_near_miss_is_not_answered_and_the_word_is_named(matcher: Matcher) -> None:
    assert matcher.match("我想退货").decision is Decision.ANSWER
    found = matcher.match("酒店我想退货")
    assert found.decision is not Decision.ANSWER
    assert found.in_scope < matcher.match("我想退货").in_scope
    assert [(one.kind, one.text, one.span) for one in found.candidates[0].evidence] == [
        ("guard", "酒店 (住宿)", (0, 2))
    ]
