"""The words of understanding: what goes into the matcher and what comes out of it.

Everything here is a frozen value. The matcher never mutates what it was given and never returns anything that a
caller could change under it, so results may be cached, logged and replayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What to do about a message."""

    ANSWER = "answer"
    ASK = "ask"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example sentence, already expanded from its template.

    Attributes:
        text: The sentence as a customer would write it.
        origin: Where it stands, such as ``zh/returns.yaml:12``. Examples that share an origin were expanded from
            one template and are never separated by cross-fitting, which would make the matcher look better than
            it is.
    """

    text: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentSpec:
    """What the scripts say about one intent.

    Attributes:
        id: The fixed id.
        title: The name customers see; it counts as one more example.
        topic: The topic whose warmth makes ``followups`` count.
        examples: Sentences that mean this intent.
        negatives: Sentences that look like it and are not (`not` lines).
        followups: Sentences that mean this intent only while ``topic`` is warm.
    """

    id: str
    title: str = ""
    topic: str = ""
    examples: tuple[Example, ...] = ()
    negatives: tuple[Example, ...] = ()
    followups: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the maintainer wishes for, in shares of all messages; thresholds follow from it.

    Attributes:
        wrong_answers: At most this share of messages may get the answer to another question.
        ask_at_most: At most this share of messages may be met with "which of these do you mean".
    """

    wrong_answers: float = 0.02
    ask_at_most: float = 0.15

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        for name in ("wrong_answers", "ask_at_most"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"{name} is a share of all messages between 0 and 1, not {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that spoke for (weight > 0) or against (weight < 0) an intent.

    Attributes:
        kind: ``exact``, ``near``, ``terms``, ``guard`` or ``followup``.
        text: The example or the words of the message that spoke.
        weight: How much, in logits for ``terms`` and as a likeness between 0 and 1 otherwise.
        span: Where in the *original* message, when it is one place.
    """

    kind: str
    text: str
    weight: float
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An intent that the message may mean, with its calibrated probability."""

    intent: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The reading of one message.

    Attributes:
        text: The message as it was given (for a clause: its part of the message).
        normalized: What the matcher read.
        decision: Answer, ask which, or hand over.
        intent: The intent to answer; set only when ``decision`` is ANSWER.
        confidence: Calibrated probability that the first candidate is right (0 without candidates).
        in_scope: Probability that the scripts have an answer at all.
        candidates: Ranked, five at most; when ``decision`` is ASK the first ``asking`` are what to ask.
        asking: How many candidates to offer; 0 unless ``decision`` is ASK.
    """

    text: str
    normalized: str
    decision: Decision
    intent: str | None
    confidence: float
    in_scope: float
    candidates: tuple[Candidate, ...] = ()
    asking: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the decisions change; derived from a `Wish`, never written by hand.

    Attributes:
        answer: Least confidence to answer.
        ask: Least joint confidence of the candidates offered to ask.
        in_scope: Least in-scope probability to ask at all.
    """

    answer: float
    ask: float
    in_scope: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that `kefu explain` shows about one message.

    Attributes:
        match: The reading of the whole, its candidates carrying their evidence.
        parts: What is answered in its place: the readings of the parts where the message holds several questions,
            else the reading of the whole alone.
        guards: (intent, evidence) of every guard that spoke, also for intents that it put out of the question.
        views: Terms of the message by view (``characters``, ``pinyin``, ``words``).
        unknown: Terms that no example contains.
        coverage: Share of the message, by weight of its terms, that the examples contain.
        neighbours: Of each candidate the two examples most like the message: (intent, example, origin, likeness).
        thresholds: Where the decisions change.
        wish: The wish they come from.
    """

    match: Match
    parts: tuple[Match, ...]
    guards: tuple[tuple[str, Evidence], ...]
    views: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    coverage: float
    neighbours: tuple[tuple[str, str, str, float], ...]
    thresholds: Thresholds
    wish: Wish
