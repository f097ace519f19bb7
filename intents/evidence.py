"""Which words of a message spoke for an intent and which against it, in the customer's own spelling."""

from __future__ import annotations

import numpy as np

from intents.compiled import Compiled
from intents.concepts import every_han_concept, latin_concepts
from intents.model import Evidence
from intents.normalize import Normalized
from intents.pinyin import readable, sound
from intents.stems import stem
from intents.views import VIEWS, Terms, runs

_FOR, _AGAINST = 6, 3
_LEAST = 0.02  # logits; less is noise


def term_evidence(compiled: Compiled, normalized: Normalized, views: Terms, intent: int) -> tuple[Evidence, ...]:
    """The terms that moved an intent's logit most against the mean of all intents, strongest first."""
    reading = compiled.vocabulary.read(views)
    rows = compiled.weights[reading.columns]
    shares = reading.values * (rows[:, intent] - rows.mean(axis=1))
    names = {compiled.vocabulary.columns[t]: (view, t) for view, found in views.items() for t in found
             if t in compiled.vocabulary.columns}  # fmt: skip
    order = np.argsort(-shares)
    chosen = [at for at in order[:_FOR] if shares[at] > _LEAST]
    chosen += [at for at in order[::-1][:_AGAINST] if shares[at] < -_LEAST]
    return tuple(
        Evidence(
            kind="terms",
            text=shown(*names[int(reading.columns[at])]),
            weight=float(shares[at]),
            span=_place(normalized, *names[int(reading.columns[at])]),
        )
        for at in chosen
    )


def shown(view: str, term: str) -> str:
    """A term as people read it: sounds as pinyin, words without their mark."""
    match view:
        case "sounds" | "syllables":
            return f"[{readable(term)}]"
        case "words":
            return term.removeprefix("w:")
        case "pairs":
            return term.removeprefix("p:").replace(" ", " … ")
        case "concepts":
            return f"<{term.removeprefix('zh:').removeprefix('en:')}>"
        case _:
            return term


def shown_views(views: Terms) -> dict[str, tuple[str, ...]]:
    """All terms of a message as people read them; views without terms are left out."""
    return {view: tuple(shown(view, term) for term in views[view]) for view in VIEWS if views[view]}


def _place(normalized: Normalized, view: str, term: str) -> tuple[int, int] | None:
    """Where in the original a term stands first; None for what has no one place."""
    match view:
        case "characters":
            found = normalized.text.find(term)
            size = len(term)
        case "sounds" | "syllables":
            found = sound(normalized.text).find(term)
            size = len(term)
        case "words":
            found, size = _word_place(normalized.text, term.removeprefix("w:").split(" ")[-1])
        case "concepts":
            found, size = _concept_place(normalized.text, term)
        case _:
            return None
    return normalized.origin(found, found + size) if found >= 0 else None


def _word_place(text: str, wanted: str) -> tuple[int, int]:
    for kind, run, start, end in runs(text):
        if kind == "latin" and stem(run) == wanted:
            return start, end - start
    return -1, 0


def _concept_place(text: str, wanted: str) -> tuple[int, int]:
    words = []
    for kind, run, place, end in runs(text):
        if kind == "latin":
            words.append((stem(run), place, end))
        elif kind == "han":
            for concept in every_han_concept(run):
                if wanted in concept.names:
                    return place + concept.start, concept.end - concept.start
    for concept in latin_concepts([one for one, _, _ in words]):
        if wanted in concept.names:
            start = words[concept.start][1]
            return start, words[concept.end - 1][2] - start
    return -1, 0
