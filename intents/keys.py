"""When two sentences count as the same: equal but for punctuation, spaces and courtesies."""

from __future__ import annotations

import re

from intents.courtesy import without_courtesy

_NOT_SAID = re.compile(r"[^\w一-鿿]|_")
_PARTICLES = re.compile(r"(?:呢|啊|呀|哦|噢|哈|嘛|啦|哎|诶)+$")


def key(normalized: str) -> str:
    """The letters and digits of a normalised text; the text itself when it has none (👍)."""
    return _NOT_SAID.sub("", normalized) or normalized


def core(normalized: str) -> str:
    """The key without courtesies and closing particles; never empty where the key is not."""
    bare = key(without_courtesy(normalized))
    return _PARTICLES.sub("", bare) or bare
