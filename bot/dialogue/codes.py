"""Numbers and links in what customers write: they say which, never what.

单号600120260026 手机尾号2026 is no question about where to find them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_CJK: Final = re.compile(r"[㐀-鿿豈-﫿]")
_LINK: Final = re.compile(r"https?://[!-~]+")
_MARKUP: Final = re.compile(r"\{[^{}]*\}|<[^<>]*>|```.*?```", re.DOTALL)
_CODED: Final = re.compile(r"[{}<>=;$\\|]|--")
_FEWEST_WORDS: Final = 3  # Latin words beside code that are a sentence
_SERIAL: Final = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{1,4}-?\d{4,}(?![A-Za-z0-9-])")  # XM9999, too short to be sure
_BEFORE_CODE: Final = (
    r"(?:(?<![改换个下])(?:(?:订单|快递|收货人?|收件人?|手机|电话)*"
    r"(?:单号|编号|号码|尾号|手机号|电话|后[四4]位|号)(?:是|为)?)[\s:：]*)?"
)
"""改个电话 13800138000 wants another phone, and says more than which."""
_LATIN_LABEL: Final = (
    r"(?i:(?:\b(?:and |with )?(?:my |the )?(?:(?:order|tracking|parcel|phone|mobile) )?(?:number|no\b\.?|num|id|#)"
    r"|\b(?:and )?(?:my )?(?:phone|last (?:four|4)(?: digits)?(?: of (?:my |the )?phone)?))"
    r"(?: (?:is|are|ends?|ending))?(?: (?:in|with))?[\s:#]*)?"
)
"""Order number is 600120260026, phone ends 2026. Not before a whole phone: change my phone number 13800001234."""
_SENT_BACK: Final = r"(?P<said>(?:退货|换货|寄回|退回)的?(?:快递)?单?号)[是为]?[\s:：]*"
"""退货单号 before a number names what goes back, and is no wish to return."""


def without_links(text: str) -> str:
    """The text with links blanked out, as long as before: the numbers in them name nothing of the customer's."""
    return _LINK.sub(lambda found: " " * len(found.group()), text)


def serials(text: str) -> list[str]:
    """Letters and digits like XM9999, which may number an order where the shop numbers its orders so."""
    return _SERIAL.findall(without_links(text))


def prose(text: str) -> str:
    """What of a text is said in words of a language: not links, markup or code.

    XM9009' OR '1'='1' and {{7*7}}<script> are of no language, however many letters they have.
    """
    bare = _LINK.sub(" ", text)
    plain = _MARKUP.sub(" ", bare)
    words = [word for word in plain.split() if not _CODED.search(word)]
    few = len([word for word in words if not any(char.isdigit() for char in word)]) < _FEWEST_WORDS
    coded = _CODED.search(bare) is not None
    return "" if coded and few and not _CJK.search(plain) else " ".join(words)


def uncoded(text: str, codes: Collection[str], *, phones: Collection[str]) -> str:
    """The text without these codes and links, and without the words that introduce them.

    Args:
        text: as written.
        codes: what stands in it, as written; serial numbers too short to be sure of are found here.
        phones: those of the codes that are whole phones, before which only Chinese labels mean nothing else.
    """
    text = _LINK.sub(" ", text)
    for code in sorted({*codes, *_SERIAL.findall(text)}, key=len, reverse=True):
        gap = "" if _CJK.search(text) else " "
        text = re.sub(f"{_SENT_BACK}{re.escape(code)}", r"\g<said>", text)
        label = _BEFORE_CODE if gap == "" or code in phones else _LATIN_LABEL
        text = re.sub(f"{label}{re.escape(code)}", gap, text)
    return text.strip()
