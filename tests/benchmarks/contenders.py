"""Who is compared: kefu, rapidfuzz alone, the usual scikit-learn pipeline and Rasa, behind one small interface."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from bot.cli.labelled import Row, specs_of

RASA_PYTHON: Final = "KEFU_RASA_PYTHON"
"""Environment variable: the Python of a virtual environment with Rasa in it (see rasa_worker.py)."""


class Contender(Protocol):
    """Fitted on rows, it guesses an intent and says how sure it is that any intent is meant.

    Attributes:
        grows: It can be fitted on 20,000 rows within minutes.
    """

    grows: bool

    def fit(self, train: Sequence[Row]) -> None:
        """Learn the rows."""

    def guess(self, text: str) -> tuple[str, float]:
        """(intent, score of being in scope)."""


class Kefu:
    """This library."""

    grows = True

    def fit(self, train: Sequence[Row]) -> None:
        from intents import Matcher

        self._matcher = Matcher.fit(specs_of(train))

    def guess(self, text: str) -> tuple[str, float]:
        match = self._matcher.match(text)
        return (match.candidates[0].intent if match.candidates else "", match.in_scope)


class Rapidfuzz:
    """The nearest example by a fuzzy ratio, which is what most rule bots do."""

    grows = True

    def __init__(self, scorer: str) -> None:
        from rapidfuzz import fuzz

        self._scorer = getattr(fuzz, scorer)

    def fit(self, train: Sequence[Row]) -> None:
        self._texts = [row.text.lower() for row in train]
        self._intents = [row.labels[0] for row in train]

    def guess(self, text: str) -> tuple[str, float]:
        from rapidfuzz import process

        best = process.extractOne(text.lower(), self._texts, scorer=self._scorer)
        return (self._intents[best[2]], best[1]) if best else ("", 0.0)


class ScikitLearn:
    """TF-IDF n-grams and a logistic regression: characters 1 to 2 for Chinese, else words 1 to 2 and letters 1 to 4."""

    grows = False

    def fit(self, train: Sequence[Row]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        chinese = any("一" <= char <= "鿿" for row in train for char in row.text)
        views = (
            [TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)]
            if chinese
            else [
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
            ]
        )
        self._model = make_pipeline(make_union(*views), LogisticRegression(C=30, max_iter=300))
        self._model.fit([row.text for row in train], [row.labels[0] for row in train])

    def guess(self, text: str) -> tuple[str, float]:
        chances = self._model.predict_proba([text])[0]
        at = int(chances.argmax())
        return str(self._model.classes_[at]), float(chances[at])


class Rasa:
    """Rasa 3.6's DIET classifier, 100 epochs, in its own Python; jieba cuts Chinese into words."""

    grows = False

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [os.environ[RASA_PYTHON], str(Path(__file__).with_name("rasa_worker.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.mkdtemp(),  # it leaves a cache where it runs
            text=True,
        )
        self.peak_mb = 0.0

    def fit(self, train: Sequence[Row]) -> None:
        self._ask({"fit": [(row.text, row.labels[0]) for row in train]})

    def guess(self, text: str) -> tuple[str, float]:
        found = self._ask({"guess": text})
        return found["intent"], found["confidence"]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the worker was started with both pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.peak_mb = answer["peak_mb"]
        return answer


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "rapidfuzz WRatio": lambda: Rapidfuzz("WRatio"),
    "rapidfuzz token_sort_ratio": lambda: Rapidfuzz("token_sort_ratio"),
    "rapidfuzz ratio": lambda: Rapidfuzz("ratio"),
    "scikit-learn TF-IDF + logistic regression": ScikitLearn,
    "kefu": Kefu,
}
if RASA_PYTHON in os.environ:
    CONTENDERS["Rasa 3.6 DIET"] = Rasa
