"""Who gets a parcel and at which number, where it is said in one text with the address.

科技路8号3栋502 王小明 13912345678 is a place, a receiver and a phone: a label has a line for each.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.dialogue.chinese_receiving import PHONE, chinese_parts, renamed
from bot.dialogue.latin_receiving import latin_parts
from bot.dialogue.phones_said import phones_in, phones_meant, without_phones
from intents.names import is_person

_INSTEAD: Final = re.compile(
    r"(?:电话|手机号?|号码|联系方式)(?:号码)?[^，。,;；\d]{0,4}(?:换|改|变|错|不对|少|多|有误)[^。;；\d]{0,8}"
    r"(?P<phone>1[3-9]\d(?:[\s-]?\d{4}){2})(?!\d)"
    r"|(?:改|换|变更|更换)(?:一下|[一下个])?(?:收货|收件|联系|我的?|的)*(?:电话|手机号?|号码|联系方式)[^，。,;；\d]{0,10}?"
    r"(?P<after>1[3-9]\d(?:[\s-]?\d{4}){2})(?!\d)"
    r"|\b(?:phone|mobile|(?<!order )(?<!tracking )number)\b[^;\d]{0,20}?\b(?:to|is|it'?s|should be|now)\W*"
    r"(?P<latin>\+?\d[\d\s-]{5,18}\d)",
    re.IGNORECASE,
)
_RENAMED: Final = re.compile(
    r"(?:(?:收[货件]人|联系人|姓名|名字)(?:的名字)?[^，。,;；]{0,2}"
    r"(?:改成|改为|换成|换为|[写填打]成了?|改|换|不是[一-龥·]{2,4}\W{0,2}[是叫]|(?:错|不对)了?\W*(?:应该)?[是叫为]?"
    r"|应该?[是为叫]|[是叫])[:：\s]*"
    r"|[改换](?:一?[个下])?(?:收[货件]人|联系人|姓名|名字)[:：，,\s]*(?:[是叫为成])?)"
    r"(?:我(?:的|家)?(?:妈妈?|爸爸?|老婆|老公|朋友|同事|闺蜜|[姐哥弟妹]{1,2}|儿子|女儿|家人))?"
    r"(?P<name>(?!的)[一-龥·]{2,4})(?![一-龥·\d])"
    r"|\b(?i:name|recipient|receiver)\b[^,.;\d]{0,20}?\b(?i:to|is|be|it'?s)\s+"
    r"(?P<latin>(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z'-]+(?: [A-Z][a-z'.-]*){0,2})(?!\w)"
)
_CALLED_INSTEAD: Final = re.compile(
    r"^\W*(?:不对\W*)?(?:(?:收[货件]人|名字|姓名)?不[叫是](?P<one>[一-龥·]{2,4}?)\W{0,2}(?:应该)?[叫是]|收[货件]人[:：\s]*)(?P<name>[一-龥·]{2,4})\W*$"
)
_SAYS_SO: Final = re.compile(r"[改换][成为]|错|不对")  # 收货人换一个 names nobody
_UNPRINTED: Final = frozenset({"So", "Sk", "Cf", "Cs"})  # 王五🐷: a label has no emoji
_OR: Final = re.compile(r"^\W*(?:or|and)\b\s*", re.IGNORECASE)  # between two phones
_CJK: Final = re.compile(r"[一-龥]")


def new_phone(text: str) -> str:
    """The phone that takes the place of another: 电话换成 13912345678. Empty for one that is only named."""
    said, meant = phones_in(text), phones_meant(text)
    if any(phone.old for phone in said):
        return meant[0] if len(meant) == 1 else ""
    found = _INSTEAD.search(text) if len(meant) < 2 else None
    return (found["phone"] or found["after"] or found["latin"]) if found else ""


def new_receiver(text: str) -> str:
    """Who is to get it instead: 名字改成王五. Empty for a name that is only named."""
    if name := _called_instead(text):
        return name
    found = _RENAMED.search(text)
    if found is None or found["latin"]:
        return found["latin"] if found else renamed(text)
    return found["name"] if _SAYS_SO.search(found.group()) or is_person(found["name"]) else ""


def _called_instead(text: str) -> str:
    """赵六, of 不叫王五 叫赵六, or of 收件人赵六 alone."""
    found = _CALLED_INSTEAD.match(text)
    if found is None or not is_person(found["name"]):
        return ""
    return found["name"] if found["one"] is None or is_person(found["one"]) else ""


def parted(text: str) -> dict[str, str]:
    """What of `address`, `receiver` and `phone` a text gives; no `address` where nothing but a phone is given."""
    text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _UNPRINTED)
    meant = phones_meant(text)
    phone = meant[0] if len(meant) == 1 else ""
    if not _CJK.search(text):
        place, receiver = latin_parts(*_at_phone(text, phone))
        if new_receiver(text) and receiver != new_receiver(text):  # receiver should be Mr. Li
            return _given("", new_receiver(text), phone)
        return _given(place, receiver, phone)
    if name := _called_instead(text):
        return {"receiver": name}
    place, receiver = chinese_parts(without_phones(text, f" {PHONE} "))
    if not receiver and new_receiver(text):
        return _given("", new_receiver(text), phone)
    return _given(place, receiver, phone)


def _at_phone(text: str, phone: str) -> tuple[str, str | None]:
    """The text before the phone, and behind it; other numbers are no part of either."""
    marked = without_phones(text, PHONE)
    if PHONE not in marked:
        return text, None
    at = next((place for place, one in enumerate(phones_in(text)) if one.number == phone), 0)
    around = [_OR.sub("", part).strip("() ") for part in marked.split(PHONE)]
    before, after = around[: at + 1], around[at + 1 :]
    return " ".join(before), " ".join(after)


def _given(place: str, receiver: str, phone: str) -> dict[str, str]:
    found = {"address": place, "receiver": receiver, "phone": phone}
    return {name: value for name, value in found.items() if value}
