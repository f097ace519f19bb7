"""Which of a product's colours and sizes some words name, and which they turn down: 不要白的 要黑的.

One character says little: 白 is a colour where it stands as a word of its own, and none in 明白, 白买 and 黑心.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.dialogue.cues import CUES, beside
from bot.dialogue.questions import QUESTION
from intents import normalize

_OF_MANY: Final = frozenset("色的号码款米床个件配盖")  # characters that tell no colour or size from another
_PIECES: Final = re.compile(r"[\s/\-]+")
_HALF: Final = re.compile(r"(?<=\d)米(?=\d)")  # 1米8
_MANY_X: Final = re.compile(r"(?<![a-z\d])(x{2,5})(?=l(?![a-z]))")  # XXL
_WHOLE: Final = 100  # the least score of a value that stands in the words as it is


def named(lists: Iterable[Sequence[str]], text: str) -> str:
    """The value of each list that the text wants, the last thing wanted first: 换成白的, of 黑的 换成白的.

    One that is turned down (不要白的) or only asked about (白色显瘦吗) is not named, nor is one of two alike.
    """
    text = CUES.not_wanted.sub(_unless_asked, _spelled(text))
    *_, tail = CUES.wanted.split(text)
    values = [_best(values, tail) or _best(values, text) for values in lists]
    value = " ".join(value for value in values if value)
    return "" if _asks_more(text, value) else value


def turned_down(lists: Iterable[Sequence[str]], text: str) -> set[str]:
    """The values of which the text says that they are not wanted, where it names none instead: 不要木纹了."""
    text, lists = _spelled(text), list(lists)
    if QUESTION.search(text) or named(lists, text):
        return set()
    spans = [found.group() for found in CUES.not_wanted.finditer(text)]
    return {one for values in lists for span in spans if (one := _best(values, span))}


def stands(piece: str, text: str) -> bool:
    """Whether a word stands in a normalised text; one of Latin letters and digits only as a whole."""
    pattern = rf"(?<![a-z0-9.']){re.escape(piece)}(?![a-z0-9]|\.\d)" if piece.isascii() else re.escape(piece)
    return re.search(pattern, text) is not None


def without(value: str, text: str) -> str:
    """A text without the words and characters of a value, and those by which one is asked for; letters and digits."""
    plain, text = normalize(value).text, _spelled(text)
    for piece in _PIECES.split(plain):
        if piece.isascii() and piece:
            text = re.sub(rf"(?<![a-z\d]){re.escape(piece)}(?![a-z])", " ", text)
    return beside(CUES.asks_for, "".join(char for char in text if char.isascii() or char not in plain))


def _unless_asked(found: re.Match[str]) -> str:
    """没有黑色吗 asks, and turns nothing down."""
    return found.group() if QUESTION.search(found.group()) else " "


def _asks_more(text: str, value: str) -> bool:
    """Whether a question is about more than whether they can have it: 黑色显瘦吗, but not 能换黑色吗."""
    return bool(value) and QUESTION.search(text) is not None and bool(without(value, text))


def _spelled(text: str) -> str:
    """XXL as 2xl and 1米8 as 1.8米."""
    text = _HALF.sub(".", normalize(text).text)
    return _MANY_X.sub(lambda found: f"{len(found[1])}x", text)


def _best(values: Sequence[str], text: str) -> str:
    """The value most of which stands in the text; empty when none does or two do alike."""
    scores = {value: _score(normalize(value).text, text) for value in values}
    whole = [value for value, score in scores.items() if score >= _WHOLE]
    if whole:
        widest = [one for one in whole if not any(one != other and one in other for other in whole)]
        return widest[0] if len(widest) == 1 else ""
    most = max(scores.values(), default=0)
    best = [value for value, score in scores.items() if score == most]
    return best[0] if most and len(best) == 1 else ""


def _score(value: str, text: str) -> int:
    if _is_there(value, text):
        return _WHOLE + len(value)
    pieces = [piece for piece in _PIECES.split(value) if len(piece) > 1]
    if value.isascii():
        return sum(len(piece) for piece in pieces if stands(piece, text))
    whole = sum(10 * len(piece) for piece in pieces if piece != value and stands(piece, text))
    return whole or _likeness(value, text)


def _likeness(value: str, text: str) -> int:
    """How much of a Chinese value the text has: 薄荷 of 薄荷绿, 奶白 of 奶油白, and 蓝 of 雾蓝 as a word of its own."""
    own = "".join(char for char in value if not char.isascii())
    runs = [own[at : at + size] for size in range(len(own) - 1, 1, -1) for at in range(len(own) - size + 1)]
    longest = next((len(run) for run in runs if run in text and not _OF_MANY.issuperset(run)), 0)
    said = [char for char in beside(CUES.asks_for, text) if char not in _OF_MANY]
    if len(said) > 1 and set(said) <= set(own):
        return max(longest, len(said))
    return longest or int(any(_is_alone(char, text) for char in set(own) - _OF_MANY))


def _is_there(value: str, text: str) -> bool:
    return _is_alone(value, text) if len(value) == 1 and not value.isascii() else stands(value, text)


def _is_alone(char: str, text: str) -> bool:
    """Whether a character is a word of its own somewhere: 黑色, 要黑的, 黑 L."""
    places = (found.start() for found in re.finditer(re.escape(char), text))
    return any(
        CUES.behind_value.match(f"{text} ", at + 1) and (at == 0 or CUES.before_value.search(text[:at]))
        for at in places
    )
