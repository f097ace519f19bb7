"""Which ideas a language has small words for. A field is one idea; how a language puts it is a regular expression."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

Words = TypeVar("Words", str, re.Pattern[str])
"""The source of a pattern in one language, or the pattern of all languages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cues(Generic[Words]):
    """The cues of one language as sources ("" where it has no such words), or those of all as patterns.

    No field has a default: a language says of every idea how it is put, or that it is not. Letters count alike in upper
    and lower case, unless a source says otherwise.
    """

    wished_for: Words
    """Right before a product's name, it is what the customer wants instead: 换成 of 换成四件套."""
    came_or_wanted: Words
    """Somewhere before a product's name, it is what came or is wanted, and not what was bought: 收到的是拖鞋."""
    its_order: Words
    """Right behind a product's name, the order is meant and not the product: 那单 of 四件套那单."""
    wanted: Words
    """Before a colour or size, it is the one to have: 要 of 不要绿的 要白的. The last of them counts."""

    other_order: Words
    """Another order than the one talked about: 不对，是另一单."""
    further_order: Words
    """The same for an order not talked about yet: 再退一单."""
    that_order: Words
    """The whole of a message that only names an order: 台灯那单, the lamp order."""
    this_order: Words
    """Somewhere in a message that points at an order: 那单, this one."""
    newest: Words
    """最近买的: the newest order."""
    several_orders: Words
    """The whole of a message that says how many orders are meant, and not the second: 两单."""
    labels_of_codes: Words
    """What stands around a number and says only what is one: 订单号, phone number."""
    other_product: Words
    """Another product than the one talked about: 另外一款."""

    no_need: Words
    """The whole of a message by which nothing more is wanted: 不用了，谢谢."""
    gives_up_behind: Words
    """The whole of a message that ends by giving up, behind what is wanted `rather` (a group): 退钱算了."""
    leaves_to_us: Words
    """The whole of a message that leaves a text to the shop: 随便写, you choose."""

    no_text: Words
    """The whole of a message that gives no text, asked for one: 先别, 忘了, 哈哈."""

    by_how_much: Words
    """A number that is to come off a price, and no price: 减20块."""
    not_an_amount: Words
    """Right behind a number, it counts something else than money: 3天."""
    takes_back: Words
    """Ends right before the number that is meant in the place of the one before: 20 改 15."""
    or_else: Words
    """Between two numbers, neither of which is meant for sure: 20 或者 30."""
    beside_amount: Words
    """Around a number that is the whole answer: 大概50块吧."""

    besides: Words
    """Before another matter at the end of a text: 生日快乐 / 另外地址改成…"""
    leans_before: Words
    """Before a value that is asked about like the one before: 那新疆."""
    leans_behind: Words
    """The same behind it: 新疆呢."""
    beside_product: Words
    """Around a product that is all a message names: 那保温杯呢."""
    sent: Words
    """The customer sent something: 寄回去了, but not 你们寄错了."""

    not_wanted: Words
    """Words with a colour or size that is not the one to have: 不要白的, L太大了, and what they have now: 现在是L."""
    asks_for: Words
    """Around a colour or size, nothing more is asked than whether they can have it: 能换白色吗."""
    before_value: Words
    """Ends right before a colour of one character, where it is a word: 要 of 要白, but not 明 of 明白."""
    behind_value: Words
    """Begins right behind it: 色 of 白色, but not 买 of 白买了."""


def compiled(languages: Sequence[Cues[str]]) -> Cues[re.Pattern[str]]:
    """The cues of several languages as one; of two that begin at the same letter, the language named first counts.

    Raises ValueError for an idea that none of them has words for: its pattern would find the empty text everywhere.
    """
    return Cues(**{field.name: _union(field.name, languages) for field in fields(Cues)})


def _union(idea: str, languages: Sequence[Cues[str]]) -> re.Pattern[str]:
    sources = [source for language in languages if (source := getattr(language, idea))]
    if not sources:
        raise ValueError(f"no language has words for the cue {idea!r}: give it some in bot/dialogue/cues, or delete it")
    return re.compile("|".join(sources), re.IGNORECASE)
