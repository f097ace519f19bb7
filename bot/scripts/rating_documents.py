"""The shape of shop.yaml's section on ratings: after which cases a customer is asked, and when a rate is alarming."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.core.cases import Outcome
from bot.scripts.outreach_documents import LONGEST_WAIT
from bot.scripts.shapes import Document, Share, Span, Texts, one_or_more_of
from bot.scripts.spans import span_of
from bot.scripts.tree import Text

_LONGEST_PAUSE: Final = timedelta(days=30)
"""So long the customer's record remembers what was sent unasked."""


def _outcomes(value: list[Text]) -> list[Text]:
    known = [outcome.value for outcome in Outcome]
    unknown = [word for word in value if word not in known]
    if unknown:
        told = {"word": unknown[0], "known": ", ".join(known)}
        raise PydanticCustomError("form", "`{word}` is none of: {known}", told)
    return value


def _at_most(longest: timedelta) -> AfterValidator:
    def check(value: Text) -> Text:
        if span_of(value) > longest:
            raise PydanticCustomError("form", "at most {days}d", {"days": longest.days})
        return value

    return AfterValidator(check)


Wait = Annotated[Span, _at_most(LONGEST_WAIT)]


class AlarmsDoc(Document):
    """Rates of a calendar month that somebody should look at."""

    satisfied_below: Share = Field(default=0.8, description="The satisfied, of all who rated: 80%.")
    attitude_above: Share = Field(
        default=0.06, description="Those caused by how the customer was treated, of all that were not satisfied: 6%."
    )


class BotRatingDoc(Document):
    """What the bot settled alone is rated, too."""

    after: Wait = Field(description="How long the customer has been silent: 15m.")
    pause: Annotated[Span, _at_most(_LONGEST_PAUSE)] = Field(
        description="Not again to the same customer for so long: 30d at most."
    )


class RatingDoc(Document):
    """Customers rate the service once, by buttons, when their case was solved and the talk was calm."""

    outcomes: Annotated[Texts, AfterValidator(_outcomes), one_or_more_of(Outcome)] = Field(
        description="Outcomes of a case that mean it was solved: [solved, refunded]."
    )
    after: Wait = Field(description="How long after the case was closed: 2m.")
    life: Wait = Field(description="How long a rating can be given and changed: 3d.")
    upset: Texts | None = Field(
        default=None, description="Topic files: who said such a thing, or complains, is not asked."
    )
    alarms: AlarmsDoc = Field(default_factory=AlarmsDoc.model_construct, description="When a rate is alarming.")
    bot: BotRatingDoc | None = Field(default=None, description="The bot is rated, too. Without it, only people are.")
