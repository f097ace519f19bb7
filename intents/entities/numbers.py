"""Numbers as customers write them: 12, 12.5, 十二, 两百三, 一百零五, 半, three, a dozen."""

from __future__ import annotations

from itertools import pairwise

_SAID_DIGITS = "零一二两俩仨三四五六七八九十百千万半"
NUMERAL = rf"(?:(?<![\d.])\d{{1,12}}(?:\.\d{{1,6}})?|(?<![{_SAID_DIGITS}\d])[{_SAID_DIGITS}]{{1,12}})"
"""A pattern for a number in digits or Chinese numerals; it begins where the number does, and is bounded."""

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_SAID = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ENGLISH = {word: at for at, word in enumerate(_SAID, 1)} | {"a": 1, "an": 1, "a couple of": 2, "a couple": 2}
"""English words for small numbers."""


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
    return float(_spoken(text))


def digit_by_digit(text: str) -> float | None:
    """The value of digits said one after another (一六五, 七八); None when one of them is no digit."""
    if text.isdecimal():
        return float(text) if len(text) < 20 else None
    return float("".join(str(_DIGITS[char]) for char in text)) if text and set(text) <= _DIGITS.keys() else None


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
