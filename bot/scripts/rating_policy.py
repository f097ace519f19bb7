"""What shop.yaml says about ratings: which cases are asked about, for how long, and which rates are alarming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.ratings import Rates
from bot.scripts.rating_documents import AlarmsDoc
from bot.scripts.spans import span_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPolicy:
    """Section `desk.rating` of shop.yaml.

    Attributes:
        outcomes: of cases that were solved, values of `bot.core.cases.Outcome`.
        after: how long after a case was closed its customer is asked.
        life: how long a rating can be given and changed.
        upset: topics; who said something of these is not asked.
        satisfied_below: a month's share of satisfied customers that is alarming.
        attitude_above: a month's share, among those not satisfied, of those caused by how they were treated.
        bot_after: how long after the bot did something its customer is asked; None when the bot is not rated.
        bot_pause: not again for so long.
    """

    outcomes: frozenset[str]
    after: timedelta
    life: timedelta
    upset: frozenset[str] = frozenset()
    satisfied_below: float
    attitude_above: float
    bot_after: timedelta | None = None
    bot_pause: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """Which rates of a month somebody should look at."""

    satisfied: bool
    attitude: bool


_DEFAULTS: Final = AlarmsDoc.model_construct()


def rating_policy(shop: Mapping[str, JsonValue]) -> RatingPolicy | None:
    """The policy that shop.yaml, checked before, gives; None when nobody is asked."""
    table = _section(shop.get("desk"), "rating")
    if not table:
        return None
    alarms, bot = _section(table, "alarms"), _section(table, "bot")
    return RatingPolicy(
        outcomes=_words(table["outcomes"]),
        after=span_of(str(table["after"])),
        life=span_of(str(table["life"])),
        upset=_words(table.get("upset")),
        satisfied_below=_share(alarms.get("satisfied_below"), _DEFAULTS.satisfied_below),
        attitude_above=_share(alarms.get("attitude_above"), _DEFAULTS.attitude_above),
        bot_after=span_of(str(bot["after"])) if bot else None,
        bot_pause=span_of(str(bot["pause"])) if bot else timedelta(),
    )


def asks_for_ratings(shop: Mapping[str, JsonValue]) -> bool:
    """Whether customers are asked at all."""
    return bool(_section(shop.get("desk"), "rating"))


def alarms_of(policy: RatingPolicy, rates: Rates) -> Alarms:
    """Whether 好评率 is too low or 服务态度差率 too high. Nobody rated: no alarm."""
    satisfied, attitude = rates.satisfied_share, rates.attitude_share
    return Alarms(
        satisfied=satisfied is not None and satisfied < policy.satisfied_below,
        attitude=attitude is not None and attitude > policy.attitude_above,
    )


def _section(table: JsonValue | Mapping[str, JsonValue], name: str) -> Mapping[str, JsonValue]:
    section = table.get(name) if isinstance(table, Mapping) else None
    return section if isinstance(section, Mapping) else {}


def _words(value: JsonValue) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(map(str, value if isinstance(value, list) else [value]))


def _share(value: JsonValue, default: float) -> float:
    return float(value[:-1]) / 100 if isinstance(value, str) else default
