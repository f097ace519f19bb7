"""Who gets a parcel and at which number, in an address of Latin letters: its lines are parted by commas.

5 Nanjing Rd, Huangpu, Shanghai, Mary Smith 13912345678 and Mary Smith, 13912345678, 5 Nanjing Rd are the same label.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.latin_lines import is_one_part, lines_of, plain_line

_NAMES_A_PERSON: Final = re.compile(
    r"^\W*(?:(?:full\s+)?name|recipient|receiver|addressee|attn|c/o|for|to|deliver to)\b", re.IGNORECASE
)
_PERSON: Final = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'.-]*){0,3}")
_NO_PERSON: Final = re.compile(
    r"\b(?:call|me|my|you|please|pls|thanks|phone|number|mobile|use|new|old|is|not|wrong|yes|no|ok|order|the|when|its|it|here|there"
    r"|before|after|then|and|if|that|this|only|just|also|at|on|in|by|to|with|again|today|tomorrow|now)\b",
    re.IGNORECASE,
)
_BY_TITLE: Final = re.compile(r"(?:mr|mrs|ms|dr)\b", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|drive|district|city|town|county|province|village|building|tower|plaza|mall"
    r"|house|apartment|apt|flat|unit|room|floor|block|gate|garden|campus|university|hotel|school|office|china|north|south"
    r"|east|west|central|beijing|shanghai|tianjin|chongqing|guangzhou|shenzhen|hangzhou|nanjing|suzhou|ningbo|chengdu"
    r"|wuhan|xi'?an|qingdao|jinan|xiamen|dalian|shenyang|changsha|zhengzhou|kunming|hefei|fuzhou|zhejiang|jiangsu|guangdong"
    r"|sichuan|fujian|shandong|anhui|hubei|hunan|henan|hebei)\b",
    re.IGNORECASE,
)
_TOWN: Final = re.compile(
    r"\b(?:beijing|shanghai|tianjin|chongqing|guangzhou|shenzhen|hangzhou|nanjing(?! r)|suzhou|ningbo|chengdu|wuhan"
    r"|xi'?an|qingdao|jinan|xiamen|dalian|shenyang|changsha|zhengzhou|kunming|hefei|fuzhou|city|china)\b",
    re.IGNORECASE,
)  # whoever stands behind a town, and before the phone, is no town


def latin_parts(before: str, after: str | None) -> tuple[str, str]:
    """Address and receiver, each empty where it is not given.

    A person stands first or last, next to the phone, or behind `name:`; one name alone may be a town, and is only a
    person's beside the phone or where a number of a house follows.

    Args:
        before: what stands before the phone, without Chinese characters; the whole text where there is none.
        after: what stands behind it; None where there is none.
    """
    lines, behind = lines_of(before), lines_of(after or "")
    every = [*lines, *behind]
    beside = {len(lines) - 1, len(lines)} if after is not None else set()
    person = next((at for at in _likely(len(every), beside) if _is_person(every, at, beside=at in beside)), None)
    place = ", ".join(plain_line(line) for at, line in enumerate(every) if at != person)
    if after is not None and not re.search(r"[\dA-Z]", place) and not _PLACE.search(place):  # call me on, new number
        place = ""
    if is_one_part(place):
        place = ""
    return place, plain_line(every[person]) if person is not None else ""


def _likely(count: int, beside: set[int]) -> list[int]:
    """The places of lines, those where people stand first: beside the phone, at the beginning, at the end."""
    return [at for at in dict.fromkeys((*sorted(beside), 0, count - 1, *range(count))) if 0 <= at < count]


def _is_person(lines: list[str], at: int, *, beside: bool) -> bool:
    line = lines[at]
    plain = plain_line(line)
    written = plain.title() if beside and " " in plain else plain  # john smith 13912345678, in a hurry
    if _PERSON.fullmatch(written) is None or _NO_PERSON.search(plain):
        return False
    if _PLACE.search(plain) and not _BY_TITLE.match(plain):
        return False
    follows = lines[at + 1] if at + 1 < len(lines) else ""
    first = at == 0 and (beside or bool(re.match(r"\W*\d|.*\d", follows)))
    several = " " in plain and (beside or at in (0, len(lines) - 1))
    alone = beside and (len(lines) == 1 or (at > 0 and _TOWN.search(", ".join(lines[:at])) is not None))
    return bool(_NAMES_A_PERSON.match(line)) or first or several or alone
