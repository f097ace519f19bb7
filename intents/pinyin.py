"""How a message sounds, so that 发活 is read as 发货 and "fahuo" as both.

Every syllable is one private-use character: the sound of a text is a string of the same length whose n-grams can
be compared like any others. Pairs of sounds that Chinese input methods and accents mix up (zh/z, n/l, ing/in, ...)
share a character. Only pypinyin's table of single characters is read: its phrase tables take 60 MB, and a folded,
toneless sound rarely needs them.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FIRST_CODE = 0xE000
_LONGEST_ROW = 60
_VOWEL = re.compile(r"[aeiouv]")  # 嗯 is spelled n: in a row of letters that is the end of another syllable
_CJK = range(0x4E00, 0xA000)
_FOLDS = (  # what southern accents and thumbs do not tell apart
    (re.compile(r"^zh"), "z"),
    (re.compile(r"^ch"), "c"),
    (re.compile(r"^sh"), "s"),
    (re.compile(r"^n(?=[aeiouv])"), "l"),
    (re.compile(r"(?<=[aei])ng$"), "n"),
)
# Characters whose first reading in the table is not the one customers mean.
_READINGS = {
    "系": "xi",
    "着": "zhe",
    "长": "chang",
    "还": "hai",
    "都": "dou",
    "重": "chong",
    "行": "xing",
    "单": "dan",
    "伽": "jia",
}
_ALSO_SAID = {"shei": "shui"}  # 谁


def sound(text: str) -> str:
    """The sound of each character, one private-use character each; what has no sound stays as it is."""
    return text.translate(_sounds())


@lru_cache(maxsize=4096)
def spelled(word: str) -> str:
    """The sound of a Latin word typed as pinyin ("fahuo"), or nothing when it is no pinyin.

    Args:
        word: Lower-case Latin letters.

    Returns:
        One private-use character per syllable; the empty string unless the whole word is pinyin of two syllables
        or more (one syllable is too likely to be something else).
    """
    row = syllables(word)
    known = _syllables()
    return "".join(known[one] for one in row) if len(row) > 1 else ""


def syllable_sound(letters: str) -> str:
    """The sound of one syllable of pinyin; empty for other letters."""
    return _syllables().get(letters, "")


@lru_cache(maxsize=4096)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a row of Latin letters, as few as will do (shen-me, not she-n-me); empty for what is none."""
    if len(word) > _LONGEST_ROW:
        return ()
    known = _syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is None or word[start:end] not in known or not _VOWEL.search(word, start, end):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, word[start:end])
    return best[len(word)] or ()


def readable(heard: str) -> str:
    """A sound as people spell it; of sounds that share a character the shortest spelling."""
    spellings = _spellings()
    return " ".join(spellings.get(char, char) for char in heard)


def said_alike(one: str, other: str) -> bool:
    """Are two texts said alike to the tone? 台登 is 台灯, and 被子 no 杯子."""
    table = _tones()
    return [table.get(ord(char), char) for char in one] == [table.get(ord(char), char) for char in other]


def readings() -> dict[int, str]:
    """Code point → toneless first reading."""
    first = {code: _toneless(reading) for code, reading in _toned().items()}
    return first | {ord(char): reading for char, reading in _READINGS.items()}


@cache
def _tones() -> dict[int, str]:
    """The table again, for the few who need tones: kept apart from the sounds, which everybody does."""
    return _toned()


def _toned() -> dict[int, str]:
    """Code point → first reading with its tone, from pypinyin's single-character table alone."""
    package = importlib.util.find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin is a dependency of kefu and is not installed")
    path = Path(package.submodule_search_locations[0]) / "pinyin_dict.py"
    table = importlib.util.spec_from_file_location("_pinyin_table", path)
    if table is None or table.loader is None:
        raise ModuleNotFoundError(f"pypinyin has no table at {path}")
    module = importlib.util.module_from_spec(table)
    table.loader.exec_module(module)
    everything: dict[int, str] = module.pinyin_dict
    return {code: everything[code].split(",")[0] for code in _CJK if code in everything}


def fold(syllable: str) -> str:
    """A syllable as the careless ear hears it: zhang, zang and zan are one."""
    for pattern, plain in _FOLDS:
        syllable = pattern.sub(plain, syllable)
    return syllable


@cache
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    """(character → sound, spelled syllable → sound)."""
    first = readings()
    syllables = sorted(set(first.values()))
    codes = {folded: chr(_FIRST_CODE + at) for at, folded in enumerate(sorted({fold(one) for one in syllables}))}
    by_char = {code: codes[fold(reading)] for code, reading in first.items()}
    spelt = {one: codes[fold(one)] for one in syllables}
    return by_char, spelt | {said: spelt[listed] for said, listed in _ALSO_SAID.items()}


@cache
def _spellings() -> dict[str, str]:
    by_length = sorted(_syllables().items(), key=lambda pair: (-len(pair[0]), pair[0]))
    return {heard: syllable for syllable, heard in by_length}


def _sounds() -> dict[int, str]:
    return _tables()[0]


def _syllables() -> dict[str, str]:
    return _tables()[1]


def _toneless(reading: str) -> str:
    """``lǜ`` → ``lv``, ``fā`` → ``fa``; ``ê`` and syllabic nasals stay what they are."""
    plain = unicodedata.normalize(
        "NFD", reading.replace("ü", "v").replace("ǘ", "v").replace("ǚ", "v").replace("ǜ", "v")
    )
    return "".join(char for char in plain if char.isascii() and char.isalpha())
