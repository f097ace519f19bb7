"""Runs inside Rasa's own Python: fits DIET and answers guesses, one JSON line each way.

Rasa 3.6 needs Python 3.10 or older and half a gigabyte of libraries, so it is no dependency of this project. In a
virtual environment of its own: ``pip install rasa==3.6.21 jieba``. The pipeline is Rasa's own
default one (``default_config.yml``); Chinese is cut by jieba.
"""

import asyncio
import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

EPOCHS = 100


def main() -> None:
    """``{"fit": [[text, intent], ...]}`` or ``{"guess": text}`` in; ``{"intent", "confidence", "peak_mb"}`` out."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Rasa prints goes where errors go
    agent: Any = None
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any] = {}
        if "fit" in asked:
            agent = _fit(asked["fit"])
        else:
            parsed = asyncio.run(agent.parse_message(asked["guess"]))
            answer = {"intent": parsed["intent"]["name"] or "", "confidence": parsed["intent"]["confidence"]}
        answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _fit(rows: list[list[str]]) -> Any:
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    chinese = any("一" <= char <= "鿿" for text, _ in rows for char in text)
    folder = Path(tempfile.mkdtemp())
    config = {
        "recipe": "default.v1",
        "assistant_id": "benchmark",
        "language": "zh" if chinese else "en",
        "pipeline": [
            {"name": "JiebaTokenizer" if chinese else "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {
                "name": "DIETClassifier",
                "epochs": EPOCHS,
                "constrain_similarities": True,
                "entity_recognition": False,
            },
        ],
    }
    data = {"rasa_nlu_data": {"common_examples": [{"text": text, "intent": intent} for text, intent in rows]}}
    for name, value in (("config.yml", config), ("nlu.json", data)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")  # JSON is YAML, too
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder))
    return Agent.load(model)


if __name__ == "__main__":
    main()
