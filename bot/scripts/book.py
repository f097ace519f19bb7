"""The ScriptBook: everything the scripts say, validated and immutable.

Names: intents and slots are unique within a pack. Flows and replies belong to a topic and are called by their
qualified name `topic.name`; a bare name in a file means the file's own, or else the one in topic `common`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.orders import OrderItem
from bot.scripts.canned import Canned
from bot.scripts.flows import Flow
from bot.scripts.piece_documents import PieceWords
from bot.scripts.slots import Slot
from bot.scripts.taken_back import TakenBack
from bot.scripts.templates import Expression, Template
from intents import IntentSpec, Matcher


class Part(StrEnum):
    """What an intent is in every talk, beside its own answer.

    GREETING, COURTESY, HURRY need no answer when the same message asks for something; of these a greeting or a
    hurrying line of somebody who waits for a person asks how the queue stands. RUDE is never offered on a button.
    THREAT is neither, and is taken for what it is only when that is sure: nobody is asked whether it was one.
    PAUSE keeps the open question open (等一下，我找找). WITHDRAW takes back what was registered. The last three are
    what a message asks for that has nothing but the number of an order, the number of a parcel that is none of the
    orders', or a product.
    """

    GREETING = "greeting"
    COURTESY = "courtesy"
    HURRY = "hurry"
    RUDE = "rude"
    THREAT = "threat"
    PAUSE = "pause"
    WITHDRAW = "withdraw"
    ORDER_NUMBER = "order_number"
    WAYBILL = "waybill"
    PRODUCT = "product"


POLITE: Final = frozenset({Part.GREETING, Part.COURTESY, Part.HURRY})
"""Parts of intents that need no answer of their own when the same message asks for something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyButton:
    """A button under a reply. `value` is `yes`, `no`, `human`, an intent id, or `<slot>:<option>`."""

    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to reply: used when `when` holds (the last alternative of a reply has none); variants rotate."""

    texts: tuple[Template, ...]
    when: Expression | None = None
    buttons: tuple[ReplyButton, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The first alternative whose condition holds. `name` is qualified."""

    name: str
    topic: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice offered to customers about an order for which `when` holds: 补发还是退款 of a parcel in search."""

    slot: str
    when: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a customer may want, and what to do about it: exactly one of `flow`, `reply` or `engine` is set.

    Attributes:
        flow: qualified flow to start.
        reply: qualified reply to give, after `needs` are collected.
        engine: `handoff` (a person, at once), `sensitive` (a person, gravely), `affirm`, `deny` or `cancel`.
        orders: which of the customer's orders it can be about; the first condition that any of them meets counts.
        means: options of slots that who wants this has given by that, unless their words say another.
        offered: the choice by which it begins when nothing is under way.
        always: words that mean it wherever they stand (for `sensitive` and `handoff` only).
        signs: pattern of what means it wherever it matches.
        unless: pattern of what is no grave matter wherever it stands (for `sensitive` and threats): 法院路.
        part: what it is in every talk, beside its own answer, if anything.
    """

    id: str
    topic: str
    title: str
    spec: IntentSpec
    flow: str = ""
    reply: str = ""
    engine: str = ""
    needs: tuple[str, ...] = ()
    orders: tuple[Expression, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    offered: Offered | None = None
    always: tuple[str, ...] = ()
    signs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One file."""

    id: str
    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What stands around a yes or a no in a language, and changes nothing about it or all.

    Attributes:
        beside: words that may stand beside either: 麻烦, 谢谢.
        but: words that lead a no up behind a yes: 好吧 不过先别.
        no: words that deny what is to be done: 不 and 别, of 不取消.
        read: which examples of a yes only say that something was read: 哦 agrees to nothing.
        doubt: what makes a yes or a no doubtful wherever it stands: 对吗, 不得不.
        refuses: what is a no beside nothing but words of the matter: 点错了, 谁要取消了.
        after_all: what leads up to the matter, wanted after second thoughts: 算了 还是.
    """

    beside: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    read: re.Pattern[str] | None = None
    doubt: re.Pattern[str] | None = None
    refuses: re.Pattern[str] | None = None
    after_all: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What is read in the place of a thing's name, and what goes with the name: it, of the lamp. Empty: nothing."""

    stand_in: str = ""
    article: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All scripts of one language, with the matcher fitted on them.

    `letter` has the parts of the letter that answers a complaint, in order, and `canned` what agents call up by name;
    empty when the pack has none.
    """

    language: str
    topics: Mapping[str, Topic]
    intents: Mapping[str, Intent]
    slots: Mapping[str, Slot]
    flows: Mapping[str, Flow]
    replies: Mapping[str, Reply]
    matcher: Matcher
    consent: Consent = field(default_factory=Consent)
    pieces: PieceWords = field(default_factory=PieceWords)
    naming: Naming = field(default_factory=Naming)
    taken_back: TakenBack = field(default_factory=TakenBack)
    letter: Mapping[str, Template] = field(default_factory=dict)
    canned: Mapping[str, Canned] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product of the shop. `facts` is whatever products.yaml says about it, read by replies."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    facts: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptBook:
    """The whole content, compiled. `shop` is shop.yaml as plain data; `default_language` is tried first."""

    default_language: str
    packs: Mapping[str, Pack]
    shop: Mapping[str, JsonValue]
    products: Mapping[str, Product]

    def product_of(self, item: OrderItem) -> Product | None:
        """The product that a line of an order is, by its id or else by its title; None when it is none of them."""
        alike = (one for one in self.products.values() if one.title == item.title)
        return self.products.get(item.product_id) or next(alike, None)
