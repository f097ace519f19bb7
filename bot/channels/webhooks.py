"""The way out to webhooks: one HTTP request, which reaches no private network unless the settings allow it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from importlib.metadata import version
from ipaddress import ip_address
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.core.errors import DeliveryError, DeliveryRefused
from bot.desk.wording import words
from bot.service.webhook_targets import is_public, refused_target

_TIMEOUT: Final = ClientTimeout(total=10, sock_connect=5)
_PER_HOST: Final = 2


class PublicResolver(AbstractResolver):
    """Finds the addresses of a name that are public.

    It is asked when the connection is made, so that a name that stands for something else by then is of no use.
    """

    def __init__(self) -> None:
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError when none is public."""
        found = await self._names.resolve(host, port, family)
        public = [one for one in found if is_public(ip_address(one["host"].partition("%")[0]))]
        if not public:
            raise OSError(None, "the name stands for a private network, where nothing is sent")
        return public

    async def close(self) -> None:
        """Nothing is held."""
        await self._names.close()


class WebhookCaller:
    """See `bot.core.ports.Caller`. Made inside a running event loop."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        resolver = None if allow_private else PublicResolver()
        self._session = ClientSession(
            connector=TCPConnector(resolver=resolver, use_dns_cache=False, limit_per_host=_PER_HOST),
            cookie_jar=DummyCookieJar(),
            timeout=_TIMEOUT,
            headers={"User-Agent": f"kefu/{version('kefu')}", "Content-Type": "application/json; charset=utf-8"},
        )

    async def call(self, url: str, body: str, headers: Mapping[str, str]) -> int:
        """POST and return the status. Nothing of the answer is read, and a redirect is not followed."""
        refused = refused_target(url, allow_private=self._allow_private)
        if refused:
            raise DeliveryRefused(words(refused, {}, "en"))
        try:
            async with self._session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as answer:
                return answer.status
        except TimeoutError as error:
            raise DeliveryError("no answer within ten seconds") from error
        except (ClientError, OSError, ValueError) as error:  # ValueError: a name that cannot be one
            raise DeliveryError(str(error) or type(error).__name__) from error

    async def close(self) -> None:
        """Give the connections back."""
        await self._session.close()
