"""Directories: what a shop must have, and what a book made of it holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import ScriptError
from bot.scripts import load_book, load_conversations
from bot.scripts.flows import Collect, Confirm, Do, SayStep
from bot.scripts.slots import SlotType

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts


def test_a_shop_without_mistakes_becomes_a_book(scripts: Scripts) -> None:
    checked = scripts.check()
    assert checked.problems == ()
    assert checked.book is not None
    assert checked.book.default_language == "zh"
    assert set(checked.conversations) == {("zh", "returns")}


def test_the_book_holds_what_the_files_say(scripts: Scripts) -> None:
    book = load_book(scripts.root)
    pack = book.packs["zh"]
    assert {name: topic.title for name, topic in pack.topics.items()} == {"common": "通用", "returns": "退换货"}
    assert pack.intents["return_request"].flow == "returns.return_flow"
    assert pack.intents["return_shipping_fee"].reply == "returns.freight"
    assert pack.slots["reason"].type is SlotType.CHOICE
    assert [option.match for option in pack.slots["reason"].options] == [("坏了", "开线"), ()]
    assert pack.flows["returns.return_flow"].steps == (
        Collect(slots=("order", "reason")),
        Confirm(reply="returns.sure"),
        Do(action="create_return"),
        SayStep(reply="returns.done"),
    )
    assert [template.source for template in pack.replies["returns.freight"].alternatives[1].texts] == [
        "运费我们来出。",
        "您放心，运费由店里承担。",
    ]


def test_the_matcher_has_learned_the_examples(scripts: Scripts) -> None:
    pack = load_book(scripts.root).packs["zh"]
    assert pack.matcher.match("我要退货").intent == "return_request"


def test_shop_data_keeps_texts_as_written_and_reads_numbers(scripts: Scripts) -> None:
    scripts.change("shop.yaml", "free_from: 99", "free_from: 99, code: 0012345, ok: no, big: 1e3, day: 2026-03-02")
    shipping = load_book(scripts.root).shop["shipping"]
    assert shipping == {
        "cutoff": "16:00",
        "free_from": 99,
        "code": "0012345",
        "ok": "no",
        "big": "1e3",
        "day": "2026-03-02",
        "couriers": ["顺丰", "中通"],
    }


def test_every_product_has_the_facts_of_all_unfilled_where_it_says_nothing(scripts: Scripts) -> None:
    products = load_book(scripts.root).products
    assert products["mug"].aliases == ("杯子",)
    assert dict(products["mug"].facts) == {"price": 39.9, "care": "不放洗碗机", "size": None}
    assert dict(products["towel"].facts) == {"price": 19, "care": None, "size": "34×76 cm"}


def test_every_option_has_the_data_of_all_unfilled_where_it_says_nothing(scripts: Scripts) -> None:
    quality, dislike = load_book(scripts.root).packs["zh"].slots["reason"].options
    assert quality.data == {"fault": "shop", "fee": None}
    assert dislike.data == {"fault": "buyer", "fee": 12}


def test_a_confirmation_gets_its_buttons_by_itself(scripts: Scripts) -> None:
    sure = load_book(scripts.root).packs["zh"].replies["returns.sure"]
    assert [(button.value, button.title) for button in sure.alternatives[0].buttons] == [
        ("yes", "是的"),
        ("no", "不用了"),
    ]


def test_a_confirmation_that_writes_its_buttons_keeps_them(scripts: Scripts) -> None:
    scripts.change("zh/returns.yaml", "sure: 订单", "sure: {buttons: [human, {value: yes, title: 对的}], text: '订单")
    scripts.change("zh/returns.yaml", "确认退货吗？", "确认退货吗？'}")
    sure = load_book(scripts.root).packs["zh"].replies["returns.sure"]
    assert [(button.value, button.title) for button in sure.alternatives[0].buttons] == [
        ("no", "不用了"),
        ("human", "转人工"),
        ("yes", "对的"),
    ]


def test_load_book_raises_with_every_problem_of_every_file(scripts: Scripts) -> None:
    scripts.change("shop.yaml", "currency: CNY", "currency: yuan")
    scripts.change("zh/returns.yaml", "我(要|想)退货", "我(要|想退货")
    scripts.change("zh/common.yaml", "topic: common", "topik: common")
    with pytest.raises(ScriptError) as caught:
        load_book(scripts.root)
    assert {Path(problem.path).name for problem in caught.value.problems} == {
        "shop.yaml",
        "returns.yaml",
        "common.yaml",
    }


def test_load_book_does_not_read_conversation_tests(scripts: Scripts) -> None:
    scripts.write("tests/zh/returns.yaml", "tests: [")
    assert load_book(scripts.root).default_language == "zh"
    with pytest.raises(ScriptError):
        load_conversations(scripts.root)


def test_a_missing_directory_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="there is no such directory"):
        load_book(tmp_path / "nowhere")


def test_a_shop_without_shop_yaml(scripts: Scripts) -> None:
    (scripts.root / "shop.yaml").unlink()
    problems = scripts.problems()
    assert (problems[0].code, problems[0].path) == ("file", (scripts.root / "shop.yaml").as_posix())


def test_a_pack_without_intents_is_a_book_that_understands_nothing(scripts: Scripts) -> None:
    (scripts.root / "zh/returns.yaml").unlink()
    (scripts.root / "tests/zh/returns.yaml").unlink()
    assert load_book(scripts.root).packs["zh"].matcher.match("我要退货").intent is None


def test_a_shop_without_packs(scripts: Scripts) -> None:
    shutil.rmtree(scripts.root / "zh")
    shutil.rmtree(scripts.root / "tests")
    scripts.expect_at_file("no_packs", ".", "there is no language pack")


def test_a_pack_without_common(scripts: Scripts) -> None:
    (scripts.root / "zh/common.yaml").unlink()
    problems = scripts.problems()
    assert any(problem.path.endswith("zh/common.yaml") and problem.code == "file" for problem in problems)


def test_a_topic_without_conversation_tests(scripts: Scripts) -> None:
    (scripts.root / "tests/zh/returns.yaml").unlink()
    scripts.expect_at_file("no_tests", "tests/zh/returns.yaml", "no conversation tests")


def test_conversation_tests_without_a_topic(scripts: Scripts) -> None:
    (scripts.root / "tests/zh/returns.yaml").rename(scripts.root / "tests/zh/return.yaml")
    assert [problem.code for problem in scripts.problems()] == ["name", "no_tests"]


def test_a_pack_in_a_language_that_has_no_wording(scripts: Scripts) -> None:
    (scripts.root / "zn").mkdir()
    scripts.expect_at_file("language", "zn", "`zn` is no language kefu can write")


def test_several_packs_need_to_say_which_is_tried_first(scripts: Scripts) -> None:
    shutil.copytree(scripts.root / "zh", scripts.root / "en")
    shutil.copytree(scripts.root / "tests/zh", scripts.root / "tests/en")
    scripts.change("shop.yaml", "name: 小满杂货", "name: 👉小满杂货")
    scripts.expect("language", "`language` is missing", "en, zh")


def test_the_language_tried_first_must_be_there(scripts: Scripts) -> None:
    scripts.change("shop.yaml", "currency: CNY", "currency: CNY\nlanguage: 👉zn")
    scripts.expect("language", "there is no pack `zn`", "known: zh")


def test_a_topic_whose_name_is_not_its_file(scripts: Scripts) -> None:
    scripts.change("zh/returns.yaml", "topic: returns", "topic: 👉return")
    scripts.expect("name", "the topic is `return` but the file is returns.yaml")


def test_a_file_with_the_other_ending(scripts: Scripts) -> None:
    (scripts.root / "zh/more.yml").write_text("topic: more", encoding="utf-8")
    scripts.expect_at_file("file", "zh/more.yml", "end in .yaml")


EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 6),
        st.sampled_from(
            [": ", "- ", "\n", "  ", "[", "]", "{", "}", "|", "(", ")", "<", "'", "{{", "}}", "{%", "%}", "x.y", "a:b"]
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["shop.yaml", "products.yaml", "zh/common.yaml", "zh/returns.yaml"]), edits=EDITS)
def test_a_slip_of_the_hand_anywhere_makes_problems_in_place_or_none(
    scripts: Scripts, name: str, edits: list[tuple[float, int, str]]
) -> None:
    original = (scripts.root / name).read_text(encoding="utf-8")
    text = original
    for where, cut, put in edits:
        at = int(where * len(text))
        text = text[:at] + put + text[at + cut :]
    (scripts.root / name).write_text(text, encoding="utf-8")
    problems = scripts.problems()
    (scripts.root / name).write_text(original, encoding="utf-8")
    lines = text.split("\n")
    for problem in problems:
        if problem.path.endswith(name) and problem.line:
            assert problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def test_one_pack_alone_is_the_first_unless_another_is_named(scripts: Scripts) -> None:
    assert set(load_book(scripts.root, only="").packs) == {"zh"}
    assert set(load_book(scripts.root, only="zh").packs) == {"zh"}
    assert set(load_book(scripts.root, only="en").packs) == set()


def test_a_file_that_cannot_be_read_is_the_one_problem_though_all_others_lean_on_it(scripts: Scripts) -> None:
    path = scripts.root / "zh" / "common.yaml"
    path.write_bytes(path.read_bytes().replace("好的亲，3".encode(), b"\xff", 1))
    scripts.change(
        "zh/returns.yaml", "    start: return_flow\n", '    start: return_flow\n    orders: "order.paid_at"\n'
    )
    assert [(problem.path.endswith("common.yaml"), problem.text) for problem in scripts.problems()] == [
        (True, "the file is not UTF-8")
    ]


def test_conversation_tests_are_held_against_a_sound_pack_only(scripts: Scripts) -> None:
    """What half a file lacks is missed once, where the pack names it, not once more in every test."""
    scripts.change("zh/returns.yaml", "    reply: freight\n", "    reply: 👉frieght\n")
    scripts.change("tests/zh/returns.yaml", "reply: freight", "reply: nothing_of_that_name")
    scripts.expect("undefined_reply", "there is no reply `frieght`")
