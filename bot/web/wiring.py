"""What the web room is given by the composition root, and how a request gets at it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Final, cast

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from bot.core.measures import Exposition, Meter
from bot.core.ports import Bell, Clock
from bot.scripts.book import ScriptBook
from bot.service.accounts import Accounts
from bot.service.canned import CannedReplies
from bot.service.chat import Chat
from bot.service.desk import Desk
from bot.service.door import Door
from bot.service.edits import Edits
from bot.service.presence import Presence
from bot.service.rating_report import RatingReports
from bot.service.registers import Registers
from bot.service.search import Search
from bot.service.staff import Staff
from bot.service.webhooks import Webhooks
from bot.web.limits import RateLimit
from bot.web.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServices:
    """The use cases the pages call.

    Attributes:
        ready: lists what is not ready yet; empty means "send me traffic".
        meter: is told of every request.
        figures: what is measured of the shop, as it is now.
    """

    door: Door
    chat: Chat
    desk: Desk
    edits: Edits
    registers: Registers
    canned: CannedReplies
    search: Search
    ratings: RatingReports
    accounts: Accounts
    staff: Staff
    webhooks: Webhooks
    bell: Bell
    presence: Presence
    book: Callable[[], ScriptBook]
    ready: Callable[[], Awaitable[list[str]]]
    clock: Clock
    meter: Meter
    figures: Callable[[], Awaitable[Exposition]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the site is served.

    Attributes:
        secret: signs visitor, identity, upload and media tokens; changing it makes every visitor a new one.
        public_url: the address people type, such as `https://kefu.example.com`.
        demo: show the demo switch (guest / returning customer) on the shop page.
        max_upload_mb: size limit of one attachment, in MiB.
        secure_cookies: send cookies over HTTPS only.
        demo_hint: an order number and the last four digits of its phone, for visitors of the demo to try.
        allowed_origins: other sites that embed the widget, such as `https://shop.example.com`.
        metrics_token: who shows it may read the figures; nobody may without one.
    """

    secret: str
    public_url: str
    demo: bool
    max_upload_mb: int
    secure_cookies: bool
    demo_hint: tuple[str, str] | None = None
    allowed_origins: tuple[str, ...] = ()
    metrics_token: str = ""

    @property
    def max_upload_bytes(self) -> int:
        """The size limit in bytes."""
        return self.max_upload_mb * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One running application. `closing` is set when the server begins to stop, so that open streams end."""

    services: WebServices
    settings: WebSettings
    tokens: Tokens
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    messages: RateLimit = field(default_factory=lambda: RateLimit(per_second=1.0, burst=15))
    arrivals: RateLimit = field(default_factory=lambda: RateLimit(per_second=1.0, burst=60))
    newcomers: RateLimit = field(default_factory=lambda: RateLimit(per_second=0.1, burst=60))
    uploads: RateLimit = field(default_factory=lambda: RateLimit(per_second=0.2, burst=12))
    logins: RateLimit = field(default_factory=lambda: RateLimit(per_second=0.1, burst=10))


def site_of(connection: HTTPConnection) -> Site:
    """The site that serves this request or socket."""
    return cast("Site", connection.app.state.site)


CurrentSite = Annotated[Site, Depends(site_of)]

MAX_ROW_ID: Final = 2**63 - 1
"""Larger ones no database holds."""

RowId = Annotated[int, Path(ge=1, le=MAX_ROW_ID)]
"""The id of a case or task in an address."""
