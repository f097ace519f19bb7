"""A light English stem, and short forms spelled out.

Other languages lose nothing that their letters do not keep.
"""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", ""))
_NO_PLURALS = ("ss", "us", "is")
_SHORTEST = 3
_SINGLE = frozenset("bdgmnprt")  # doubled before -ing and -ed: shipping, stopped, planned
_TAILS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_IRREGULAR = {"can't": "can", "won't": "will", "shan't": "shall"}
_WHOSE_S_IS_IS = frozenset({"what", "where", "how", "who", "when", "it", "that", "there", "here", "he", "she"})
_UNMARKED = {
    "cannot": ("can", "not"), "cant": ("can", "not"), "wont": ("will", "not"), "dont": ("do", "not"),
    "doesnt": ("does", "not"), "didnt": ("did", "not"), "isnt": ("is", "not"), "wasnt": ("was", "not"),
    "arent": ("are", "not"), "werent": ("were", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"),
    "couldnt": ("could", "not"), "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "im": ("i", "am"),
    "ive": ("i", "have"), "whats": ("what", "is"), "wheres": ("where", "is"), "hows": ("how", "is"),
    "thats": ("that", "is"), "theres": ("there", "is"), "its": ("it", "is"), "youre": ("you", "are"),
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("have", "to"), "gimme": ("give", "me"),
    "lemme": ("let", "me"), "u": ("you",), "ur": ("your",), "r": ("are",), "ya": ("you",), "pls": ("please",),
    "plz": ("please",), "tmrw": ("tomorrow",), "tmr": ("tomorrow",), "thx": ("thanks",), "cuz": ("because",),
    "anymore": ("any", "more"),
}  # fmt: skip


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of a lower-case word; a word that is no ASCII or too short is its own stem."""
    if len(word) <= _SHORTEST or not word.isascii() or word.endswith(_NO_PLURALS):
        return word
    for ending, plain in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            bare = word[: len(word) - len(ending)] + plain
            if ending in {"ing", "ed"} and len(bare) > _SHORTEST and bare[-1] == bare[-2] and bare[-1] in _SINGLE:
                bare = bare[:-1]
            return _without_e(bare)
    return _without_e(word)


def _without_e(word: str) -> str:
    """Change and changing share a stem only without the e."""
    return word[:-1] if len(word) > _SHORTEST and word.endswith("e") else word


@lru_cache(maxsize=2048)
def spelled_out(word: str) -> tuple[str, ...]:
    """The words of a lower-case word that may be a short form: don't and dont are do, not.

    What is no short form but has an apostrophe (j'ai, friend's) is cut there.
    """
    if word in _UNMARKED:
        return _UNMARKED[word]
    head, mark, tail = word.partition("'")
    if not mark:
        return (word,)
    if word in _IRREGULAR:
        return _IRREGULAR[word], "not"
    if tail == "s" and head in _WHOSE_S_IS_IS:
        return head, "is"
    for ending, meant in _TAILS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), meant
    return tuple(part for part in (head, tail) if part)
