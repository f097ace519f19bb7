"""What all shapes share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _instant(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:  # the first and the last day of the calendar in some zones
        raise ValueError("a time between the years 1 and 9999 in UTC is wanted") from error


Instant = Annotated[AwareDatetime, AfterValidator(_instant)]
"""A time with its zone, in UTC."""


class Answer(BaseModel):
    """What the API answers with; read from core values field by field."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Request(BaseModel):
    """What the API is asked with. A member it does not know is an error, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(BaseModel):
    """RFC 9457 problem details, the shape of every error. `code` says which error it is, for a program to act on."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    errors: list[dict[str, str]] = []
