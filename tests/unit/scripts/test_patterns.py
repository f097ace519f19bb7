"""Regular expressions as maintainers write them: in one line, or in a block of lines."""

from __future__ import annotations

from bot.scripts.patterns import Patterns, lines_of
from bot.scripts.report import Place, Report
from bot.scripts.tree import Text

PLACE = Place(path="zh/orders.yaml", line=10, column=5)
WORDS = {"<deny>": ("不要", "别")}


def _block(*lines: str) -> Text:
    return Text.made("\n".join(lines) + "\n", PLACE, literal=True)


def _read(text: Text) -> tuple[str, Report]:
    report = Report()
    found = Patterns(lambda name: WORDS[name], report).read(text)
    return found.pattern if found else "", report


def test_one_line_is_read_as_it_stands() -> None:
    assert _read(Text.made(" #?别写", PLACE))[0] == " #?别写"


def test_every_line_of_a_block_is_a_pattern_and_comments_are_none() -> None:
    assert _read(_block("# 卡片不写了", "不写", "别写$"))[0] == "不写|别写$"


def test_a_line_that_is_indented_further_goes_on_with_the_one_above() -> None:
    lines = ("(?:不写|", "    # 别弄了", "    别(?:写|", "      弄)", "  )了", "算了")
    assert _read(_block(*lines))[0] == "(?:不写|别(?:写|弄))了|算了"


def test_a_name_in_angle_brackets_is_any_of_its_wordings_and_a_group_keeps_its_name() -> None:
    assert _read(_block("<deny>(?P<told>写)(?<!改)"))[0] == "(?:不要|别)(?P<told>写)(?<!改)"


def test_what_a_name_stands_for_is_text_and_no_pattern() -> None:
    found = Patterns(lambda _: ("a.b",), Report()).read(Text.made("<name>", PLACE))
    assert found is not None
    assert found.search("axb") is None


def test_a_mistake_is_told_in_its_own_line() -> None:
    found, report = _read(_block("不写", "别("))
    assert found == "不写"
    assert [(problem.line, problem.text.partition(":")[0]) for problem in report.problems] == [
        (11, "this is no regular expression")
    ]


def test_a_line_that_finds_something_everywhere_is_told() -> None:
    _, report = _read(_block("不写", "别*"))
    assert [(problem.line, problem.hint) for problem in report.problems] == [(11, "name a word it needs")]


def test_two_lines_cannot_have_a_group_of_one_name() -> None:
    found, report = _read(_block("(?P<told>写)", "(?P<told>改)"))
    assert found == ""
    assert "redefinition" in report.problems[0].text


def test_a_block_of_comments_is_no_pattern() -> None:
    assert lines_of(_block("# nothing yet")) == []
