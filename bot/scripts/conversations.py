"""Conversation tests: what a file under `tests/<language>/` may say, and reading them.

A test gives the world (orders, the clock, what actions answer) and a talk: what the customer writes and what the bot
must do. Running them is the dialogue's job (`bot.dialogue.rehearsal`); here they are only read and checked.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.core.actions import HandOffReason
from bot.core.messages import MediaKind
from bot.core.orders import Fulfilment, RefundState
from bot.core.timers import TimerKind
from bot.scripts.shapes import Document, Flag, Free, Name, Number, Span, Whole
from bot.scripts.tree import Fields, Items, Text

_RELATIVE: Final = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,5})(?P<unit>[smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> datetime:
    """`2026-03-02T10:00+08:00`, or relative to now: `-2d`, `+3h`, `-90m`. Aware, UTC. Raises ValueError."""
    relative = _RELATIVE.fullmatch(text)
    if relative is not None:
        distance = timedelta(**{_UNITS[relative["unit"]]: int(relative["count"])})
        return now + distance if relative["sign"] == "+" else now - distance
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value.astimezone(UTC)


def _check_moment(value: Text) -> Text:
    try:
        moment(value, datetime(2026, 1, 1, tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("form", "write a time like 2026-03-02T10:00+08:00, or -2d, +3h, -90m") from error
    return value


def _check_now(value: Text) -> Text:
    if _RELATIVE.fullmatch(value):
        raise PydanticCustomError("form", "write a time like 2026-03-02T10:00+08:00")
    return _check_moment(value)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Text) else value


def _utterances(value: object) -> object:
    """A text alone, or one thing alone, is short for a list of one."""
    items = value if isinstance(value, Items) else [value]
    return [_keyed("text", item) if isinstance(item, Text) else item for item in items]


def _expectations(value: object) -> object:
    return [value] if isinstance(value, Fields) else value


def _keyed(key: str, value: Text) -> Fields:
    fields = Fields()
    fields.place = value.place
    fields[Text.made(key, value.place)] = value
    return fields


Moment = Annotated[Text, AfterValidator(_check_moment)]
Now = Annotated[Text, AfterValidator(_check_now)]


class ItemDoc(Document):
    """One line of an order."""

    title: Text = Field(description="What was bought.")
    quantity: Whole = Field(default=1, ge=1, description="How many.")
    price: Number = Field(default=0, ge=0, description="For one piece.")
    variant: Text | None = Field(default=None, description="Colour, size.")
    product_id: Text | None = Field(default=None, description="Its id in products.yaml.")


class EventDoc(Document):
    """One line of tracking."""

    at: Moment = Field(description="When: -3h, or 2026-03-02T10:00+08:00.")
    text: Text = Field(description="What the carrier reported.")
    place: Text | None = Field(default=None, description="Where.")


class OrderDoc(Document):
    """An order of the test's world."""

    number: Text = Field(description="The order number.")
    fulfilment: Annotated[Fulfilment, BeforeValidator(_plain)] = Field(description="How far the warehouse is.")
    bound: Flag = Field(default=True, description="Whether the customer is bound to it from the start.")
    phone: Text | None = Field(default=None, description="The receiver's phone, for verification.")
    receiver: Text | None = Field(default=None, description="The receiver.")
    address: Text | None = Field(default=None, description="Where it goes.")
    items: list[ItemDoc] = Field(default_factory=list, description="What was bought.")
    total: Number = Field(default=0, ge=0, description="What was paid.")
    freight: Number = Field(default=0, ge=0, description="Delivery cost within it.")
    currency: Text | None = Field(default=None, description="Without it, the shop's.")
    refund: Annotated[RefundState, BeforeValidator(_plain)] = Field(
        default=RefundState.NONE, description="How far a refund is."
    )
    refund_amount: Number = Field(default=0, ge=0, description="How much of it.")
    created_at: Moment | None = Field(default=None, description="When it was placed.")
    paid_at: Moment | None = Field(default=None, description="When it was paid.")
    shipped_at: Moment | None = Field(default=None, description="When it left.")
    signed_at: Moment | None = Field(default=None, description="When it was signed for.")
    expected_at: Moment | None = Field(default=None, description="When it should arrive.")
    carrier: Text | None = Field(default=None, description="The carrier.")
    tracking_number: Text | None = Field(default=None, description="The waybill number.")
    events: list[EventDoc] = Field(default_factory=list, description="What the carrier reported, oldest first.")
    remark: Text | None = Field(default=None, description="The shop's remark.")


class GivenDoc(Document):
    """The world in which the talk takes place."""

    now: Now = Field(description="The clock: 2026-03-02T10:00+08:00.")
    orders: list[OrderDoc] | None = Field(default=None, description="Orders of the shop.")
    orders_down: Flag = Field(default=False, description="Whether the order system is out of reach.")
    orders_back: Span | None = Field(
        default=None, description="The order system is out of reach at first, and answers again after so long: 1m."
    )
    actions: dict[Name, dict[Name, Free]] = Field(
        default_factory=dict, description="What an action answers: {create_return: {id: R0001}}, or {fails: reason}."
    )
    shop: dict[Name, Free] = Field(
        default_factory=dict, description="What shop.yaml says otherwise in this talk: {bargain: {pieces: 3}}."
    )
    waiting: Whole = Field(default=0, ge=0, description="Cases waiting in the queue.")
    agents_on: Whole = Field(default=1, ge=0, description="Agents present.")
    customer_name: Text | None = Field(default=None, description="The name the channel gave.")


class UtteranceDoc(Document):
    """One thing the customer does."""

    exactly_one_of: ClassVar[tuple[str, ...]] = ("text", "press", "photo", "sends")

    text: Text | None = Field(default=None, description="What is written.")
    press: Text | None = Field(default=None, description="The value of the button pressed.")
    photo: Whole | None = Field(default=None, ge=1, le=9, description="How many photos are sent.")
    sends: Annotated[MediaKind | None, BeforeValidator(_plain)] = Field(
        default=None, description="Something else is sent: voice, sticker, file, location or video."
    )


class ExpectationDoc(Document):
    """One thing the bot must do."""

    reply: Text | None = Field(default=None, description="It gives this reply.")
    ask: Text | None = Field(default=None, description="It asks for this slot.")
    ask_which: list[Text] | None = Field(default=None, description="It asks which of these intents is meant.")
    confirm: Text | None = Field(default=None, description="It asks for a confirmation with this reply.")
    handoff: Annotated[HandOffReason | None, BeforeValidator(_plain)] = Field(
        default=None, description="It hands over for this reason."
    )
    slot: dict[Text, Free] | None = Field(default=None, description="These slots are filled so: {order: A2}.")
    does: Text | None = Field(default=None, description="It performs this action.")
    says: Text | None = Field(default=None, description="Something it says contains this.")
    silent: Flag | None = Field(default=None, description="It says nothing.")


Utterances = Annotated[
    list[UtteranceDoc],
    Field(min_length=1),
    BeforeValidator(_utterances, json_schema_input_type=str | UtteranceDoc | list[str | UtteranceDoc]),
]
Expectations = Annotated[
    list[ExpectationDoc],
    Field(min_length=1),
    BeforeValidator(_expectations, json_schema_input_type=ExpectationDoc | list[ExpectationDoc]),
]


class ShopSideDoc(Document):
    """One thing the shop does while the customer waits."""

    exactly_one_of: ClassVar[tuple[str, ...]] = ("hands_back", "notice", "timer")

    hands_back: Flag | None = Field(default=None, description="true: an agent gives the conversation back to the bot.")
    outcome: Text | None = Field(default=None, description="For `hands_back`: what was agreed, if anything was.")
    intent: Text | None = Field(default=None, description="For `hands_back`: what the case was about.")
    settles: dict[Name, Free] = Field(
        default_factory=dict, description="For `hands_back`: values of slots that the agent settled."
    )
    notice: Text | None = Field(default=None, description="News for the customer: a reply of common.yaml.")
    timer: Annotated[TimerKind | None, BeforeValidator(_plain)] = Field(
        default=None, description="A message that the customer did not ask for is due: shipped."
    )
    order: Text | None = Field(
        default=None, description="For `notice` and `timer`: the number of the order it is about."
    )
    result: dict[Name, Free] = Field(default_factory=dict, description="For `notice`: what the reply reads as result.")


class TurnDoc(Document):
    """What the customer or the shop does, and what the bot must do then."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["user"]}, {"required": ["shop"]}, {"required": ["after"]}]}
    )
    exactly_one_of: ClassVar[tuple[str, ...]] = ("user", "shop", "after")

    user: Utterances = Field(
        default_factory=list, description="A text, {press: value}, {photo: count}, or a list of them (a burst)."
    )
    shop: ShopSideDoc | None = Field(default=None, description="{hands_back: true} or {notice: reply, order: number}.")
    after: Span | None = Field(default=None, description="Time goes by, and what is due by then is sent: 3d.")
    bot: Expectations = Field(description="What the bot does, in order.")


class ConversationDoc(Document):
    """One test."""

    name: Text = Field(description="A sentence that says what is shown.")
    known_failure: Text | None = Field(default=None, description="Why it fails for now; once it passes, this must go.")
    given: GivenDoc | None = Field(default=None, description="The world in which the talk takes place.")
    talk: list[TurnDoc] = Field(min_length=1, description="Turn by turn.")


class ConversationsDoc(Document):
    """The conversation tests of one topic."""

    tests: list[ConversationDoc] = Field(min_length=1, description="One test each.")
