"""Courtesies around what a customer wants: 你好，… 谢谢.

They say nothing about the matter, unless they are the matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BREAK = r"[\s,.!?;:]"
_GREETINGS = (
    "您好|你好|亲爱的|亲们|亲|在吗|在不在|在么|有人吗|有人在吗|哈喽|嗨|早上好|上午好|中午好|下午好|晚上好|打扰一下|打扰了|"
    "不好意思|请问一下|请问下|请问|麻烦问一下|麻烦问下|我想问一下|我想问下|我想问问|想问一下|想问下|想问问|问一下|问下|"
    "我想咨询一下|我想咨询下|我想咨询|咨询一下|咨询下|想咨询|美女|帅哥|小姐姐|小哥哥|老板娘|老板|掌柜的|掌柜|店家|店主"
)
_ADDRESSED = "客服小姐姐|客服|人呢"  # courtesies only when something sets them apart: 客服呢 asks for one
_LATIN = r"hello there|hi there|hello|hi|hey|good morning|good afternoon|good evening|excuse me|please"
_FRONT = re.compile(
    rf"(?:^|(?<={_BREAK}))(?:(?:{_GREETINGS}){_BREAK}*|(?:{_ADDRESSED})(?:{_BREAK}+|$)|(?:{_LATIN})(?:{_BREAK}+|$))+"
)
_THANKS = re.compile(
    rf"(?:谢谢(?:你|您|亲)?[了啦啊哈]?|多谢[了啦]?|谢了|感谢|(?:(?<={_BREAK})|^)(?:please|thank you|thanks))+\Z"
)
_BREAKS = " \t\n\r\f\v,.!?;:"
_LONGEST_THANKS = 40  # characters at the end in which they stand: whoever writes more of them pays no more time
_SAID = re.compile(r"\w")
_LEAST_MATTER = 4  # characters: 好的，谢谢 is thanks, not 好的


@lru_cache(maxsize=16)  # one message is looked at several times
def without_courtesy(text: str) -> str:
    """Normalised text without greetings in front of its parts and thanks at its end.

    Text that is little else than courtesy (在吗, 好的谢谢) stays whole: then it is the matter.
    """
    bare = _without_thanks(_FRONT.sub("", text)).strip()
    return bare if len(_SAID.findall(bare)) >= _LEAST_MATTER else text


def is_courtesy(text: str) -> bool:
    """Is normalised text nothing but a greeting, an address or thanks?"""
    return _SAID.search(_without_thanks(_FRONT.sub("", text))) is None


def _without_thanks(text: str) -> str:
    ended = text.rstrip(_BREAKS)
    found = _THANKS.search(ended, max(0, len(ended) - _LONGEST_THANKS))
    return text if found is None else ended[: found.start()].rstrip(_BREAKS)
