"""Turns what drivers raise into the store's own words: what happened, to which database, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from bot.core.errors import StorageError, StoreBusy

_BUSY: Final = "the database {where} is locked by another process; stop that process or try again"
_SQLITE: Final = (
    ("SQLITE_NOTADB", "{where} is not a database; move that file away or name another one"),
    ("SQLITE_CORRUPT", "the database {where} is damaged; restore it from a backup"),
    ("SQLITE_CANTOPEN", "the database {where} cannot be opened; check that the directory exists and is writable"),
    ("SQLITE_READONLY", "the database {where} cannot be written; check the owner and the rights of file and directory"),
    ("SQLITE_PERM", "the database {where} cannot be opened; check the owner and the rights of the file"),
    ("SQLITE_FULL", "there is no space left for the database {where}"),
    ("SQLITE_IOERR", "reading or writing the database {where} failed; check the disk"),
)


def place(url: URL) -> str:
    """How people know the database: the file, or the address without the password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def storage_errors(url: URL) -> Iterator[None]:
    """Raises StorageError, or StoreBusy, where the driver or SQLAlchemy raised something of theirs.

    A value that no column takes stays a ValueError, as in the in-memory twin.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig, place(url)) from error
    except sqlite3.Error as error:
        raise _translated(error, place(url)) from error
    except StatementError as error:
        if isinstance(error.orig, ValueError):  # our own column types refused the value: the caller's mistake
            raise error.orig from error
        raise
    except SQLAlchemyError as error:
        message = f"the database {place(url)} could not be used: {error}"
        raise StorageError(message) from error


@contextmanager
def reaching(url: URL) -> Iterator[None]:
    """Raises StorageError when the server cannot be reached: drivers let the network's own errors through."""
    try:
        yield
    except OSError as error:
        message = f"the database {place(url)} does not answer: {error}"
        raise StorageError(message) from error


def _translated(error: BaseException | None, where: str) -> StorageError:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(_BUSY.format(where=where))
    for prefix, text in _SQLITE:
        if name.startswith(prefix):
            return StorageError(text.format(where=where))
    return StorageError(f"the database {where} refused: {error}")
