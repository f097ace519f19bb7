"""A label in Latin letters as its lines: what stands between commas and names of fields, and nothing said around it.

name: Mary Smith phone: 139… address: 12 Nanjing Rd has no comma, i want it at my office 88 Wenyi Road Hangzhou please
says more than an address, and phone stays the same is no line of a label.
"""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(
    r"\s*[,;\n]\s*"
    r"|(?<=[a-z\d]{4})\.\s+(?=[A-Z])|(?<=[a-z\d]{3})\.\s*$"  # …, Hangzhou. Mary Smith; but St. John, Apt. 5
    r"|(?<!old)(?<!same)(?<!new)(?<!the)(?<!my)\s+(?=(?:(?:full )?name|phone(?: number)?|mobile|tel|ph"
    r"|recipient|receiver|address|attn|c/o)\b\s*(?:[:=.]|$))",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(
    r"^\W*(?:my\s+|the\s+)?(?:new\s+)?(?:(?:full\s+)?name|phone(?: number)?|mobile|tel|ph|recipient|receiver|addressee"
    r"|(?:delivery |shipping )?address|number)"
    r"(?:(?:'?s|\s+(?:is|to|now|should be))\b|\s*[:=.]|\s*$|\s+(?=[A-Z]))[\s:]*",
    re.IGNORECASE,
)
_TO_WHOM: Final = re.compile(r"^\W*(?:to|it'?s|its|for|attn\b\.?|c/o)\b[\s:]*", re.IGNORECASE)
_AROUND: Final = re.compile(
    r"^(?:(?:i|it|it's|its|please|pls|can|could|you|u|want|need|like|would|send|ship|deliver|sent|delivered|shipped"
    r"|go|goes|put|change|my|our|new|office|work|home|place|to|at|is|instead|this|that|just|now)\b[\s:]*)+(?=\S)"
)
_SAID: Final = re.compile(r"\b(?:i|it|it's|its|please|pls|send|ship|deliver|change|my|our|to|at|want|need)\b")
_BEHIND: Final = re.compile(
    r"[\s,.!]*\b(?:please|pls|plz|thanks|thank you|thx|ty|cheers|instead|asap|urgent(?:ly)?)\b.*$"
    r"|[\s,.!]*\b(?:and )?(?:ship|send) (?:it )?(?:fast|quick\w*|soon|today)\b.*$|[\s.!]+$",
    re.IGNORECASE,
)
_UNCHANGED: Final = re.compile(
    r"\b(?:same|old|unchanged|as before|as it was|stays?|keep)\b(?!\s+(?:street|road|town|lane|st|rd)\s*$)",
    re.IGNORECASE,
)
_OF_FIELDS: Final = re.compile(
    r"\b(?:name|phone|number|mobile|receiver|recipient|address|rest|street|everything)\b", re.IGNORECASE
)
_NAME: Final = re.compile(r"[a-z]{3,}")
_KINDS: Final = frozenset({"road", "street", "avenue", "lane", "drive", "building", "room", "flat", "floor", "north"})
"""Words that many streets and houses share."""
_NAME_FIRST: Final = re.compile(r"^\W*(?P<name>[A-Z][a-z]+ [A-Z][a-z]+) (?=\d+[A-Za-z]? [A-Z])")
_FOR_WHOM: Final = re.compile(r"[ ,]+for (?P<name>(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: at)?\s*$")
_HOUSE: Final = re.compile(r"\d+[A-Za-z]?\b")
_NUMBER_IS: Final = re.compile(
    r"\W*(?:the )?(?:house|street|building|door)? ?(?:number|no\.?) (?:is|should be|it'?s) "
    r"(?P<number>\d+[A-Za-z]?)\W*",
    re.IGNORECASE,
)
_STREET_IS: Final = re.compile(
    r"\W*(?:actually,? )?(?:the )?(?:street|road)(?: name)? (?:is|should be) "
    r"(?P<street>[A-Za-z][A-Za-z' .-]{2,40}?)\W*",
    re.IGNORECASE,
)
_ADDED: Final = re.compile(
    r"\W*(?:please )?(?:add|plus) (?:the )?"
    r"(?P<more>(?:apartment|apt|flat|unit|room|floor|suite|building|block)\.? [\w-]{1,8})\W*",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"\W*(?:or|and|to|from|with|on)\W*", re.IGNORECASE)
_NOT_THAT: Final = re.compile(r"\bnot\b", re.IGNORECASE)
_ONE_PART: Final = re.compile(
    r"\W*(?:zip|post(?:al)? ?code|room|flat|apt|apartment|unit|floor|building|block|house|number|no)\b\W*"
    r"(?:(?:number|no|code|is|should be|to)\b\W*)*[\w-]{1,8}\W*",
    re.IGNORECASE,
)


def is_one_part(place: str) -> bool:
    """Whether it is a part of an address that stands on no label alone, and cannot be fitted into a Chinese one."""
    return _ONE_PART.fullmatch(place) is not None


def lines_of(text: str) -> list[str]:
    """The lines of a label, each with the name of its field; empty ones and those that only say what stays left out."""
    text = _FOR_WHOM.sub(r", \g<name>", _NAME_FIRST.sub(r"\g<name>, ", text))
    lines = (_BEHIND.sub("", line).strip() for line in _BREAK.split(text))
    return [line for line in lines if plain_line(line) and not _stays(line)]


def fitted(before: str, said: str) -> str:
    """A label with the line of it that takes the place of another: 99 Wenyi Road, of 88 Wenyi Road, Hangzhou.

    Args:
        before: the label that stood until now.
        said: what is new; several lines of it, or one that shares no name with a line of the label, are the new label.
    """
    if part := _of_a_sentence(before, said):
        return part
    lines = before.split(", ")
    names = _names_in(said)
    same = [at for at, line in enumerate(lines) if names & _names_in(line)]
    if "," in said or len(lines) == 1 or len(same) != 1:
        return said
    return ", ".join(said if at == same[0] else line for at, line in enumerate(lines))


def _of_a_sentence(before: str, said: str) -> str:
    """9 Wensan Road, of the house number is 9; 8 Wen'er Road, of the street is Wen'er Road. Else empty."""
    street, _, rest = before.partition(", ")
    house = _HOUSE.match(street)
    number, name, more = _NUMBER_IS.fullmatch(said), _STREET_IS.fullmatch(said), _ADDED.fullmatch(said)
    if more is not None:
        street = f"{street}, {more['more']}"
    elif house is None or not (number or name):
        return ""
    elif number is not None:
        street = f"{number['number']}{street[house.end() :]}"
    elif name is not None:
        street = f"{house.group()} {name['street']}"
    return f"{street}, {rest}" if rest else street


def _names_in(line: str) -> set[str]:
    return set(_NAME.findall(line.lower())) - _KINDS


def plain_line(line: str) -> str:
    """A line as it stands on a label: without the name of its field and without what leads up to it."""
    bare = _FIELD.sub("", line)
    led = _AROUND.match(bare)
    if led is not None and _SAID.search(led.group()) and not bare[: led.end()].istitle():
        bare = bare[led.end() :]
    return _FIELD.sub("", _TO_WHOM.sub("", bare)).strip(" .")


def _stays(line: str) -> bool:
    """Whether nothing of it is new or whole: phone stays the same, same name and number, room 1201 not 1210."""
    if _JOINT.fullmatch(line):
        return True
    unchanged = _OF_FIELDS.search(line) is not None and _UNCHANGED.search(line) is not None
    return unchanged or _NOT_THAT.search(line) is not None
