"""The shape of shop.yaml's sections on writing to customers unasked, and on an order system that does not answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bot.scripts.shapes import ClockTime, Document, Flag, Span, Texts, Whole
from bot.scripts.spans import span_of
from bot.scripts.tree import Text

Spans = Annotated[
    list[Span],
    Field(min_length=1, max_length=5),
    BeforeValidator(lambda value: [value] if isinstance(value, Text) else value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
"""One span, or several in a row."""


LONGEST_WAIT: Final = timedelta(days=180)
"""How long after its occasion a message may come; old timers are forgotten on the strength of it."""


def _not_too_long(value: list[Text]) -> list[Text]:
    if any(span_of(span) > LONGEST_WAIT for span in value):
        raise PydanticCustomError("form", "at most {days}d", {"days": LONGEST_WAIT.days})
    return value


class QuietDoc(Document):
    """When nobody is written to unasked; over midnight if `until` is the earlier one."""

    begin: ClockTime = Field(alias="from", description='From, in the shop\'s time zone: "21:30".')
    until: ClockTime = Field(description='Until: "09:00".')

    @model_validator(mode="after")
    def _some_of_the_day(self) -> QuietDoc:
        if self.begin == self.until:
            raise PydanticCustomError("form", "`from` and `until` must differ, or nothing is ever sent")
        return self


class MessageDoc(Document):
    """One kind of message."""

    after: Annotated[Spans, AfterValidator(_not_too_long)] = Field(
        description="How long after what it is about, 180d at most: 30m, or several times: [4d, 10d]."
    )
    enabled: Flag = Field(default=True, description="false: not sent.")


class NudgeDoc(Document):
    """One gentle word to who asked about a product and fell silent."""

    after: Span = Field(description="How long after the answer: 15m.")
    enabled: Flag = Field(default=True, description="false: not sent.")
    topics: Texts = Field(description="Topic files whose questions show that somebody thinks of buying.")
    pause: Span = Field(description="Not again to the same customer for so long: 7d.")


class OutreachDoc(Document):
    """Messages that customers did not ask for. A kind that is left out is not sent."""

    quiet: QuietDoc | None = Field(default=None, description="Hours in which nothing is sent; it waits for their end.")
    per_day: Whole = Field(ge=0, description="So many in a day to one customer at most; 0 sends none at all.")
    apart: Span | None = Field(
        default=None, description="So long lies between two of follow_up and revisit, whatever order each is about: 3d."
    )
    silence: Span = Field(description="Nothing is sent before the customer has been silent for so long: 5m.")
    address_check: MessageDoc | None = Field(default=None, description="Is the address right? After the payment.")
    payment_reminder: MessageDoc | None = Field(default=None, description="Not paid yet. After the order was placed.")
    nudge: NudgeDoc | None = Field(default=None, description="Asked about a product and fell silent.")
    shipped: MessageDoc | None = Field(default=None, description="The parcel left.")
    follow_up: MessageDoc | None = Field(default=None, description="How is it? After the parcel was signed for.")
    revisit: MessageDoc | None = Field(default=None, description="Long after the parcel was signed for, nothing since.")


class OrderSourceDoc(Document):
    """What happens when the system that has the orders does not answer."""

    limit: Span = Field(description="So long it may take to answer: 3s.")
    retry: Spans = Field(description="When to ask it again, after each failure: [30s, 2m]. Then a person takes over.")
