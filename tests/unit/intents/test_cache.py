"""Compiled matchers on disk."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents import Example, IntentSpec, Matcher, Wish, counting
from intents.cache import KEPT, LEARNED_KEPT, fingerprint, load
from intents.compiled import compile_intents
from intents.learned import Learned
from intents.outside import outside
from intents.views import Terms, terms

OUTSIDE = outside("zh")


def test_a_cached_matcher_reads_like_the_fitted_one(tmp_path: Path, shop: list[IntentSpec]) -> None:
    fitted = Matcher.fit(shop, cache=tmp_path)
    cached = Matcher.fit(shop, cache=tmp_path)
    for text in ("什么时候发货", "能便宜吗亲", "我不要退货了", "随便说说", ""):
        assert cached.match(text) == fitted.match(text)
    assert len(compiled_in(tmp_path)) == 1


def compiled_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.npz") if not path.name.endswith(".learned.npz")]


def learned_in(folder: Path) -> list[Path]:
    return list(folder.glob("*.learned.npz"))


def test_the_fingerprint_changes_with_everything_that_matters(shop: list[IntentSpec]) -> None:
    same = fingerprint(shop, Wish(), ["x"])
    assert same == fingerprint(list(shop), Wish(), ["x"])
    assert same != fingerprint(shop[1:], Wish(), ["x"])
    assert same != fingerprint(shop, Wish(wrong_answers=0.1), ["x"])
    assert same != fingerprint(shop, Wish(), [])


def test_lines_that_only_moved_are_the_same_scripts(shop: list[IntentSpec]) -> None:
    def moved(spec: IntentSpec) -> IntentSpec:
        lower = tuple(replace(one, origin=one.origin + "0") for one in spec.examples)
        return replace(spec, examples=lower, negatives=tuple(replace(one, origin="") for one in spec.negatives))

    assert fingerprint([moved(spec) for spec in shop], Wish(), []) == fingerprint(shop, Wish(), [])


def test_examples_of_one_line_are_not_those_of_two() -> None:
    def of(*lines: str) -> str:
        examples = tuple(Example(text=f"第{at}句", origin=line) for at, line in enumerate(lines))
        return fingerprint([IntentSpec(id="a", examples=examples)], Wish(), [])

    assert len({of("a:1", "a:1", "a:2"), of("a:1", "a:2", "a:2"), of("a:1", "a:2", "a:3")}) == 3
    assert of("a:1", "a:2") == of("", "") == of("a:7", "")


def test_a_link_in_place_of_the_file_is_replaced_and_what_it_leads_to_stays(
    tmp_path: Path, shop: list[IntentSpec]
) -> None:
    (tmp_path / "elsewhere" / "inner").mkdir(parents=True)
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    for path in (*compiled_in(tmp_path), *learned_in(tmp_path)):
        path.unlink()
        path.symlink_to(tmp_path / "elsewhere")
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    assert all(path.is_file() and not path.is_symlink() for path in (*compiled_in(tmp_path), *learned_in(tmp_path)))
    assert (tmp_path / "elsewhere" / "inner").is_dir()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04cut short"])
def test_a_broken_file_is_computed_anew(tmp_path: Path, shop: list[IntentSpec], content: bytes) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = compiled_in(tmp_path)
    path.write_bytes(content)
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert path.stat().st_size > len(content)


def test_a_file_of_other_intents_is_not_believed(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [mine] = compiled_in(tmp_path)
    Matcher.fit(shop[:3], cache=tmp_path)
    other = next(path for path in compiled_in(tmp_path) if path != mine)
    mine.write_bytes(other.read_bytes())
    assert Matcher.fit(shop, cache=tmp_path).match("人工").intent == "human_agent"


def test_old_files_are_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        Matcher.fit([IntentSpec(id="a", examples=(Example(text=f"第{number}句"),))], cache=tmp_path)
    assert len(compiled_in(tmp_path)) == KEPT


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
    [path] = compiled_in(tmp_path)
    path.write_bytes(content)
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert load(path, shop, Wish()).specs == tuple(shop)


def test_a_folder_in_place_of_the_file_is_replaced(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path)
    [path] = compiled_in(tmp_path)
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
    [path] = compiled_in(tmp_path)
    with np.load(path) as file:
        arrays = {one: file[one] for one in file.files}
    path.write_bytes(as_bytes(np.savez, **arrays | {name: spoiled(arrays[name])}))
    assert Matcher.fit(shop, cache=tmp_path).match("我要退货").intent == "return_request"
    assert load(path, shop, Wish()).specs == tuple(shop)


def test_a_file_of_as_many_other_intents_is_not_believed(tmp_path: Path) -> None:
    def fit(name: str) -> Matcher:
        return Matcher.fit([IntentSpec(id=name, examples=(Example(text="我要退货"),))], cache=tmp_path)

    fit("a")
    [first] = compiled_in(tmp_path)
    content = first.read_bytes()
    fit("b")
    second = next(path for path in compiled_in(tmp_path) if path != first)
    second.write_bytes(content)
    fit("b")
    assert second.read_bytes() != content


def edited(shop: list[IntentSpec]) -> list[IntentSpec]:
    """A sentence more, a line moved down, an intent less and a new one."""
    first, second = shop[0], shop[1]
    more = replace(first, examples=(*first.examples, Example(text="哪天能寄走", origin="zh/shipping.yaml:99")))
    moved = replace(second, examples=tuple(replace(one, origin=one.origin + "0") for one in second.examples))
    warranty = tuple(Example(text=one) for one in ("保修多久", "坏了去哪修", "过保了能修吗"))
    return [more, moved, *shop[2:-1], IntentSpec(id="warranty", examples=warranty)]


TEXTS = (
    *("什么时候发货", "哪天能寄", "坏了哪里能修", "快递到哪里了呢", "能不能再便宜一点", "退货邮费谁付", "我不要退货了"),
    *("给我开票", "找个人来", "在不在呀", "不喜欢想退", "专票可以吗", "天气怎么样", "保修期多长", "抹零行吗", "多久到"),
)


@pytest.fixture(scope="module")
def before(shop: list[IntentSpec]) -> Callable[[], Learned]:
    """What a fit has learned, behind a call: Hypothesis writes out what it is given, and this is long."""
    learned = compile_intents(shop, Wish(), OUTSIDE, remember=True).learned
    assert learned is not None
    return lambda: learned


def test_a_fit_after_an_edit_reads_like_a_fresh_one(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    fresh, again = Matcher.fit(edited(shop)), Matcher.fit(edited(shop), cache=tmp_path, pack="zh")
    for text in TEXTS:
        one, other = fresh.match(text), again.match(text)
        assert (other.decision, other.intent, other.asking) == (one.decision, one.intent, one.asking), text
        assert other.confidence == pytest.approx(one.confidence, abs=0.02)
        assert other.in_scope == pytest.approx(one.in_scope, abs=0.02)


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(TEXTS)), max_size=6), st.sets(st.integers(0, 7)))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_whatever_was_edited_a_fit_ends_where_a_fresh_one_does(
    shop: list[IntentSpec], before: Callable[[], Learned], added: list[tuple[int, str]], gone: set[int]
) -> None:
    after = [
        replace(spec, examples=(*spec.examples, *(Example(text=text) for at, text in added if at == number)))
        for number, spec in enumerate(shop)
        if number not in gone
    ]
    fresh, again = compile_intents(after, Wish(), OUTSIDE), compile_intents(after, Wish(), OUTSIDE, before=before())
    assert again.exact == fresh.exact
    assert again.vocabulary.columns.keys() == fresh.vocabulary.columns.keys()
    places = [again.vocabulary.columns[term] for term in fresh.vocabulary.columns]
    np.testing.assert_allclose(again.vocabulary.weights[places], fresh.vocabulary.weights, rtol=1e-5)
    np.testing.assert_allclose(again.weights[places], fresh.weights, atol=0.1)
    assert again.calibration.thresholds.answer == pytest.approx(fresh.calibration.thresholds.answer, abs=0.01)


def test_what_was_learned_starts_the_fit_after_an_edit(
    tmp_path: Path, shop: list[IntentSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    counted: list[str] = []

    def counting_terms(text: str) -> Terms:
        counted.append(text)
        return terms(text)

    monkeypatch.setattr(counting, "terms", counting_terms)
    Matcher.fit(edited(shop), cache=tmp_path, pack="zh")
    assert sorted(counted) == sorted(["哪天能寄走", "保修多久", "坏了去哪修", "过保了能修吗", "warranty"])


def test_another_pack_starts_from_nothing(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    Matcher.fit(shop[:3], cache=tmp_path, pack="en")
    assert len(learned_in(tmp_path)) == 2


def test_of_a_few_packs_what_was_learned_is_kept(tmp_path: Path) -> None:
    for number in range(LEARNED_KEPT + 2):
        Matcher.fit([IntentSpec(id="a", title=str(number))], cache=tmp_path, pack=str(number))
    assert len(learned_in(tmp_path)) == LEARNED_KEPT


@pytest.mark.parametrize("content", [b"", b"no archive", as_bytes(np.savez, duals=np.zeros(3))])
def test_what_was_learned_and_is_damaged_is_not_believed(
    tmp_path: Path, shop: list[IntentSpec], content: bytes
) -> None:
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    [path] = learned_in(tmp_path)
    path.write_bytes(content)
    again = Matcher.fit(edited(shop), cache=tmp_path, pack="zh")
    assert again.match("什么时候发货") == Matcher.fit(edited(shop)).match("什么时候发货")
    assert path.stat().st_size > len(content)


def test_a_folder_in_place_of_what_was_learned_is_replaced(tmp_path: Path, shop: list[IntentSpec]) -> None:
    Matcher.fit(shop, cache=tmp_path, pack="zh")
    [path] = learned_in(tmp_path)
    path.unlink()
    (path / "inner").mkdir(parents=True)
    Matcher.fit(edited(shop), cache=tmp_path, pack="zh")
    assert path.is_file()
