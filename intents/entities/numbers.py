"""Numbers as customers write them: 12, 12.5, 十二, 两百三, 一百零五, 半, 叁拾, three, twenty five, a hundred."""

from __future__ import annotations

import re
from itertools import pairwise

_SAID_DIGITS = "零一二两俩仨三四五六七八九十百千万半"
NUMERAL = rf"(?:(?<![\d.])\d{{1,12}}(?:\.\d{{1,6}})?|(?<![{_SAID_DIGITS}\d])[{_SAID_DIGITS}]{{1,12}})"
"""A pattern for a number in digits or Chinese numerals; it begins where the number does, and is bounded."""

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
_WRITTEN = str.maketrans("零一二三四五六七八九幺", "01234567891")
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_FORMAL = str.maketrans("叁肆伍陆柒捌玖拾仟", "三四五六七八九十千")  # those that normalisation leaves as they are
_FORMAL_PLACES = re.compile(  # where they can only be numerals: 大陆 and 收拾 are words
    r"(?<!大)[叁肆伍陆柒捌玖](?=[十百千万拾仟元圆角])|(?<=[一二三四五六七八九叁肆伍陆柒捌玖])[拾仟]|拾(?=[一二三四五六七八九叁肆伍陆柒捌玖]?[元圆])"
)
_SAID_ENGLISH = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {word: at for at, word in enumerate(_SAID_ENGLISH, 1)}
_ENGLISH |= {word: 10 * at for at, word in enumerate(_TENS, 2)} | {"a": 1, "an": 1}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted({*_ENGLISH, *_SCALES}, key=len, reverse=True))
ENGLISH_NUMERAL = rf"(?:(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?:(?: and |[ -])(?:{_WORD})\b){{0,5}})"
"""A pattern for a number in English words; a word boundary is to be asked for around it."""


def plain_numerals(text: str) -> str:
    """The numerals of receipts (壹佰贰拾叁元, normalised 一百二拾叁元) by everyday ones; no longer, no shorter."""
    return _FORMAL_PLACES.sub(lambda found: found.group().translate(_FORMAL), text)


def english(text: str) -> int | None:
    """The value of twenty five, a hundred and ten, two thousand; None when the words are no number together."""
    total = section = last = 0
    for word in text.replace("-", " ").replace(" and ", " ").split():
        scale = _SCALES.get(word)
        if scale is not None:
            section *= scale
            if scale == 1000:
                total, section = total + section, 0
            last = scale
            continue
        value = _ENGLISH.get(word, 0)
        if not value or (last and last <= max(value, 19)):  # five twenty, twelve five
            return None
        section, last = section + value, value
    return total + section or None


def number(text: str) -> float | None:
    """The value of a numeral; None when it is none (千万 alone is a number, 半 is one half, 三四 is a guess)."""
    if text.isdecimal() or text.replace(".", "", 1).isdecimal():
        return float(text) if len(text) < 20 else None
    if text == "半":
        return 0.5
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text) or _is_guess(text):
        return None
    if all(char in _DIGITS for char in text):
        return digit_by_digit(text)
    if any(one in _DIGITS and one != "零" and two in _DIGITS for one, two in pairwise(text)):
        return None  # 两百五一(个) are two numbers
    return float(_spoken(text))


def digit_by_digit(text: str) -> float | None:
    """The value of digits said one after another (一六五, 七八); None when one of them is no digit."""
    if text.isdecimal():
        return float(text) if len(text) < 20 else None
    return float("".join(str(_DIGITS[char]) for char in text)) if text and set(text) <= _DIGITS.keys() else None


def in_digits(text: str) -> str:
    """Digits said one after another (零零八六, 幺三八) as they are written; others stay."""
    return text.translate(_WRITTEN)


def _is_guess(text: str) -> bool:
    """两三(件), 七八, 三四十: two digits in a row, of which either may be meant."""
    guessed = any(_DIGITS.get(one, 99) + 1 == _DIGITS.get(two, 0) > 1 for one, two in pairwise(text))
    return guessed and (len(text) == 2 or not set(text) <= _DIGITS.keys())


def _spoken(text: str) -> int:
    """两百三 is 230: the last digit counts a tenth of the unit before it."""
    total = section = digit = 0
    unit = 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            unit = 1 if char == "零" else unit
            continue
        unit = _UNITS[char]
        if unit == 10_000:
            total, section, digit = (total + section + digit or 1) * unit, 0, 0
        else:
            section, digit = section + (digit or 1) * unit, 0
    trailing = digit * (unit // 10) if unit >= 100 and digit and text[-2] in _UNITS else digit
    return total + section + trailing
