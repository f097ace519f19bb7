"""The small words that turn a sentence, in every language that the engine understands: 另一单 and 算了, no need.

They are true in every shop of a language, so they are no business of a pack. Each language has a module of its own with
the same fields. The readers of `bot.dialogue` know only `CUES`, whose patterns hold all languages at once, whatever
language the talk is in: customers mix them (ok 换成A2, no wait 不对).
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.cues.en import ENGLISH
from bot.dialogue.cues.model import Cues, compiled
from bot.dialogue.cues.zh import CHINESE

LANGUAGES: Final = (CHINESE, ENGLISH)
"""A further language is a module like these, and an entry here; mypy names the fields it lacks."""

CUES: Final[Cues[re.Pattern[str]]] = compiled(LANGUAGES)

_MARK: Final = re.compile(r"[\W_]")


def beside(words: re.Pattern[str], text: str) -> str:
    """What a text says beside these words: its letters and digits, without blanks and marks."""
    return _MARK.sub("", words.sub("", text))
