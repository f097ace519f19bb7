"""Spans of time as a maintainer writes them: 30s, 15m, 12h, 4d."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

SPAN_PATTERN: Final = r"^\d{1,4}[smhd]$"

_SPAN: Final = re.compile(SPAN_PATTERN)
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span_of(text: str) -> timedelta:
    """The span that `30s`, `15m`, `12h` or `4d` means. Raises ValueError for anything else."""
    if not _SPAN.fullmatch(text):
        raise ValueError(text)
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
