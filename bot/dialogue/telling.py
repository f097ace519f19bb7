"""What the first sentence tells already of a text that a flow would ask for, so that nobody has to say it twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_DELIVER_HOW: Final = re.compile(
    r"(?<!怎么)(?<!没)(?<!别)(?<!不要)(?:放|存|丢|搁)(?:在|到|我家)?[^，。,；;\n了]{0,8}"
    r"(?:快递柜|丰巢|柜子|柜|门口|驿站|前台|门卫|物业|保安|代收点|传达室)[^，。,；;\n了]{0,8}"
)
_INVOICE_TITLE: Final = re.compile(
    r"抬头[是为写开:：\s]*(?P<told>[^，。,\n]{2,40}(?:公司|厂|店|中心|学校|大学|医院|银行|局|院|所|社)[^\n]{0,40})"
)
_QUESTION: Final = re.compile(r"[?？吗呢]|怎么|为什么|为啥|凭什么|谁让")
_TOLD: Final[Mapping[str, re.Pattern[str]]] = {"deliver_how": _DELIVER_HOW, "invoice_title": _INVOICE_TITLE}


def told(slot: str, text: str) -> str:
    """What a text says of this slot; empty when nothing, or when it only asks about it."""
    found = _TOLD[slot].search(text) if slot in _TOLD else None
    if found is None or _QUESTION.search(text):
        return ""
    return (found.groupdict().get("told") or found.group()).strip()
