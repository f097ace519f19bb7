"""The ScriptBook: everything the scripts say, validated and immutable.

Names: intents and slots are unique within a pack. Flows and replies belong to a topic and are called by their
qualified name `topic.name`; a bare name in a file means the file's own, or else the one in topic `common`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from bot.core.conversation import JsonValue
from bot.scripts.canned import Canned
from bot.scripts.piece_documents import PieceWords
from bot.scripts.taken_back import TakenBack
from bot.scripts.templates import Expression, Template
from intents import IntentSpec, Matcher


class SlotType(StrEnum):
    """What a slot holds, and its JSON shape in `Frame.slots`.

    ORDER: the order number (str). CHOICE: the option id (str). TEXT: any text (str). ADDRESS: where something goes and
    to whom, or a part of it (str). NUMBER: int or float. PHONE: digits (str). IMAGES: list of media keys (list[str]).
    PRODUCT: the product id (str). TRACKING: a waybill number, after the courier's name where the customer gave one
    (str). ITEMS: titles of things in the order, with a count where one was given (str). VARIANT: a colour or size of
    what was bought, or an option's title; any text where the product's are not known (str).
    """

    ORDER = "order"
    CHOICE = "choice"
    TEXT = "text"
    ADDRESS = "address"
    NUMBER = "number"
    PHONE = "phone"
    IMAGES = "images"
    PRODUCT = "product"
    TRACKING = "tracking"
    ITEMS = "items"
    VARIANT = "variant"


FREE_TEXT: Final = frozenset({SlotType.TEXT, SlotType.ADDRESS})
"""Slots whose answer is kept in the customer's own words."""


OF_THE_ORDER: Final = frozenset({SlotType.ITEMS, SlotType.VARIANT})
"""Slots whose answers, and buttons, come from what is in the order; their `options` stand beside these."""


TRAVELLING: Final = frozenset({SlotType.ORDER, SlotType.PRODUCT, SlotType.PHONE})
"""Slots whose value every topic knows; of any other only its own topic does, and the frame that collected it."""


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
class Option:
    """One answer of a choice. `data` is what replies and conditions read.

    `match` are the words that mean it, wherever they are said; those of `answer` do when they are all that is said to
    the open question. `starts` is the intent that who picks it wants instead of what is under way.
    """

    id: str
    title: str
    match: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    starts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing to collect.

    Attributes:
        title: in customer words, for the handoff card.
        ask: variants of the first question; `again`: of the second (a person takes over after the last `again`).
        when: collected only if this holds (and skipped otherwise).
        require: must hold for the value; else reply `otherwise` is said and the flow ends.
        options: for CHOICE, in order; for ITEMS and VARIANT what may be said beside what the order has (全部, 同款);
            for ORDER what means every one that may be meant (两单都), which are gone through one by one; for NUMBER
            what means a share of what the pieces cost: 一半, with `share` among its data.
        min, max: for IMAGES how many; for NUMBER the bounds; for TEXT and ADDRESS the length in characters.
        cannot: for IMAGES: words of a customer who has none to send: asked once more, then a person.
        said: for TEXT and VARIANT: what it finds in a sentence, or its group `told`, is the answer although nobody
            asked yet.
        lead_in: for TEXT and VARIANT: what it finds at the beginning of an answer is no part of the value (换成 of
            换成雾蓝色). A message that begins so at the confirmation of an `unlike` text writes it anew (重写 …).
        unlike: for TEXT and ADDRESS: an answer in which it finds something is none: 多久能开, asked for a name.
            A text with it is written somewhere as it is: what else is wanted in the same breath waits for it.
        than: for ORDER: the order slot whose order this one is not.
        exact: for TEXT: only what `said` finds is an answer, and nothing around it.
        of_item: for TEXT: what is told is about a thing of the order; one that is not in it makes it ask which order.
        among: for VARIANT: the facts of the product that list its colours and sizes.
    """

    name: str
    topic: str
    type: SlotType
    title: str
    ask: tuple[Template, ...]
    again: tuple[Template, ...] = ()
    when: Expression | None = None
    require: Expression | None = None
    otherwise: str = ""
    options: tuple[Option, ...] = ()
    min: float | None = None
    max: float | None = None
    cannot: tuple[str, ...] = ()
    said: re.Pattern[str] | None = None
    lead_in: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None
    than: str = ""
    exact: bool = False
    of_item: bool = False
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One step of a flow.

    Attributes:
        when: passed over unless this holds when the flow comes to it.
        origin: where it stands, such as `zh/returns.yaml:12`.
    """

    when: Expression | None = None
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(FlowStep):
    """Ask for these slots, one at a time, skipping what is known."""

    slots: tuple[str, ...]

    def listens_for(self, name: str) -> bool:
        """Whether the slot is only taken from what was said, and never asked for: {collect: [mood], when: mood}."""
        return self.when is not None and self.when.source.strip() == name


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(FlowStep):
    """Say the reply and go on only after a yes; a no leaves the flow.

    `yes` are words that are a yes to this question and to no other: 别发了, asked whether to cancel the order.
    """

    reply: str
    yes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(FlowStep):
    """Perform a business action.

    When it fails: hand off (`handoff`), go on with the next step (`go_on`), or say a reply (its full name) and end.
    """

    action: str
    settings: Mapping[str, JsonValue] = field(default_factory=dict)
    failed: str = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep(FlowStep):
    """Say a reply and go on."""

    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffStep(FlowStep):
    """Give the conversation to a person, with everything collected."""


Step: TypeAlias = Collect | Confirm | Do | SayStep | HandOffStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Steps in order. `name` is qualified.

    Of two that go `beside` others the earlier goes on behind the later; else a flow takes the place of one of its topic
    that is under way, as an exchange does that of a return.
    """

    name: str
    topic: str
    steps: tuple[Step, ...]
    beside: bool = False


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
        unless: pattern of what is no grave matter wherever it stands (for `sensitive` only): 法院路.
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
        back: what takes back something that was registered: 不改了, 撤销退款.
        refuses: what is a no beside nothing but words of the matter: 点错了, 谁要取消了.
        after_all: what leads up to the matter, wanted after second thoughts: 算了 还是.
    """

    beside: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    read: re.Pattern[str] | None = None
    doubt: re.Pattern[str] | None = None
    back: re.Pattern[str] | None = None
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
