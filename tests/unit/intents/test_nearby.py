"""The examples of an intent that a message is nearly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from intents import Example, IntentSpec
from intents.keys import core
from intents.nearby import Nearby
from intents.normalize import normalize


@given(st.text("退货钱款我要", min_size=1, max_size=12), st.lists(st.text("退货钱款我要", min_size=1, max_size=12)))
def test_the_nearest_example_is_found_among_those_of_any_length(said: str, examples: list[str]) -> None:
    nearby = Nearby([IntentSpec(id="a", examples=tuple(Example(text=one) for one in examples))])
    scores = [fuzz.ratio(said, core(normalize(one).text)) for one in examples]
    best = max(scores, default=0.0)
    expected = (examples[scores.index(best)], best / 100) if best >= 85 else None
    assert nearby.nearest(said, 0) == expected


def test_nothing_said_is_near_nothing() -> None:
    assert Nearby([IntentSpec(id="a", examples=(Example(text="我要退货"),))]).nearest("", 0) is None
