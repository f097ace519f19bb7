"""Collecting problems and suggesting what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.scripts.report import Place, Report, did_you_mean


def test_problems_come_in_the_order_of_files_and_lines_and_none_twice() -> None:
    report = Report()
    for path, line in (("b.yaml", 1), ("a.yaml", 10), ("a.yaml", 2), ("a.yaml", 2)):
        report.add(Place(path=path, line=line, column=1), "shape", "wrong")
    assert [(problem.path, problem.line) for problem in report.problems] == [
        ("a.yaml", 2),
        ("a.yaml", 10),
        ("b.yaml", 1),
    ]


def test_names_that_stand_in_an_unread_file_are_not_missed_and_all_others_are(tmp_path: Path) -> None:
    unread = tmp_path / "common.yaml"
    unread.write_text("slots:\n  reason: {type: choice\n", encoding="utf-8")
    report = Report()
    report.could_not_read(unread)
    place = Place(path="a.yaml")
    report.add(place, "undefined_slot", "there is no slot `reason`")
    report.add(place, "undefined_slot", "there is no slot `raeson`")
    report.add(place, "undefined_variable", "there is no `order.nmuber`")
    report.add(place, "tone", "`不清楚` is shirking")
    assert [problem.text for problem in report.problems] == [
        "`不清楚` is shirking",
        "there is no slot `raeson`",
        "there is no `order.nmuber`",
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-16-le"])
def test_names_of_a_file_in_another_encoding_are_made_out(tmp_path: Path, encoding: str) -> None:
    unread = tmp_path / "orders.yaml"
    unread.write_text("intents:\n  change_address: {title: 改地址}\n", encoding=encoding)
    report = Report()
    report.could_not_read(unread)
    report.add(Place(path="a.yaml"), "undefined_intent", "there is no intent `change_address`")
    report.add(Place(path="a.yaml"), "undefined_intent", "there is no intent `chagne_address`")
    assert [problem.text for problem in report.problems] == ["there is no intent `chagne_address`"]


def test_a_file_without_any_name_could_have_said_everything_that_is_missed(tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_bytes(b"")
    report = Report()
    report.could_not_read(tmp_path / "orders.yaml")
    report.add(Place(path="a.yaml"), "undefined_intent", "there is no intent `change_address`")
    report.add(Place(path="a.yaml"), "tone", "`不清楚` is shirking")
    assert [problem.text for problem in report.problems] == ["`不清楚` is shirking"]


def test_the_closest_word_is_suggested() -> None:
    assert did_you_mean("exmaples", ["examples", "title"]) == "did you mean examples?"
    assert did_you_mean("day", ["days"], prefix="shop.returns.") == "did you mean shop.returns.days?"


def test_without_a_close_word_a_few_known_ones_are_shown() -> None:
    assert did_you_mean("xyz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("xyz", [f"name{number}" for number in range(9)]).endswith("name7, ...")
    assert did_you_mean("xyz", []) == "none is defined"


def test_a_problem_is_one_short_printable_line_whatever_the_file_holds() -> None:
    report = Report()
    report.add(Place(path="a.yaml"), "unknown_key", "there is no key `a\nb\x1b[31m" + "x" * 1000)
    (problem,) = report.problems
    assert problem.text.startswith("there is no key `a�b�[31mxxx")
    assert len(problem.text) == 300


def test_nothing_is_called_unused_beside_a_file_that_could_not_be_read(tmp_path: Path) -> None:
    """Deleting what only that file uses would do damage."""
    unread = tmp_path / "common.yaml"
    unread.write_text("slots:\n  order: {type: order\n", encoding="utf-8")
    report = Report()
    report.could_not_read(unread)
    report.add(Place(path="a.yaml"), "unused", "`track_parcel` collects no order", "delete `orders`")
    assert report.problems == ()
