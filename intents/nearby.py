"""The examples of each intent as they are compared with a message: normalised once, when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from intents.keys import core, key
from intents.model import IntentSpec
from intents.normalize import normalize
from intents.pinyin import sound, spelled

_NEAR = 85.0  # rapidfuzz ratio, in percent, from which a message is an example with a typo
_HEARD = 0.95  # likeness of what only sounds the same
_LEAST_HEARD = 3  # syllables; fewer have too many homophones
_MOST_SHOWN = 2


class Nearby:
    """Examples by the number of their intent; safe to share: whoever comes second computes the same."""

    def __init__(self, specs: Sequence[IntentSpec]) -> None:
        self._specs = specs
        self._said: dict[int, list[str]] = {}
        self._cores: dict[int, dict[str, int]] = {}
        self._comparable: dict[tuple[int, int], tuple[list[str], list[int]]] = {}
        self._sounds: dict[int, dict[str, int]] = {}

    def said(self, number: int) -> list[str]:
        """The examples, normalised."""
        found = self._said.get(number)
        if found is None:
            found = [normalize(one.text).text for one in self._specs[number].examples]
            self._said[number] = found
        return found

    def equal(self, intent: str | None, said: str) -> tuple[str, ...]:
        """The examples of an intent, normalised, that have this key."""
        number = next((at for at, spec in enumerate(self._specs) if spec.id == intent), None)
        return tuple(one for one in self.said(number) if key(one) == said) if number is not None else ()

    def nearest(self, said: str, number: int) -> tuple[str, float] | None:
        """(example, likeness) of the intent's example whose core is nearly these words; None when none is."""
        if not said:
            return None
        cores, numbers = self._as_long(number, len(said))
        found = process.extractOne(said, cores, scorer=fuzz.ratio, score_cutoff=_NEAR) if cores else None
        return (self._specs[number].examples[numbers[found[2]]].text, found[1] / 100) if found else None

    def _as_long(self, number: int, length: int) -> tuple[list[str], list[int]]:
        """Cores, and the examples they are of, that words of that length can nearly be: a few of hundreds."""
        found = self._comparable.get((number, length))
        if found is None:
            cores = self._cores.get(number)
            if cores is None:
                cores = {core(one): at for at, one in reversed(list(enumerate(self.said(number))))}
                self._cores[number] = cores
            most = 1 - _NEAR / 100  # characters to add or to leave out, for each of both
            near = [
                (at, one) for one, at in cores.items() if abs(len(one) - length) <= most * (len(one) + length) + 1e-9
            ]
            found = ([one for _, one in sorted(near)], [at for at, _ in sorted(near)])
            self._comparable[number, length] = found
        return found

    def alike_heard(self, said: str, number: int) -> tuple[str, float] | None:
        """(example, likeness) of an example that sounds like a core: zhuanrengong and 专人工 are 转人工."""
        heard = spelled(said) or sound(said)
        if len(heard) < _LEAST_HEARD:
            return None
        sounds = self._sounds.get(number)
        if sounds is None:
            sounds = {sound(core(one)): at for at, one in reversed(list(enumerate(self.said(number))))}
            self._sounds[number] = sounds
        at = sounds.get(heard)
        return None if at is None else (self._specs[number].examples[at].text, _HEARD)

    def shown(self, normalized: str, number: int) -> Iterator[tuple[str, str, str, float]]:
        """(intent, example, origin, likeness) of the two examples most like the message; none that shares nothing."""
        spec = self._specs[number]
        for _, score, at in process.extract(normalized, self.said(number), scorer=fuzz.ratio, limit=_MOST_SHOWN):
            if score > 0:
                yield spec.id, spec.examples[at].text, spec.examples[at].origin, score / 100
