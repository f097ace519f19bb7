"""Headers that keep pages to themselves, and the check that a request comes from our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from bot.web.texts import language_named, phrase

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.web.wiring import WebSettings

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every HTTP answer that does not set its own. Plain ASGI, so that streams are not buffered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses request bodies of more than `max_bytes` while they come, whatever their length was said to be.

    The framework's own limit answers in plain text; this one raises inside the application, so that the refusal takes
    the shape of every other error.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting."""
        left = self.max_bytes
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        announced = headers.get("content-length", "")

        async def receive_counting() -> Message:
            nonlocal left
            if announced.isdecimal() and int(announced) > self.max_bytes:
                raise HTTPException(413, phrase("api.too_large", language_named(headers.get("accept-language", ""))))
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, phrase("api.too_large", language_named(headers.get("accept-language", ""))))
            return message

        await self.app(scope, receive_counting if scope["type"] == "http" else receive, send)


def from_own_page(connection: HTTPConnection, settings: WebSettings) -> bool:
    """Whether the browser says that the request comes from this very site (`Origin` = our host)."""
    origin = connection.headers.get("origin", "")
    try:
        host = urlsplit(origin).netloc
    except ValueError:  # `http://[` and the like, which no browser sends
        return False
    return bool(host) and host in _own_hosts(connection, settings)


def may_open_chat(connection: HTTPConnection, settings: WebSettings) -> bool:
    """Whether a chat socket may be opened: from our own pages, from allowed sites, or by a program (no `Origin`).

    A program can send any `Origin`; the check protects visitors whose browser is used by somebody else's page.
    """
    origin = connection.headers.get("origin")
    return origin is None or origin in settings.allowed_origins or from_own_page(connection, settings)


def _own_hosts(connection: HTTPConnection, settings: WebSettings) -> set[str]:
    return {connection.headers.get("host", ""), urlsplit(settings.public_url).netloc} - {""}
