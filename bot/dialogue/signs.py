"""What needs no understanding: patterns of the scripts that mean an intent, or no grave one, wherever they stand.

How somebody is threatened, cheated or hurt is told in countless ways around few words. The matcher weighs likeness and
may miss one of them, or take 插电了 for 触电了; what must be heard in any case is written down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.scripts.book import Intent, Pack, Part
from intents import Candidate, Decision, Match, normalize

_AROUSED: Final = 0.1  # confidence of all grave intents together from which it matters that the words are harmless
_WORTH_ASKING: Final = 0.2  # confidence of an ordinary meaning that is left when the grave one is out of the question
_MOST: Final = 3


def without_harmless(pack: Pack, text: str) -> str:
    """The text without what the scripts say is no grave matter: 尾号12315, 法院路."""
    for intent in pack.intents.values():
        if intent.unless is not None:
            text = intent.unless.sub(" ", text)
    return text


def signed(pack: Pack, text: str) -> list[Intent]:
    """The intents whose signs the text has, harmless words aside, in the order of the scripts."""
    plain = normalize(without_harmless(pack, text)).text
    return [one for one in pack.intents.values() if one.signs is not None and one.signs.search(plain)]


def sure_of(intent: Intent, text: str) -> Match:
    """A message with a sign, as if the matcher had no doubt."""
    return Match(
        text=text,
        normalized=normalize(text).text,
        decision=Decision.ANSWER,
        intent=intent.id,
        confidence=1.0,
        in_scope=1.0,
        candidates=(Candidate(intent=intent.id, confidence=1.0),),
    )


def sounds_grave(pack: Pack, matches: tuple[Match, ...]) -> bool:
    """Whether a grave matter is among what these may mean."""
    grave = _grave(pack)
    return any(sum(one.confidence for one in match.candidates if one.intent in grave) >= _AROUSED for match in matches)


def calmed(pack: Pack, match: Match) -> Match:
    """What else a message may mean whose grave words are harmless: 烫不烫手 asks about the product."""
    grave = _grave(pack)
    if match.intent is not None and match.intent not in grave:
        return match
    left = tuple(one for one in match.candidates if one.intent not in grave)
    asking = min(_MOST, sum(one.confidence >= _WORTH_ASKING for one in left))
    return replace(
        match,
        decision=Decision.ASK if asking else Decision.HANDOFF,
        intent=None,
        confidence=left[0].confidence if left else 0.0,
        candidates=left,
        asking=asking,
    )


def _grave(pack: Pack) -> frozenset[str]:
    """What harmless words may look like: grave matters, and threats (20 or 30, asked how much)."""
    return frozenset(
        name for name, intent in pack.intents.items() if intent.engine == "sensitive" or intent.part is Part.THREAT
    )
