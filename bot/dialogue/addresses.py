"""Whether a text says where something goes or who gets it, so that no other sentence becomes an address.

小二介入, when the new address is asked for, is none; 5栋201, a name with a phone and 12 Baker St are.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.understanding import Message, without_links

_WITHIN: Final = re.compile(
    r"(?:(?:改成|改到|改为|换成|换到|寄到|寄去|送到|地址是|地址[:：]?|应该是|是)\s*)?"
    r"(?P<address>[一-龥]{2,8}(?:省|市|自治区|区|县|州|镇)[^。；;\n]{0,40}?[路街巷道村苑园号栋幢楼室][^。；;\n]{0,80})"
)
_PLACE: Final = re.compile(
    r"[一-龥](?:省|(?<!超)市(?!场|面)|区(?!别|分)|县|镇|乡|村(?!里)|街|路(?![上过由线])|大道|巷|弄(?!坏|错|丢|脏|得|了|好|清)"
    r"|胡同|小区|花园|公寓|大厦|广场|驿站|苑|家园|学校|大学|[中小]学|医院|门诊|宿舍)"
    r"|(?:门牌|房号|楼号|地址)[^\d]{0,8}\d|[0-9a-z一二三四五六七八九十百]\s*(?:号|栋|幢|座|单元|室|楼|弄|组|队|#)"
    r"|(?:收件人|收货人|姓名|名字|电话|手机号?|地址)\s*[:：改换是为]"
    r"|\b(?:street|road|avenue|lane|drive|court|square|close|way|house|apartment|apt|flat|unit|suite|floor|block"
    r"|building|town|city|county|zip|post(?:al )?code|phone|recipient|name is)\b|\b(?:st|rd|ave|blvd)\b\.?"
    r"|\b\d+[a-z]?,? (?!yuan|rmb|dollar|usd|eur|pound|piece|day|hour|minute)(?-i:[A-Z])[a-z]{2,}",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"[?？吗呢]\s*$|几号|什么|哪")


def is_address(message: Message) -> bool:
    """Whether the message has at least one part of an address: a place, a number of a house, a phone."""
    if message.values("phone"):
        return True
    text = without_links(message.text)
    return _PLACE.search(text) is not None and _ASKS.search(text) is None


def address_within(message: Message) -> str:
    """A whole address among other words: 改成杭州市西湖区文三路 1 号 张三 13800005555; empty when there is none."""
    found = _WITHIN.search(without_links(message.text))
    return found["address"].strip() if found else ""
