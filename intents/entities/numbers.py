"""Numbers as customers write them: 12, 12.5, 十二, 两百三, 一百零五, 半."""

from __future__ import annotations

NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两俩三四五六七八九十百千万半]+)"
"""A pattern for a number in digits or Chinese numerals."""

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def number(text: str) -> float | None:
    """The value of a numeral; None when it is none (千万 alone is a number, 半 is one half)."""
    if text.isdecimal() or text.replace(".", "", 1).isdecimal():
        return float(text) if len(text) < 20 else None
    if text == "半":
        return 0.5
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if all(char in _DIGITS for char in text):  # 一六五 is spoken digit by digit
        return float("".join(str(_DIGITS[char]) for char in text))
    return float(_spoken(text))


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
