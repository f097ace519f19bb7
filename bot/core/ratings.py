"""What customers say of the service they had: one rating for each case that was solved, and the rates of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.messages import Button
from bot.core.roles import Agent

LONGEST_WORDS: Final = 500
"""Characters kept of what a customer adds in their own words."""

_ID: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_PRESS: Final = "rate"
"""What the value of every button of a rating begins with."""


class Satisfaction(StrEnum):
    """How content the customer was."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISAPPOINTED = "disappointed"


class Solver(StrEnum):
    """Who had solved what is rated; the two are counted apart."""

    AGENT = "agent"
    BOT = "bot"


class Fate(StrEnum):
    """What became of something that a customer said of the service."""

    TAKEN = "taken"  # it was new, or changed what was said before
    KEPT = "kept"  # said before, so nothing changed
    LATE = "late"  # after the rating's time, or there is no such rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An invitation to rate, and what came of it.

    Attributes:
        case_id: the case that was solved; None where the bot solved it alone.
        agent: who had the case when it was closed; None for the bot.
        expires_at: until when it can be given and changed.
        satisfaction: None until it is given.
        cause: id of an option of the scripts: why it was not better; empty when not said, or satisfied.
        attitude: whether that cause is how the customer was treated.
        words: what the customer added; may be empty.
        rated_at: when it was given or last changed.
    """

    id: int
    conversation_id: int
    case_id: int | None
    solver: Solver
    agent: Agent | None = None
    invited_at: datetime
    expires_at: datetime
    satisfaction: Satisfaction | None = None
    cause: str = ""
    attitude: bool = False
    words: str = ""
    rated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a customer says of the service at once: how content they are, why not more, or words of their own."""

    satisfaction: Satisfaction | None = None
    cause: str = ""
    attitude: bool = False
    words: str = ""


def rated(rating: Rating, said: Said, *, now: datetime) -> tuple[Rating, Fate]:
    """The rating after this. A cause and words belong to a rating that is not a satisfied one."""
    if now >= rating.expires_at:
        return rating, Fate.LATE
    after = rating
    if said.satisfaction not in (None, rating.satisfaction):
        after = replace(after, satisfaction=said.satisfaction, cause="", attitude=False, words="")
    if wants_cause(after):
        if said.cause:
            after = replace(after, cause=said.cause, attitude=said.attitude)
        if said.words:
            after = replace(after, words=said.words[:LONGEST_WORDS])
    return (rating, Fate.KEPT) if after == rating else (replace(after, rated_at=now), Fate.TAKEN)


def wants_cause(rating: Rating) -> bool:
    """Whether it was given, and could have been better."""
    return rating.satisfaction in (Satisfaction.NEUTRAL, Satisfaction.DISAPPOINTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press on a button of a rating: which one, and the option of one of the two questions."""

    rating_id: int
    question: str
    option: str


def press_value(rating_id: int, question: str, option: str) -> str:
    """The value of a button, which names the rating it is about: one that is pressed late changes no other."""
    return f"{_PRESS}:{rating_id}:{question}:{option}"


def pressed(value: str | None) -> Pressed | None:
    """What a press says; None for a button of anything else, or one that nobody offered."""
    match (value or "").split(":"):
        case [kind, number, question, option] if kind == _PRESS and _ID.fullmatch(number):
            return Pressed(rating_id=int(number), question=question, option=option)
    return None


def buttons_of(rating_id: int, question: str, options: Iterable[tuple[str, str]]) -> tuple[Button, ...]:
    """A button for each (id, title) of a question."""
    return tuple(Button(value=press_value(rating_id, question, one), title=title) for one, title in options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The ratings of a month, of what one of the two solved.

    Attributes:
        satisfied, neutral, disappointed: how many said so.
        attitude: how many of the last two gave as cause how they were treated.
        invited: how many were asked, those who said nothing too.
    """

    satisfied: int = 0
    neutral: int = 0
    disappointed: int = 0
    attitude: int = 0
    invited: int = 0

    @property
    def satisfied_share(self) -> float | None:
        """好评率: the satisfied of all three; None when nobody rated."""
        given = self.satisfied + self.neutral + self.disappointed
        return self.satisfied / given if given else None

    @property
    def attitude_share(self) -> float | None:
        """服务态度差率: those caused by how the customer was treated, of all not satisfied; None without any."""
        unhappy = self.neutral + self.disappointed
        return self.attitude / unhappy if unhappy else None


def rates_of(ratings: Iterable[Rating]) -> Rates:
    """The ratings in numbers."""
    listed = list(ratings)

    def many(satisfaction: Satisfaction) -> int:
        return sum(one.satisfaction is satisfaction for one in listed)

    return Rates(
        satisfied=many(Satisfaction.SATISFIED),
        neutral=many(Satisfaction.NEUTRAL),
        disappointed=many(Satisfaction.DISAPPOINTED),
        attitude=sum(one.attitude for one in listed),
        invited=len(listed),
    )
