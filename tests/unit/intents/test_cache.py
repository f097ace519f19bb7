"""Compiled matchers on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents import Example, IntentSpec, Matcher, Wish
from intents.cache import KEPT, fingerprint


def test_a_cached_matcher_reads_like_the_fitted_one(tmp_path: Path, shop: list[IntentSpec]) -> None:
    fitted = Matcher.fit(shop, cache=tmp_path)
    cached = Matcher.fit(shop, cache=tmp_path)
    for text in ("什么时候发货", "能便宜吗亲", "我不要退货了", "随便说说", ""):
        assert cached.match(text) == fitted.match(text)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_fingerprint_changes_with_everything_that_matters(shop: list[IntentSpec]) -> None:
    same = fingerprint(shop, Wish(), ["x"])
    assert same == fingerprint(list(shop), Wish(), ["x"])
    assert same != fingerprint(shop[1:], Wish(), ["x"])
    assert same != fingerprint(shop, Wish(wrong_answers=0.1), ["x"])
    assert same != fingerprint(shop, Wish(), [])


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04cut short"])
def test_a_broken_file_is_computed_anew(tmp_path: Path, shop: list[IntentSpec], content: bytes) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(content)
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert path.stat().st_size > len(content)


def test_a_file_of_other_intents_is_not_believed(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [mine] = tmp_path.iterdir()
    Matcher.fit(shop[:3], cache=tmp_path)
    other = next(path for path in tmp_path.iterdir() if path != mine)
    mine.write_bytes(other.read_bytes())
    assert Matcher.fit(shop, cache=tmp_path).match("人工").intent == "human_agent"


def test_old_files_are_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        Matcher.fit([IntentSpec(id="a", examples=(Example(text=f"第{number}句"),))], cache=tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == KEPT
