"""Terms and their weights."""

from __future__ import annotations

import numpy as np
import pytest

from intents.counting import count
from intents.views import terms
from intents.vocabulary import Vocabulary, learn


@pytest.fixture
def vocabulary() -> Vocabulary:
    return learn(count(["我要退货", "我要发货", "我要发票", "我要听音乐"]), np.array([0, 1, 2, -1]), 3)[0]


def test_a_term_of_one_intent_weighs_more_than_one_of_all(vocabulary: Vocabulary) -> None:
    weight = {term: vocabulary.weights[at] for term, at in vocabulary.columns.items()}
    assert weight["退货"] > weight["我要"]


def test_a_reading_has_length_one(vocabulary: Vocabulary) -> None:
    assert float(np.linalg.norm(vocabulary.read(terms("退货")).values)) == pytest.approx(1.0, abs=1e-5)


def test_coverage_tells_how_much_the_examples_contain(vocabulary: Vocabulary) -> None:
    assert vocabulary.read(terms("我要退货")).coverage == pytest.approx(1.0)
    assert vocabulary.read(terms("zzz")).coverage == 0.0
    assert vocabulary.read(terms("听音乐")).coverage < 0.2  # everyday talk is known, but not covered
    assert vocabulary.read(terms("")).coverage == 0.0


def test_unknown_terms_are_named(vocabulary: Vocabulary) -> None:
    assert "音" in vocabulary.unknown(terms("音乐"))
    assert vocabulary.unknown(terms("退货")) == ()


def test_learned_rows_are_what_reading_gives() -> None:
    learned, rows = learn(count(["我要退货退货", "发票", ""]), np.array([0, 1, 1]), 2)
    reading = learned.read(terms("我要退货退货"))
    values = dict(zip(reading.columns.tolist(), reading.values.tolist(), strict=True))
    first = slice(rows.starts[0], rows.starts[1])
    assert dict(zip(rows.columns[first].tolist(), rows.values[first].tolist(), strict=True)) == pytest.approx(values)
    assert len(rows) == 3
    assert rows.starts[3] == rows.starts[2]


def test_only_pairs_of_words_that_sentences_share_are_kept() -> None:
    learned, rows = learn(count(["lost my card", "my card broke", "hello"]), np.array([0, 1, 1]), 2)
    assert "p:card my" in learned.columns
    assert "p:card lost" not in learned.columns
    assert rows.width == len(learned.columns)
    assert learned.unknown(terms("card hello")) == ()
