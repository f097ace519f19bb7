"""Who gets a parcel and at which number, where it is said in one text with the address.

科技路8号3栋502 王小明 13912345678 is a place, a receiver and a phone: a label has a line for each.
"""

from __future__ import annotations

import re
from typing import Final

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_FIELD: Final = re.compile(
    r"^(?:新的?)?(?:收货|收件)?(?:人|姓名|名字|联系人|电话|手机号?|号码|联系电话|联系方式|地址|信息)"
    r"(?:改成|改到|改为|换成|换到|是|为)?[:：]?\s*|^(?:name|phone|recipient|address)\s*[:：]\s*"
    r"|^(?:改|换)(?:成|到|为)[:：]?\s*",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(
    r"(?:电话|手机号?|号码|联系方式)(?:号码)?[^，。,;；\d]{0,4}(?:换|改|变)[^，。,;；\d]{0,4}"
    r"(?P<phone>1[3-9]\d(?:[\s-]?\d{4}){2})(?!\d)"
    r"|(?:改|换|变更|更换)(?:一下|[一下个])?(?:收货|收件|联系|我的?|的)*(?:电话|手机号?|号码|联系方式)[^，。,;；\d]{0,10}?"
    r"(?P<after>1[3-9]\d(?:[\s-]?\d{4}){2})(?!\d)"
    r"|\b(?:phone|mobile|number)\b[^.,;\d]{0,20}\bto\W*(?P<latin>\+?\d[\d\s-]{5,18}\d)",
    re.IGNORECASE,
)
_RENAMED: Final = re.compile(
    r"(?:收[货件]人|联系人|姓名|名字)(?:的名字)?[^，。,;；]{0,2}(?:改成|改为|换成|换为|错了?\W*(?:应该)?[是叫])[:：\s]*"
    r"(?P<name>[一-龥·]{2,4})(?![一-龥·\d])"
)
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?:先生|女士|小姐)?")
_LATIN_NAME: Final = re.compile(r"[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'.-]*){0,2}")
_NO_NAME: Final = re.compile(
    r"[省市区县镇乡村路街巷道号栋楼室园苑]$|^(?:改|换|寄|送|发|收|地址|电话|谢谢|麻烦|不对|就这|还是|可以|好的)"
)
_BREAK: Final = re.compile(r"[\s,，;；、。]+")


def new_phone(text: str) -> str:
    """The phone that takes the place of another: 电话换成 13912345678. Empty for one that is only named."""
    found = _INSTEAD.search(text)
    return (found["phone"] or found["after"] or found["latin"]) if found else ""


def new_receiver(text: str) -> str:
    """Who is to get it instead: 名字改成王五. Empty for a name that is only named."""
    found = _RENAMED.search(text)
    return found["name"] if found else ""


def parted(text: str) -> dict[str, str]:
    """What of `address`, `receiver` and `phone` a text gives; no `address` where nothing but a phone is given."""
    phone = _PHONE.search(text)
    rest = f"{text[: phone.start()]} {text[phone.end() :]}" if phone else text
    pieces = [_FIELD.sub("", piece) for piece in _BREAK.split(rest.strip())]
    pieces = [piece for piece in pieces if piece]
    names = [piece for piece in pieces if _NAME.fullmatch(piece) and not _NO_NAME.search(piece)]
    receiver = names[0] if len(names) == 1 and (len(pieces) > 1 or phone) else ""
    alone = rest.strip(" ,;.")
    if phone and _LATIN_NAME.fullmatch(alone):  # John, 13800001111
        pieces, receiver = [alone], alone
    place = " ".join(piece for piece in pieces if piece != receiver) if phone or receiver else _FIELD.sub("", text)
    if not receiver and new_receiver(text):
        place, receiver = "", new_receiver(text)
    found = {"address": place, "receiver": receiver, "phone": re.sub(r"\D", "", phone.group()) if phone else ""}
    return {name: value for name, value in found.items() if value}
