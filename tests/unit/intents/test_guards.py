"""Negations and opposites."""

from __future__ import annotations

import pytest

from intents import Decision, Example, IntentSpec, Matcher
from intents.guards import doubled, negations, only_names, turned, wants, withdrawn


@pytest.mark.parametrize("text", ["能不能退货", "可不可以便宜", "有没有货", "是不是正品", "退不退", "发货了不"])
def test_questions_do_not_negate(text: str) -> None:
    assert negations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "不能便宜点吗",
            "不能便宜点么",
            "不可以退吗",
            "不包邮吗",
            "没有优惠吗",
            "不支持七天无理由吗?",
            "你不是机器人吧",
        ),
        *("can't you make it cheaper", "isn't there a discount", "cant u make it cheaper"),
    ],
)
def test_a_negated_question_asks_for_the_thing(text: str) -> None:
    assert negations(text) == []


@pytest.mark.parametrize("text", ["别发货了好吗", "不要发货了吧", "不要退货了可以吗", "我不要转人工?"])
def test_a_request_in_the_form_of_a_question_still_refuses(text: str) -> None:
    assert negations(text)


@pytest.mark.parametrize(
    "text", ["54321", "¥12800", "99999元", "10001, 10002", "202611220001", "我的手机号是13912345678", "单号 73120"]
)
def test_numbers_alone_only_name_something(text: str) -> None:
    assert only_names(text)


@pytest.mark.parametrize("text", ["12315", "打12315", "2件", "", "!!", "单号", "3天到吗", "xl"])
def test_words_and_numbers_to_call_say_what_is_wanted(text: str) -> None:
    assert not only_names(text)


@pytest.mark.parametrize(
    "text",
    [
        *("我不要退货", "别发货", "还没发货", "i do not want it", "it doesn't work"),
        *("it doesnt work", "why havent u shipped yet", "i cannot pay", "cant pay", "lamp wont turn on"),
    ],
)
def test_negations_are_found(text: str) -> None:
    assert negations(text)


@pytest.mark.parametrize(
    ("said", "example", "word"),
    [
        ("我不要退货", "我要退货", "不要"),
        ("什么时候到货", "什么时候发货", "到货"),
        ("turn it off", "turn it on", "off"),
        ("我要退货", "我要退货", ""),
        ("能不能退货", "能退货吗", ""),
    ],
)
def test_the_turning_word_is_named(said: str, example: str, word: str) -> None:
    assert turned(said, example) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("不想退了", "退"),
        ("不要转人工", "转人工"),
        ("别发了", "发"),
        ("先别发货", "发货"),
        ("不用换了", "换"),
        ("我没说要退货", "退货"),
        ("我不是要退货", "退货"),
        ("不取消了", "取消"),
        ("我又想要了不取消了", "取消"),
        ("没有破损", "破损"),
        ("没少发", "少发"),
        ("没丢", "丢"),
        ("我不投诉就是问问", "投诉"),
        ("我不会给差评的", "差评"),
        ("不加微信", "加微信"),
        ("谁说我要退货了", "退货"),
        ("发票不用了谢谢", "发票"),
        ("地址不改了", "地址"),
        ("i don't want to return it", "return"),
    ],
)
def test_a_withdrawn_wish_is_named(text: str, word: str) -> None:
    found = withdrawn(text)
    assert found is not None
    assert found[0] == word


@pytest.mark.parametrize(
    "text",
    [
        *("怎么还不发货", "不想要了能退吗", "别的颜色有吗", "没收到", "能不能退", "不是不想要", ""),
        *("有没有破损", "丢没丢", "没丢吗", "付了款就不发货", "买了不发货了", "没发货", "衣服不要了"),
    ],
)
def test_what_is_wanted_is_not_withdrawn(text: str) -> None:
    assert withdrawn(text) is None


@pytest.mark.parametrize("text", ["不是不想要", "没有不满意", "我不是不会"])
def test_two_negations_are_none(text: str) -> None:
    assert doubled(text)
    assert negations(text) == []


def test_an_intent_wants_what_its_examples_speak_of_and_never_refuse() -> None:
    assert wants("退货", ["我要退货", "退货怎么弄"])
    assert not wants("发货", ["什么时候发货", "先别发货"])
    assert not wants("发货", ["我要退货"])


@pytest.fixture(scope="module")
def orders() -> Matcher:
    def spec(name: str, *sentences: str) -> IntentSpec:
        return IntentSpec(id=name, examples=tuple(Example(text=one) for one in sentences))

    return Matcher.fit(
        [
            spec("refund", "退款什么时候到", "退款到账了吗", "钱什么时候退给我", "申请退款", "退款多久"),
            spec("exchange", "我想换货", "能换一个吗", "换个大一号的", "申请换货", "换货怎么弄"),
            spec("return", "我想退货", "我要退货", "退货怎么弄", "东西想退", "申请退货"),
            spec("cancel", "先别发货", "不要发货了", "取消订单", "别发了我不要了", "订单不要了"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "not_meant"), [("别退款了", "refund"), ("不用退款了我收到了", "refund"), ("我没说要退货", "return")]
)
def test_what_is_withdrawn_is_not_answered(orders: Matcher, text: str, not_meant: str) -> None:
    found = orders.match(text)
    assert found.intent != not_meant
    assert not_meant in [intent for intent, guard in orders.explain(text).guards if guard.weight < 0]


@pytest.mark.parametrize("text", ["我不想换货我想退货", "我不想换货，我想退货", "不用换货了，我要退货"])
def test_what_is_wanted_instead_is_answered(orders: Matcher, text: str) -> None:
    assert orders.match(text).intent == "return"


def test_an_intent_that_is_about_not_wanting_is_answered(orders: Matcher) -> None:
    assert orders.match("先不要发货").candidates[0].intent == "cancel"


def test_a_flood_of_refusals_is_no_loop(orders: Matcher) -> None:
    assert orders.match("不要换货" * 500).decision in Decision


@pytest.mark.parametrize("text", ["不要退货了，换货", "别退款了 换一个"])
def test_the_shortest_known_word_after_a_refusal_is_a_wish(orders: Matcher, text: str) -> None:
    found = orders.match(text)
    assert found.intent == "exchange"
    assert found.candidates[0].intent == "exchange"


@pytest.mark.parametrize("text", ["不要退货了，谢谢", "不要退货了好吗"])
def test_what_follows_a_refusal_without_a_wish_of_its_own_is_not_read_alone(orders: Matcher, text: str) -> None:
    assert orders.match(text).decision is not Decision.ANSWER


def test_a_shorter_word_for_what_is_refused_is_no_contradiction() -> None:
    assert turned("别发了我不要了", "别发货了我不要了") == ""


def test_two_ways_to_hold_an_order_are_read_alike(orders: Matcher) -> None:
    assert orders.match("先别发货").candidates == orders.match("先不要发货").candidates


@pytest.mark.parametrize("text", ["54321", "￥12800", "99999元", "202611220001"])
def test_numbers_alone_are_handed_over(orders: Matcher, text: str) -> None:
    found = orders.match(text)
    assert (found.decision, found.candidates) == (Decision.HANDOFF, ())
