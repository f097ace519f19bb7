"""`kefu check` as a maintainer sees it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from bot.cli.check import check
from bot.scripts.engine_replies import ENGINE_REPLIES


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    root = tmp_path / "scripts_yaml"
    files = {
        "shop.yaml": """
            name: 小满杂货
            bot_name: 小满
            timezone: Asia/Shanghai
            currency: CNY
            hours: {days: [mon], open: "09:00", close: "22:00"}
            shipping: {cutoff: "16:00"}
        """,
        "products.yaml": "products:\n  mug: {title: 陶瓷杯}\n",
        "zh/common.yaml": "topic: common\ntitle: 通用\nbuttons: {yes: 是, no: 否, human: 转人工}\nreplies:\n"
        + "".join(f"  {name}: 好的亲，{number}。\n" for number, name in enumerate(ENGINE_REPLIES)),
        "zh/hello.yaml": """
            topic: hello
            title: 打招呼
            intents:
              greeting: {title: 打招呼, reply: hello, examples: [你好, 在吗]}
            replies:
              hello: 您好，我是{{ shop.bot_name }}。
        """,
        "tests/zh/hello.yaml": "tests:\n  - {name: 问好, talk: [{user: 你好, bot: {reply: hello}}]}\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).removeprefix("\n"), encoding="utf-8")
    return root


def test_scripts_in_order_are_counted_and_exit_with_zero(directory: Path) -> None:
    result = CliRunner().invoke(check, [str(directory)])
    assert result.exit_code == 0, result.output
    counts = f"2 topics, 1 intents, 2 example sentences, 0 slots, 0 flows, {len(ENGINE_REPLIES) + 1} replies"
    assert f"zh: {counts}, 1 conversation tests\n" in result.output
    assert f"{directory.as_posix()}: no problems" in result.output


def test_every_problem_is_one_line_that_editors_can_jump_to(directory: Path) -> None:
    topic = directory / "zh/hello.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("reply: hello", "reply: helo").replace("bot_name", "bot_nam"), encoding="utf-8")
    result = CliRunner().invoke(check, [str(directory)])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{topic.as_posix()}:4:33: there is no reply `helo` (did you mean hello?)",
        f"{topic.as_posix()}:6:23: there is no `shop.bot_nam` (did you mean shop.bot_name?)",
        "2 problems",
    ]


def test_rich_markup_in_a_file_is_shown_as_it_is(directory: Path) -> None:
    (directory / "zh/hello.yaml").write_text("'[red]x': 1\n", encoding="utf-8")
    result = CliRunner().invoke(check, [str(directory)])
    assert "there is no key `[red]x` here" in result.output


def test_a_directory_that_is_not_there_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, [str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "there is no such directory" in result.output
    assert "1 problem\n" in result.output


def test_schemas_are_rewritten_on_request(directory: Path) -> None:
    result = CliRunner().invoke(check, [str(directory), "--schemas"])
    assert result.exit_code == 0
    assert f"wrote {(directory / 'schemas/topic.schema.json').as_posix()}" in result.output
    assert "wrote" not in CliRunner().invoke(check, [str(directory), "--schemas"]).output


def test_a_failing_conversation_test_is_shown_with_its_talk_and_fails_the_check(directory: Path) -> None:
    test = directory / "tests/zh/hello.yaml"
    test.write_text("tests:\n  - {name: 问好, talk: [{user: 你好, bot: {silent: true}}]}\n", encoding="utf-8")
    result = CliRunner().invoke(check, [str(directory)])
    assert result.exit_code == 1
    assert f"{test.as_posix()}:2:1: 问好\n  customer: 你好\n" in result.output
    assert "not expected: (hello.hello) 您好，我是小满。" in result.output
    assert result.output.endswith("1 problem\n")


def test_a_known_failure_that_passes_fails_the_check(directory: Path) -> None:
    test = directory / "tests/zh/hello.yaml"
    text = test.read_text(encoding="utf-8").replace("name: 问好", "name: 问好, known_failure: 还没做")
    test.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(check, [str(directory)])
    assert result.exit_code == 1
    assert f"{test.as_posix()}:2:12: this passes now: take out known_failure" in result.output


def test_places_that_no_test_reaches_are_counted_and_listed_on_request(directory: Path) -> None:
    counted = CliRunner().invoke(check, [str(directory)])
    assert counted.exit_code == 0
    places, common = len(ENGINE_REPLIES) + 2, len(ENGINE_REPLIES)
    assert f"tests reach 2 of {places} places" in counted.output
    assert f"{common} not reached in zh/common.yaml (--uncovered lists them)" in counted.output
    listed = CliRunner().invoke(check, [str(directory), "--uncovered"])
    assert f"{directory.as_posix()}/zh/common.yaml:5:1: no test: the reply `common.handoff` is said" in listed.output


def test_lines_that_were_held_back_are_reported_with_the_wish(directory: Path) -> None:
    result = CliRunner().invoke(check, [str(directory)])
    assert "of 1 example lines, held back in turn: answered right" in result.output
    assert "wished 2.0%)" in result.output


def test_advice_is_counted_and_listed_on_request(directory: Path) -> None:
    counted = CliRunner().invoke(check, [str(directory)])
    assert counted.exit_code == 0
    assert f"advice: {len(ENGINE_REPLIES) + 1} replies with one wording (--advice lists them)" in counted.output
    listed = CliRunner().invoke(check, [str(directory), "--advice"])
    assert "the reply `hello` has one wording here (write a second one; they take turns)" in listed.output


def test_a_quick_check_only_reads_the_files(directory: Path) -> None:
    test = directory / "tests/zh/hello.yaml"
    test.write_text("tests:\n  - {name: 问好, talk: [{user: 你好, bot: {silent: true}}]}\n", encoding="utf-8")
    result = CliRunner().invoke(check, [str(directory), "--quick"])
    assert result.exit_code == 0
    assert "tests reach" not in result.output
    assert "no problems" in result.output
