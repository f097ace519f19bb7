"""Everything that can be said about why a message is read as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intents.compiled import Compiled
from intents.evidence import shown, shown_views, term_evidence
from intents.keys import key
from intents.model import Evidence, Explanation, Match
from intents.nearby import Nearby
from intents.normalize import Normalized, normalize
from intents.views import terms


def explained(
    compiled: Compiled, nearby: Nearby, normalized: Normalized, match: Match, parts: tuple[Match, ...]
) -> Explanation:
    """What spoke for and against each candidate of a reading, and where the decisions change.

    Args:
        compiled: The fitted matcher.
        nearby: Its examples.
        normalized: The message as it was read.
        match: Its reading as one.
        parts: Its reading as several questions, or the same reading alone.
    """
    views = terms(normalized.text)
    numbers = {spec.id: number for number, spec in enumerate(compiled.specs)}
    reading = compiled.vocabulary.read(views)
    spoke = term_evidence(compiled, normalized, views, reading, [numbers[one.intent] for one in match.candidates])
    candidates = tuple(
        replace(one, evidence=one.evidence + terms) for one, terms in zip(match.candidates, spoke, strict=True)
    )
    unknown = set(compiled.vocabulary.unknown(views))
    return Explanation(
        match=replace(match, candidates=candidates),
        parts=parts,
        guards=tuple(_guards(compiled, match, key(normalized.text))),
        views=shown_views(views),
        unknown=tuple(
            dict.fromkeys(shown(v, t) for v, found in views.items() for t in dict.fromkeys(found) if t in unknown)
        ),
        coverage=reading.coverage,
        neighbours=tuple(near for one in candidates for near in nearby.shown(normalized.text, numbers[one.intent])),
        thresholds=compiled.calibration.thresholds,
        wish=compiled.wish,
    )


def _guards(compiled: Compiled, match: Match, said: str) -> Iterator[tuple[str, Evidence]]:
    """The guards that spoke: those of the candidates, and `not` lines that left no candidate."""
    for one in match.candidates:
        yield from ((one.intent, found) for found in one.evidence if found.kind == "guard")
    for number, denied in compiled.denied.items():
        if said in denied:
            spec = compiled.specs[number]
            line = next(one for one in spec.negatives if key(normalize(one.text).text) == said)
            yield spec.id, Evidence(kind="guard", text=f"not: {line.text}  {line.origin}".rstrip(), weight=-1.0)
