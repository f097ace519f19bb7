"""What a fit leaves for the next one."""

from __future__ import annotations

import numpy as np

from intents.counting import NOTHING
from intents.learned import Learned, Spoken


def learned() -> Learned:
    duals = np.arange(12, dtype=np.float32).reshape(1, 4, 3)
    sentences = [("a", "退货"), ("b", "发货"), ("b", "退货"), ("", "唱首歌")]
    return Learned(sentences=sentences, names=["a", "b", ""], counted=NOTHING, spoken={}, duals=duals)


def test_coefficients_are_found_again_by_intent_and_sentence() -> None:
    start = learned().duals_of([("b", "退货"), ("c", "发货"), ("", "唱首歌")], ["c", "b", ""])
    assert start[0].tolist() == [[0, 7, 8], [0, 0, 0], [0, 10, 11]]


def test_nothing_in_common_starts_from_nothing() -> None:
    assert not learned().duals_of([("x", "y")], ["x"]).any()


def test_keys_are_taken_from_the_last_fit_and_only_used_ones_are_kept() -> None:
    spoken = Spoken({"你好，退货": ("known", "known"), "发货": ("x", "x")})
    assert spoken["你好，退货"] == ("known", "known")
    assert spoken["你好，我要退货!"] == ("你好我要退货", "我要退货")
    assert set(spoken) == {"你好，退货", "你好，我要退货!"}
