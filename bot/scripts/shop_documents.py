"""The shapes of shop.yaml and products.yaml: documented keys, and room for a shop's own policy numbers and facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bot.core.conversation import JsonValue
from bot.core.errors import TemplateError
from bot.scripts.desk_documents import DeskDoc
from bot.scripts.outreach_documents import OrderSourceDoc, OutreachDoc
from bot.scripts.policy_documents import (
    ComplaintsDoc,
    GoodwillDoc,
    PriceChangeDoc,
    PriceProtectionDoc,
    ReturnsDoc,
    ShippingDoc,
)
from bot.scripts.shapes import ClockTime, Document, Name, Number, OpenDocument, ProductId, Share, Span, Texts
from bot.scripts.templates import Template
from bot.scripts.tree import Fields, Items, Node, Text

Weekday = Annotated[
    Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    BeforeValidator(lambda value: str(value) if isinstance(value, Text) else value),
]


def _zone(value: Text) -> Text:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("form", "there is no such time zone; write one like Asia/Shanghai") from error
    return value


def _currency(value: Text) -> Text:
    if not (len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        raise PydanticCustomError("form", "a currency is three capital letters, such as CNY")
    return value


REMARK_LINE: Final = "【{{ what }}】{{ detail }} {{ day }} {{ who }}"
"""The line of a shop that does not say how its remarks look."""

_REMARK_NAMES: Final = frozenset({"what", "detail", "day", "time", "who"})


def remark_line(shop: Mapping[str, JsonValue]) -> str:
    """The shop's remark line, as a template over what, detail, day, time and who."""
    table = shop.get("remarks")
    return str(table["line"]) if isinstance(table, Mapping) else REMARK_LINE


def _remark_line(value: Text) -> Text:
    try:
        references = Template(value, "").references
    except TemplateError as error:
        raise PydanticCustomError("form", "{text}", {"text": error.text}) from error
    unknown = [name for name in (reference.path[0] for reference in references) if name not in _REMARK_NAMES]
    if unknown:
        raise PydanticCustomError("form", "there is no `{name}` in a remark", {"name": unknown[0]})
    return value


def _date(value: Text) -> Text:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("form", "write a day like 2026-11-01") from error
    return value


class HoursDoc(Document):
    """When people answer."""

    days: list[Weekday] = Field(min_length=1, description="Working days: [mon, tue, wed, thu, fri, sat, sun].")
    open: ClockTime = Field(description='From, in the shop\'s time zone: "09:00".')
    close: ClockTime = Field(description='Until: "22:00".')

    @model_validator(mode="after")
    def _in_order(self) -> HoursDoc:
        if self.open >= self.close:
            raise PydanticCustomError("form", "`close` must be later than `open`")
        return self


class UnderstandingDoc(Document):
    """What you wish for; thresholds follow from it."""

    wrong_answers: Share = Field(default=0.02, description="At most this share of messages gets a wrong answer: 2%.")
    ask_at_most: Share = Field(default=0.15, description="At most this share is met with a question back: 15%.")
    question_holds: Span | None = Field(
        default=None, description="So long a bare yes or no still answers the question put last: 3h, as without it."
    )


class RemarksDoc(Document):
    """The remark line that every action leaves on its order."""

    line: Annotated[Text, AfterValidator(_remark_line)] = Field(
        description="It may read what, detail, day (2026-11-21), time (10:30) and who."
    )


class PromotionDoc(OpenDocument):
    """One promotion. Any further key is read as promotions[0].<key>; it is there only from `from` to `until`."""

    title: Text = Field(description="Its name.")
    first: Annotated[Text, AfterValidator(_date)] = Field(alias="from", description="Its first day: 2026-11-01.")
    until: Annotated[Text, AfterValidator(_date)] = Field(description="Its last day: 2026-11-12.")

    @model_validator(mode="after")
    def _in_order(self) -> PromotionDoc:
        if self.first > self.until:
            raise PydanticCustomError("form", "`until` must not be before `from`")
        return self


class ShopDoc(OpenDocument):
    """Facts and policy numbers of the shop. Any further section is free: replies read it as shop.<section>.<key>."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": {"type": ["object", "array"]}})

    name: Text = Field(description="The shop's name.")
    bot_name: Text = Field(description="What the bot calls itself.")
    timezone: Annotated[Text, AfterValidator(_zone)] = Field(description="Such as Asia/Shanghai.")
    currency: Annotated[Text, AfterValidator(_currency)] = Field(description="Three letters, such as CNY.")
    language: Text | None = Field(default=None, description="The language pack tried first: zh.")
    hours: HoursDoc = Field(description="When people answer. The bot answers at any time.")
    understanding: UnderstandingDoc = Field(
        default_factory=UnderstandingDoc.model_construct, description="How careful the bot is."
    )
    shipping: ShippingDoc = Field(description="How parcels leave.")
    returns: ReturnsDoc | None = Field(default=None, description="How goods come back.")
    price_change: PriceChangeDoc | None = Field(default=None, description="Lower prices for unpaid orders.")
    price_protection: PriceProtectionDoc | None = Field(
        default=None, description="Paying back the difference when the price falls."
    )
    remarks: RemarksDoc | None = Field(default=None, description="What is written onto orders.")
    promotions: list[PromotionDoc] = Field(default_factory=list, description="What is on, with its days.")
    compensation: dict[Name, Annotated[Number, Field(ge=0)]] = Field(
        default_factory=dict,
        description="Approved compensation by reason, in the shop's currency; 0, or a reason left out, is nothing.",
    )
    goodwill: GoodwillDoc | None = Field(
        default=None, description="What all compensation may come to. Needed where `compensation` offers anything."
    )
    complaints: ComplaintsDoc | None = Field(default=None, description="How complaints are dealt with.")
    desk: DeskDoc | None = Field(default=None, description="How people take over.")
    outreach: OutreachDoc | None = Field(default=None, description="Messages that customers did not ask for.")
    order_source: OrderSourceDoc | None = Field(
        default=None, description="When the system that has the orders does not answer. Without it: 3s, [30s, 2m]."
    )

    @model_validator(mode="after")
    def _limited(self) -> ShopDoc:
        if any(self.compensation.values()) and self.goodwill is None:
            raise PydanticCustomError(
                "form", "`goodwill: {per_order: ...}` is missing: what all compensation of one order may come to"
            )
        return self

    @classmethod
    def allows(cls, key: str, node: Node, known: set[str]) -> bool:
        """Free sections are mappings or lists; a single value at the top is a misspelt key."""
        return isinstance(node, Fields | Items) and super().allows(key, node, known)


class ProductDoc(OpenDocument):
    """One product. Any further key is a fact that replies read as product.<key>."""

    title: Text = Field(description="Its name in the shop.")
    aliases: Annotated[Texts | None, WithJsonSchema({"type": "array", "items": {"type": "string"}})] = Field(
        default=None, description="What customers call it."
    )
    price: Annotated[Number, Field(ge=0)] | None = Field(default=None, description="For one piece.")
    picture: Text | None = Field(default=None, description="Address of its picture on the desk's cards, on this site.")


class ProductsDoc(Document):
    """What the shop sells."""

    products: dict[ProductId, ProductDoc] = Field(description="Products by id.")


def default_of(section: str, name: str) -> float:
    """What a number of shop.yaml is where it is left out.

    Raises:
        LookupError: the schema documents no such number, or no default for it.
    """
    kinds = get_args(ShopDoc.model_fields[section].annotation) if section in ShopDoc.model_fields else ()
    document = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Document)), None)
    field = document.model_fields.get(name) if document is not None else None
    if field is None or not isinstance(field.default, int | float):
        message = f"the schema of shop.yaml gives no default for {section}.{name}"
        raise LookupError(message)
    return field.default
