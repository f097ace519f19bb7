"""Column types: what a value is in Python, and what it is in a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.storage.values import Document, utc

if TYPE_CHECKING:
    from sqlalchemy import Dialect

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

Id: Final = BigInteger().with_variant(Integer, "sqlite")
"""A numbered row: SQLite numbers rows only in columns declared INTEGER, which has 64 bits there anyway."""


def microseconds(span: timedelta) -> int:
    """A span in the unit of `UtcTime`, for arithmetic in SQL."""
    return span // _MICROSECOND


class UtcTime(TypeDecorator[datetime]):
    """An instant as whole microseconds since 1970 UTC: exact, sortable, the same arithmetic on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuses a time without a zone."""
        return None if value is None else microseconds(utc(value) - _EPOCH)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Aware UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Word(TypeDecorator[E], Generic[E]):
    """A member of an enumeration, by its value. No CHECK: a new member must not need a new table."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind
        super().__init__()

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuses a word that is not a member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> E | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The member."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[T], Generic[T]):
    """A structured value as JSON text. Text, not JSONB: no query looks inside a document."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: object) -> None:
        self.kind = kind
        self._document: Document[T] | None = None
        super().__init__()

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """JSON text."""
        return None if value is None else self._codec().dump(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> T | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The value again."""
        return None if value is None else self._codec().load(value)

    def _codec(self) -> Document[T]:
        """Built on first use: a validator takes milliseconds, and a process may never touch this column."""
        if self._document is None:
            self._document = Document(self.kind)
        return self._document
