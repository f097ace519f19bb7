"""Small words that turn the meaning around: 我要退货 and 我不要退货 are 89 % alike, 发货 and 到货 half.

Likeness alone may therefore never settle a matter. The guards compare a message with the example that it resembles
and say when they differ in a negation or in an opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.concepts import han_concepts
from intents.views import NUMBERS_TO_CALL

_NUMBER = re.compile(r"\d+")
_ONLY_NUMBERS = re.compile(
    r"(?:我的?)?(?:(?:订单|快递|运单|物流|手机|电话|号码|单号|尾号|后四位|号)+[是为]?)?[\W_]*\d[\d\W_元块钱圆]*\Z"
)
_QUESTIONS = re.compile(
    r"(?P<verb>[一-鿿])不(?P=verb)|\b(?:ca|could|do|does|is|are|wo|would)n'?t (?=(?:i|you|u|we|it|they|there)\b)"
    r"|能不能|可不可以|是不是|要不要|有没有|好不好|行不行|不好意思|不知道|不小心|不错|要不|不如|(?:吗|么|不)$"
)
_NEGATIONS = re.compile(
    r"不想|不要|不用|不需要|不必|不打算|不是|不能|不会|不|别|没有|没|无需|甭"
    r"|\bnot\b|(?<=\bcan)not\b|n't\b|\bno longer\b|\bnever\b|\bwithout\b"
    r"|(?:(?<=\bca)|(?<=\bwo)|(?<=\bdo)|(?<=\bdoes)|(?<=\bdid)|(?<=\bis)|(?<=\bwas)|(?<=\bare)|(?<=\bwere)|(?<=\bhas)"
    r"|(?<=\bhave)|(?<=\bhad)|(?<=\bcould)|(?<=\bwould)|(?<=\bshould))nt\b"  # havent u shipped yet
)
# 不能便宜点吗 asks for the thing that asks for; 别发货了好吗 and 不要发货了吧 are requests.
_REQUESTS = re.compile(r"(?:[好行成]|可以)[吗么吧]\W*\Z")
_ASKED = re.compile(r"[吗么]\W*\Z")
_ASKED_ABLE = re.compile(r"(?:吧|\?)\W*\Z")
_WISHES = re.compile(r"不想|不要|不用|不需要|不必|不打算|别|无需|甭")
_CLAUSE = re.compile(r"[^,.;!]*")
_DOUBLED = re.compile(
    r"(?:不是|没有|并非|不会|不能|不得|没说)(?:不想要?|不要|不用|不愿意?|不会|不能|不得|不(?!是|过|管|同|错|然|知|了))"
)
_WITHDRAWN = re.compile(  # 不想退了, 别发货, 我没说要退货: what follows is not wanted (怎么还不发货 wants it)
    r"(?:不想要?|不要|不用|不需要|不必|不打算|无需|甭|别(?![的人家样扭])|没说要?|没要|没想要?|不是要|不是想要?|不是来|从没要|不准备|不再"
    r"|谁说我?想?要|(?<![有少丢坏碎破])(?:没有?|没发现)(?=少发|漏发|少件|少了?$|丢|破损|破了?$|损坏|坏|碎|摔|故障|瑕疵)"
    r"|(?:^|(?<=[我那先就真,]))不会?(?=投诉|举报|差评|给差评|打差评|加微信|加v|加好友)"
    r"|(?<=了)不(?=(?:取消|退|换|退货|换货|退款|投诉)了(?:$|[,.!]))"
    r"|(?:^|(?<=[我那先就,]))不(?=[一-鿿]{1,4}了(?:$|[,.!])))"
    r"(?:再|去|给我|帮我|给|帮|你们|办理?|申请|进行|急着|着急|先)*"
    r"|\b(?:do not|don'?t|didn'?t|did not|no longer|never) "
    r"(?:want|need|wish|ask|intend|mean)(?:ed)?(?: you)?(?: to)? "
)
_NOT_NEEDED = re.compile(  # 发票不用了, 地址不改了: what comes first is not wanted; 衣服不要了 gives an order up
    r"(?:^|(?<=[那我,]))(?P<word>发票|开票|地址|备注|贺卡|礼盒|安装|赠品)(?:就|先|我|也)?"
    r"(?:不用|不要|不需要|不必|不改|不换|不开)[了啦]"
)
_LONGEST_VERB = 4
_LOOKED_AT = 24  # characters after a negation in which its word begins
_PARTICLES = re.compile(r"[了吧呢啊呀的吗么啦]+$")
_OPPOSITES = (
    ("发货", "到货"), ("发货", "收货"), ("发货", "退货"), ("退货", "换货"), ("退货", "收货"), ("退款", "付款"),
    ("寄出", "收到"), ("寄回", "寄来"), ("下单", "取消"), ("便宜", "贵"), ("大", "小"), ("长", "短"), ("多", "少"),
    ("早", "晚"), ("快", "慢"), ("开", "关"), ("买", "卖"), ("涨", "降"), ("前", "后"), ("上", "下"),
    ("increase", "decrease"), ("activate", "deactivate"), ("enable", "disable"), ("buy", "sell"), ("start", "stop"),
    ("lock", "unlock"), ("block", "unblock"), ("on", "off"), ("up", "down"), ("send", "receive"), ("open", "close"),
    ("bigger", "smaller"), ("larger", "smaller"), ("cheaper", "dearer"), ("before", "after"),
)  # fmt: skip


def only_names(text: str) -> bool:
    """Is normalised text nothing but a number or a sum, which says what it is about and never what is wanted?

    54321, 99999元, 我的手机号是13912345678; not 12315, which people threaten to call.
    """
    return _ONLY_NUMBERS.match(text) is not None and NUMBERS_TO_CALL.isdisjoint(_NUMBER.findall(text))


def negations(text: str) -> list[tuple[int, int]]:
    """Where normalised text negates; questions that only look like it (能不能, 有没有) do not count."""
    questions = [found.span() for found in _QUESTIONS.finditer(text)] + doubled(text)
    return [
        found.span()
        for found in _NEGATIONS.finditer(text)
        if all(found.end() <= start or found.start() >= end for start, end in questions)
        and not _asks(text, found.start(), found.group())
    ]


def _asks(text: str, start: int, negation: str) -> bool:
    """Is a negation part of a question that asks for the thing itself (不包邮吗, 你不是机器人吧)?"""
    found = _CLAUSE.match(text, start)
    clause = found.group() if found else ""
    if _REQUESTS.search(clause):
        return False
    asked = _ASKED.search(clause) is not None
    return asked or (_ASKED_ABLE.search(clause) is not None and not _WISHES.match(negation))


def affirmed(text: str) -> str:
    """The text without its negations (我不要转人工 → 我转人工); empty when it has none."""
    found = negations(text)
    for start, end in reversed(found):
        text = text[:start] + text[end:]
    return text if found else ""


def doubled(text: str) -> list[tuple[int, int]]:
    """Where two negations cancel each other out (不是不想要)."""
    return [found.span() for found in _DOUBLED.finditer(text)]


def withdrawn(text: str) -> tuple[str, int] | None:
    """What normalised text says is not wanted: (the word, where the negation begins); None when it says nothing so.

    我不想换货 gives 换货 and "I don't want to return it" gives return.
    """
    named = _NOT_NEEDED.search(text)
    if named is not None:
        return named["word"], named.start()
    found = _WITHDRAWN.search(text)
    if found is None or _asks(text, found.start(), found.group()):
        return None
    word = _verb(text[found.end() : found.end() + _LOOKED_AT])
    return (word, found.start()) if word else None


def _verb(rest: str) -> str:
    """The word that a negation is about: a concept of the lexicon, or else the first character or word."""
    latin = re.match(r"[a-z]+", rest)
    if latin:
        return latin.group()
    run = re.match(r"[一-鿿]+", rest)
    if run is None or _PARTICLES.match(run.group()[0]):
        return ""
    ends = {one.start: one.end for one in han_concepts(run.group())}
    end = ends.get(0, 1)
    if end == 1:  # 改 alone is said of many things: 改地址
        end = ends.get(1, 1)
    return _PARTICLES.sub("", run.group()[: min(end, _LONGEST_VERB)])


def wants(word: str, sentences: Iterable[str]) -> bool:
    """Do normalised sentences speak of the word and never of not wanting it?"""
    speaking = [one for one in sentences if word in one]
    return bool(speaking) and not any(_refuses(one, word) for one in speaking)


def _refuses(sentence: str, word: str) -> bool:
    """Is what a sentence does not want this word, or a longer one for it (别发了, 别发货了)?"""
    found = withdrawn(sentence)
    return found is not None and (found[0] in word or word in found[0])


def turned(said: str, example: str) -> str:
    """The word by which one normalised sentence says the opposite of another; empty when it does not.

    Args:
        said: What the customer wrote.
        example: The sentence that it resembles.
    """
    mine, theirs = negations(said), negations(example)
    if bool(mine) != bool(theirs):
        start, end = (mine or theirs)[0]
        return (said if mine else example)[start:end]
    refused = withdrawn(said)
    if refused is not None and wants(refused[0], (example,)):
        word, start = refused
        return said[start : said.index(word, start) + len(word)]
    for one, other in _OPPOSITES:
        if _only(one, other, said, example) or _only(other, one, said, example):
            return one if _has(one, said) else other
    return ""


def _only(one: str, other: str, said: str, example: str) -> bool:
    """Does the message have the one word where the example has the other?"""
    return _has(one, said) and _has(other, example) and not _has(one, example) and not _has(other, said)


def _has(word: str, text: str) -> bool:
    return re.search(rf"\b{word}\b", text) is not None if word.isascii() else word in text
