"""Who gets a parcel, in an address of Chinese characters: a person's name stands anywhere in it, parted or not.

文三路8号 王五 13800138000, 王五13800138000浙江省杭州市文三路8号 and 文三路8号3栋王小五收 are the same label.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.label_forms import read_form
from intents.names import is_person

PHONE: Final = "\0"
"""What stands in a text in the place of a phone."""

_FIELD: Final = re.compile(
    r"^(?:就|那|请|麻烦|帮我|直接|都)*(?:新的?)?(?:收货|收件)?(?:人|姓名|名字|联系人|电话|手机号?|号码|联系电话|联系方式|地址|信息|门牌号?|房号|楼号)"
    r"(?:改成|改到|改为|换成|换到|改|换|是|为)?[:：]?\s*|^(?:name|phone|recipient|address)\s*[:：]\s*"
    r"|^(?:就|那|请|麻烦|帮我|直接|都)*(?:改|换|寄|送|发)(?:成|到|为|去|往)[:：]?\s*",
    re.IGNORECASE,
)
_RECEIVES: Final = re.compile(r"(?:(?:来)?[收签启转]|亲启|代[收签转]|转交?|收货|收件)$")  # 王五收, 李四转
_TITLE: Final = re.compile(r"先生|女士|小姐|老师|阿姨")
_OF_PHONE: Final = re.compile(r"(?<=[一-龥]{2})的?(?:联系)?(?:电话|手机号?|号码)$")  # 李芳电话, before the number
_IN_BRACKETS: Final = re.compile(r"\(\s*(?P<inside>[^()]*?)\s*\)")
_RENAMED: Final = re.compile(
    r"(?:^|[^一-龥]|把|将|由|从)(?P<one>[一-龥]{2,4}?)(?:改[成为叫]|[换变]成|换为)(?P<name>[一-龥]{2,4}?)(?:吧|了)?(?![一-龥])"
)
_NO_ADDRESS: Final = re.compile(  # each word of a run once: what can be read two ways takes for ever on 600 of them
    r"[旧老新原](?:的|号|号码|电话|手机)+|等[下等]|稍等|村里|家里|公司|单位|老家|新家"
    r"|催(?:一下|下|催)?(?:[吧哦啊])?"
    r"|(?:急|快|快点|尽快|尽量|越快越好|赶紧|马上|谢谢|多谢|麻烦|拜托|辛苦|在吗|好的|或者|或|和|亲|哈|了|啊|哦|吧|呀)+"
)
_LATIN_NAME: Final = re.compile(r"(?<![A-Za-z\d])[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?![A-Za-z\d])")
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?:先生|女士|小姐)?")
_NO_NAME: Final = re.compile(
    r"[省市区县镇乡村路街巷道号栋楼室园苑]$|^(?:单元|改|换|寄|送|发|收|地址|电话|谢谢|麻烦|不对|就这|还是|可以|好的)"
)
_BREAK: Final = re.compile(r"[\s,，;；、。]+")
_VIRTUAL: Final = re.compile(r"(?<![一-龥])[一-龥·]{2,4}\[\d{3,6}\]")  # 王五[1234], as marketplaces hide a name
_POSTCODE: Final = re.compile(r"邮编\s*[:：]?\s*\d{6}")
_NOT_THAT: Final = re.compile(r"(?<=[^\s，,。])不是[^\s，,。]+$")  # 是9号不是8号
_LEADS_UP: Final = re.compile(
    r"^(?:(?:后面|前面|末尾|再|还|也|要|得|请|麻烦|帮忙|帮我|给我|我|想|那|就|都|直接|对了?|嗯|哦|应该|不过|把|重新)*"
    r"(?:加|补|添|改|换|寄|送|发|放)(?:成|到|为|去|往|给|个|上|了|一下|在)*|(?:应该|就|都)?是)(?:新的?)?(?:收[货件])?(?:地址|信息)?[是为]?[:：]?"
    r"|^[^\d]{1,16}?(?:改成|改到|改为|换成|换到|寄到|寄往|寄去|发到|发往|送到)(?=[一-龥]{2})"
)
_BUILT: Final = re.compile(
    r"\d|[一-龥](?:街|路|道|巷|弄|胡同|小区|花园|家园|公寓|大厦|广场|驿站|苑|学校|大学|[中小]学|医院|宿舍)"
)
_MARKED: Final = re.compile(r"[一-龥][省市区县镇乡村]")
_SPEAKS: Final = re.compile(r"[我你您他她它]")
_TALK: Final = re.compile(  # 不变, 台灯那单, 改不了就退款, 我的手机: what is said about a label is not on it
    r"[错不的了吗呢这您你他她它我谢嗯哦]|那一?[单个件]|改|换|寄|退|发货|门口|电话|名字|手机|号码|收[件货]|地址|信息|应该|快点|尽快|麻烦"
    r"|[少多漏][打写填输]|照旧|照原|原来|以前|之前|保[持留]|一[样致]|[相不]同|同[上前号]|变|停机|作废|注销|停用|欠费|打不通|没用"
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
    form = read_form(_POSTCODE.sub(" ", text))
    virtual = _VIRTUAL.search(form.rest)
    name = virtual.group() if virtual and not form.receiver else form.receiver
    text = form.rest.replace(name, " ", 1) if virtual and name else form.rest
    text = _NOT_THAT.sub("", _IN_BRACKETS.sub(_unbracketed, text))
    latin = None if name else _LATIN_NAME.search(text)
    rest = f"{text[: latin.start()]} {text[latin.end() :]}" if latin else text
    pieces = [unglued for piece in _BREAK.split(rest.strip()) for unglued in _unglued(_FIELD.sub("", piece))]
    pieces = [_OF_PHONE.sub("", _LEADS_UP.sub("", piece)) for piece in pieces if not _TAKEN_BACK.match(piece)]
    pieces = [piece for piece in pieces if piece and not _NO_ADDRESS.fullmatch(piece) and not _is_talk(piece)]
    named = "" if _is_talk(name) and not is_receiver(name) else _addressee(name)
    receiver = named or _person(pieces) or (latin.group() if latin else "")
    place = " ".join(piece for piece in pieces if piece != PHONE and _addressee(piece) != receiver)
    return place, receiver


def renamed(text: str) -> str:
    """李方, of 李芳改成李方: one person in the place of another. Empty for anything else that changes."""
    found = _RENAMED.search(text)
    return found["name"] if found and is_receiver(found["one"]) and is_receiver(found["name"]) else ""


def _unbracketed(found: re.Match[str]) -> str:
    """王五(先生), (王五收) and (13800138000) are on the label; (东区) is a part of a place, (微信同号) of nothing."""
    inside = found["inside"]
    if _TITLE.fullmatch(inside):
        return inside
    if inside in ("", PHONE) or is_receiver(_addressee(inside)):
        return f" {inside} "
    return found.group() if _BUILT.search(inside) or _MARKED.search(inside) else " "


def _addressee(piece: str) -> str:
    """王五, of 王五收; 王启 is a name."""
    short = _RECEIVES.sub("", piece)
    return short if is_receiver(short) or not is_receiver(piece) else piece


def _is_talk(piece: str) -> bool:
    """Whether it neither says where nor who: 改不了就退款, 我认识市监局的人."""
    if _RECEIVES.fullmatch(piece):
        return True
    if _TALK.search(piece) is None or _BUILT.search(piece):
        return False
    return _MARKED.search(piece) is None or _SPEAKS.search(piece) is not None


def _unglued(piece: str) -> list[str]:
    """文三路8号王五, typed in one, as two."""
    behind = _GLUED_BEHIND.match(piece)
    if behind and is_receiver(_addressee(behind["name"])):
        return [behind["place"], behind["name"]]
    before = _GLUED_BEFORE.match(piece)
    if before and is_person(before["name"]):
        return [before["name"], before["place"]]
    return [piece]


def _person(pieces: list[str]) -> str:
    """The piece that is a person's name; one that is none of the usual names, when it is first or at the phone."""
    persons = [name for piece in pieces if is_receiver(name := _addressee(piece))]
    if persons:
        return persons[0] if len(persons) == 1 else ""
    beside = {at + step for at, piece in enumerate(pieces) if piece == PHONE for step in (-1, 1)} | {0}
    unusual = [_addressee(piece) for at, piece in enumerate(pieces) if at in beside and _is_name(piece)]
    return unusual[0] if len(unusual) == 1 and len(pieces) > 1 else ""


def _is_name(piece: str) -> bool:
    return _NAME.fullmatch(piece) is not None and not _NO_NAME.search(piece)
