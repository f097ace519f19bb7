"""Reading YAML: places, texts as written, and every broken file as a problem instead of an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import Problem
from bot.scripts.report import Report
from bot.scripts.source import MAX_BYTES, read_source
from bot.scripts.tree import Fields, Items, Text, plain_data


def read(tmp_path: Path, content: str | bytes) -> tuple[Fields | None, tuple[Problem, ...]]:
    path = tmp_path / "file.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    report = Report()
    return read_source(path, "file.yaml", report), report.problems


def only(tmp_path: Path, content: str | bytes) -> tuple[str, int, int, str, str]:
    """The one problem of a file."""
    _, problems = read(tmp_path, content)
    assert len(problems) == 1, problems
    return problems[0].code, problems[0].line, problems[0].column, problems[0].text, problems[0].hint


def test_scalars_stay_what_was_written(tmp_path: Path) -> None:
    root, problems = read(tmp_path, "a: no\nb: 0012345\nc: 1e3\nd: 2026-03-02\ne: 0x1F\nf: 1:30\ng: ~\nh: 'x'\n")
    assert problems == ()
    assert root == {
        "a": "no",
        "b": "0012345",
        "c": "1e3",
        "d": "2026-03-02",
        "e": "0x1F",
        "f": "1:30",
        "g": "~",
        "h": "x",
    }


def test_free_data_reads_only_what_is_a_number_or_boolean_to_everybody(tmp_path: Path) -> None:
    root, _ = read(
        tmp_path, "a: [1, -2, 1.50, true, false, ~, no, 007, 1e3, '3', 12345678901234567890]\nb: {c: 16:00}\n"
    )
    assert root is not None
    assert plain_data(root) == {
        "a": [1, -2, 1.5, True, False, None, "no", "007", "1e3", "3", "12345678901234567890"],
        "b": {"c": "16:00"},
    }


def test_every_text_knows_its_place(tmp_path: Path) -> None:
    root, _ = read(tmp_path, "甲: 你好 x\nb:\n  - 'quoted'\n  - {c: d}\n")
    assert root is not None
    first, second = root.items()
    assert isinstance(first[1], Text)
    assert (first[0].place.line, first[0].place.column) == (1, 1)
    assert (first[1].place.line, first[1].place.column) == (1, 4)
    assert isinstance(second[1], Items)
    quoted, inner = second[1]
    assert isinstance(quoted, Text)
    assert isinstance(inner, Fields)
    assert (quoted.place.line, quoted.place.column) == (3, 6)
    assert [(key.place.line, key.place.column) for key in inner] == [(4, 6)]


@pytest.mark.parametrize("head", ["|", "|  # why", "|-", "|2"])
def test_lines_of_a_block_know_their_places(tmp_path: Path, head: str) -> None:
    root, problems = read(tmp_path, f"a: {head}\n\n  一行\n    深\n\n  末 行  \n")
    assert problems == ()
    assert root is not None
    block = root[next(iter(root))]
    assert isinstance(block, Text)
    lines = block.split_lines()
    assert [(str(line), line.place.line, line.place.column) for line in lines] == [
        ("一行", 3, 3),
        ("深", 4, 5),
        ("末 行", 6, 3),
    ]
    assert (block.at(2, 2).line, block.at(2, 2).column) == (3, 4)


def test_a_folded_text_points_at_its_first_line(tmp_path: Path) -> None:
    root, _ = read(tmp_path, "a: >-\n  one\n  two\nb: c\n")
    assert root is not None
    folded = root[next(iter(root))]
    assert isinstance(folded, Text)
    assert folded == "one two"
    assert (folded.at(1, 1).line, folded.at(1, 1).column) == (2, 3)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    root, problems = read(tmp_path, b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\nb: z\r\n")
    assert problems == ()
    assert root == {"a": "x\ny\n", "b": "z"}


def test_a_key_written_twice(tmp_path: Path) -> None:
    assert only(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n") == (
        "duplicate_key", 5, 3, "`c` is written twice", "first in line 3",
    )  # fmt: skip


def test_anchors_and_aliases_are_refused_one_by_one(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "a: &x [1]\nb: *x\n<<: {c: d}\n")
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [("alias", 1, 4), ("alias", 2, 4)]


def test_a_bomb_of_aliases_costs_nothing(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    _, problems = read(tmp_path, "a0: &a0 lol\n" + levels)
    assert {problem.code for problem in problems} == {"alias"}


@pytest.mark.parametrize(
    ("content", "line", "column", "hint"),
    [
        ("a: b: c\n", 1, 5, "needs quotes"),
        ("a:\n\t- b\n", 2, 1, "spaces, not tabs"),
        ("a: 'b\nc: d\n", 1, 4, "not closed"),
        ("a: [b, c\nd: e\n", 2, 2, ""),
        ("a: b\n c: d\n", 2, 3, ""),
        ("a: @b\n", 1, 4, "quotes"),
        ("a: 1\nb\nc: 2\n", 2, 1, "followed by"),
        ("a: &\n", 1, 5, "& or *"),
        ("- a\nb: c\n", 2, 1, ""),
    ],
)
def test_broken_yaml_is_reported_where_it_breaks(
    tmp_path: Path, content: str, line: int, column: int, hint: str
) -> None:
    code, at_line, at_column, text, given = only(tmp_path, content)
    assert code == "yaml"
    assert text.startswith("this is not valid YAML: ")
    assert (at_line, at_column) == (line, column)
    assert hint in given


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "text"),
    [
        ("", "empty", 1, 1, "the file is empty"),
        ("# only a comment\n", "empty", 1, 1, "the file is empty"),
        ("- a\n- b\n", "shape", 1, 1, "not a set of `key: value` lines"),
        ("just text\n", "shape", 1, 1, "not a set of `key: value` lines"),
        ("a: b\n---\nc: d\n", "yaml", 2, 1, "a second document begins"),
        ("a: !!python/object:os.system x\n", "tag", 1, 4, "tags are not part of the format"),
        ("[a, b]: c\n", "yaml", 1, 1, "a key must be a text"),
        ("a: " + "[" * 40 + "]" * 40, "yaml", 1, 19, "nested deeper than 16 levels"),
        ("a: " + "[" * 100_000, "yaml", 1, 19, "nested deeper than 16 levels"),
        ("a: \x07b\n", "encoding", 1, 4, "invisible character U+0007"),
        ("a: x\nb: y\u2028z\n", "encoding", 2, 5, "invisible character U+2028"),
        (b"a: b\nc: \xff\xfe\n", "encoding", 2, 4, "the file is not UTF-8"),
        ("名字: 小满".encode("gbk"), "encoding", 1, 1, "the file is not UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, "file", 0, 0, "larger than 512 KB"),
    ],
)
def test_files_that_cannot_be_used(
    tmp_path: Path, content: str | bytes, code: str, line: int, column: int, text: str
) -> None:
    found = only(tmp_path, content)
    assert found[:3] == (code, line, column)
    assert text in found[3]


def test_a_directory_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    report = Report()
    assert read_source(tmp_path, "shop.yaml", report) is None
    assert [problem.code for problem in report.problems] == ["file"]


TOKENS = (
    *(": ", "- ", "\n", "  ", ">", "[", "]", "{", "}", ",", "#", "&a", "*a", "!", "%", "@", "`", "'", '"', "?", "\t"),
    *("---", "...", "<<", "topic", "intents", "examples", "no", "~", "退货", "🙏", "\\", "\r"),
    *("|\n", "\ufeff", "\x85", "\u2029", "\ud800"),
)
YAML_ISH = st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=8)), max_size=60).map("".join)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(YAML_ISH.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=80)))
def test_whatever_a_file_holds_becomes_a_tree_or_problems(tmp_path: Path, content: bytes) -> None:
    root, problems = read(tmp_path, content)
    assert root is not None or problems
    assert all(problem.text and problem.line >= 0 and problem.column >= 0 for problem in problems)
