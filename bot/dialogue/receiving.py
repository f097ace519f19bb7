"""Who gets a parcel and at which number, where it is said in one text with the address.

科技路8号3栋502 王小明 13912345678 is a place, a receiver and a phone: a label has a line for each.
"""

from __future__ import annotations

import re
from typing import Final

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_LABEL: Final = re.compile(
    r"^(?:新的?)?(?:收货|收件)?(?:人|姓名|名字|联系人|电话|手机号?|号码|联系电话|联系方式|地址|信息)"
    r"(?:改成|改为|换成|是|为)?[:：]?\s*|^(?:name|phone|recipient|address)\s*[:：]\s*",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?:先生|女士|小姐)?")
_NO_NAME: Final = re.compile(
    r"[省市区县镇乡村路街巷道号栋楼室园苑]$|^(?:改|换|寄|送|发|收|地址|电话|谢谢|麻烦|不对|就这|还是|可以|好的)"
)
_BREAK: Final = re.compile(r"[\s,，;；、。]+")


def parted(text: str) -> dict[str, str]:
    """What of `address`, `receiver` and `phone` a text gives; `address` is the whole text when no place remains."""
    phone = _PHONE.search(text)
    rest = f"{text[: phone.start()]} {text[phone.end() :]}" if phone else text
    pieces = [_LABEL.sub("", piece) for piece in _BREAK.split(rest.strip())]
    pieces = [piece for piece in pieces if piece]
    names = [piece for piece in pieces if _NAME.fullmatch(piece) and not _NO_NAME.search(piece)]
    receiver = names[0] if len(names) == 1 and len(pieces) > 1 else ""
    place = " ".join(piece for piece in pieces if piece != receiver) if phone or receiver else text
    found = {"address": place or text, "receiver": receiver, "phone": re.sub(r"\D", "", phone.group()) if phone else ""}
    return {name: value for name, value in found.items() if value}
