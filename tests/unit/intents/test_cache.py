"""Compiled matchers on disk."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
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


def as_bytes(write: Any, *args: Any, **named: Any) -> bytes:
    file = io.BytesIO()
    write(file, *args, **named)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_bytes(np.save, np.zeros(3)),
        as_bytes(np.savez, other=np.zeros(3)),
        as_bytes(np.savez, tables=np.array("{}"), weights=1, term_weights="x", covered=2, checksum=3),
        as_bytes(np.savez, tables=np.array([None]), weights=1, term_weights=1, covered=2, checksum=3),
    ],
)
def test_an_archive_that_kefu_did_not_write_is_replaced(tmp_path: Path, shop: list[IntentSpec], content: bytes) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = tmp_path.iterdir()
    good = path.read_bytes()
    path.write_bytes(content)
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert len(path.read_bytes()) == len(good)


def test_a_folder_in_place_of_the_file_is_replaced(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = tmp_path.iterdir()
    path.unlink()
    (path / "inner").mkdir(parents=True)
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert path.is_file()


@pytest.mark.parametrize(
    ("name", "spoiled"),
    [
        ("weights", lambda found: found * np.float32(np.nan)),
        ("weights", np.zeros_like),
        ("weights", lambda found: found[:, 1:]),
        ("weights", lambda found: found.astype(np.float64)),
        ("term_weights", np.zeros_like),
        ("covered", lambda found: found.astype(np.uint8)),
        ("tables", lambda found: found[:-1]),
    ],
)
def test_arrays_that_were_changed_are_not_believed(
    tmp_path: Path, shop: list[IntentSpec], name: str, spoiled: Any
) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = tmp_path.iterdir()
    good = path.read_bytes()
    with np.load(path) as file:
        arrays = {one: file[one] for one in file.files}
    path.write_bytes(as_bytes(np.savez, **arrays | {name: spoiled(arrays[name])}))
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert len(path.read_bytes()) == len(good)


def test_a_file_of_as_many_other_intents_is_not_believed(tmp_path: Path) -> None:
    def fit(name: str) -> Matcher:
        return Matcher.fit([IntentSpec(id=name, examples=(Example(text="我要退货"),))], cache=tmp_path)

    fit("a")
    [first] = tmp_path.iterdir()
    content = first.read_bytes()
    fit("b")
    second = next(path for path in tmp_path.iterdir() if path != first)
    second.write_bytes(content)
    fit("b")
    assert second.read_bytes() != content
