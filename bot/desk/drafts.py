"""What agents write for customers, looked through before it goes: no line meant for colleagues, nothing left unfilled.

Every door to a customer comes through here, whatever the channel: replies, edits, what is said when a case is returned,
and what is written into registers of which the customer hears. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.core.text import clean
from bot.desk.wording import conflict
from bot.scripts.canned import holes_in

COMMAND_WORDS: Final = (
    "claim",
    "note",
    "back",
    "close",
    "on",
    "off",
    "接待",
    "备注",
    "交回",
    "结束",
    "上线",
    "下线",
)
"""What agents write after a slash to say something to the desk, in English and Chinese."""

_BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks without a shape, which their Unicode category does not tell."""
_SELECTORS: Final = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs"})
ALIKE: Final = frozenset("\\＼﹨⁄∕╱╲⟋⟍⧸⧹⧵∖⫽、､÷")
"""What a keyboard gives for the slash, or a font shows like one: a slash before the word of a command, else itself."""

_ANY_SLASH: Final = "[" + re.escape("".join(sorted(ALIKE | {"/", "／"}))) + "]"
_SPACED_SLASH: Final = re.compile(rf"^({_ANY_SLASH})\s+")
_NAMED: Final = "|".join(f"{word}(?![a-z0-9_])" if word.isascii() else word for word in COMMAND_WORDS)
_COMMAND_LINE: Final = re.compile(
    rf"/|{_ANY_SLASH}(?:{_NAMED})|.*?(?:(?<![a-z0-9_/])/note(?![a-z0-9_])|(?<![\w/])/备注)", re.DOTALL
)
"""Any slash at the start of a line, what looks like one before a command's word, and a note wherever it begins.

An address (example.com/note) and a list (姓名/电话/备注) have letters before the slash.
"""
_SHOWN: Final = 20


def for_customer(text: str, *, limit: int, too_long: str) -> str:
    """The words as they may go to a customer, empty when nobody could see any of them.

    Raises Conflict: `too_long` is the code for more than `limit` characters, others are those of `require_fit`.
    """
    words = whole(text, limit, too_long)
    if is_blank(words):
        return ""
    require_fit(words)
    return words


def whole(text: str, limit: int, code: str) -> str:
    """The cleaned text; Conflict when it is too long. A customer's text is cut, an agent can shorten their own."""
    cleaned = clean(text, max(len(text), limit))
    if len(cleaned) > limit:
        raise conflict(code, length=len(cleaned), limit=limit)
    return cleaned


def require_fit(text: str) -> None:
    """Raise Conflict when a hole of a canned reply is left (`hole_left`) or a line is a command (`command_line`)."""
    holes = holes_in(text)
    if holes:
        raise conflict("hole_left", hole=holes[0].name)
    for line in text.splitlines():
        if _COMMAND_LINE.match(_bare(line)):
            shown = unseen_stripped(line)
            raise conflict("command_line", line=shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")


def is_blank(text: str) -> bool:
    """Whether nobody could see anything of it."""
    return all(_is_unseen(char) for char in text)


def unseen_stripped(text: str) -> str:
    """The text from its first visible character on: what was pasted may begin with marks that nobody sees."""
    start = next((place for place, char in enumerate(text) if not _is_unseen(char)), len(text))
    return text[start:]


def seen_only(text: str) -> str:
    """The text without what nobody sees; white space stays, which can be seen between words."""
    return "".join(char for char in text if not _is_unseen(char) or char.isspace())


def _bare(line: str) -> str:
    """The line as a reader takes it in: wide letters and capitals alike, and nothing but what can be seen."""
    seen = seen_only(line)
    joined = _SPACED_SLASH.sub(r"\1", seen.strip())
    return unicodedata.normalize("NFKC", joined).casefold()


def _is_unseen(char: str) -> bool:
    return (
        unicodedata.category(char) in _UNSEEN
        or char in _BLANKS
        or any(ord(char) in selectors for selectors in _SELECTORS)
    )
