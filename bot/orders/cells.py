"""One cell of an export: what spreadsheets and platforms do to a value, undone; what cannot be undone, refused.

Numbers stay text: an order number or a phone is never read as a number, so no zero and no digit is lost.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

MAX_TEXT: Final = 4000
"""Characters of a title, an address or a remark that are kept."""

MAX_NUMBER: Final = 64
"""Characters of an order number or a tracking number."""

MAX_PHONE: Final = 40
"""Characters of a phone, extension and masking included."""

EXACT_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number and makes zeros of the rest."""

_DESTROYED_HINT: Final = "Excel has destroyed the number; export again and import the file without opening it in Excel"
_TIME_HINT: Final = "write it like 2026-03-02 10:00:00"

_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_FLOAT: Final = re.compile(r"([0-9]+)\.0+")
_AMOUNT: Final = re.compile(
    r"(?:CNY|RMB|USD|[¥$€£])?\s?([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(\.[0-9]{1,12})?\s?元?", re.IGNORECASE
)
_COUNT: Final = re.compile(r"([0-9]{1,6})(?:\.0+)?")
_TIME: Final = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[T\s]\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?)?"
    r"\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(r"(1[0-9*]{10}|0[0-9]{2,3}-[0-9*]{7,8})\s*(?:-|转|ext\.?)\s*[0-9]{1,6}", re.IGNORECASE)


class BadCell(ValueError):
    """A value that cannot be taken as it stands. `line` and `column` (a cell's place in its row) count from 1."""

    def __init__(self, text: str, hint: str = "", *, line: int = 0, column: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.line = line
        self.column = column


def tidy(cell: str) -> str:
    """The value without padding (spaces, tabs), the `="12345"` wrapper and the apostrophe before a number."""
    value = cell.strip().strip("\ufeff\u200b\u00a0")
    if value.startswith('="') and (wrapped := _FORMULA.fullmatch(value)):
        value = wrapped[1].strip()
    if len(value) > 1 and value[0] == "'" and (value[1].isdigit() or value[1] in "+-=@#"):
        value = value[1:].strip()
    return value


def plain(value: str) -> str:
    """Free text on one line: runs of white space become one space, control characters go, long texts are cut."""
    if not value.isprintable():
        value = "".join(char for char in value if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"})
    return " ".join(value.split())[:MAX_TEXT].rstrip()


def number(value: str) -> str:
    """An order or tracking number as text, without a leading `#`. Empty stays empty."""
    value = _whole(value.removeprefix("#"), "the number")
    if not value:
        return ""
    if len(value) > MAX_NUMBER or not value.isprintable() or " " in value:
        raise BadCell(f"{_shown(value)} is not one number", "a number has no spaces and at most 64 characters")
    return value


def phone(value: str) -> str:
    """A phone as text, masked or not. The extension of a privacy number goes: it is nobody's last four digits."""
    value = plain(_whole(value, "the phone"))
    if len(value) > MAX_PHONE:
        raise BadCell("the phone is too long", f"at most {MAX_PHONE} characters")
    extended = _EXTENSION.fullmatch(value)
    return extended[1] if extended else value


def amount(value: str) -> Decimal | None:
    """An amount like `¥1,234.50`; None when empty."""
    if not value:
        return None
    match = _AMOUNT.fullmatch(value if value.isascii() else unicodedata.normalize("NFKC", value))
    if match is None:
        raise BadCell(f"{_shown(value)} is not an amount", "write it like 1234.50 or 1,234.50")
    return Decimal(match[1].replace(",", "") + (match[2] or ""))


def count(value: str) -> int | None:
    """How many pieces; None when empty."""
    if not value:
        return None
    match = _COUNT.fullmatch(value)
    if match is None:
        raise BadCell(f"{_shown(value)} is not a number of pieces", "write it like 2")
    return int(match[1])


def moment(value: str, zone: ZoneInfo) -> datetime | None:
    """A time as aware UTC; read in `zone` when it names none of its own; None when empty."""
    if not value:
        return None
    match = _TIME.fullmatch(value)
    if match is None or not 1990 <= int(match[1]) <= 2100:
        raise BadCell(f"{_shown(value)} is not a time", _TIME_HINT)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return (_with_offset(local, match[7]) if match[7] else local).astimezone(UTC)
    except ValueError:
        raise BadCell(f"{_shown(value)} is not a time", _TIME_HINT) from None


def _with_offset(local: datetime, offset: str) -> datetime:
    if offset.upper() in {"Z", "UTC", "GMT"}:
        return local.replace(tzinfo=UTC)
    return local.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo)


def _whole(value: str, what: str) -> str:
    """The digits as they were written; refused when a spreadsheet has rounded them."""
    if _SCIENTIFIC.fullmatch(value):
        raise BadCell(f"{what} reads {_shown(value)}", _DESTROYED_HINT)
    if match := _FLOAT.fullmatch(value):
        if len(match[1]) > EXACT_DIGITS:
            raise BadCell(f"{what} reads {_shown(value)}", _DESTROYED_HINT)
        return match[1]
    return value


def _shown(value: str) -> str:
    """The value for a problem's text: short and on one line."""
    value = plain(value)
    return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"
