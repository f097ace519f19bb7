"""Every error a client can meet, in one JSON shape (RFC 9457 problem details), decided in one place."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from bot.core.errors import (
    Conflict,
    KefuError,
    MediaRefused,
    NotAllowed,
    NotFound,
    StaleConversation,
    StorageError,
    StoreBusy,
)

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
_RETRY_AFTER_BUSY: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails:
    """One error as the client sees it. `headers` go on the response, not into the body."""

    status: int
    code: str
    detail: str
    errors: tuple[dict[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def body(self, instance: str) -> dict[str, Any]:
        """The members of RFC 9457; `errors` lists the fields that were wrong, if any."""
        members: dict[str, Any] = {
            "type": f"urn:kefu:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        return members | ({"errors": list(self.errors)} if self.errors else {})

    def response(self, instance: str) -> JSONResponse:
        """The whole answer."""
        return JSONResponse(
            self.body(instance), status_code=self.status, media_type=PROBLEM_JSON, headers=dict(self.headers)
        )


def of_error(error: KefuError) -> ProblemDetails:
    """What a client is told about an error of ours. An unlisted one is our fault: 500, without its words."""
    for kind, status, code in _STATUS:
        if isinstance(error, kind):
            headers = (("Retry-After", _RETRY_AFTER_BUSY),) if status == HTTPStatus.SERVICE_UNAVAILABLE else ()
            told = "数据库暂时没有回应，请稍后再试。" if kind is StorageError else str(error)
            return ProblemDetails(status=status, code=code, detail=told, headers=headers)
    return ProblemDetails(status=HTTPStatus.INTERNAL_SERVER_ERROR, code="internal", detail="服务器出错了，请稍后再试。")


def of_status(status: int, detail: str, headers: Mapping[str, str] | None = None) -> ProblemDetails:
    """What a client is told when the framework refuses a request."""
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return ProblemDetails(status=status, code=code, detail=detail, headers=tuple((headers or {}).items()))


def of_validation(errors: Sequence[Mapping[str, Any]]) -> ProblemDetails:
    """Which fields of a request were wrong. The values are not repeated: they may be secrets."""
    fields = tuple(
        {"field": ".".join(str(part) for part in error["loc"]), "text": str(error["msg"])} for error in errors
    )
    return ProblemDetails(
        status=HTTPStatus.UNPROCESSABLE_ENTITY, code="invalid", detail="请求里有字段不对。", errors=fields
    )
