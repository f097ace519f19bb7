"""A few questions to the Bot API, over plain HTTP: the answers' headers are wanted, and aiogram takes long to load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.core.errors import KefuError

_TIMEOUT: Final = ClientTimeout(total=10, sock_connect=5)


class Unreached(KefuError):
    """The Bot API does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the Bot API said.

    Attributes:
        ok: whether it did what was asked.
        result: what it gave.
        code: of a refusal.
        description: why it refused.
        moved_to: the group's new id, when it has become another.
        at: the server's clock; None when it does not say.
    """

    ok: bool
    result: Mapping[str, Any] = field(default_factory=dict)
    code: int = 0
    description: str = ""
    moved_to: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApi:
    """The API of one bot."""

    url: str
    token: str = field(repr=False)

    async def ask(self, method: str, **arguments: int | str) -> Reply:
        """Call a method; what it gives counts if it is an object. Raises Unreached, without the token in its words."""
        try:
            async with (
                ClientSession(timeout=_TIMEOUT) as session,
                session.post(f"{self.url}/bot{self.token}/{method}", json=arguments) as answer,
            ):
                body = json.loads(await answer.text())
                said = answer.headers.get("Date", "")
        except TimeoutError as error:
            raise Unreached("no answer within ten seconds") from error
        except (ClientError, OSError, ValueError) as error:
            told = (str(error) or type(error).__name__).replace(self.token, "…")
            raise Unreached(told) from None  # the cause may hold the token, and a traceback would show it
        return _reply(body, said)


def _reply(body: object, said: str) -> Reply:
    if not isinstance(body, dict):
        raise Unreached("that is no Bot API")
    result = body.get("result")
    return Reply(
        ok=body.get("ok") is True,
        result=result if isinstance(result, dict) else {},
        code=body.get("error_code", 0),
        description=str(body.get("description", "")),
        moved_to=body.get("parameters", {}).get("migrate_to_chat_id"),
        at=_time(said),
    )


def _time(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said).astimezone(UTC)
    except ValueError:
        return None
