"""How customers take back what was registered, as common.yaml says it."""

from __future__ import annotations

from bot.scripts.patterns import Patterns
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
    patterns = Patterns(lambda text: (str(text),), report)
    return compile_taken_back(validate(TakenBackDoc, _fields(content), report), patterns, report), report


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
    report = Report()
    assert compile_taken_back(None, Patterns(lambda text: (str(text),), report), report) == TakenBack()


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


def test_a_thing_is_taken_back_by_its_own_words_and_by_those_of_what_it_is_taken_back_as() -> None:
    things = {
        "lost": {"title": "追查", "back": "找到了"},
        "stuck": {"title": "查件", "back": "动了", "back_as": "lost"},
    }
    words, report = _compiled({"things": things})
    assert not report.problems
    back = words.things["stuck"].back
    assert back is not None
    assert [bool(back.search(text)) for text in ("找到了", "动了", "催一下")] == [True, True, False]


def test_a_thing_cannot_be_taken_back_as_one_that_has_no_words() -> None:
    _, report = _compiled({"things": {"card": {"title": "贺卡"}, "gift": {"title": "赠品", "back_as": "card"}}})
    assert [problem.text for problem in report.problems] == ["`card` has no `back`"]
