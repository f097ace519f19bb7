"""What a check has to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How things stand."""

    OK = "ok"
    WARN = "warn"  # it works, and is not as it should be; or it could not be looked at
    FAIL = "fail"  # it does not work


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line: what was looked at, how it stands, and what to do when that is not well. Never holds a secret."""

    check: str
    level: Level
    text: str
    advice: str = ""


def ok(check: str, text: str) -> Finding:
    """All is well."""
    return Finding(check=check, level=Level.OK, text=text)


def warn(check: str, text: str, advice: str) -> Finding:
    """Not as it should be."""
    return Finding(check=check, level=Level.WARN, text=text, advice=advice)


def fail(check: str, text: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(check=check, level=Level.FAIL, text=text, advice=advice)
