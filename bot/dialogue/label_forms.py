"""A label that is written as a form: 收：王五 电：138… 址：…, 【收件人】王五【地址】…, 省市区 浙江省 街道 文三路8号.

Each field goes to its own line of the label, and none of its names stands there. Which words name a field is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_FEWEST_BARE: Final = 2  # fields of a text in which a name without a mark counts, too: 地址 alone may be talked about
_NAME: Final = re.compile(r"\s*(?P<name>[^\s,，;；、。:：\d()\[【]{1,12}(?:\[\d+\])?)")
_POSTCODE: Final = re.compile(r"\s*\d{6}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the fields of a text give.

    Attributes:
        receiver: what stands behind the name of that field; empty without one.
        rest: region, street and whatever stood in no field, without the names of fields.
    """

    receiver: str
    rest: str


def read_form(text: str) -> Form:
    """The fields of a text in NFKC, without its phones. A text without any is all `rest`."""
    marks = list(_marks(text))
    if not marks:
        return Form(receiver="", rest=text)
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    kept: dict[str, list[str]] = {"region": [], "address": [], "": [text[: marks[0].start()]]}
    receiver = ""
    for mark, end in zip(marks, ends, strict=True):
        field, said = _fields()[(mark["marked"] or mark["framed"] or mark["bare"]).lower()], text[mark.end() : end]
        named = _NAME.match(said) if field == "receiver" and not receiver else None
        receiver = named["name"] if named else receiver
        said = said[named.end() :] if named else _POSTCODE.sub("", said) if field == "postcode" else said
        kept[field if field in kept else ""].append(said)
    return Form(receiver=receiver, rest=" ".join(part for parts in kept.values() for part in parts))


def _marks(text: str) -> Iterator[re.Match[str]]:
    found = list(_pattern().finditer(text))
    yield from (one for one in found if one["bare"] is None or len(found) >= _FEWEST_BARE)


@cache
def _fields() -> Mapping[str, str]:
    table = (resources.files("intents") / "data" / "label_fields.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return {word: row[0] for row in rows for word in row[1:]}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_fields(), key=len, reverse=True)
    every, longer = "|".join(words), "|".join(word for word in words if len(word) > 1)
    return re.compile(
        rf"[【\[(〔「]\s*(?P<framed>{every})\s*[】\])〕」]\s*[:=]?\s*"
        rf"|(?<![一-龥A-Za-z])(?:新的?)?(?P<marked>{every})\s*[:=]\s*"
        rf"|(?<![^\s,，;；、。])(?P<bare>{longer})(?=\s)",
        re.IGNORECASE,
    )
