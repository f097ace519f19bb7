"""The matcher: a message in, ranked intents with evidence, a calibrated confidence and a decision out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from intents.clauses import leans
from intents.compiled import Compiled, compile_intents
from intents.concepts import han_concepts
from intents.courtesy import is_courtesy
from intents.elsewhere import Trade, less_likely
from intents.explaining import explained
from intents.guards import affirmed, doubled, only_names, turned, wants, withdrawn
from intents.heard import LONGEST, heard, unseen
from intents.keys import core, key
from intents.model import Candidate, Decision, Evidence, Explanation, IntentSpec, Match, Wish
from intents.nearby import Nearby
from intents.normalize import Normalized, beginning, normalize
from intents.outside import language_of, outside
from intents.parts import read_parts, settled
from intents.sparse import Floats
from intents.views import terms

_MOST = 5
_MOST_ASKED = 3
_LEAST_ASKED = 2
_LEAST_FIRST = 0.35  # three guesses that are together likely, and none by itself, are no question worth asking
_CERTAIN = 0.995
_LONGEST_NEAR = 40
_TURNED = 0.3  # what is left of the confidence in an intent whose example says the opposite
_MOST_WITHDRAWN = 2  # 不要这个也不要那个我要…: how often what was not wanted is passed over
_LEAST_SAID = 3  # characters after a withdrawn wish that may be a wish of their own, unless they are a known word
_LEADING = "了吧呢啊的,.!?;: "
_FOLLOWS = 75.0  # likeness from which a follow-up of a warm topic is understood


class Matcher:
    """Reads messages; immutable once fitted, safe to share between threads."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._nearby = Nearby(compiled.specs)
        self._trade = Trade(compiled.specs)
        self._denied: dict[str, list[int]] = {}
        for number, keys in compiled.denied.items():
            for one in keys:
                self._denied.setdefault(one, []).append(number)

    @classmethod
    def fit(
        cls,
        intents: Sequence[IntentSpec],
        *,
        wish: Wish = Wish(),  # noqa: B008 — frozen
        out_of_scope: Sequence[str] | None = None,
        language: str | None = None,
        cache: Path | None = None,
        pack: str = "",
    ) -> Matcher:
        """Fit on the scripts' own examples.

        Args:
            intents: What the scripts say; none at all is allowed and hands everything over.
            wish: What thresholds are derived from.
            out_of_scope: Sentences that nothing answers; the built-in set of the language when None. To add to that
                set, give ``(*outside(language), *more)``.
            language: ``zh`` or ``en``; told from the examples when None.
            cache: A folder of compiled matchers: read instead of fitted where nothing changed, else written.
            pack: How the cache knows these scripts again after an edit, when most of their last fit still holds.

        Raises:
            ValueError: Two intents have the same id.
            OSError: The cache cannot be written to.
        """
        ids = [spec.id for spec in intents]
        doubled = sorted({one for one in ids if ids.count(one) > 1})
        if doubled:
            raise ValueError(f"intent ids must be unique; given twice: {', '.join(doubled)}")
        if out_of_scope is None:
            texts = [example.text for spec in intents for example in spec.examples]
            out_of_scope = outside(language or language_of(texts))
        if cache is not None:
            from intents.cache import compile_cached  # noqa: PLC0415 — hashes and archives take 6 MB; few commands cache

            return cls(compile_cached(cache, pack, intents, wish, out_of_scope))
        return cls(compile_intents(intents, wish, out_of_scope))

    @property
    def intents(self) -> tuple[IntentSpec, ...]:
        """The intents it was fitted on."""
        return self._compiled.specs

    def match(self, text: str, *, warm: Collection[str] = ()) -> Match:
        """Read one message as one intent.

        Args:
            text: What the customer wrote, any string.
            warm: Ids of the topics whose follow-ups count now.
        """
        return self._read(text, heard(text), warm)

    def match_all(self, text: str, *, warm: Collection[str] = ()) -> tuple[Match, ...]:
        """Read a message that may hold several: one match for each part with a clear intent of its own.

        Returns:
            The reading of each part, in order, when at least two parts are answered with different intents;
            otherwise the reading of the whole, alone.
        """
        return self.read(text, warm=warm)[1]

    def read(self, text: str, *, warm: Collection[str] = ()) -> tuple[Match, tuple[Match, ...]]:
        """Both ways to read a message: as one, as by `match`, and in its parts, as by `match_all`."""
        whole = self.match(text, warm=warm)
        return whole, self._parts(text, whole, warm)

    def _parts(self, text: str, whole: Match, warm: Collection[str]) -> tuple[Match, ...]:
        spoken = self._nearby.equal(whole.intent, key(whole.normalized)) if settled(whole) else ()
        return read_parts(
            beginning(text[unseen(text) :], LONGEST), whole, lambda part: self.match(part, warm=warm), spoken
        )

    def explain(self, text: str, *, warm: Collection[str] = ()) -> Explanation:
        """Read one message and say why."""
        said = heard(text)
        whole = self._read(text, said, warm)
        return explained(self._compiled, self._nearby, said, whole, self._parts(text, whole, warm))

    def _read(self, text: str, normalized: Normalized, warm: Collection[str], *, again: int = _MOST_WITHDRAWN) -> Match:
        chances, in_scope = self._chances(self._meant(normalized.text))
        foreign = self._trade.against(normalized, int(chances.argmax())) if in_scope > 0 else ()
        evidence: dict[int, Evidence] = {}
        self._hear_exact(normalized.text, chances, evidence)
        self._hear_followups(normalized.text, chances, evidence, warm)
        if any(one.weight > 0 for one in evidence.values()):
            in_scope = _CERTAIN
        elif foreign:
            in_scope = less_likely(in_scope, len(foreign))
        elif len(normalized.text) <= _LONGEST_NEAR and in_scope > 0:
            in_scope = max(in_scope, self._hear_near(normalized, chances, evidence))
        wanted = self._hear_withdrawn(normalized, chances, evidence)
        if wanted is not None and again:
            rest = self._read(text, wanted, warm, again=again - 1)
            if rest.decision is Decision.ANSWER:
                guarded = [(self._compiled.specs[number].id, (guard,)) for number, guard in evidence.items()]
                refused = [Candidate(intent=name, confidence=0.0, evidence=guard) for name, guard in guarded]
                refused = [one for one in refused if one.intent != rest.intent][:1]
                kept = [one for one in rest.candidates if one.intent not in {two.intent for two in refused}]
                candidates = (*kept[: _MOST - len(refused)], *refused)
                return replace(rest, normalized=normalized.text, candidates=candidates)
        order = np.argsort(-chances, kind="stable")[:_MOST]
        if foreign and in_scope < _CERTAIN:
            evidence.setdefault(int(order[0]), foreign[0])
        candidates = tuple(
            Candidate(
                intent=self._compiled.specs[number].id,
                confidence=chance,
                evidence=(evidence[number],) if number in evidence else (),
            )
            for number, chance in zip(order.tolist(), chances[order].tolist(), strict=True)
            if chance > 0
        )
        decision, asking = self._decide(candidates, in_scope)
        return Match(
            text=text,
            normalized=normalized.text,
            decision=decision,
            intent=candidates[0].intent if decision is Decision.ANSWER else None,
            confidence=candidates[0].confidence if candidates else 0.0,
            in_scope=in_scope,
            candidates=candidates,
            asking=asking,
        )

    def _chances(self, normalized: str) -> tuple[Floats, float]:
        """Calibrated probability of each intent, given that one is meant, and the chance that one is."""
        if only_names(normalized):
            return np.zeros(len(self._compiled.specs), dtype=np.float32), 0.0
        reading = self._compiled.vocabulary.read(terms(normalized))
        if not self._compiled.specs or not len(reading.columns):
            return np.zeros(len(self._compiled.specs), dtype=np.float32), 0.0
        logits: Floats = reading.values @ self._compiled.weights[reading.columns]
        coverage = np.array(reading.coverage, dtype=np.float32)
        in_scope = float(self._compiled.calibration.in_scope(logits, coverage))
        return self._compiled.calibration.probabilities(logits), in_scope

    def _hear_exact(self, normalized: str, chances: Floats, evidence: dict[int, Evidence]) -> None:
        """An example's own words settle the matter: the rest shares what is left."""
        said = key(normalized)
        for number in self._denied.get(said, ()):
            chances[number] = 0.0
            evidence[number] = Evidence(kind="guard", text=normalized, weight=-1.0)
        claimed = self._compiled.exact.get(said) or self._compiled.exact.get(core(normalized))
        if not claimed:
            return
        chances *= (1 - _CERTAIN) / max(float(chances.sum()), 1e-9)
        for number in claimed:
            chances[number] = _CERTAIN / len(claimed)
            evidence[number] = Evidence(kind="exact", text=normalized, weight=1.0)

    def _hear_near(self, normalized: Normalized, chances: Floats, evidence: dict[int, Evidence]) -> float:
        """A typo away from an example of the likeliest intent; the returned likeness is a floor of being in scope.

        An example that says the opposite (我要退货 for 我不要退货) speaks against its intent instead.
        """
        number = int(chances.argmax())
        likely = (core(normalized.text), core(affirmed(normalized.text)))
        found = next((near for said in likely if (near := self._nearby.nearest(said, number))), None)
        found = found or self._nearby.alike_heard(likely[0], number)
        if found is None or number in evidence:
            return 0.0
        example, score = found
        word = turned(normalized.text, normalize(example).text)
        if word:
            at = normalized.text.find(word)
            span = normalized.origin(at, at + len(word)) if at >= 0 else None
            evidence[number] = Evidence(kind="guard", text=f"{word} ≠ {example}", weight=-score, span=span)
            chances[number] *= np.float32(_TURNED)
            return 0.0
        evidence[number] = Evidence(kind="near", text=example, weight=score)
        chances *= np.float32((1 - score) / max(1 - float(chances[number]), 1e-6)) if chances[number] < score else 1
        chances[number] = max(float(chances[number]), score)
        return score

    def _meant(self, normalized: str) -> str:
        """The text without negations that cancel each other out (不是不想要), unless an example says it so."""
        spans = doubled(normalized)
        if not spans or key(normalized) in self._compiled.exact:
            return normalized
        for start, end in reversed(spans):
            normalized = normalized[:start] + normalized[end:]
        return normalized

    def _hear_withdrawn(
        self, normalized: Normalized, chances: Floats, evidence: dict[int, Evidence]
    ) -> Normalized | None:
        """不用退款了 speaks against every intent whose examples speak of 退款 and never of not wanting it.

        Returns:
            What follows the withdrawn word (我不想换货我想退货), when it was refused and more was said.
        """
        found = withdrawn(normalized.text)
        if found is None or any(one.weight > 0 for one in evidence.values()):
            return None
        word, start = found
        end = normalized.text.index(word, start) + len(word)
        for number in np.argsort(-chances)[:_MOST].tolist():
            if number not in evidence and wants(word, self._nearby.said(number)):
                chances[number] *= np.float32(_TURNED)
                span = normalized.origin(start, end)
                evidence[number] = Evidence(kind="guard", text=normalized.text[start:end], weight=-1.0, span=span)
        more = normalized.text[end:]
        bare = more.lstrip(_LEADING)
        said = key(bare)
        if not evidence or is_courtesy(bare) or leans(bare) or not (len(said) >= _LEAST_SAID or han_concepts(said)):
            return None
        begin = end + len(more) - len(bare)
        return Normalized(text=bare, spans=normalized.spans[begin:])

    def _hear_followups(
        self, normalized: str, chances: Floats, evidence: dict[int, Evidence], warm: Collection[str]
    ) -> None:
        """那运费呢, while returns are talked about, asks for the return freight."""
        if not warm or evidence:
            return
        said = core(normalized)
        for number, spec in enumerate(self._compiled.specs):
            if spec.topic not in warm:
                continue
            for followup in spec.followups:
                likeness = fuzz.ratio(said, core(normalize(followup.text).text))
                if likeness >= _FOLLOWS and likeness / 100 > chances[number]:
                    chances *= np.float32(1 - likeness / 100)
                    chances[number] = likeness / 100
                    evidence[number] = Evidence(kind="followup", text=followup.text, weight=likeness / 100)

    def _decide(self, candidates: tuple[Candidate, ...], in_scope: float) -> tuple[Decision, int]:
        """Answer when sure; ask when two or three together are likely; else hand over."""
        thresholds = self._compiled.calibration.thresholds
        if not candidates:
            return Decision.HANDOFF, 0
        if candidates[0].confidence * in_scope >= thresholds.answer:
            return Decision.ANSWER, 0
        if candidates[0].confidence < _LEAST_FIRST:
            return Decision.HANDOFF, 0
        least = candidates[0].confidence / 6
        # The second is offered even when it is unlikely: one option alone would be no question.
        asked = [one for at, one in enumerate(candidates[:_MOST_ASKED]) if at < _LEAST_ASKED or one.confidence >= least]
        likely = sum(one.confidence for one in asked) >= thresholds.ask and in_scope >= thresholds.in_scope
        if likely and len(asked) >= _LEAST_ASKED:
            return Decision.ASK, len(asked)
        return Decision.HANDOFF, 0
