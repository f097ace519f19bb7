"""Latin names in Latin text, word by word: 'it just flew past' has the letters of 'rust' and no rust in it."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

_WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
_LATIN_END, _LATIN_START = re.compile(r"[a-z]$"), re.compile(r"[a-z]")
_LEAST_LETTERS = 5  # a shorter name misspelt is another word: pan, can
_LEAST_LIKE = 82.0  # "dosent fit" is like "doesn't fit"; "small" is not "smell"


def stands(name: str, text: str, at: int) -> bool:
    """Whether a name found at a place of the text is a word there: mat, but not in matter; 台灯 anywhere."""
    after = text[at + len(name) :].removeprefix("s")
    return not (
        (name[0].isascii() and name[0].isalnum() and _LATIN_END.search(text[:at]))
        or (name[-1].isascii() and name[-1].isalnum() and _LATIN_START.match(after))
    )


def nearest(name: str, text: str) -> tuple[float, int, int]:
    """How much the words of a normalised text are like a name, from 0 to 100, and where: (likeness, start, end).

    Whole words only, one more or fewer than the name has, so that thermosflask is still the thermos flask. The same
    words, or their plural, are 100; what is less like than a slip of the thumb is 0.
    """
    words = [found.span() for found in _WORD.finditer(text)]
    count = len(_WORD.findall(name))
    best = (0.0, 0, 0)
    for size in (count, count + 1, count - 1):
        for at in range(len(words) - size + 1 if size > 0 else 0):
            start, end = words[at][0], words[at + size - 1][1]
            alike = _likeness(text[start:end], name)
            if alike > best[0]:
                best = (alike, start, end)
    return best


def _likeness(said: str, name: str) -> float:
    if said in (name, f"{name}s", f"{name}es"):
        return 100.0
    if len(name) < _LEAST_LETTERS or said[0] != name[0]:  # change is no hanger: slips spare the first letter
        return 0.0
    return float(fuzz.ratio(said, name, score_cutoff=_LEAST_LIKE))
