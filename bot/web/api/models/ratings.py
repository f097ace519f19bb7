"""What customers say of the service."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.core.ratings import Satisfaction, Solver
from bot.web.api.models.common import Answer
from bot.web.api.models.people import Agent


class Rating(Answer):
    """What a customer was asked after their case was solved, and said; `satisfaction` is null until they did."""

    id: int
    case_id: int | None = Field(description="Null where the bot solved it alone")
    solver: Solver = Field(description="Who solved it")
    agent: Agent | None = Field(description="Who had the case")
    invited_at: datetime
    expires_at: datetime = Field(description="Until when it can be given and changed")
    satisfaction: Satisfaction | None
    cause: str = Field(description="Id of the cause the customer gave, or empty")
    attitude: bool = Field(description="Whether that is how they were treated")
    words: str = Field(description="What they added")
    rated_at: datetime | None


class Rates(Answer):
    """How people, or the bot, did in a month. A share is null when there is nothing to divide by."""

    invited: int
    satisfied: int
    neutral: int
    disappointed: int
    attitude: int = Field(description="Neutral and disappointed ones caused by how the customer was treated")
    satisfied_share: float | None = Field(description="好评率: satisfied of all who rated")
    attitude_share: float | None = Field(description="服务态度差率: `attitude` of the neutral and disappointed")
    satisfied_alarm: bool = Field(description="Whether the first share is too low")
    attitude_alarm: bool = Field(description="Whether the second is too high")


class RatingReport(Answer):
    """A month of the shop's calendar."""

    month: str = Field(description="2026-11")
    solvers: dict[Solver, Rates]
    causes: dict[str, str] = Field(description="Id → title, in the shop's own language")
    ratings: tuple[Rating, ...] = Field(description="Those given, oldest first")
