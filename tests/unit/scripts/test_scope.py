"""Names: what is not defined, defined twice or never used, and the place of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"


@pytest.mark.parametrize(
    ("code", "old", "new", "text", "hint"),
    [
        ("undefined_slot", "[order, reason]", "[order, reason, 👉raeson]", "no slot `raeson`", "did you mean reason?"),
        ("undefined_reply", "confirm: sure", "confirm: 👉shure", "no reply `shure`", "did you mean sure?"),
        (
            "undefined_reply",
            "say: done",
            "say: done\n      - say: 👉handof",
            "no reply `handof`",
            "did you mean handoff?",
        ),
        ("undefined_reply", "do: create_return", "do: create_return\n        failed: 👉hnd", "no reply `hnd`", ""),
        ("undefined_reply", "say: done", "say: done\n      - say: 👉other.hello", "no reply `other.hello`", "known: "),
        ("undefined_flow", "start: return_flow", "start: 👉return_flwo", "no flow `return_flwo`", "return_flow"),
        ("undefined_word", "退货<freight>谁", "退货<👉freigth>谁", "no word `freigth`", "did you mean freight?"),
        ("undefined_slot", "{reason}[了]想退", "{👉raeson}[了]想退", "no slot `raeson`", "did you mean reason?"),
        ("undefined_slot", "{reason}[了]想退", "我的{reason}\n      {👉photo}想退", "no slot `photo`", ""),
    ],
)
def test_a_name_that_nothing_has(scripts: Scripts, code: str, old: str, new: str, text: str, hint: str) -> None:
    scripts.change(RETURNS, old, new)
    problems = [problem for problem in scripts.problems() if problem.code != "unused"]
    assert [(problem.code, problem.path, problem.line, problem.column) for problem in problems] == [
        (code, *scripts.pointed[0])
    ]
    assert text in problems[0].text
    assert hint in problems[0].hint


def test_a_slot_without_words_of_its_own_cannot_stand_in_an_example(scripts: Scripts) -> None:
    scripts.change(RETURNS, "slots:", "slots:\n  detail: {type: text, ask: 怎么了？}")
    scripts.change(RETURNS, "{reason}[了]想退", "{👉detail}想退")
    scripts.expect("undefined_slot", "the slot `detail` cannot stand in an example", "no words of its own")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("slots:\n", "slots:\n  👉size: {type: text, ask: 多大？}\n", "slot"),
        ("flows:\n", "flows:\n  👉other: {steps: [{say: done}]}\n", "flow"),
        ("replies:\n", "replies:\n  👉bye: 再见\n", "reply"),
        ("words:\n", "words:\n  👉parcel: 包裹|快递\n", "word"),
    ],
)
def test_what_nobody_uses_must_go(scripts: Scripts, old: str, new: str, kind: str) -> None:
    scripts.change(RETURNS, old, new)
    scripts.expect("unused", f"the {kind} `", "delete it")


def test_a_reply_of_common_that_neither_engine_nor_topic_says_is_unused(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "replies:\n", "replies:\n  👉handof: 您好。\n")
    scripts.expect("unused", "the reply `handof`")


def test_a_slot_that_a_condition_reads_is_used(scripts: Scripts) -> None:
    scripts.change(RETURNS, "slots:\n", "slots:\n  size: {type: text, ask: 多大？}\n")
    scripts.change(RETURNS, "when: reason and", "when: size and reason and")
    assert scripts.problems() == ()


def test_topics_share_the_names_of_common(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "replies:\n", "words: {parcel: 包裹|快递}\nreplies:\n  bye: 再见。\n")
    scripts.change(RETURNS, "我(要|想)退货", "我(要|想)退货\n      <parcel>退了")
    scripts.change(RETURNS, "- say: done", "- say: done\n      - say: bye\n      - say: common.bye")
    assert scripts.problems() == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("slots:\n  👉reason: {type: text, ask: 为什么？}\n", "slot"),
        ("intents:\n  👉return_request: {title: 退, reply: hello, examples: 退退}\n", "intent"),
    ],
)
def test_slots_and_intents_are_unique_in_a_pack(scripts: Scripts, text: str, kind: str) -> None:
    scripts.write("tests/zh/zother.yaml", "tests: [{name: a, talk: [{user: a, bot: {reply: hello}}]}]\n")
    scripts.write("zh/zother.yaml", "topic: zother\ntitle: 其他\nreplies:\n  hello: 您好。\n" + text)
    found = [problem for problem in scripts.problems() if problem.code == "duplicate_name"]
    assert [(problem.line, problem.column) for problem in found] == [scripts.pointed[0][1:]]
    assert f"the {kind} `" in found[0].text
    assert "also stands in topic returns" in found[0].text
