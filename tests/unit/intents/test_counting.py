"""Counted terms are the same, whether or not some were counted before."""

from __future__ import annotations

from intents.counting import Counted, count

OLD = ["我要退货", "lost my card", "我要退货", ""]
NEW = ["开发票", "lost my card", "my card broke", "退货"]


def listed(counted: Counted) -> list[dict[str, int]]:
    terms = list(counted.columns)
    return [
        {
            terms[place]: amount
            for place, amount in zip(counted.place[begin:end], counted.amounts[begin:end], strict=True)
        }
        for begin, end in zip(counted.starts[:-1], counted.starts[1:], strict=True)
    ]


def test_terms_are_counted_by_sentence() -> None:
    found = listed(count(["退货退货", ""]))
    assert found[0]["退货"] == 2
    assert found[1] == {}


def test_a_sentence_that_comes_twice_is_counted_twice() -> None:
    first, _, third, _ = listed(count(OLD))
    assert first == third


def test_sentences_counted_earlier_are_counted_alike() -> None:
    before = count(OLD)
    again = count(NEW, before, {text: at for at, text in enumerate(OLD)})
    assert listed(again) == listed(count(NEW))


def test_terms_that_no_sentence_has_any_longer_are_forgotten() -> None:
    again = count(NEW, count(OLD), {text: at for at, text in enumerate(OLD)})
    assert again.columns.keys() == count(NEW).columns.keys()
    assert "我" not in again.columns
