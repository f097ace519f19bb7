"""How customers take back what was registered, as common.yaml says it."""

from __future__ import annotations

from bot.scripts.report import Place, Report
from bot.scripts.shapes import validate
from bot.scripts.taken_back import TakenBack, TakenBackDoc, compile_taken_back
from bot.scripts.tree import Fields, Text

PLACE = Place(path="zh/common.yaml", line=1, column=1)


def _fields(content: dict[str, object]) -> Fields:
    fields = Fields()
    fields.place = PLACE
    for key, value in content.items():
        fields[Text.made(key, PLACE)] = _fields(value) if isinstance(value, dict) else Text.made(str(value), PLACE)
    return fields


def _compiled(content: dict[str, object]) -> tuple[TakenBack, Report]:
    report = Report()
    return compile_taken_back(validate(TakenBackDoc, _fields(content), report), report), report


def test_things_are_found_by_their_register_or_kind() -> None:
    words, report = _compiled({"bare": "取消了?", "things": {"card": {"title": "贺卡", "names": "贺卡|卡片"}}})
    assert not report.problems
    assert words.bare is not None
    assert words.bare.fullmatch("取消了")
    thing = words.things["card"]
    assert (thing.title, thing.back) == ("贺卡", None)
    assert thing.names is not None
    assert thing.names.search("写卡片")


def test_a_pack_that_says_nothing_takes_nothing_back() -> None:
    assert compile_taken_back(None, Report()) == TakenBack()


def test_a_kind_that_nobody_registers_is_told_with_the_one_that_was_meant() -> None:
    _, report = _compiled({"things": {"cart": {"title": "贺卡"}}})
    assert [("undefined_kind", "card" in problem.hint) for problem in report.problems] == [("undefined_kind", True)]


def test_patterns_that_cannot_be_or_find_anything_are_told() -> None:
    words, report = _compiled({"bare": "(", "drop": "x*"})
    assert {problem.text.split(":")[0] for problem in report.problems} == {
        "this is no regular expression",
        "this finds something in every sentence",
    }
    assert words.bare is None
