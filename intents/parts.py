"""Several questions in one message: which of its parts have a clear intent of their own.

Where marks or connecting words stand, every part that is answered counts. Where two sentences run together without
any, a cut is only accepted when both halves are surely answered, differently, and the whole is not plainly a third
matter: one idea cut in two gets two wrong answers, two ideas read as one still get one right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intents.clauses import clauses, cuts, leans
from intents.courtesy import is_courtesy
from intents.model import Decision, Match
from intents.normalize import normalize

_SURE = 0.9  # confidence × in scope of both halves of a run-on message
_MOST = 3  # sentences run together
Reader = Callable[[str], Match]


def read_parts(text: str, whole: Match, read: Reader, spoken: Sequence[str] = ()) -> tuple[Match, ...]:
    """The reading of each part, in order, when two at least are answered with different intents; else the whole.

    Args:
        text: The message.
        whole: Its reading as one.
        read: Reads one part.
        spoken: The examples that the message equals; where one of them has as many parts, they are one matter.
    """
    pieces = [piece for piece in clauses(text) if _matters(piece)]
    if settled(whole) and (len(pieces) < 2 or any(len(clauses(one)) >= len(pieces) for one in spoken)):
        return (whole,)
    parts: list[Match] = []
    for piece in pieces:
        alone = whole if len(pieces) == 1 else read(piece)
        parts += _run_on(piece, alone, read, _MOST)
    least = min(_SURE, 0.95 * _sureness(whole))
    clear = [part for part in parts if part.intent and (_sureness(part) >= least or part.intent == whole.intent)]
    distinct = list({part.intent: part for part in reversed(clear)}.values())[::-1]
    return tuple(distinct) if len(distinct) > 1 else (whole,)


def _matters(piece: str) -> bool:
    """Neither a courtesy (你好) nor a part that says nothing without another (怎么操作)."""
    normalized = normalize(piece).text
    return not is_courtesy(normalized) and not leans(normalized)


def settled(match: Match) -> bool:
    """Does the message equal an example? Then it is one matter, whatever it sounds like."""
    return any(one.kind in {"exact", "followup"} for found in match.candidates[:1] for one in found.evidence)


def _run_on(piece: str, alone: Match, read: Reader, most: int) -> list[Match]:
    """A part, or the sentences that were run together in it."""
    if most < 2 or settled(alone):
        return [alone]
    normalized = normalize(piece)
    best: tuple[float, Match, Match] | None = None
    for at in cuts(normalized.text):
        place = normalized.spans[at][0]
        left = read(piece[:place].strip())
        if _sureness(left) < _SURE:
            continue
        right = read(piece[place:].strip())
        if right.intent == left.intent or (best and _sureness(right) <= best[0]):
            continue
        if _sureness(right) >= _SURE and alone.intent in {None, left.intent, right.intent}:
            best = (min(_sureness(left), _sureness(right)), left, right)
    if best is None:
        return [alone]
    return [best[1], *_run_on(best[2].text, best[2], read, most - 1)]


def _sureness(match: Match) -> float:
    return match.confidence * match.in_scope if match.decision is Decision.ANSWER else 0.0
