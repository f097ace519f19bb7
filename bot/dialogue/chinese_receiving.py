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
    r"等[下等]|稍等|村里|家里|公司|单位|老家|新家|(?:急|快|快点|尽快|赶紧|马上|谢谢|多谢|麻烦了?|拜托|辛苦了?|在吗|好的|或者|或|和|亲|哈|了|啊|哦|吧|呀|哈)+"
)
_LATIN_NAME: Final = re.compile(r"(?<![A-Za-z\d])[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?![A-Za-z\d])")
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?:先生|女士|小姐)?")
_NO_NAME: Final = re.compile(
    r"[省市区县镇乡村路街巷道号栋楼室园苑]$|^(?:单元|改|换|寄|送|发|收|地址|电话|谢谢|麻烦|不对|就这|还是|可以|好的)"
)
_BREAK: Final = re.compile(r"[\s,，;；、。]+")
_FORM: Final = re.compile(  # 收货人:王五;手机号码:13800138000;所在地区:浙江省杭州市西湖区;详细地址:文三路8号
    r"(?:收[货件]人|联系人|姓名|名字|收[货件]|联系)?(?:姓名|手机号码|手机号|手机|电话号码|联系电话|联系方式|电话|号码"
    r"|所在地区|所在区域|所在地|地区|省市区|街道地址|详细地址|收[货件]地址|地址|邮政编码|邮编|收[货件]人|联系人|名字)\s*[:：=]"
)
_FORM_NAME: Final = re.compile(
    r"(?:收[货件]人|联系人|姓名|名字)\s*[:：=]\s*(?P<name>[^\s,，;；、。:：\d]{1,12}(?:\[\d+\])?)"
)
_VIRTUAL: Final = re.compile(r"(?<![一-龥])[一-龥·]{2,4}\[\d{3,6}\]")  # 王五[1234], as marketplaces hide a name
_POSTCODE: Final = re.compile(r"邮编\s*[:：]?\s*\d{6}")
_NOT_THAT: Final = re.compile(r"(?<=[^\s，,。])不是[^\s，,。]+$")  # 是9号不是8号
_LEADS_UP: Final = re.compile(
    r"^(?:(?:后面|前面|末尾|再|还|也|要|得|请|麻烦|帮忙|帮我|给我|我|想|那|就|都|直接|对了?|嗯+|哦|应该|不过|把|重新)*"
    r"(?:加|补|添|改|换|寄|送|发|放)(?:成|到|为|去|往|给|个|上|了|一下|在)*|(?:应该|就|都)?是)(?:新的?)?(?:收[货件])?(?:地址|信息)?[是为]?[:：]?"
    r"|^[^\d]{1,16}?(?:改成|改到|改为|换成|换到|寄到|寄往|寄去|发到|发往|送到)(?=[一-龥]{2})"
)
_MARKED: Final = re.compile(
    r"\d|[一-龥](?:省|市|区|县|镇|乡|村|街|路|道|巷|弄|胡同|小区|花园|家园|公寓|大厦|广场|驿站|苑|学校|大学|[中小]学|医院|宿舍)"
)
_TALK: Final = re.compile(  # 不变, 台灯那单, 改不了就退款, 我的手机: what is said about a label is not on it
    r"[错不的了吗呢这您你他她它我谢嗯哦]|那一?[单个件]|改|换|寄|退|发货|门口|电话|名字|手机|号码|收[件货]|地址|信息|应该|快点|尽快|麻烦"
    r"|[少多漏][打写填输]|照旧|照原|原来|以前|保持|一样|同上"
)
_TAKEN_BACK: Final = re.compile(r"^(?:不是|不要|别|[一-龥]{0,12}?[写填打输选]?(?:错了?|不对)(?:一位|了)?$)")
_GLUED_BEHIND: Final = re.compile(r"^(?P<place>.*[号室栋幢座楼院层户\d])(?P<name>[一-龥]{2,4})$")
_GLUED_BEFORE: Final = re.compile(
    r"^(?P<name>[一-龥]{2,4}?)(?P<place>(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北"
    r"|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|[一-龥]{2,3}[省市]).*)$"
)


def is_receiver(text: str) -> bool:
    """Whether it is a person's name, and no place: 黄浦区 begins with a family name."""
    return is_person(text) and _NO_NAME.search(text) is None


def chinese_parts(text: str) -> tuple[str, str]:
    """Address and receiver, each empty where it is not given.

    Args:
        text: without the phone; where the phone stood there is a space.
    """
    named = _FORM_NAME.search(text) or _VIRTUAL.search(text)
    name = named.groupdict().get("name", named.group()) if named else ""
    text = _NOT_THAT.sub("", _FORM.sub(" ", _POSTCODE.sub(" ", text)))
    if name:
        text = text.replace(name, " ", 1)
    latin = None if name else _LATIN_NAME.search(text)
    rest = f"{text[: latin.start()]} {text[latin.end() :]}" if latin else text
    pieces = [unglued for piece in _BREAK.split(rest.strip()) for unglued in _unglued(_FIELD.sub("", piece))]
    pieces = [_LEADS_UP.sub("", piece) for piece in pieces if not _TAKEN_BACK.match(piece)]
    pieces = [piece for piece in pieces if piece and not _NO_ADDRESS.fullmatch(piece) and not _is_talk(piece)]
    receiver = name or _person(pieces) or (latin.group() if latin else "")
    place = " ".join(piece for piece in pieces if _RECEIVES.sub("", piece) != receiver and piece != receiver)
    return place, _RECEIVES.sub("", receiver)


def _is_talk(piece: str) -> bool:
    """Whether it neither says where nor who: 改不了就退款."""
    return bool(_RECEIVES.fullmatch(piece)) or (_MARKED.search(piece) is None and _TALK.search(piece) is not None)


def _unglued(piece: str) -> list[str]:
    """文三路8号王五, typed in one, as two."""
    behind = _GLUED_BEHIND.match(piece)
    if behind and is_receiver(_RECEIVES.sub("", behind["name"])):
        return [behind["place"], behind["name"]]
    before = _GLUED_BEFORE.match(piece)
    if before and is_person(before["name"]):
        return [before["name"], before["place"]]
    return [piece]


def _person(pieces: list[str]) -> str:
    """The piece that is a person's name; of a name that is none of the usual ones, the only piece that may be."""
    persons = [piece for piece in pieces if is_receiver(_RECEIVES.sub("", piece)) and not _NO_NAME.search(piece)]
    likely = persons or [piece for piece in pieces if _NAME.fullmatch(piece) and not _NO_NAME.search(piece)]
    return likely[0] if len(likely) == 1 and (persons or len(pieces) > 1) else ""
