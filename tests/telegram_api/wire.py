"""What goes over the wire: JSON answers in Telegram's form, and request bodies in each form a client may send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args, get_origin

from aiogram.types import BufferedInputFile
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiogram.methods import TelegramMethod

Json = dict[str, Any]
Method = type["TelegramMethod[Any]"]

_PREFIXES = {
    400: "Bad Request: ",
    401: "Unauthorized",
    403: "Forbidden: ",
    404: "Not Found",
    409: "Conflict: ",
    413: "Request Entity Too Large",
    429: "Too Many Requests: ",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ApiError(Exception):
    """A refusal in Telegram's form; `reason` is what follows "Bad Request: "."""

    def __init__(self, code: int, reason: str = "", parameters: Json | None = None) -> None:
        self.code = code
        self.description = _PREFIXES.get(code, "") + reason
        self.parameters = parameters
        super().__init__(self.description)

    def wire(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> ApiError:
    return ApiError(400, reason)


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"retry after {retry_after}", {"retry_after": retry_after})


def utf16_length(text: str) -> int:
    """Telegram counts text in UTF-16 code units: 😀 is two."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """One request's parameters as they came, and its uploaded files by part name."""

    params: Json
    files: Mapping[str, BufferedInputFile]


async def read_body(request: web.Request) -> Body:
    """Read query string, JSON, urlencoded or multipart, as the real server accepts them all."""
    params: Json = dict(request.query)
    files: dict[str, BufferedInputFile] = {}
    if request.content_type == "application/json":
        params |= _object(await request.text())
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = BufferedInputFile(value.file.read(), filename=value.filename)
            elif isinstance(value, str):
                params[name] = value
    return Body(params=params, files=files)


def _object(text: str) -> Json:
    try:
        document = json.loads(text or "{}")
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise bad_request("can't parse the request body: a JSON object is expected")
    return document


def arguments(body: Body, method: Method) -> Json:
    """Turn the strings of a form into what the method's fields hold; put files where they are referred to."""
    values: Json = {}
    for name, value in (body.params | dict(body.files)).items():
        field = method.model_fields.get(name)
        if isinstance(value, str) and field is not None and not _admits_text(field.annotation):
            value = _decoded(value)  # noqa: PLW2901 - the same argument, one step further read
        values[name] = _attached(value, body.files)
    referred = {name for name in body.files if f"attach://{name}" in json.dumps(body.params)}
    for name in referred:
        del values[name]
    return values


def _admits_text(annotation: Any) -> bool:
    if get_origin(annotation) in {list, dict}:
        return False
    return annotation is str or any(_admits_text(part) for part in get_args(annotation))


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value  # the method's model refuses it and names the field


def _attached(value: Any, files: Mapping[str, BufferedInputFile]) -> Any:
    match value:
        case str() if value.startswith("attach://") and value.removeprefix("attach://") in files:
            return files[value.removeprefix("attach://")]
        case dict():
            return {key: _attached(item, files) for key, item in value.items()}
        case list():
            return [_attached(item, files) for item in value]
        case _:
            return value
