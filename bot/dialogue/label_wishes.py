"""What a message says besides a label: 文三路8号 王五 13800138000 顺便开发票, 颜色换白的, 周末送.

Nothing of it stands on the label, and none of it is lost: whoever wants something else beside an address gets both.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.addresses import is_address
from bot.dialogue.chinese_receiving import is_receiver
from bot.dialogue.languages import VERY_SURE
from bot.dialogue.receiving import parted
from bot.dialogue.telling import besides
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import match_text, meant, message_of
from bot.scripts.book import POLITE, Intent

_PIECE: Final = re.compile(r"[^\s，,。；;！!]+")
_LATIN_PIECE: Final = re.compile(r"[^,;\n!]+")
_CJK: Final = re.compile(r"[一-龥]")
_FEWEST: Final = 3  # characters of a wish: 王五 is none


def label_part(talk: Talk, text: str) -> str:
    """The text up to the wishes of their own that stand behind a label. As it is, where nothing else is wanted."""
    own, _ = besides(text)
    pieces = list((_PIECE if _CJK.search(own) else _LATIN_PIECE).finditer(own))
    end = len(own)
    for piece in reversed(pieces[1:]):
        named = "receiver" in parted(own[: piece.start()])
        if _wanted(talk, piece.group().strip(), named=named):
            end = piece.start()
        elif parted(piece.group()):  # else a courtesy, which stands on no label either
            break
    return own[:end].rstrip(" \n，,。；;！!")


def wishes_beside(talk: Talk, text: str) -> list[tuple[Intent, str]]:
    """The wishes behind a label, each with its words, in the order in which they were said."""
    rest = text[len(label_part(talk, text)) :]
    _, whole = besides(rest)
    pieces = [whole] if whole else [piece.group().strip() for piece in _PIECE.finditer(rest)]
    return [(intent, piece) for piece in pieces for intent in _wanted(talk, piece, named=True)]


def _wanted(talk: Talk, piece: str, *, named: bool) -> list[Intent]:
    """What a piece wants by itself; nothing for a place, a courtesy, or a name where nobody is `named` yet: 周末送."""
    if len(piece) < _FEWEST or is_address(message_of(talk, piece)):
        return []
    reading = match_text(talk, piece)
    under_way = talk.top.intent if talk.top else ""
    wanted = [one for one in meant(talk, reading) if not one.engine and one.part not in POLITE and one.id != under_way]
    sure = bool(wanted) and reading.matches[0].confidence >= VERY_SURE
    return wanted if sure or named or not is_receiver(piece) else []
