"""One spelling for what customers spell in many ways, with the way back to what they wrote.

NFKC, lower case, Traditional to Simplified, spoken and dialect words, repeated characters, emoji and invisible
characters are all settled here, so that every later stage sees one form. Each character of the result knows its
place in the original: evidence, entities and clauses are shown in the customer's own words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from opencc import OpenCC

from intents.typed import gaps, initials

_PASSES = 4
_SHORT = 200  # characters of a text that is worth remembering
_SYMBOLS = frozenset({"So", "Sk"})  # emoji, dingbats
_SHADES = frozenset("🏻🏼🏽🏾🏿♀♂")  # behind an emoji: 👍🏻 says what 👍 says
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEEP_RUNS = frozenset("xwi0123456789零一二三四五六七八九")  # 3XL as xxxl, www, iii and numbers mean their repetition
_FOLDED: dict[bool, dict[str, str]] = {False: {}, True: {}}  # filled as characters are met
_REPEATED = re.compile(r"(.)\1\1")
_PLAIN = re.compile(r"(?:[a-z0-9一-鿿]++(?:[,.;:!?] ?| )?+)*+\Z")
_PLAIN_WORDS = re.compile(r"[a-z0-9]+(?:(?: |[,.;:'-] ?)[a-z0-9]+)*[?.!]?\Z")
_HAN = "㐀-鿿"
_SPLIT_WORD = re.compile(rf"(?<=[{_HAN}])([*_|^+·•\-]{{1,3}})(?=[{_HAN}])")
_SPACED_OUT = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ .][{_HAN}])+(?![{_HAN}])")
_PLACES = tuple((at, at + 1) for at in range(_SHORT))
_FULL_STOPS = str.maketrans({"。": ".", "、": ",", "~": " ", "…": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalized:
    """A normalised text and where each of its characters came from.

    Attributes:
        text: The normalised text.
        spans: For each character of ``text`` the half-open span of the original that it stands for.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that characters ``start`` to ``end`` (half-open, not empty) stand for."""
        covered = self.spans[start:end]
        return min(span[0] for span in covered), max(span[1] for span in covered)


def beginning(text: str, most: int) -> str:
    """As much of a text as normalises to about so many characters: one (ﷺ) may stand for eighteen."""
    text = text[:most]
    expanded = len(text) if text.isascii() else len(unicodedata.normalize("NFKC", text))
    return text if expanded <= 2 * most else text[: most * most // expanded]


def normalize(text: str) -> Normalized:
    """Settle spelling; idempotent on the text, total on any string (lone surrogates and controls are dropped).

    Args:
        text: What the customer wrote, of any length (about 0.3 µs per character).

    Returns:
        The normalised text with spans over ``text``. Emoji are dropped unless there is nothing else.
    """
    return _remembered(text) if len(text) <= _SHORT else _normalized(text)


@lru_cache(maxsize=256)
def _remembered(text: str) -> Normalized:
    """A message and its parts are looked at several times in one reading."""
    return _normalized(text)


def _normalized(text: str) -> Normalized:
    own_places = _PLACES[: len(text)] if len(text) <= _SHORT else tuple((at, at + 1) for at in range(len(text)))
    plain = text.lower() if text.isascii() else text.translate(_one_for_one())
    if _is_settled(plain):
        return Normalized(text=plain, spans=own_places)
    chars, spans = _settle(list(text), list(own_places))
    return Normalized(text="".join(chars), spans=tuple(spans))


def _is_settled(text: str) -> bool:
    """Is there plainly nothing to do? True for most messages; the passes below would come to the same."""
    if _REPEATED.search(text) is not None or next(initials(text), None) is not None:
        return False
    if text.isascii():
        return _PLAIN_WORDS.match(text) is not None and not gaps(text)
    if _PLAIN.match(text) is None or text[-1:] == " " or text.translate(_simplified()) != text:
        return False
    return _SPACED_OUT.search(text) is None and _dialect()[0].search(text) is None


def _settle(chars: list[str], spans: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Repeat the passes until nothing changes: one step may prepare what another settles."""
    for _ in range(_PASSES):
        before = chars
        folded, folded_spans = _fold(chars, spans, keep_symbols=False)
        if not folded:
            folded, folded_spans = _fold(chars, spans, keep_symbols=True)
        folded, folded_spans = _squeeze(folded, folded_spans)
        folded, folded_spans = _close_up(folded, folded_spans)
        chars, spans = _speak_plainly(folded, folded_spans)
        if chars == before or _is_settled("".join(chars)):
            break
    return chars, spans


def _fold(
    chars: list[str], spans: list[tuple[int, int]], *, keep_symbols: bool
) -> tuple[list[str], list[tuple[int, int]]]:
    """Fold each character (with the combining marks that follow it) to its plain forms."""
    table = _FOLDED[keep_symbols]
    out: list[str] = []
    places: list[tuple[int, int]] = []
    for char, span in _clusters(chars, spans):
        folded = table.get(char)
        if folded is None:
            folded = _fold_cluster(char, keep_symbols)
            if len(char) == 1 and len(table) < 20_000:  # bounded: customers decide what comes in
                table[char] = folded
        for piece in folded:
            out.append(piece)
            places.append(span)
    return out, places


def _clusters(chars: list[str], spans: list[tuple[int, int]]) -> list[tuple[str, tuple[int, int]]]:
    """Join combining marks to their base, because NFKC composes them (e + ´ = é)."""
    joined = "".join(chars)
    if joined.isascii() or not any(unicodedata.combining(char) for char in set(joined)):
        return list(zip(chars, spans, strict=True))
    clusters: list[tuple[str, tuple[int, int]]] = []
    for char, span in zip(chars, spans, strict=True):
        if clusters and unicodedata.combining(char) and len(clusters[-1][0]) < 8:
            base, (start, _) = clusters[-1]
            clusters[-1] = (base + char, (start, span[1]))
        else:
            clusters.append((char, span))
    return clusters


def _fold_cluster(cluster: str, keep_symbols: bool) -> str:
    """Fold one character and its marks: NFKC, case, script, then drop what nobody reads."""
    folded = cluster
    for _ in range(_PASSES):
        before = folded
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
        folded = folded.translate(_simplified()).translate(_FULL_STOPS)
        if folded == before:
            break
    return "".join(_visible(char, keep_symbols) for char in folded)


def _visible(char: str, keep_symbols: bool) -> str:
    """The character, a space for a separator or line break, or nothing."""
    category = unicodedata.category(char)
    if category[0] == "Z" or char in "\t\n\r\v\f":
        return " "
    if category in _INVISIBLE or category in {"Me", "Mn"} or char in _SHADES:
        return ""
    return char if keep_symbols or category not in _SYMBOLS else ""


def _squeeze(chars: list[str], spans: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Write 啊啊啊 as 啊, sooo as so, ！！！ as one mark; trim spaces. Pairs (谢谢, ee) are words and stay."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    run = 0
    for char, span in zip(chars, spans, strict=True):
        run = run + 1 if out and out[-1] == char else 1
        if run == 1:
            if char != " " or out:
                out.append(char)
                places.append(span)
            continue
        if char in _KEEP_RUNS or (run == 2 and char.isalnum()):
            out.append(char)
            places.append(span)
        elif run == 3 and char.isalnum():
            out.pop()
            first = places.pop()
            places[-1] = (places[-1][0], max(first[1], span[1]))
        else:
            places[-1] = (places[-1][0], max(places[-1][1], span[1]))
    while out and out[-1] == " ":
        out.pop()
        places.pop()
    return out, places


def _close_up(chars: list[str], spans: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Read 退 货 and 退*货, written so to slip past filters, as 退货, and pinyin as one row of syllables.

    A space between whole words stays.
    """
    text = "".join(chars)
    dropped = {at for found in _SPLIT_WORD.finditer(text) for at in range(found.start(1), found.end(1))}
    dropped |= {at for found in _SPACED_OUT.finditer(text) for at in range(*found.span()) if not text[at].isalnum()}
    dropped |= gaps(text)
    if not dropped:
        return chars, spans
    kept = [at for at in range(len(chars)) if at not in dropped]
    return [chars[at] for at in kept], [spans[at] for at in kept]


def _speak_plainly(chars: list[str], spans: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Replace spoken and dialect words (咋 → 怎么) and initials (kd → 快递) by the standard ones."""
    text = "".join(chars)
    pattern, words = _dialect()
    found = [(one.start(), one.end(), words[one.group()]) for one in pattern.finditer(text)]
    found = sorted([*found, *initials(text)])
    if not found:
        return chars, spans
    out: list[str] = []
    places: list[tuple[int, int]] = []
    done = 0
    for start, end, standard in found:
        out += chars[done:start]
        places += spans[done:start]
        out += standard
        places += [(spans[start][0], spans[end - 1][1])] * len(standard)
        done = end
    return out + chars[done:], places + spans[done:]


@cache
def _simplified() -> dict[int, str]:
    """Traditional → Simplified, character by character.

    Whole-phrase conversion would make the result depend on the neighbours and the spans ambiguous; the matcher
    needs one spelling, not the right one.
    """
    chars = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    plain = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    table = {ord(char): simple for char, simple in zip(chars, plain, strict=True) if char != simple}
    return {code: simple.translate(table) for code, simple in table.items()}


@cache
def _one_for_one() -> dict[int, str]:
    """What most messages need and no more: characters that become one other wherever they stand (，Ｌ退貨)."""
    wide = {code + 0xFEE0: chr(code).lower() for code in range(ord("!"), ord("~"))}
    capitals = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    return _simplified() | wide | capitals | {ord("。"): ".", ord("、"): ","}


@cache
def _dialect() -> tuple[re.Pattern[str], dict[str, str]]:
    """The table of spoken and dialect words, longest first."""
    lines = resources.files("intents").joinpath("data/dialect_zh.txt").read_text("utf-8").splitlines()
    words = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), words
