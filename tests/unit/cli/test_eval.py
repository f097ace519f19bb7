"""`kefu eval`: figures on labelled messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli.eval import eval_command
from bot.cli.labelled import LONGEST_LINE, Row, draw
from intents import Matcher
from intents.outside import outside

SENTENCES = {
    "return_request": ["我要退货", "想退掉它", "可以退吗", "申请退货", "退货怎么弄", "不想要了退"],
    "invoice": ["开发票", "要电子发票", "发票抬头", "能开专票吗", "发票呢", "补发票"],
    "ship_time": ["什么时候发货", "几时发", "今天发吗", "多久发货", "发货了吗", "哪天寄出"],
}


@pytest.fixture
def train(tmp_path: Path) -> Path:
    return write(
        tmp_path / "train.jsonl", [{"text": text, "intent": name} for name in SENTENCES for text in SENTENCES[name]]
    )


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(eval_command, [str(one) for one in arguments])


def test_figures_as_json(train: Path, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "我要退货", "intent": "return_request"},
        {"text": "发票", "intent": "x", "also": ["invoice"]},
        {"text": "月亮有多远", "intent": "oos"},
    ]
    test = write(tmp_path / "test.jsonl", rows)
    oos = write(tmp_path / "oos.jsonl", [{"text": "唱首歌"}])
    found = json.loads(run("--train", train, "--test", test, "--oos", oos, "--json").stdout)
    assert (found["messages"], found["outside"], found["examples"], found["intents"]) == (2, 2, 18, 3)
    assert found["accuracy"] == 1.0
    assert found["auroc"] == 1.0
    assert 0 <= found["ece"] <= 1
    assert 0 <= found["ece_expected"] <= 1
    assert found["fit_seconds"] > 0
    assert found["p99_ms"] >= found["p50_ms"] > 0
    assert found["peak_mb"] > 10


def test_shots_hold_the_rest_back(train: Path) -> None:
    found = json.loads(run("--train", train, "--shots", 4, "--seed", 1, "--json").stdout)
    assert (found["examples"], found["messages"]) == (12, 6)
    assert found["auroc"] is None  # nothing out of scope to tell apart


def test_the_same_seed_draws_the_same() -> None:
    rows = [Row(text=str(number), labels=(f"i{number % 2}",)) for number in range(20)]
    assert draw(rows, 3, 5) == draw(rows, 3, 5)
    assert draw(rows, 3, 5) != draw(rows, 3, 6)
    assert sum(map(len, draw(rows, 3, 5))) == 20


def test_the_table_shows_the_worst_confusions(train: Path) -> None:
    shown = run("--train", train, "--shots", 2).stdout
    assert "accuracy" in shown
    assert "taken for" in shown or "100.0%" in shown


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "bad.jsonl:2: not JSON"),
        ("[]", 'bad.jsonl:2: expected an object with a "text"'),
        ('{"text": "x"}', 'bad.jsonl:2: expected an "intent"'),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a", "intent": "b"}\n' + line, encoding="utf-8")
    result = run("--train", bad, "--test", bad)
    assert result.exit_code == 1
    assert complaint in result.output


def test_without_anything_to_measure_it_says_what_to_give(train: Path) -> None:
    result = run("--train", train)
    assert result.exit_code == 2
    assert "give --test" in result.output


@pytest.mark.parametrize("share", ["much", "120%", "-1"])
def test_a_wish_must_be_a_share(train: Path, share: str) -> None:
    result = run("--train", train, "--shots", 2, "--wrong-answers", share)
    assert result.exit_code == 2
    assert "write 2% or 0.02" in result.output


def test_a_looser_wish_answers_at_least_as_much(train: Path) -> None:
    answered = [
        json.loads(run("--train", train, "--shots", 4, "--wrong-answers", wish, "--json").stdout)["answered"]
        for wish in ("0.1%", "50%")
    ]
    assert answered[0] <= answered[1]


def test_a_file_that_is_not_utf_8_is_named_by_its_line(train: Path, tmp_path: Path) -> None:
    bad = tmp_path / "gbk.jsonl"
    bad.write_bytes('{"text": "退货", "intent": "a"}'.encode("gbk"))
    result = run("--train", train, "--test", bad)
    assert result.exit_code == 1
    assert "gbk.jsonl:1: not UTF-8 at byte 11" in result.output


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "no message with an intent to fit on"),
        ([{"text": "x", "intent": "oos"}], "no message with an intent to fit on"),
        ([{"text": "x", "intent": "a", "also": 3}], '"also" is a list'),
        ([{"text": "x", "intent": ""}], 'expected an "intent"'),
    ],
)
def test_a_training_file_that_cannot_be_fitted_on_says_why(
    tmp_path: Path, rows: list[dict[str, object]], complaint: str
) -> None:
    file = write(tmp_path / "train.jsonl", rows)
    result = run("--train", file, "--test", file)
    assert result.exit_code == 1
    assert complaint in result.output


def test_an_empty_test_is_refused(train: Path, tmp_path: Path) -> None:
    result = run("--train", train, "--test", write(tmp_path / "empty.jsonl", []))
    assert result.exit_code == 2
    assert "empty" in result.output


def test_more_shots_than_examples_are_remarked_on(train: Path, tmp_path: Path) -> None:
    test = write(tmp_path / "test.jsonl", [{"text": "退货", "intent": "return_request"}])
    result = run("--train", train, "--test", test, "--shots", 7, "--json")
    assert "fewer than 7 examples to draw for 3 of the intents" in result.stderr
    assert json.loads(result.stdout)["examples"] == 18
    nothing = run("--train", train, "--shots", 7)
    assert nothing.exit_code == 2
    assert "takes every example" in nothing.output


def test_labels_that_only_the_test_has_are_remarked_on_and_count_as_wrong(train: Path, tmp_path: Path) -> None:
    test = write(tmp_path / "test.jsonl", [{"text": "退货", "intent": "strange"}])
    result = run("--train", train, "--test", test, "--json")
    assert "strange: in the test but not in the training" in result.stderr
    assert json.loads(result.stdout)["accuracy"] == 0.0


def test_out_of_scope_rows_of_a_training_file_are_fitted_on(train: Path, tmp_path: Path) -> None:
    known = write(tmp_path / "known.jsonl", [{"text": "唱首歌给我听", "intent": "oos"}])
    test = write(tmp_path / "test.jsonl", [{"text": "唱首歌给我听", "intent": "oos"}])
    found = json.loads(run("--train", train, "--train", known, "--test", test, "--json").stdout)
    assert found["outside_answered"] == 0.0
    assert found["false_answers"] == 0.0


def test_what_is_known_to_be_out_of_scope_is_added_to_the_built_in_set(
    train: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, ...]] = []
    fit = Matcher.fit

    def noted(*args: Any, **named: Any) -> Matcher:
        given.append(tuple(named["out_of_scope"]))
        return fit(*args, **named)

    monkeypatch.setattr(Matcher, "fit", noted)
    known = write(tmp_path / "known.jsonl", [{"text": "唱首歌给我听"}])
    run("--train", train, "--oos-train", known, "--shots", "3", "--json")
    assert set(given[0]) == {"唱首歌给我听", *outside("zh")}


def test_a_sentence_with_two_labels_is_remarked_on(train: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more.jsonl", [{"text": "随便!", "intent": "a"}, {"text": "随便", "intent": "b"}])
    shown = run("--train", train, "--train", more, "--test", train, "--json").stderr
    assert "1 sentence is labelled with two intents" in shown
    assert "'随便!' (a, b)" in shown


def test_no_progress_is_written_where_nobody_watches(train: Path) -> None:
    assert run("--train", train, "--shots", 4).stderr == ""


def test_a_message_of_each_confusion_is_shown(train: Path, tmp_path: Path) -> None:
    test = write(tmp_path / "test.jsonl", [{"text": "我要\n退货", "intent": "invoice"}])
    shown = run("--train", train, "--test", test).stdout
    assert "Worst confusions" in shown
    assert "我要 退货" in shown


def test_a_message_that_would_fill_memory_is_refused(tmp_path: Path) -> None:
    long = write(tmp_path / "long.jsonl", [{"text": "退" * LONGEST_LINE, "intent": "a"}])
    result = run("--train", long, "--test", long)
    assert result.exit_code == 1
    assert "long.jsonl:1: longer than" in result.output
