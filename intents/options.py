"""Which of a few offered options a customer picked, in whatever words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from intents.keys import core, key
from intents.normalize import normalize
from intents.pinyin import sound, spelled
from intents.words import nearest

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ORDINAL = re.compile(
    r"^(?:我?(?:要|选|选择|是|就)?)*(?:第|no|选项|option|number)?(?P<number>\d{1,2}|[一二两三四五六七八九十]|last|first|second|third|最后)"
    r"(?:st|nd|rd|th)?一?(?:个|种|项|款|条|单|号|one|option)?(?:吧|的)?$"
)
_WORDS = {"first": 1, "second": 2, "third": 3}
_SOUND_WEIGHT = 0.95  # a homophone is almost as good as the word itself


def best_option(text: str, options: Mapping[str, Sequence[str]], *, cutoff: float = 0.72) -> str | None:
    """The option that a customer's words pick, by ordinal, by containing one of its words, or by likeness.

    Args:
        text: What the customer wrote.
        options: Option id → words that mean it, in the order in which they were offered.
        cutoff: Least likeness (0 to 1) for a misspelt word.

    Returns:
        The id; None when nothing fits or when two options fit equally well.
    """
    return _picked(text, options, cutoff=cutoff)


def exact_option(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """The option whose words, or whose place in the order (第二个), are all that a customer says. See `best_option`."""
    return _picked(text, options, cutoff=None)


def _picked(text: str, options: Mapping[str, Sequence[str]], *, cutoff: float | None) -> str | None:
    """The option picked; without a `cutoff` no likeness counts."""
    normalized = normalize(text[:200]).text
    said = key(normalized)
    if not said or not options:
        return None
    plain = {name: [normalize(word).text for word in (*meant, name)] for name, meant in options.items()}
    words = {name: [key(word) for word in meant] for name, meant in plain.items()}
    exact = [name for name, meant in words.items() if said in meant or core(normalized) in meant]
    if exact:
        return exact[0] if len(exact) == 1 else None
    ordinal = _ordinal(said, list(options))
    return ordinal if ordinal is not None or cutoff is None else _likeliest(normalized, plain, cutoff)


def _ordinal(said: str, names: list[str]) -> str | None:
    """``2``, ``第二个``, ``选2``, ``the last one``."""
    found = _ORDINAL.match(said.removeprefix("the"))
    if found is None:
        return None
    word = found["number"]
    if word in {"last", "最后"}:
        return names[-1]
    number = int(word) if word.isdigit() else _WORDS.get(word) or _DIGITS[word]
    return names[number - 1] if 0 < number <= len(names) else None


def _likeliest(text: str, words: Mapping[str, list[str]], cutoff: float) -> str | None:
    """The only option with the greatest likeness."""
    scores = {name: max((_likeness(text, word) for word in meant), default=0.0) for name, meant in words.items()}
    best = max(scores.values())
    winners = [name for name, score in scores.items() if score > best - 1e-6]
    return winners[0] if best >= cutoff and len(winners) == 1 else None


def _likeness(text: str, meant: str) -> float:
    """Between 0 and 1; a word that stands in the message whole counts more the longer it is."""
    if text.isascii() and meant.isascii():
        alike, _, _ = nearest(meant, text)
        return 1.0 + len(meant) / 1000 if alike == 100.0 else alike / 100
    said, word = key(text), key(meant)
    if not word:
        return 0.0
    if len(word) > 1 and word in said:
        return 1.0 + len(word) / 1000
    if len(said) == 1 and said in word[1:-1]:  # 是 picks no 只是反映一下, but 白 and 灰 are 白色 and 雾灰
        return 0.0
    written = fuzz.ratio(said, word) if len(word) < 3 else max(fuzz.ratio(said, word), fuzz.partial_ratio(said, word))
    heard, sounds = spelled(said) or ("" if text.isascii() else sound(said)), sound(word)  # English sounds like nothing
    alike = fuzz.partial_ratio(heard, sounds) if len(word) > 1 and len(said) >= len(word) else 0.0
    if len(heard) > 1 and heard in sounds:  # 台登 or taideng, for 晚风护眼台灯
        alike = 100.0
    return float(max(written, alike * _SOUND_WEIGHT)) / 100
