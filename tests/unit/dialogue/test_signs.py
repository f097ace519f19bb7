"""Words that mean a grave matter wherever they stand, and what is left of a message when they are harmless."""

from __future__ import annotations

import pytest

from bot.dialogue.signs import calmed
from bot.scripts.book import Pack, ScriptBook
from intents import Candidate, Decision, Match


@pytest.fixture
def pack(book: ScriptBook) -> Pack:
    return book.packs["zh"]


@pytest.fixture
def grave(pack: Pack) -> str:
    return next(name for name, intent in pack.intents.items() if intent.engine == "sensitive")


def match_of(*candidates: tuple[str, float], decision: Decision = Decision.ASK) -> Match:
    ranked = tuple(Candidate(intent=name, confidence=sure) for name, sure in candidates)
    return Match(
        text="烫不烫手",
        normalized="烫不烫手",
        decision=decision,
        intent=ranked[0].intent if decision is Decision.ANSWER else None,
        confidence=ranked[0].confidence,
        in_scope=0.9,
        candidates=ranked,
        asking=1 if decision is Decision.ASK else 0,
    )


def test_a_harmless_question_keeps_its_ordinary_meanings(pack: Pack, grave: str) -> None:
    read = calmed(pack, match_of((grave, 0.6), ("complaint", 0.3), ("greeting", 0.05)))
    assert [one.intent for one in read.candidates] == ["complaint", "greeting"]
    assert (read.decision, read.asking, read.confidence) == (Decision.ASK, 1, 0.3)


def test_a_grave_answer_that_was_harmless_is_none(pack: Pack, grave: str) -> None:
    read = calmed(pack, match_of((grave, 0.95), ("complaint", 0.02), decision=Decision.ANSWER))
    assert (read.decision, read.intent, read.asking) == (Decision.HANDOFF, None, 0)


def test_nothing_may_be_left_at_all(pack: Pack, grave: str) -> None:
    read = calmed(pack, match_of((grave, 0.95), decision=Decision.ANSWER))
    assert (read.candidates, read.confidence) == ((), 0.0)


def test_a_sure_ordinary_meaning_stays_what_it_is(pack: Pack, grave: str) -> None:
    sure = match_of(("complaint", 0.8), (grave, 0.15), decision=Decision.ANSWER)
    assert calmed(pack, sure) == sure
