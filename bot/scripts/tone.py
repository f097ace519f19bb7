"""The house tone as a table: words that no reply may contain, with what to write instead.

Capability C2: warm and professional; no insults, counter-questions, reproach, shirking, sending people away to read,
flat refusals to bargain, arguing over who is right, or absolute promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Banned:
    """Wordings that break the tone in one way. `pattern` is a regular expression."""

    pattern: re.Pattern[str]
    reason: str
    instead: str


def _banned(pattern: str, reason: str, instead: str) -> Banned:
    return Banned(pattern=re.compile(pattern, re.IGNORECASE), reason=reason, instead=instead)


BANNED: Final[Mapping[str, tuple[Banned, ...]]] = MappingProxyType(
    {
        "zh": (
            _banned(
                "傻[逼子瓜]|白痴|笨蛋|有病|神经病|滚[开蛋]|闭嘴|废话|脑子|无理取闹|无聊|活该",
                "insulting",
                "say what you can do",
            ),
            _banned(
                "随便你|爱[买要]不|呵呵|关你什么|你说呢|切[~～，。！]|^\\s*[哦噢]+[。.~～…！!]*\\s*$",
                "flippant",
                "say what you can do",
            ),
            _banned(
                "(?:^|(?<=[。！？，；\\s]))(?:什么|哪个|啥)？|你(到底|究竟)?想怎[么样]|想怎么样|(到底|究竟)(要|想)(怎|干)|干嘛|干什么？",
                "a counter-question",
                "ask with the choices: 您说的是……吗？",
            ),
            _banned(
                "不是(早就|早|已经|都)*(告诉|跟|和)[你您]|不是说(过|了)(么|吗)|说过了(么|吗)?[？?]|自己不|你没看|您没看见|怎么不早",
                "a reproach",
                "explain once more, kindly",
            ),
            _banned(
                "不知道|不清楚|不晓得|不关我|不归我|没办法|无能为力|跟我们?(没|无)关|找别人|我也没",
                "shirking",
                "say who will find out and when",
            ),
            _banned(
                "自己(去)?(看|查|读|找)|看详情页?(就|去)|详情页(都)?(写|有)(着|的|了)",
                "sends the customer away",
                "give the answer",
            ),
            _banned(
                "(从不|概不|谢绝|不接受|不能|不可以|不)(还价|议价|讲价|砍价)|一分(都|也)?不|已经(是)?最低",
                "a flat no to bargaining",
                "offer what the policy allows, softly",
            ),
            _banned(
                "(是|就是)[你您](的错|自己)|[你您](错了|搞错|弄错|理解错)|不是我们的(错|责任|问题)",
                "arguing over who is right",
                "state the facts",
            ),
            _banned(
                "永(远)?不(会)?(生锈|坏|褪色|掉色|变形)|绝对(不|没)|百分之?百|100\\s?[%％](不|没|保证)|保证(不|没|永)|肯定不会",
                "an absolute promise",
                "condition and usual lifetime from the product's data",
            ),
            _banned("加(我|个|一下)?(微信|qq|vx)|私下(交易|转账)", "leads off the platform", "offer help right here"),
        ),
        "en": (
            _banned(
                r"\b(stupid|idiot|dumb|shut up|nonsense|whatever|f+u+c+k\w*|bullshit|moron|screw you)\b",
                "insulting or flippant",
                "say what you can do",
            ),
            _banned(r"^(what|which one)\?|what do you want", "a counter-question", "ask with the choices"),
            _banned(
                r"(as|like) i (already )?(said|told you)|already told you|you should have",
                "a reproach",
                "explain once more",
            ),
            _banned(
                r"\bi (don't|do not) know\b|\bno idea\b|not (my|our) (problem|job|fault)|nothing (i|we) can do",
                "shirking",
                "say who will find out and when",
            ),
            _banned(
                r"(read|check|look it up) (it )?yourself|read the (page|description)",
                "sends the customer away",
                "give the answer",
            ),
            _banned(
                r"\b(we|i) never (bargain|haggle|discount)|no bargaining",
                "a flat no to bargaining",
                "offer what the policy allows",
            ),
            _banned(r"\byou('re| are) wrong\b|\byour (own )?fault\b", "arguing over who is right", "state the facts"),
            _banned(
                r"\b(will )?never (rust|break|fade|fail)|100\s?% (guarantee|safe)|absolutely (no|never)",
                "an absolute promise",
                "condition and usual lifetime",
            ),
        ),
    }
)
"""By language."""

SPARING: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {"zh": re.compile("[啊恩噢]|(?<![不可旅进银执流])行[，。！～~]")}
)
"""Filler words: one in a reply is warm, more are sloppy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneSlip:
    """A wording that breaks the tone, and where it begins in the text (from 0)."""

    offset: int
    wording: str
    reason: str
    instead: str


def warnings(text: str) -> tuple[ToneSlip, ...]:
    """What is wrong with the tone of an agent's draft, in whatever language it is written; in the order of the text."""
    found = (slip for language in BANNED for slip in slips(text, language))
    return tuple(sorted(found, key=lambda slip: slip.offset))


def slips(text: str, language: str) -> Iterator[ToneSlip]:
    """Every wording of the text that the house tone does not allow."""
    for rule in BANNED.get(language, ()):
        for found in rule.pattern.finditer(text):
            yield ToneSlip(offset=found.start(), wording=found[0], reason=rule.reason, instead=rule.instead)
    fillers = SPARING.get(language)
    many = list(fillers.finditer(text)) if fillers else []
    if len(many) > 1:
        yield ToneSlip(offset=many[1].start(), wording=many[1][0], reason="one filler too many", instead="leave it out")
