from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from bot.scripts.book import ScriptBook
from bot.web.names import Names
from bot.web.pages import View, draw
from bot.web.problems import of_status
from bot.web.tokens import Tokens

NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)


def view(language: str = "zh") -> View:
    book = ScriptBook(default_language="zh", packs={}, shop={}, products={})
    names = Names(book=book, language=language)
    return View(language=language, zone=ZoneInfo("Asia/Shanghai"), now=NOW, tokens=Tokens(secret="s"), names=names)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        (NOW, "今天 10:30", "today 10:30"),
        # 23:50 of the day before in Shanghai, the same day in UTC
        (datetime(2026, 3, 1, 15, 50, tzinfo=UTC), "昨天 23:50", "yesterday 23:50"),
        (datetime(2026, 2, 20, 1, 0, tzinfo=UTC), "2月20日 09:00", "2/20 09:00"),
    ],
)
def test_times_are_told_in_the_shops_zone(at: datetime, chinese: str, english: str) -> None:
    assert view("zh").when(at) == chinese
    assert view("en").when(at) == english


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=-5), "不到 1 分钟"),
        (timedelta(seconds=59), "不到 1 分钟"),
        (timedelta(minutes=3), "3 分钟"),
        (timedelta(minutes=119), "1 小时"),
        (timedelta(days=2, hours=3), "2 天"),
    ],
)
def test_a_wait_is_told_in_one_unit(ago: timedelta, text: str) -> None:
    assert view().since(NOW - ago) == text


def test_money_carries_its_currency() -> None:
    assert view().money(Decimal("12.5"), "CNY") == "¥12.50"
    assert view().money(Decimal(3), "SEK") == "SEK 3.00"
    assert view().price(99, "CNY") == "¥99"
    assert view().price(19.9, "CNY") == "¥19.90"


def test_values_are_escaped() -> None:
    html = draw("desk/_problem.html", view(), problem=of_status(409, "<script>alert(1)</script>"))

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_forgotten_value_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        draw("desk/_problem.html", view())
