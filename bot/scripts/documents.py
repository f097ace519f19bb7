"""The shape of a topic file. The JSON Schema that editors complete from is generated from these models."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.scripts.book import Part
from bot.scripts.common_documents import ButtonTitles, ConsentDoc, LetterDoc, NamingDoc
from bot.scripts.piece_documents import PiecesDoc
from bot.scripts.shapes import Document, Free, Name, Number, Texts
from bot.scripts.slots import SlotType
from bot.scripts.taken_back import TakenBackDoc
from bot.scripts.tree import Fields, Items, Text


def _one_of(*keys: str) -> dict[str, Any]:
    return {"oneOf": [{"required": [key]} for key in keys]}


def _plain_text(value: object) -> object:
    return str(value) if isinstance(value, Text) else value


class OptionDoc(Document):
    """One answer of a choice."""

    title: Text = Field(description="What the customer reads on the button.")
    match: Text | None = Field(
        default=None, description="Other words that mean it, with | between them: 坏了|开线|(掉|褪)色."
    )
    answer: Text | None = Field(
        default=None, description="Words that mean it only as the whole answer to the open question: yes|还没."
    )
    data: dict[Name, Free] = Field(
        default_factory=dict, description="What conditions and replies read, as in reason.fault."
    )
    starts: Text | None = Field(
        default=None, description="The intent that who picks this wants instead of what is under way: cancel_order."
    )


class SlotDoc(Document):
    """One thing to collect from the customer."""

    type: Annotated[SlotType, BeforeValidator(_plain_text)] = Field(
        description="order, choice, text, address, number, phone, images, product, tracking, items or variant."
    )
    title: Text | None = Field(default=None, description="Its name on the handoff card; the slot's id without it.")
    ask: Texts | None = Field(
        default=None,
        description="The question; several wordings take turns. Left out where nothing collects the slot.",
    )
    again: Texts | None = Field(
        default=None,
        description="The question asked again, worded differently. After the last one a person takes over.",
    )
    when: Text | None = Field(default=None, description="Collected only if this holds, as in: reason.proof")
    require: Text | None = Field(
        default=None, description="Must hold for the answer, as in: order.days_since_signed <= shop.returns.days"
    )
    otherwise: Text | None = Field(default=None, description="The reply said when `require` does not hold.")
    options: dict[Name, OptionDoc] = Field(
        default_factory=dict,
        description="choice: the answers, in order. items, variant: what may be said beside. order: all of them.",
    )
    min: Number | None = Field(default=None, description="images: how many; number: least; text: characters.")
    max: Number | None = Field(default=None, description="images: how many; number: most; text: characters.")
    cannot: Text | None = Field(
        default=None, description="images: what customers say who have none: 没照片|拍不了. Asked once more."
    )
    said: Text | None = Field(
        default=None,
        description="text, variant, number: a pattern; what it, or its group `told`, finds is not asked for.",
    )
    lead_in: Text | None = Field(
        default=None,
        description="text, variant: a regular expression; what it finds before an answer is no part of the value.",
    )
    unlike: Text | None = Field(
        default=None,
        description="text, address: a regular expression; an answer in which it finds something is none.",
    )
    than: Text | None = Field(default=None, description="order: the order slot whose order this one is not.")
    exact: bool = Field(
        default=False, description="text: only what `said` finds is an answer: the number of a company."
    )
    of_item: bool = Field(
        default=False, description="text: it is about a thing of the order; another product makes it ask which order."
    )
    among: list[Text] = Field(
        default_factory=list, description="variant: the facts in products.yaml that list colours and sizes."
    )


class StepDoc(Document):
    """One step of a flow: exactly one of collect, confirm, do, say, handoff."""

    model_config = ConfigDict(json_schema_extra=_one_of("collect", "confirm", "do", "say", "handoff"))
    exactly_one_of: ClassVar[tuple[str, ...]] = ("collect", "confirm", "do", "say", "handoff")

    collect: list[Text] | None = Field(default=None, min_length=1, description="Slots to ask for, one at a time.")
    confirm: Text | None = Field(default=None, description="Say this reply and go on only after a yes.")
    yes: Text | None = Field(
        default=None, description="For `confirm`: other words that are a yes to it, with | between them: 别发了|不要了."
    )
    do: Text | None = Field(default=None, description="A business action, such as create_return.")
    settings: dict[Name, Free] = Field(
        default_factory=dict, alias="with", description="For `do`: fixed values of the action, such as role: warehouse."
    )
    failed: Text | None = Field(
        default=None,
        description="For `do`: what happens when it does not work: handoff (the default), go_on, or the reply to say.",
    )
    say: Text | None = Field(default=None, description="Say this reply and go on.")
    handoff: Annotated[Text | None, WithJsonSchema({"type": ["boolean", "string"]})] = Field(
        default=None, description="true: a person takes over. A condition in its place: only if it holds."
    )
    when: Text | None = Field(default=None, description="The step is passed over unless this holds.")


class FlowDoc(Document):
    """Steps in order. Questions in between, corrections and cancelling are handled by the bot itself."""

    steps: list[StepDoc] = Field(min_length=1, description="What to do, in order.")
    beside: bool = Field(
        default=False,
        description="true: another such flow that is under way goes on behind it, as a change of address behind an "
        "invoice. Else it takes the place of one of its topic, as an exchange that of a return.",
    )


class OfferedDoc(Document):
    """A choice that customers were offered, and that they may make after the talk about it ended."""

    slot: Text = Field(description="The choice, as in after_loss.")
    when: Text = Field(description="Which order it was offered for, as in: order.tracing.")


class IntentDoc(Document):
    """What a customer may want, and what to do about it: exactly one of start, reply, engine."""

    model_config = ConfigDict(json_schema_extra=_one_of("start", "reply", "engine"))
    exactly_one_of: ClassVar[tuple[str, ...]] = ("start", "reply", "engine")

    title: Text = Field(description="Its name in customer words: on buttons and on the handoff card.")
    examples: Texts | None = Field(
        default=None,
        description="One sentence per line. [optional] (this|that) <word> {slot}; lines starting with # are comments.",
    )
    negatives: Texts | None = Field(
        default=None, alias="not", description="Sentences that look like this intent and are not."
    )
    followups: Texts | None = Field(
        default=None, description="Sentences that mean this intent only while its topic is being talked about."
    )
    start: Text | None = Field(default=None, description="The flow to start.")
    reply: Text | None = Field(default=None, description="The reply to give.")
    engine: Literal["handoff", "sensitive", "affirm", "deny", "cancel"] | None = Field(
        default=None, description="What the bot itself does: handoff, sensitive, affirm, deny or cancel."
    )
    needs: list[Text] = Field(default_factory=list, description="With `reply`: slots to collect before it.")
    orders: Texts | None = Field(
        default=None,
        description="Which of the customer's orders it can be about, as in: order.fulfilment == 'shipped'. "
        "Of several conditions the first that any order meets counts.",
    )
    means: list[Text] = Field(
        default_factory=list,
        description="Answers that who wants this has given by that, unless they say another: [reason:wrong].",
    )
    offered: OfferedDoc | None = Field(
        default=None,
        description="With `start`: who makes this choice, of an order that was just talked about, wants this.",
    )
    always: Text | None = Field(
        default=None,
        description="With `engine: sensitive` or `handoff`: words that mean it wherever they stand, as in 12315|律师.",
    )
    signs: Texts | None = Field(
        default=None,
        description="Patterns of what means it wherever they match, one regular expression per line: 冒充.{0,6}客服.",
    )
    unless: Texts | None = Field(
        default=None,
        description="With `engine: sensitive` or `part: threat`: patterns of what is none, as in 法院路.",
    )
    part: Annotated[Part | None, BeforeValidator(_plain_text)] = Field(
        default=None,
        description="What it is in every talk: greeting, courtesy, hurry, rude, threat, pause or withdraw; or what a "
        "message asks for that has nothing but an order_number, the waybill of another parcel, or a product.",
    )


class ButtonDoc(Document):
    """A button with a title of its own."""

    value: Text = Field(description="yes, no, human, an intent, or slot:option.")
    title: Text = Field(description="What the customer reads.")


def _button(value: object) -> object:
    if isinstance(value, Text):
        button = Fields()
        button.place = value.place
        button[Text.made("value", value.place)] = value
        button[Text.made("title", value.place)] = value
        return button
    return value


Button = Annotated[ButtonDoc, BeforeValidator(_button, json_schema_input_type=str | ButtonDoc)]


class AlternativeDoc(Document):
    """One way to reply; the first whose `when` holds is used."""

    when: Text | None = Field(default=None, description="Used if this holds; the last alternative has none.")
    text: Texts = Field(description="What to say; several wordings take turns.")
    buttons: list[Button] = Field(
        default_factory=list, description="yes, no, human, an intent, slot:option, or {value, title}."
    )


def _alternatives(value: object) -> object:
    """`text`, `[wording, wording]` and one alternative alone are short for a list of alternatives."""
    if isinstance(value, Items) and any(isinstance(item, Fields) for item in value):
        return value
    if isinstance(value, Text | Items):
        alternative = Fields()
        alternative.place = value.place
        alternative[Text.made("text", value.place)] = value
        return [alternative]
    return [value] if isinstance(value, Fields) else value


Alternatives = Annotated[
    list[AlternativeDoc],
    Field(min_length=1),
    BeforeValidator(_alternatives, json_schema_input_type=str | list[str] | AlternativeDoc | list[AlternativeDoc]),
]


class TopicDoc(Document):
    """One topic of a language pack: everything a maintainer needs to see together."""

    topic: Name = Field(description="The file's name without .yaml.")
    title: Text = Field(description="Customers see it: in menus and in the handoff summary.")
    buttons: ButtonTitles | None = Field(default=None, description="Only in common.yaml: titles of yes, no, human.")
    consent: ConsentDoc | None = Field(
        default=None, description="Only in common.yaml: what may stand around a yes or a no."
    )
    pieces: PiecesDoc | None = Field(
        default=None, description="Only in common.yaml: how customers say which things of an order they mean."
    )
    taken_back: TakenBackDoc | None = Field(
        default=None, description="Only in common.yaml: how customers take back what was registered."
    )
    naming: NamingDoc | None = Field(
        default=None, description="Only in common.yaml: what stands in for the name of a thing."
    )
    letter: LetterDoc | None = Field(
        default=None, description="Only in common.yaml: the letter that answers a complaint."
    )
    words: dict[Name, Text] = Field(
        default_factory=dict, description="Wordings reused in examples as <name>: freight: (运费|邮费|快递费)."
    )
    intents: dict[Name, IntentDoc] = Field(default_factory=dict, description="What customers may want.")
    slots: dict[Name, SlotDoc] = Field(default_factory=dict, description="What to collect.")
    flows: dict[Name, FlowDoc] = Field(default_factory=dict, description="What to do, step by step.")
    replies: dict[Name, Alternatives] = Field(default_factory=dict, description="What to say.")
