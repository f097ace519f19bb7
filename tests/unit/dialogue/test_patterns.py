"""No pattern may hang the process on what a hostile customer types: the same word, hundreds of times."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Final

import bot.dialogue
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"

_LONG: Final = 300  # characters
_PATIENCE: Final = 5.0  # s for one word: a guard against a hang, and no measure of speed
_DEEPEST: Final = 8
_ALWAYS: Final = (
    " ",
    "\n",
    "。",
    "1",
    "13800138000 ",
    "a",
    "a ",
    "no ",
    "我",
    "了",
    "浙江省",
    "文三路8号",
    "(",
    "<",
    "{",
)
_WORDS: Final = re.compile(r"[㐀-鿿]+|[a-z]{2,}")


class _HangError(Exception):
    """A pattern took longer than anybody waits."""


def test_no_pattern_of_the_dialogue_hangs_on_a_word_said_again_and_again() -> None:
    found = dict(_of_rooms())
    assert len(found) > 1
    assert [name for name, pattern in found.items() if _hangs(pattern)] == []


def test_no_pattern_of_the_demo_shop_hangs_on_a_word_said_again_and_again() -> None:
    found = dict(_of_packs(load_book(CONTENT)))
    assert len(found) > 1
    assert [name for name, pattern in found.items() if _hangs(pattern)] == []


def test_a_pattern_that_can_be_read_in_two_ways_is_found() -> None:
    assert _hangs(re.compile("(?:嗯|嗯嗯)+$"), patience=0.2)


def _hangs(pattern: re.Pattern[str], patience: float = _PATIENCE) -> bool:
    """Whether one of the words of which the pattern is made, said again and again, keeps it busy."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _HangError

    before = signal.signal(signal.SIGALRM, stop)
    try:
        for word in dict.fromkeys((*_ALWAYS, *_WORDS.findall(pattern.pattern))):
            signal.setitimer(signal.ITIMER_REAL, patience)
            text = f"{(word * _LONG)[:_LONG]}§"
            pattern.search(text)
            pattern.fullmatch(text)
    except _HangError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return False


def _of_rooms() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(bot.dialogue.__path__, "bot.dialogue."):
        for name, value in vars(importlib.import_module(module.name)).items():
            yield from _within(value, f"{module.name}.{name}", _DEEPEST - 2)


def _of_packs(book: ScriptBook) -> Iterator[tuple[str, re.Pattern[str]]]:
    for language, pack in book.packs.items():
        for field in dataclasses.fields(pack):
            yield from _within(getattr(pack, field.name), f"{language}.{field.name}", 0)


def _within(value: object, path: str, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns in a value, however it is put together."""
    if isinstance(value, re.Pattern):
        yield path, value
    if depth == _DEEPEST:
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts: Mapping[object, object] = {
            field.name: getattr(value, field.name, None) for field in dataclasses.fields(value)
        }
    elif isinstance(value, Mapping):
        parts = value
    elif isinstance(value, list | tuple | frozenset):
        parts = dict(enumerate(value))
    else:
        return
    for name, part in parts.items():
        yield from _within(part, f"{path}.{name}", depth + 1)
