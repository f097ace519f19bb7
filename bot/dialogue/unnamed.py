"""A message without the names of the things in it: 四件套换燕麦 wants what 这个换燕麦 does, whatever the thing is.

No list of examples names every thing with every wish. A name says which, as a number of an order does, and never what:
where nothing was understood, the message is read once more with a pronoun in the place of the names.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Sequence
from typing import Final

from bot.scripts.book import Naming, Pack
from intents import Match

_FEWEST: Final = 1  # letter that remains beside the pronoun: 台灯 alone asks nothing
_HINTED: Final = 0.1  # confidence of what words may still mean without the names of the things in them
_JOINT_BEFORE: Final = re.compile(r"(?<!\s)\s*(?:[,，;；]\s*)?(?:\b(?:but|and|just)\b\s*)?$", re.IGNORECASE)


def without_names(pack: Pack, text: str, names: Collection[str]) -> tuple[str, ...]:
    """What else a text may be read as, the likelier first: without what is to stay, and with a pronoun for the names.

    return the bedding but keep the lamp is read as return the bedding, then as return it. A text that says nothing
    beside the names, or names only what is to stay, is read as it is.

    Args:
        pack: the language's pack, which says what stands for a name, and how a thing is left out.
        text: what the customer wrote.
        names: names of things, as they stand in the text.
    """
    naming = pack.naming
    if not naming.stand_in or not names:
        return ()
    name = _pattern(naming, names)
    meant = _without_kept(pack, text, name)
    plain = name.sub(naming.stand_in, meant)
    said = sum(char.isalnum() for char in plain.replace(naming.stand_in, ""))
    return tuple(dict.fromkeys(one for one in (meant, plain) if meant and one != text and said >= _FEWEST))


def only_names(text: str, names: Collection[str]) -> bool:
    """Whether a text is names of products and nothing else."""
    rest = text
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return rest != text and not any(char.isalnum() for char in rest)


def beside_names(matches: tuple[Match, ...], names: Collection[str]) -> tuple[Match, ...]:
    """改地址 台灯 without what 台灯 alone would mean: it belongs to the wish. All, if names are all there is."""
    return tuple(match for match in matches if not only_names(match.text, names)) or matches


def said_by_names(intents: Collection[str], unnamed: Sequence[Match]) -> bool:
    """Whether only the names of the things sounded like these intents: 反了 是台灯 does not ask how to use it.

    Args:
        intents: what was sure of the whole text.
        unnamed: what the text may mean without the names.
    """
    return not _hinted(unnamed) & set(intents)


def meant_without_names(matches: tuple[Match, ...], unnamed: Sequence[Match]) -> tuple[Match, ...]:
    """What is to be asked about, without what only the names sounded like: 台灯不要了 asks not how to use it.

    Args:
        matches: of the whole text; the first is not sure.
        unnamed: what the text may mean without the names.
    """
    first, hinted = matches[0], _hinted(unnamed)
    asked, others = first.candidates[: first.asking], first.candidates[first.asking :]
    left = tuple(one for one in asked if one.intent in hinted)
    if not left or len(left) == len(asked):
        return matches
    return (dataclasses.replace(first, candidates=(*left, *others), asking=len(left)), *matches[1:])


def _hinted(unnamed: Sequence[Match]) -> set[str]:
    return {one.intent for match in unnamed for one in match.candidates if one.confidence >= _HINTED}


def _pattern(naming: Naming, names: Collection[str]) -> re.Pattern[str]:
    """Any of the names, with the article before it."""
    articles = sorted(naming.article, key=len, reverse=True)
    spaced = any(article.isascii() for article in articles)
    lead = rf"(?:{'|'.join(map(re.escape, articles))}){' +' if spaced else ''}" if articles else ""
    edge = r"\b" if spaced else ""
    found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{edge}{lead})?(?:{found}){edge}", re.IGNORECASE)


def _without_kept(pack: Pack, text: str, name: re.Pattern[str]) -> str:
    """The text without the things that are to stay; empty where nothing else is named."""
    before, behind = pack.pieces.kept_before, pack.pieces.kept_behind
    found = list(name.finditer(text))
    cuts: list[tuple[int, int]] = []
    said = 0  # the end of words that left out the thing before
    for one in found:
        ahead = before.search(text[said : one.start()].lower()) if before is not None else None
        after = behind.match(text[one.end() :].lower()) if behind is not None else None
        said = one.end() + (after.end() if after is not None else 0)
        if ahead is not None:
            cuts.append((one.start() - len(ahead.group()), one.end()))
        elif after is not None:
            cuts.append((one.start(), said))
    if found and len(cuts) == len(found):
        return ""
    for start, end in reversed(cuts):
        joint = _JOINT_BEFORE.search(text[:start])
        text = text[: joint.start() if joint else start] + text[end:]
    return text.strip()
