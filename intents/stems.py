"""A light English stem: plural, -ed and -ing. Other languages lose nothing that their letters do not keep."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", ""))
_NO_PLURALS = ("ss", "us", "is")
_SHORTEST = 3


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of a lower-case word; a word that is no ASCII or too short is its own stem."""
    if len(word) <= _SHORTEST or not word.isascii() or word.endswith(_NO_PLURALS):
        return word
    for ending, plain in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: len(word) - len(ending)] + plain
    return word
