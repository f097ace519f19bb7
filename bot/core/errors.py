"""Every error kefu raises on purpose.

    KefuError
    ├── ConfigError          a setting is missing, wrong or contradicts another
    ├── ScriptError          the scripts have problems; carries all of them
    ├── TemplateError        a text or condition of the scripts cannot be read or rendered; carries the place
    ├── ImportFileError      a file of orders cannot be read at all
    ├── MediaRefused         an upload is too large or of a kind that is not accepted
    ├── StorageError
    │   ├── StoreBusy        the database stayed locked longer than we wait
    │   ├── StoreTooNew      the database was written by a newer version of kefu
    │   └── StaleConversation  somebody else changed the conversation first
    ├── Declined             what somebody asked for is not done; says why by a code, worded in any language
    │   ├── NotFound         the case, conversation or agent does not exist
    │   ├── NotAllowed       this agent may not do that
    │   └── Conflict         the case is not in a state in which that is possible
    ├── OrderSourceDown      the system that has the orders does not answer
    └── DeliveryError
        ├── DeliveryRefused  the platform said no for good (blocked, chat gone, text refused)
        ├── DeliveryDelayed  the platform said "later" (429); carries the seconds to wait
        └── DeliveryUnknown  the answer never came: the message may or may not have arrived

An error's docstring is its default message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class KefuError(Exception):
    """Something went wrong."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class ConfigError(KefuError):
    """The configuration is not usable."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file that a person edits. `line` and `column` count from 1; 0 means the whole file."""

    path: str
    line: int
    column: int
    code: str
    text: str
    hint: str = ""

    def __str__(self) -> str:
        """`path:line:column: text (hint)`, the form editors can jump to."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.text}{hint}"


class ScriptError(KefuError):
    """The scripts have problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TemplateError(KefuError):
    """A text or condition of the scripts is not valid. `line` and `column` count from 1 within its source."""

    def __init__(self, text: str, *, origin: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        self.text = text
        self.origin = origin
        self.line = line
        self.column = column
        self.hint = hint
        super().__init__(f"{origin}: {text}" if origin else text)


class ImportFileError(KefuError):
    """The file cannot be read as a list of orders."""


class MediaRefused(KefuError):
    """The file is too large or of a kind that is not accepted."""


class StorageError(KefuError):
    """The database could not do what was asked."""


class StoreBusy(StorageError):
    """The database is locked by another process."""


class StoreTooNew(StorageError):
    """The database was written by a newer version of kefu."""


class StaleConversation(StorageError):
    """Somebody else changed the conversation first."""


class Declined(KefuError):
    """That is not done.

    `code` and `values` let each view word it in its own language (`bot.desk.wording`); an error without a code is
    shown by its message.
    """

    def __init__(self, message: str = "", *, code: str = "", values: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.values: dict[str, str] = dict(values or {})
        super().__init__(message)


class NotFound(Declined):
    """There is no such thing."""


class NotAllowed(Declined):
    """You may not do that."""


class Conflict(Declined):
    """That is not possible now."""


class OrderSourceDown(KefuError):
    """The system that has the orders does not answer."""


class DeliveryError(KefuError):
    """The message was not delivered."""


class DeliveryRefused(DeliveryError):
    """The platform refused the message for good."""


class DeliveryDelayed(DeliveryError):
    """The platform asks us to wait."""

    def __init__(self, message: str = "", *, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class DeliveryUnknown(DeliveryError):
    """The answer never came: the message may or may not have arrived."""
