"""Whether a text says where something goes or who gets it, so that no other sentence becomes an address.

小二介入, when the new address is asked for, is none; 5栋201, a name with a phone and 12 Baker St are.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.codes import without_links
from bot.dialogue.understanding import Message

_WITHIN: Final = re.compile(
    r"(?:(?:改成|改到|改为|换成|换到|寄到|寄往|寄去|发到|发往|送到|地址是|地址[:：]?|应该是|是)\s*)?"
    r"(?P<address>[一-龥]{2,8}(?:省|市|自治区|区|县|州|镇)[^。；;\n]{0,40}?[路街巷道村苑园号栋幢楼室][^。；;\n]{0,80})"
)
_SHORT_WITHIN: Final = re.compile(
    r"(?:改成|改到|改为|换成|换到|寄到|寄往|寄去|发到|发往|送到|地址是|应该是|地址)[\s:：]*"
    r"(?P<address>[一-龥]{2,14}(?:路|街|巷|弄|大道|小区|花园|[村苑])\s*[一-龥]{0,6}\d[^。；;\n]{0,60})"
)
_LATIN_WITHIN: Final = re.compile(
    r"(?:\b(?:to|at|address is|address|it'?s|should be|is)\b|:)[\s:]*(?P<address>(?:(?:flat|apt|unit|room|no)\.?\s*)?"
    r"\d+[a-z]?(?:[-/]\d+)?,?\s+[a-z0-9][^;!?\n]{2,120})",
    re.IGNORECASE,
)
_LATIN_ALONE: Final = re.compile(
    r"\s*\d+[A-Za-z]?,? (?:[A-Z][A-Za-z']+ ){1,4}(?i:street|road|avenue|lane|drive|st|rd|ave|blvd)\b[^;!?\n]{0,80}"
)
_LATIN_END: Final = re.compile(
    r"(?<=[a-z0-9]{4})\.\s.*$"
    r"|[\s,.]*\b(?:please|pls|thanks?|thank you|instead)\b(?:[^,;\n]*(?=[,;\n].*\d)|.*$)|[\s,.]+$",
    re.IGNORECASE | re.DOTALL,
)
_PLACE: Final = re.compile(
    r"[一-龥](?:省|(?<!超)市(?!场|面)|区(?!别|分)|县|镇|乡|村(?!里)|街|路(?![上过由线])|大道|巷|弄(?!坏|错|丢|脏|得|了|好|清)"
    r"|胡同|小区|花园|公寓|大厦|广场|驿站|苑|家园|学校|大学|[中小]学|医院|门诊|宿舍)"
    r"|(?:门牌|房号|楼号|地址)[^\d]{0,8}\d|[0-9a-z一二三四五六七八九十百]\s*(?:号|栋|幢|座|单元|室|楼|弄|组|队|#)"
    r"|[加补添](?:上|个|一下)?\s*\d(?!\d*\s*[件个块元钱瓶双条份%倍])"
    r"|(?:收件人|收货人|姓名|名字|电话|手机号?|地址)\s*[:：改换是为]"
    r"|\b(?:street|road|avenue|lane|drive|court|square|close|way|house|apartment|apt|flat|unit|suite|floor|block"
    r"|building|town|city|county|zip|post(?:al )?code|phone|recipient|name is)\b|\b(?:st|rd|ave|blvd)\b\.?"
    r"|\b\d+[a-z]?,? (?!yuan|rmb|dollar|usd|eur|pound|piece|day|hour|minute)(?-i:[A-Z])[a-z]{2,}",
    re.IGNORECASE,
)
_LEADS_UP: Final = re.compile(
    r"^\W*(?:就|那|请|麻烦|帮我|给我)*把?(?:收货)?(?:地址|信息)?(?:改成|改到|改为|换成|换到|寄到|寄往|寄去|发到|发往|送到)[:：]?\s*"
)
_ASKED_BESIDE: Final = re.compile(
    r"(?:(?<=[\s，,。；;！!])|(?<=\d{11}))(?:(?!\d{11})[^\s，,。；;！!])*(?:[?？]|[吗呢么](?=[\s，,。]|$)).*$",
    re.DOTALL,
)
_LINES: Final = re.compile(
    r"\n(?=[ ]*(?!快点|赶紧|尽快|谢谢|麻烦|拜托|在吗|好的)"
    r"(?:[一-龥]{2,4}|(?:[一-龥]{2,4}[ ]*)?\+?\d[\d -]{6,})[ ]*(?:\n|$))"
)
_REGION_LINE: Final = re.compile(r"(?<=[省市区县])[ ]*\n[ ]*(?=[一-龥]{2,}[^\n]*\d)")  # behind it stands the street
_ASKS: Final = re.compile(r"[?？吗呢]\s*$|几号|什么|哪")


def is_address(message: Message) -> bool:
    """Whether the message has at least one part of an address: a place, a number of a house, a phone."""
    if message.values("phone"):
        return True
    text = without_links(message.text)
    return _PLACE.search(text) is not None and _ASKS.search(text) is None


def without_question(text: str) -> str:
    """What goes on a label, of 改到文三路8号 王五 13800138000 可以吗？今天能发吗: no lead-in and no question."""
    return _ASKED_BESIDE.sub("", _LEADS_UP.sub("", text)).strip().rstrip("，,；;。")


def address_within(message: Message) -> str:
    """A whole address among other words: 改成杭州市西湖区文三路 1 号 张三 13800005555; empty when there is none.

    change it to 5 Nanjing Rd, please names one, too; call me at 5 in the afternoon does not.
    """
    text = _REGION_LINE.sub("", without_links(message.text))
    text = _LINES.sub(" ", text)  # a receiver and a phone follow it on lines of their own
    for entity in message.values("order_number"):
        text = text.replace(entity.text, " ")
    found = _WITHIN.search(text) or _SHORT_WITHIN.search(text)
    if found is not None:
        return found["address"].strip()
    for latin in _LATIN_WITHIN.finditer(text):
        address = _LATIN_END.sub("", latin["address"])
        if _PLACE.search(address) and not _ASKS.search(text):
            return address
    alone = _LATIN_ALONE.match(text)
    return _LATIN_END.sub("", alone.group()).strip() if alone and not _ASKS.search(text) else ""
