"""Canned replies called by `/name` in a topic: `/tracking 快递单号=SF1 快递公司=顺丰` fills the holes that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.errors import Conflict
from bot.scripts.canned import Rendered


def filled(rendered: Rendered, words: str) -> str:
    """The reply with its holes filled from the words behind its name.

    Of a reply with a single hole the words alone are what fills it.

    Raises:
        Conflict: a hole is left, or the words are for no hole of this reply.
    """
    names = list(dict.fromkeys(hole.name for hole in rendered.holes))
    values, rest = _values(words.strip(), names)
    if rest and len(names) == 1 and not values:
        values, rest = {names[0]: rest}, ""
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise Conflict(
            f"“{rendered.title}”还缺{_marked(missing)}，没有发给顾客。请写：{_usage(rendered.name, missing)}"
        )
    if rest:
        raise Conflict(f"“{rendered.title}”里没有地方放“{rest[:40]}”，没有发给顾客。")
    text = rendered.text
    for hole in reversed(rendered.holes):
        text = text[: hole.start] + values[hole.name] + text[hole.end :]
    return text


def missing_words(rendered: Rendered) -> str:
    """What a reply with holes needs, and how it is given."""
    names = list(dict.fromkeys(hole.name for hole in rendered.holes))
    return f"“{rendered.title}”还缺{_marked(names)}，请在话题里写：{_usage(rendered.name, names)}"


def _values(words: str, names: list[str]) -> tuple[dict[str, str], str]:
    """Value by hole, and the words before the first of them."""
    if not names:
        return {}, words
    begins = re.compile(rf"(?:^|\s)({'|'.join(map(re.escape, names))})\s*[=＝]\s*")
    found = list(begins.finditer(words))
    ends = [one.start() for one in found[1:]] + [len(words)]
    values = {one[1]: words[one.end() : end].strip() for one, end in zip(found, ends, strict=True)} if found else {}
    return values, (words[: found[0].start()] if found else words).strip()


def _marked(names: Iterable[str]) -> str:
    return "、".join(f"〔{name}〕" for name in names)


def _usage(name: str, holes: Iterable[str]) -> str:
    return " ".join([f"/{name}", *(f"{hole}=…" for hole in holes)])
