"""Section `desk` of shop.yaml: whose queue a case goes to, and how long a customer waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.core.actions import HandOffReason
from bot.core.customers import Tier
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.scripts.desk_policy import CONDITIONS, NO_ORDER
from bot.scripts.rating_documents import RatingDoc
from bot.scripts.shapes import Document, Span, Texts, one_or_more_of
from bot.scripts.spans import span_of
from bot.scripts.tree import Text

QUEUES: Final = (Role.PRE_SALE, Role.AFTER_SALE, Role.SUPERVISOR, Role.WAREHOUSE)
"""Roles that speak with customers; the table of permissions says the same."""


def _among(words: Iterable[str]) -> Callable[[list[Text]], list[Text]]:
    known = tuple(words)

    def check(value: list[Text]) -> list[Text]:
        unknown = [word for word in value if word not in known]
        if unknown:
            raise PydanticCustomError(
                "form", "`{word}` is none of: {known}", {"word": unknown[0], "known": ", ".join(known)}
            )
        return value

    return check


class RouteDoc(Document):
    """Cases of which everything that is given here holds; what is left out may be anything."""

    to: Annotated[
        Literal["pre_sale", "after_sale", "supervisor", "warehouse"],
        BeforeValidator(lambda value: str(value) if isinstance(value, Text) else value),
    ] = Field(description="Whose queue they go to.")
    intent: Texts | None = Field(default=None, description="What the customer wants: ids of intents.")
    topic: Texts | None = Field(default=None, description="Topic files.")
    order: Annotated[
        Texts | None,
        AfterValidator(lambda value: value and _among([*Fulfilment, NO_ORDER])(value)),
        one_or_more_of(Fulfilment, NO_ORDER),
    ] = Field(default=None, description="How far the order is that it is about; none: about no order.")
    tier: Annotated[Texts | None, AfterValidator(lambda value: value and _among(Tier)(value)), one_or_more_of(Tier)] = (
        Field(default=None, description="Tiers of customers.")
    )
    language: Texts | None = Field(default=None, description="Language packs.")
    reason: Annotated[
        Texts | None,
        AfterValidator(lambda value: value and _among(HandOffReason)(value)),
        one_or_more_of(HandOffReason),
    ] = Field(default=None, description="Why a person is needed.")

    def is_for_all(self) -> bool:
        """Whether it has no condition, so that no line after it is ever reached."""
        return all(getattr(self, name) is None for name in CONDITIONS)


class SilenceDoc(Document):
    """The silence ladder, in opening hours. A step that is left out is never taken."""

    remind: Span | None = Field(default=None, description="Who has the case is told that the customer waits: 3m.")
    requeue: Span | None = Field(default=None, description="It is taken from them and waits for anybody: 10m.")
    supervisor: Span | None = Field(default=None, description="Nobody has it, and the supervisors get it: 20m.")

    @model_validator(mode="after")
    def _in_order(self) -> SilenceDoc:
        if self.remind is not None and self.requeue is not None and span_of(self.remind) >= span_of(self.requeue):
            raise PydanticCustomError("form", "`requeue` must be longer than `remind`")
        return self


class DeskDoc(Document):
    """How people take over."""

    routing: list[RouteDoc] = Field(
        default_factory=list, description="The first line that fits decides; without any, after_sale gets it."
    )
    silence: SilenceDoc | None = Field(default=None, description="What happens while a customer waits for a person.")
    rating: RatingDoc | None = Field(
        default=None, description="Customers rate the service. Without it, nobody is asked."
    )

    @model_validator(mode="after")
    def _all_reached(self) -> DeskDoc:
        if any(line.is_for_all() for line in self.routing[:-1]):
            raise PydanticCustomError("form", "a line of `routing` without conditions must be the last one")
        return self

    def topics(self) -> Iterator[Text]:
        """The topics that its lines name."""
        for line in self.routing:
            yield from line.topic or ()
        yield from (self.rating.upset or ()) if self.rating is not None else ()

    def intents(self) -> Iterator[Text]:
        """The intents that its lines name."""
        for line in self.routing:
            yield from line.intent or ()
