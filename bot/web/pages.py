"""Draws HTML: the templates, and the words and numbers of one reader in their language and the shop's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from bot.core.messages import Media
from bot.web.names import Names
from bot.web.texts import LANGUAGES, language_named, phrase
from bot.web.tokens import Tokens
from bot.web.wiring import Site

STATIC: Final = Path(__file__).parent / "static"
LANGUAGE_COOKIE: Final = "kefu_language"
THEME_COOKIE: Final = "kefu_theme"
THEMES: Final = ("system", "light", "dark")
_SYMBOLS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one reader sees things, now. `theme` is light, dark or as their system has it; `names` are the scripts'."""

    language: str
    zone: ZoneInfo
    now: datetime
    tokens: Tokens
    names: Names
    theme: str = "system"

    def t(self, key: str, **values: object) -> str:
        """A text of the interface."""
        return phrase(key, self.language, **values)

    def when(self, at: datetime) -> str:
        """A time as people say it: today, yesterday, or the date."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone).date()
        clock = f"{local:%H:%M}"
        match (today - local.date()).days:
            case 0:
                return self.t("time.today", clock=clock)
            case 1:
                return self.t("time.yesterday", clock=clock)
            case _:
                return self.t("time.date", month=local.month, day=local.day, clock=clock)

    def day(self, at: datetime) -> str:
        """A day as people say it, without the time."""
        local = at.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.when(midnight).replace(f"{midnight:%H:%M}", "").strip()

    def calendar_day(self, day: date) -> str:
        """A day of the calendar, without the time."""
        return self.t("time.date", month=day.month, day=day.day, clock="").strip()

    def clock(self, at: datetime) -> str:
        """The time of day."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def since(self, at: datetime) -> str:
        """How long ago, in one unit."""
        minutes = max(0, int((self.now - at) / timedelta(minutes=1)))
        if minutes == 0:
            return self.t("time.now")
        if minutes < 60:
            return self.t("time.minutes", n=minutes)
        return self.t("time.hours", n=minutes // 60) if minutes < 60 * 24 else self.t("time.days", n=minutes // 1440)

    def money(self, amount: Decimal | float, currency: str) -> str:
        """An amount with its currency's sign."""
        return f"{_SYMBOLS.get(currency, currency + ' ')}{Decimal(str(amount)):.2f}"

    def price(self, amount: Decimal | float, currency: str) -> str:
        """An amount as on a price tag: whole amounts without cents."""
        return self.money(amount, currency).removesuffix(".00")

    def share(self, share: float) -> str:
        """A part of a whole, in hundredths."""
        return f"{share:.1%}"

    def media_url(self, media: Media) -> str:
        """A signed address of an attachment."""
        return self.tokens.media_url(media, now=self.now)


def view_of(connection: HTTPConnection, site: Site) -> View:
    """The reader behind a request. Language: what they chose, else what their browser prefers, else Chinese."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    language = chosen if chosen in LANGUAGES else language_named(connection.headers.get("accept-language", ""))
    theme = connection.cookies.get(THEME_COOKIE, "")
    book = site.services.book()
    zone = ZoneInfo(str(book.shop.get("timezone", "UTC")))
    return View(
        language=language,
        theme=theme if theme in THEMES else "system",
        zone=zone,
        now=site.services.clock().astimezone(UTC),
        tokens=site.tokens,
        names=Names(book=book, language=language),
    )


def draw(name: str, view: View, **context: Any) -> str:
    """A template as text. Every value is escaped; a name that is not given is an error."""
    return _environment().get_template(name).render(v=view, t=view.t, **context)


def has_template(name: str) -> bool:
    """Whether there is a template of this name."""
    return name in _templates()


def page(name: str, view: View, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page, never kept by caches: it shows one person's view."""
    return HTMLResponse(draw(name, view, **context), status_code=status, headers={"Cache-Control": "no-store"})


@cache
def _templates() -> frozenset[str]:
    return frozenset(_environment().list_templates())


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
