"""Long numbers in groups, as on a label: 4312 3456 7890 123 is one number, and no phone's last four digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from intents.entities.codes import find_codes
from intents.entities.model import NOTHING, Found
from intents.entities.parcels import find_parcels

_ROW = re.compile(r"(?<![a-z0-9#.:/+-])(?<![\d)] )\d{3,6}(?:[ -]\d{3,6}){1,6}[ -]\d{1,6}(?![\w./:-]|[ -]\d|\s?[元块])")
_LED = re.compile(r"(?:单号|编号|订单|快递|运单|物流|\border|\btracking|\bnumber|\bno)(?: is |[ 是为:.#])*\Z")
_BEFORE = 40  # characters that may say what a number is
_LEAST, _MOST = 10, 24  # digits


def find_grouped(text: str) -> Iterator[Found]:
    """Each row of three groups of digits or more as the one number it is, or as nothing where it is none we know.

    An order's number is only believed after a word that says so: a bare row of fours is a bank card as well.
    """
    for found in _ROW.finditer(text):
        digits = re.sub(r"[ -]", "", found.group())
        if _LEAST <= len(digits) <= _MOST:
            read = _joined(text[max(0, found.start() - _BEFORE) : found.start()], digits)
            yield replace(read, start=found.start(), end=found.end())


def _joined(before: str, digits: str) -> Found:
    """What the digits would be without gaps."""
    text, start = before + digits, len(before)
    codes = find_codes(text) if _LED.search(before) else ()
    whole = [one for one in chain(find_parcels(text), codes) if (one.start, one.end) == (start, len(text))]
    nothing = Found(kind=NOTHING, value="", start=start, end=len(text), rank=3)
    return min(whole, key=lambda one: one.rank, default=nothing)
