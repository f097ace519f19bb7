"""`kefu match`: JSON lines in, the same lines with their reading out.

Built for pipes and long files: one line is held at a time, every answer is flushed, and a line that cannot be read is
reported by its number while the rest goes on.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from bot.cli.matchers import find_pack, language_option, scripts_option
from intents import Matcher

LONGEST_LINE: Final = 1_000_000
"""Bytes; a longer line is reported instead of held in memory."""


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode


class BadLine(ValueError):
    """A line that is no message; the text says why."""


@click.command()
@scripts_option
@language_option
@click.option("--warm", multiple=True, metavar="TOPIC", help="A topic whose follow-ups count (may be repeated).")
@click.option("--plain", is_flag=True, help="Each line is a message itself, and no JSON.")
@click.pass_context
def match(context: click.Context, directory: Path, language: str | None, warm: tuple[str, ...], plain: bool) -> None:
    """Read JSON lines {"text": ...} from stdin and write them with intent, confidence, decision and candidates.

    Fields of the input are kept. `intent` is null unless the decision is `answer`; `intents` lists those of all its
    parts where a message holds several questions. Lines that cannot be read are reported on stderr with their number;
    then the exit code is 1.
    """
    matcher = find_pack(directory, language).matcher
    topics = sorted({spec.topic for spec in matcher.intents})
    for topic in warm:
        if topic not in topics:
            raise click.BadParameter(
                f"there is no topic {topic!r}; there are: {', '.join(topics)}", param_hint="--warm"
            )
    bad = stream(matcher, sys.stdin.buffer, sys.stdout.buffer, warm, plain=plain)
    if bad:
        click.echo(f"{bad} {'line' if bad == 1 else 'lines'} could not be read", err=True)
        context.exit(1)


def stream(
    matcher: Matcher, source: BinaryIO, target: BinaryIO, warm: Collection[str] = (), *, plain: bool = False
) -> int:
    """Answer every line of `source` on `target`; returns how many lines could not be read."""
    bad = 0
    for number, line in _lines(source):
        try:
            fields = read_plain(line) if plain else read_line(line)
        except BadLine as error:
            click.echo(f"line {number}: {error}", err=True)
            bad += 1
            continue
        target.write(_encoded(fields | reading(matcher, fields["text"], warm)))
        target.flush()
    return bad


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of an overlong one only its beginning, the rest is skipped."""
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE + 1)
        yield number, line


def read_line(line: bytes) -> dict[str, Any]:
    """The fields of one line.

    Raises:
        BadLine: It is blank, too long, not UTF-8, no JSON object or has no text.
    """
    text = _decoded(line)
    if not text.strip():
        raise BadLine('blank; write one object per line, such as {"text": "..."}')
    try:
        fields = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} at column {error.colno}; --plain reads lines of plain text") from error
    except BadLine:
        raise
    except ValueError as error:
        raise BadLine("a number has too many digits; write it as a string") from error
    except RecursionError as error:
        raise BadLine("nested too deeply to be a message") from error
    if not isinstance(fields, dict):
        raise BadLine('not an object; write {"text": "..."}')
    if not isinstance(fields.get("text"), str):
        raise BadLine('no "text"; write {"text": "..."}')
    return fields


def _no_number(written: str) -> float:
    """Python reads NaN and Infinity, and would write them; no other reader of JSON knows them."""
    raise BadLine(f"not JSON: {written} is no number; write null")


def _finite(written: str) -> float:
    if not math.isfinite(found := float(written)):
        raise BadLine(f"{written} is too large a number; write it as a string")
    return found


def read_plain(line: bytes) -> dict[str, Any]:
    """A line of plain text as fields; a blank one is a message without a word.

    Raises:
        BadLine: It is too long or not UTF-8.
    """
    return {"text": _decoded(line).rstrip("\r\n")}


def _decoded(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE} bytes; split the file into one message per line")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}; convert the file first") from error


def reading(matcher: Matcher, text: str, warm: Collection[str] = ()) -> dict[str, Any]:
    """What is added to a line."""
    found, parts = matcher.read(text, warm=warm)
    return {
        "intent": found.intent,
        "intents": [part.intent for part in parts if part.intent],
        "confidence": round(found.confidence, 4),
        "decision": found.decision.value,
        "in_scope": round(found.in_scope, 4),
        "candidates": [{"intent": one.intent, "confidence": round(one.confidence, 4)} for one in found.candidates],
    }


def _encoded(fields: dict[str, Any]) -> bytes:
    """One line of UTF-8; lone surrogates, which UTF-8 has no bytes for, stay JSON escapes."""
    try:
        return _ENCODE(fields).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(fields).encode() + b"\n"
