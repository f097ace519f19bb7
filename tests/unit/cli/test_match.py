"""`kefu match`: a stream of messages."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import match as module
from intents import Example, IntentSpec, Matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.fit(
        [
            IntentSpec(
                id="return_request", topic="returns", examples=(Example(text="我要退货"), Example(text="想退了"))
            ),
            IntentSpec(id="invoice", topic="orders", examples=(Example(text="开发票"), Example(text="要电子发票"))),
        ]
    )


@pytest.fixture
def run(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(module, "find_pack", lambda directory, language: SimpleNamespace(matcher=matcher))

    def call(lines: str | bytes, *options: str) -> Result:
        return CliRunner().invoke(module.match, list(options), input=lines)

    return call


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_fields_are_kept_and_the_reading_is_added(run: Any) -> None:
    result = run('{"id": 7, "text": "我要退货！"}\n{"text": "开发票"}\n')
    assert result.exit_code == 0
    first, second = answers(result)
    assert first["id"] == 7
    assert (first["intent"], first["decision"]) == ("return_request", "answer")
    assert first["candidates"][0] == {"intent": "return_request", "confidence": first["confidence"]}
    assert second["intent"] == "invoice"


def test_the_intents_of_all_parts_are_listed(run: Any) -> None:
    both, one, none = answers(run('{"text": "我要退货，开发票"}\n{"text": "开发票"}\n{"text": "54321"}\n'))
    assert sorted(both["intents"]) == ["invoice", "return_request"]
    assert one["intents"] == ["invoice"]
    assert none["intents"] == []


def test_an_unknown_warm_topic_names_the_known_ones(run: Any) -> None:
    result = run('{"text": "开发票"}\n', "--warm", "nonsense")
    assert result.exit_code == 2
    assert "there is no topic 'nonsense'; there are: orders, returns" in result.stderr
    assert run('{"text": "开发票"}\n', "--warm", "orders").exit_code == 0


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_json_cannot_hold_is_refused(run: Any, number: str) -> None:
    result = run(f'{{"text": "开发票", "price": {number}}}\n')
    assert result.exit_code == 1
    assert "line 1: " in result.stderr
    assert result.stdout == ""


def test_nothing_in_nothing_out(run: Any) -> None:
    result = run("")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"", "line 1: blank"),
        (b"{nonsense", "line 1: not JSON"),
        (b"[1, 2]", "line 1: not an object"),
        (b'{"message": "x"}', 'line 1: no "text"'),
        (b'{"text": 5}', 'line 1: no "text"'),
        (b'{"text": "\xff"}', "line 1: not UTF-8 at byte 11"),
        (b"[" * 100_000, "line 1: n"),
        (b'{"text": "' + b"x" * module.LONGEST_LINE + b'"}', "line 1: longer than"),
    ],
)
def test_a_bad_line_is_named_and_the_stream_goes_on(run: Any, line: bytes, complaint: str) -> None:
    result = run(line + b'\n{"text": "\xe5\xbc\x80\xe5\x8f\x91\xe7\xa5\xa8"}\n')
    assert complaint in result.stderr
    assert result.exit_code == 1
    assert [one["intent"] for one in answers(result)] == ["invoice"]


def test_a_byte_order_mark_and_missing_last_newline_do_no_harm(run: Any) -> None:
    assert answers(run('\ufeff{"text": "开发票"}'))[0]["intent"] == "invoice"


def test_a_lone_surrogate_survives_as_an_escape(run: Any) -> None:
    [answer] = answers(run('{"text": "\\ud800开发票"}\n'))
    assert answer["text"] == "\ud800开发票"
    assert answer["intent"] == "invoice"


class _Endless(io.RawIOBase):
    """A source that would never fit in memory; remembers how much was asked for at once."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.written = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        return next(self._lines, b"")

    def write(self, data: Any, /) -> int:
        self.written += 1
        return len(data)


def test_each_line_is_answered_before_the_next_is_read(matcher: Matcher) -> None:
    seen: list[int] = []
    target = _Endless(iter(()))

    def lines() -> Iterator[bytes]:
        for _ in range(5):
            seen.append(target.written)
            yield b'{"text": "x"}\n'

    module.stream(matcher, _Endless(lines()), target)  # type: ignore[arg-type]  # the two methods it needs
    assert seen == [0, 1, 2, 3, 4]


def test_plain_lines_are_messages_themselves(run: Any) -> None:
    result = run("我要退货\r\n\n{开发票}\n", "--plain")
    assert result.exit_code == 0
    assert [(one["text"], one["intent"]) for one in answers(result)] == [
        ("我要退货", "return_request"),
        ("", None),
        ("{开发票}", "invoice"),
    ]


def test_a_plain_line_that_is_not_utf_8_is_named(run: Any) -> None:
    result = run(b"ok\n\xff\n", "--plain")
    assert "line 2: not UTF-8 at byte 1" in result.stderr
    assert "1 line could not be read" in result.stderr


def test_a_plain_text_file_without_the_option_says_what_to_do(run: Any) -> None:
    assert "--plain" in run("我要退货\n").stderr
