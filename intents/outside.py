"""Sentences that no shop answers, written for kefu, by language."""

from __future__ import annotations

from functools import cache
from importlib import resources

LANGUAGES = ("en", "zh")


@cache
def outside(language: str) -> tuple[str, ...]:
    """The built-in out-of-scope sentences of a language; none for a language without a set."""
    if language not in LANGUAGES:
        return ()
    lines = resources.files("intents").joinpath(f"data/outside_{language}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def language_of(texts: list[str]) -> str:
    """``zh`` when at least a fifth of the letters are Chinese characters, else ``en``."""
    letters = [char for text in texts for char in text if char.isalpha()]
    chinese = sum("一" <= char <= "鿿" for char in letters)
    return "zh" if letters and chinese * 5 >= len(letters) else "en"
