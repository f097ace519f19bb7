"""Whether a few characters are a Chinese person's name: 王五, 欧阳小雨 and 李女士 are, 谢谢 and 马上 are not."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_TITLES = "先生|女士|小姐|老师|阿姨|叔叔|大哥|大姐|师傅|经理"
_MOST = 8  # characters
_PARTICLES = frozenset("吗呢吧了么啊呀的嘛哦哈啦得着过")  # 方便吗


def is_person(text: str) -> bool:
    """Whether the text is a family name with a given name or a title, and nothing else.

    A name may be an everyday word as well; whoever asks must have been told to expect one.
    """
    pattern, words = _names()
    named = len(text) <= _MOST and text not in words and text[-1:] not in _PARTICLES
    return named and pattern.fullmatch(text) is not None


@cache
def _names() -> tuple[re.Pattern[str], frozenset[str]]:
    table = (resources.files("intents") / "data" / "surnames_zh.txt").read_text(encoding="utf-8")
    entries = [entry for line in table.splitlines() if not line.startswith("#") for entry in line.split()]
    surnames = "|".join(entry for entry in entries if not entry.startswith("-"))
    words = frozenset(entry.removeprefix("-") for entry in entries if entry.startswith("-"))
    return re.compile(rf"(?:{surnames})(?:[一-龥]{{1,2}}(?:{_TITLES})?|(?:{_TITLES}))"), words
