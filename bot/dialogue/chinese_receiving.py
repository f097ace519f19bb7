"""Who gets a parcel, in an address of Chinese characters: a person's name stands anywhere in it, parted or not.

文三路8号 王五 13800138000, 王五13800138000浙江省杭州市文三路8号 and 文三路8号3栋王小五收 are the same label.
"""

from __future__ import annotations

import re
from typing import Final

from intents.names import is_person

_FIELD: Final = re.compile(
    r"^(?:就|那|请|麻烦|帮我|直接|都)*(?:新的?)?(?:收货|收件)?(?:人|姓名|名字|联系人|电话|手机号?|号码|联系电话|联系方式|地址|信息)"
    r"(?:改成|改到|改为|换成|换到|是|为)?[:：]?\s*|^(?:name|phone|recipient|address)\s*[:：]\s*"
    r"|^(?:就|那|请|麻烦|帮我|直接|都)*(?:改|换|寄|送|发)(?:成|到|为|去|往)[:：]?\s*",
    re.IGNORECASE,
)
_RECEIVES: Final = re.compile(r"(?:(?:来)?[收签启]|亲启|收货|收件)$")  # 王五收
_NO_ADDRESS: Final = re.compile(
    r"(?:急|快|快点|尽快|赶紧|马上|谢谢|多谢|麻烦了?|拜托|辛苦了?|在吗|好的|或者|或|和|亲|哈|了|啊|哦|吧|呀|哈)+"
)
_LATIN_NAME: Final = re.compile(r"(?<![A-Za-z\d])[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?![A-Za-z\d])")
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?:先生|女士|小姐)?")
_NO_NAME: Final = re.compile(
    r"[省市区县镇乡村路街巷道号栋楼室园苑]$|^(?:改|换|寄|送|发|收|地址|电话|谢谢|麻烦|不对|就这|还是|可以|好的)"
)
_BREAK: Final = re.compile(r"[\s,，;；、。]+")
_GLUED_BEHIND: Final = re.compile(r"^(?P<place>.*[号室栋幢座楼院层户\d])(?P<name>[一-龥]{2,4})$")
_GLUED_BEFORE: Final = re.compile(
    r"^(?P<name>[一-龥]{2,4}?)(?P<place>(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北"
    r"|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|[一-龥]{2,3}[省市]).*)$"
)


def chinese_parts(text: str) -> tuple[str, str]:
    """Address and receiver, each empty where it is not given.

    Args:
        text: without the phone; where the phone stood there is a space.
    """
    latin = _LATIN_NAME.search(text)
    rest = f"{text[: latin.start()]} {text[latin.end() :]}" if latin else text
    pieces = [unglued for piece in _BREAK.split(rest.strip()) for unglued in _unglued(_FIELD.sub("", piece))]
    pieces = [piece for piece in pieces if piece and not _NO_ADDRESS.fullmatch(piece)]
    receiver = _person(pieces) or (latin.group() if latin else "")
    place = " ".join(piece for piece in pieces if _RECEIVES.sub("", piece) != receiver and piece != receiver)
    return place, _RECEIVES.sub("", receiver)


def _unglued(piece: str) -> list[str]:
    """文三路8号王五, typed in one, as two."""
    behind = _GLUED_BEHIND.match(piece)
    if behind and is_person(_RECEIVES.sub("", behind["name"])):
        return [behind["place"], behind["name"]]
    before = _GLUED_BEFORE.match(piece)
    if before and is_person(before["name"]):
        return [before["name"], before["place"]]
    return [piece]


def _person(pieces: list[str]) -> str:
    """The piece that is a person's name; of a name that is none of the usual ones, the only piece that may be."""
    persons = [piece for piece in pieces if is_person(_RECEIVES.sub("", piece)) and not _NO_NAME.search(piece)]
    likely = persons or [piece for piece in pieces if _NAME.fullmatch(piece) and not _NO_NAME.search(piece)]
    return likely[0] if len(likely) == 1 and (persons or len(pieces) > 1) else ""
