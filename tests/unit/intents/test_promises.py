"""What holds for every script and every message, checked on made-up ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from intents import Decision, Example, IntentSpec, Matcher, normalize
from intents.entities import find_entities
from intents.keys import core, key

WORDS = (
    "我要",
    "退货",
    "运费",
    "谁出",
    "什么时候",
    "发货",
    "能便宜吗",
    "不要",
    "开发票",
    "快递",
    "到哪了",
    "换货",
    "xl",
    "2件",
    "，",
    "order",
)
SENTENCE = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join).filter(lambda text: key(normalize(text).text))
)
PACK = st.lists(st.lists(SENTENCE, min_size=1, max_size=4), min_size=1, max_size=5)
COURTESY = st.sampled_from(("{}", "你好，{}", "{}，谢谢", "请问{}呢", "  {}！！", "{}😭"))
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.text("我要不退货发没快递吗0123kdfh *-，。 😀\u200b\u202e\ud800\u0301ａＢ", max_size=60),
)
RARELY = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def pack(
    sentences: list[list[str]], *, denied: tuple[str, ...] = (), followups: tuple[str, ...] = ()
) -> list[IntentSpec]:
    """Intents i0, i1, ...; no sentence of an intent is claimed by another, by its words or by its core."""
    taken: set[str] = set()
    specs = []
    for number, listed in enumerate(sentences):
        mine = [one for one in listed if not {key(normalize(one).text), core(normalize(one).text)} & taken]
        taken |= {said for one in mine for said in (key(normalize(one).text), core(normalize(one).text))}
        specs.append(
            IntentSpec(
                id=f"i{number}",
                topic="t",
                examples=tuple(Example(text=one, origin=f"zh/a.yaml:{number}") for one in mine),
                negatives=tuple(Example(text=one) for one in denied if key(normalize(one).text) not in taken),
                followups=tuple(Example(text=one) for one in followups),
            )
        )
    return specs


@given(PACK)
@example([["我要退货，运费谁出"], ["我要退货"], ["运费谁出"]])
@example([["不要退货"], ["退货"], ["不要不要退货"]])
@RARELY
def test_a_message_equal_to_an_example_is_answered_with_its_intent(sentences: list[list[str]]) -> None:
    specs = pack(sentences, denied=("不要退货", "我要不要退货"), followups=("运费谁出", "什么时候"))
    matcher = Matcher.fit(specs, out_of_scope=("今天天气真好",))
    for spec in specs:
        for one in spec.examples:
            for found in (matcher.match(one.text), matcher.match(one.text, warm={"t"}), *matcher.match_all(one.text)):
                assert (found.decision, found.intent) == (Decision.ANSWER, spec.id), one.text


@given(PACK, COURTESY)
@RARELY
def test_courtesies_around_an_example_change_nothing(sentences: list[list[str]], frame: str) -> None:
    specs = pack(sentences)
    matcher = Matcher.fit(specs, out_of_scope=("今天天气真好",))
    for spec in specs:
        for one in spec.examples:
            assume(
                len(key(normalize(one.text).text)) >= 4
            )  # 你好，发货 is too short to tell the courtesy from the matter
            said = frame.format(one.text)
            assume(core(normalize(said).text) == core(normalize(one.text).text))
            assert matcher.match(said).candidates[0].intent == spec.id


@given(PACK, st.lists(st.sampled_from(("保修多久", "会员怎么升级", "门店在哪", "wifi密码")), min_size=1, unique=True))
@RARELY
def test_an_unrelated_intent_does_not_change_an_exact_hit(sentences: list[list[str]], others: list[str]) -> None:
    specs = pack(sentences)
    more = [*specs, IntentSpec(id="other", examples=tuple(Example(text=one) for one in others))]
    before, after = (Matcher.fit(one, out_of_scope=("今天天气真好",)) for one in (specs, more))
    for spec in specs:
        for one in spec.examples:
            first, second = before.match(one.text), after.match(one.text)
            assert (first.intent, first.confidence, first.in_scope) == (
                second.intent,
                second.confidence,
                second.in_scope,
            )


@given(ANY_TEXT)
def test_any_text_is_read_and_every_place_points_at_it(matcher: Matcher, text: str) -> None:
    found = matcher.explain(text, warm={"returns"})
    spans = [one.span for candidate in found.match.candidates for one in candidate.evidence if one.span]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert found.match.decision in Decision
    assert all(part.text in text for part in found.parts)
    assert len({part.intent for part in found.parts}) == len(found.parts)
    entities = find_entities(text)
    assert all(text[one.span[0] : one.span[1]] == one.text for one in entities)


@pytest.mark.parametrize(
    "unit",
    [
        "我要退货，",
        "a",
        "😀",
        "\u0301",
        "1",
        "1-",
        "一",
        "fahuo ",
        "kd ",
        "\u200b",
        "ﷺ",
        "不是不",
        "不要",
        "退*",
        "\ud800",
        "¥1",
        "i want ",
    ],
)
def test_a_hundred_thousand_characters_take_bounded_time(matcher: Matcher, unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for read in (matcher.match, matcher.match_all, matcher.explain, find_entities):
        read(text)
        began = time.perf_counter()
        read(text)
        assert time.perf_counter() - began < 0.5  # 50 ms on a quiet machine
