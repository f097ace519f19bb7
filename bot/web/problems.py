"""Every error a client can meet, in one JSON shape (RFC 9457 problem details), decided in one place."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from bot.core.errors import (
    Conflict,
    Declined,
    KefuError,
    MediaRefused,
    NotAllowed,
    NotFound,
    StaleConversation,
    StorageError,
    StoreBusy,
)
from bot.desk import wording
from bot.web.texts import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROBLEM_JSON: Final = "application/problem+json"

_STATUS: Final[tuple[tuple[type[KefuError], int, str], ...]] = (
    (NotFound, HTTPStatus.NOT_FOUND, "not-found"),
    (NotAllowed, HTTPStatus.FORBIDDEN, "not-allowed"),
    (Conflict, HTTPStatus.CONFLICT, "conflict"),
    (StaleConversation, HTTPStatus.CONFLICT, "conflict"),
    (MediaRefused, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-refused"),
    (StoreBusy, HTTPStatus.SERVICE_UNAVAILABLE, "busy"),
    (StorageError, HTTPStatus.SERVICE_UNAVAILABLE, "storage"),
)
_TOLD: Final[tuple[tuple[type[KefuError], str], ...]] = (
    (StaleConversation, "api.stale"),
    (StoreBusy, "api.busy"),
    (StorageError, "api.storage"),
)
_RETRY_AFTER_BUSY: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails:
    """One error as the client sees it. `headers` go on the response, not into the body.

    `kind` is what sort of error it is, `code` which one, for a program to act on; often they are the same.
    """

    status: int
    kind: str
    detail: str
    code: str = ""
    errors: tuple[dict[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def body(self, instance: str) -> dict[str, Any]:
        """The members of RFC 9457; `errors` lists the fields that were wrong, if any."""
        members: dict[str, Any] = {
            "type": f"urn:kefu:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code or self.kind,
            "detail": self.detail,
            "instance": instance,
        }
        return members | ({"errors": list(self.errors)} if self.errors else {})

    def response(self, instance: str) -> JSONResponse:
        """The whole answer."""
        return JSONResponse(
            self.body(instance), status_code=self.status, media_type=PROBLEM_JSON, headers=dict(self.headers)
        )


def of_error(error: KefuError, language: str = "zh") -> ProblemDetails:
    """What a client is told about an error of ours. An unlisted one is our fault: 500, without its words."""
    for known, status, kind in _STATUS:
        if isinstance(error, known):
            headers = (("Retry-After", _RETRY_AFTER_BUSY),) if status == HTTPStatus.SERVICE_UNAVAILABLE else ()
            code = error.code if isinstance(error, Declined) else ""
            return ProblemDetails(status=status, kind=kind, detail=_words(error, language), code=code, headers=headers)
    return internal(language)


def internal(language: str) -> ProblemDetails:
    """A bug of ours: the server logs it, the client learns no more than that."""
    return ProblemDetails(
        status=HTTPStatus.INTERNAL_SERVER_ERROR, kind="internal", detail=phrase("api.internal", language)
    )


def of_status(status: int, detail: str, headers: Mapping[str, str] | None = None) -> ProblemDetails:
    """What a client is told when the framework refuses a request."""
    kind = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return ProblemDetails(status=status, kind=kind, detail=detail, headers=tuple((headers or {}).items()))


def of_validation(errors: Sequence[Mapping[str, Any]], language: str = "zh") -> ProblemDetails:
    """Which fields of a request were wrong. The values are not repeated: they may be secrets."""
    fields = tuple(
        {"field": ".".join(str(part) for part in error["loc"]), "text": str(error["msg"])} for error in errors
    )
    return ProblemDetails(
        status=HTTPStatus.UNPROCESSABLE_ENTITY, kind="invalid", detail=phrase("api.invalid", language), errors=fields
    )


def _words(error: KefuError, language: str) -> str:
    if isinstance(error, Declined):
        return wording.of_error(error, language)
    told = next((key for known, key in _TOLD if isinstance(error, known)), None)
    return str(error) if told is None else phrase(told, language)
