"""Several questions in one message, with and without marks between them."""

from __future__ import annotations

import pytest

from intents import Decision, Example, IntentSpec, Matcher


def intents(matcher: Matcher, text: str) -> list[str | None]:
    return [one.intent for one in matcher.match_all(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我要退货，运费谁出", ["return_request", "return_shipping_fee"]),
        ("我要退货运费谁出", ["return_request", "return_shipping_fee"]),
        ("能便宜点吗什么时候发货", ["bargain", "ship_time"]),
        ("能便宜点吗 什么时候发货", ["bargain", "ship_time"]),
        ("可以开发票吗快递到哪了", ["invoice", "track_parcel"]),
        ("可以开发票吗另外能便宜点吗", ["invoice", "bargain"]),
        ("什么时候发货\n可以开发票吗\n能便宜点吗", ["ship_time", "invoice", "bargain"]),
    ],
)
def test_two_ideas_are_two(matcher: Matcher, text: str, found: list[str]) -> None:
    assert intents(matcher, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("退货运费谁出", "return_shipping_fee"),
        ("退货的运费谁出", "return_shipping_fee"),
        ("我的快递到哪了", "track_parcel"),
        ("我要退货怎么操作", "return_request"),
        ("我要退货，怎么操作", "return_request"),
        ("你好，我要退货", "return_request"),
        ("我要退货，谢谢", "return_request"),
        ("我想\n退货", "return_request"),
        ("我的快递\n到哪了", "track_parcel"),
    ],
)
def test_one_idea_is_one(matcher: Matcher, text: str, found: str) -> None:
    assert intents(matcher, text) == [found]


def test_the_parts_are_the_customers_own_characters(matcher: Matcher) -> None:
    assert [one.text for one in matcher.match_all("我要退貨運費誰出")] == ["我要退貨", "運費誰出"]


def test_an_example_that_holds_two_ideas_is_answered_as_one(shop: list[IntentSpec]) -> None:
    both = IntentSpec(id="both", examples=(Example(text="我要退货，运费谁出"), Example(text="能便宜点吗什么时候发货")))
    matcher = Matcher.fit([*shop, both])
    assert intents(matcher, "我要退货，运费谁出") == ["both"]
    assert intents(matcher, "能便宜点吗什么时候发货") == ["both"]


def test_english_sentences_run_together_are_two() -> None:
    matcher = Matcher.fit(
        [
            _intent("track", "where is my parcel", "track my order", "is it shipped"),
            _intent("invoice", "can i get an invoice", "i need an invoice"),
            _intent("cancel", "cancel my order", "please cancel it"),
        ]
    )
    assert intents(matcher, "where is my parcel also can i get an invoice") == ["track", "invoice"]
    assert intents(matcher, "where is my parcel can i get an invoice") == ["track", "invoice"]
    assert intents(matcher, "cancel my order and send... I need an invoice") == ["cancel", "invoice"]


def test_nothing_sure_in_the_parts_leaves_the_whole(matcher: Matcher) -> None:
    [one] = matcher.match_all("天气不错，去爬山吧")
    assert one.text == "天气不错，去爬山吧"
    assert one.decision is not Decision.ANSWER


def _intent(name: str, *sentences: str) -> IntentSpec:
    return IntentSpec(id=name, examples=tuple(Example(text=one) for one in sentences))
