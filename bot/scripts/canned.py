"""Canned replies: texts that agents call up by `/name`, filled in from the order and the slots of their case.

What cannot be filled in stands in the text as a hole, 〔快递单号〕, that the agent fills by hand; a text that still has
one is not sent. A maintainer may also write a hole into the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.scripts.templates import Template, TemplateError

FILE: Final = "canned.yaml"
"""Beside the topics of a language pack."""

_HOLE: Final = re.compile(r"〔([^〔〕\n]{1,40})〕")
_MARKS: Final = str.maketrans("〔〕", "（）")
"""A customer who calls himself 〔x〕 must not make a hole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a canned reply: plain text, or one `{{ }}` with the title of the hole it leaves when unfilled."""

    template: Template
    hole: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """One canned reply. `name` is what agents type after the slash, `title` what they read in the list."""

    name: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Something to fill in; `start` and `end` are offsets into the text, brackets included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A canned reply as it stands in the composer."""

    name: str
    title: str
    text: str
    holes: tuple[Hole, ...]


def render(canned: Canned, values: Mapping[str, object]) -> Rendered:
    """The reply with everything filled in that is known; never raises for what is not."""
    text = "".join(_filled(piece, values) for piece in canned.pieces).strip()
    return Rendered(name=canned.name, title=canned.title, text=text, holes=holes_in(text))


def holes_in(text: str) -> tuple[Hole, ...]:
    """The holes of a text, from first to last."""
    return tuple(Hole(name=hole[1], start=hole.start(), end=hole.end()) for hole in _HOLE.finditer(text))


def hole_title(path: tuple[str, ...], slot_titles: Mapping[str, str], language: str) -> str:
    """What a missing value is called in the language of the pack: a slot's title, or a word of ours."""
    if path[0] in slot_titles and path not in TITLES:
        return slot_titles[path[0]]
    words = TITLES.get(path) or TITLES.get(path[:1])
    return words["zh" if language == "zh" else "en"] if words else path[-1]


def _filled(piece: Piece, values: Mapping[str, object]) -> str:
    try:
        text = piece.template.render(values)
    except TemplateError:
        return f"〔{piece.hole}〕"
    return text.translate(_MARKS) if piece.hole else text


def _words(zh: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"zh": zh, "en": en})


TITLES: Final[Mapping[tuple[str, ...], Mapping[str, str]]] = MappingProxyType(
    {
        ("agent",): _words("客服", "agent"),
        ("customer",): _words("称呼", "name"),
        ("order",): _words("订单", "order"),
        ("order", "address"): _words("收货地址", "address"),
        ("order", "carrier"): _words("快递公司", "carrier"),
        ("order", "created_at"): _words("下单时间", "order date"),
        ("order", "expected_at"): _words("预计送达", "expected day"),
        ("order", "last_event", "at"): _words("最新物流时间", "time of the last event"),
        ("order", "last_event", "text"): _words("最新物流", "last event"),
        ("order", "number"): _words("订单号", "order number"),
        ("order", "receiver"): _words("收件人", "receiver"),
        ("order", "refund_amount"): _words("退款金额", "refund amount"),
        ("order", "shipped_at"): _words("发货时间", "shipping date"),
        ("order", "summary"): _words("商品", "item"),
        ("order", "total"): _words("订单金额", "order total"),
        ("order", "tracking_number"): _words("快递单号", "tracking number"),
        ("product",): _words("商品", "item"),
    }
)
"""Titles of holes, by the name that has no value."""
