"""What buttons carry, read where it comes in: text of any kind becomes values of their own kinds, or nothing at all.

Telegram hands on whatever a client sends for a button, and buttons of older versions stay on people's screens.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

C = TypeVar("C")
E = TypeVar("E", bound=StrEnum)
R = TypeVar("R")
T = TypeVar("T")

_LARGEST: Final = 2**63 - 1
"""No id is larger: a database could not hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carries(Generic[C, T, R]):
    """A kind of button: how what it carries is read (None when it is no such thing), and what pressing it does."""

    read: Callable[[str], T | None]
    do: Callable[[C, T], Awaitable[R]]

    def bound(self, argument: str) -> Callable[[C], Awaitable[R]] | None:
        """What pressing a button with this argument does; None when it cannot be read."""
        value = self.read(argument)
        return None if value is None else lambda context: self.do(context, value)


def alone(do: Callable[[C], Awaitable[R]]) -> Carries[C, str, R]:
    """A button that carries nothing beside the number that it is about."""
    return Carries(read=lambda argument: None if argument else "", do=lambda context, _: do(context))


def number_in(text: str) -> int | None:
    """An id."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST))):
        return None
    return int(text) if int(text) <= _LARGEST else None


def word_in(text: str) -> str | None:
    """A name of something that may be there or not."""
    return text or None


def member_of(kind: type[E]) -> Callable[[str], E | None]:
    """Reads a member of the enumeration by its value."""
    return {member.value: member for member in kind}.get
