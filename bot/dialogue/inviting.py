"""Whether a customer may be asked how it was: only when it was solved, the talk was calm, and the hour is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.conversation import Owner, State
from bot.core.customers import Customer
from bot.core.timers import TimerKind
from bot.dialogue.outreach import AGAIN, NEWS, Later, Never, Send, Verdict, not_before, situation
from bot.dialogue.outreach_rules import outreach_rules
from bot.scripts.book import Intent, Part, ScriptBook
from bot.scripts.rating_policy import RatingPolicy, rating_policy

_ANGRY: Final = frozenset({Part.RUDE, Part.THREAT})
_LEANING: Final = 0.4  # confidence of all upset intents together: 你们这帮骗子 is a threat, a curse or a complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the customer would be asked about, and how things stand with them.

    Attributes:
        at: when it was settled.
        solved: whether it still counts as solved.
        by_bot: whether the bot did it alone.
        owner: who speaks with the customer.
        state: of the conversation.
        customer: the record.
        last_word_at: when the customer wrote last.
        upset: whether the customer was angry, told of a grave matter, or has a complaint that is open.
    """

    at: datetime
    solved: bool
    by_bot: bool = False
    owner: Owner
    state: State
    customer: Customer
    last_word_at: datetime | None = None
    upset: bool = False


def judge_invitation(book: ScriptBook, settled: Settled, now: datetime) -> Verdict:
    """Whether to ask now, later or never."""
    rules, policy, customer = outreach_rules(book.shop), rating_policy(book.shop), settled.customer
    if policy is None or not rules.per_day:
        return Never(why="switched off")
    if customer.opted_out or customer.blocked or customer.unreachable_since is not None:
        return Never(why="the customer wants no messages, or gets none")
    if settled.upset:
        return Never(why="the talk was not calm")
    if now - settled.at > NEWS:
        return Never(why="the moment has passed")
    if settled.by_bot and _asked_lately(policy, customer, now):
        return Never(why="the customer was asked not long ago")
    here = situation(
        owner=settled.owner,
        state=settled.state,
        customer=customer,
        orders=(),
        last_word_at=settled.last_word_at,
        theirs=(),
        about=(),
        grave=False,
    )
    until = not_before(rules, here, now)
    if until is None and settled.state.frames:
        until = now + AGAIN  # a question of ours is open, and theirs comes first
    if until is not None:
        return Later(until=until)
    return Send(order=None) if settled.solved else Never(why="it was not solved")


def is_upset(book: ScriptBook, language: str, words: Iterable[str], intents: Iterable[str] = ()) -> bool:
    """Whether any of these sentences, or of the intents that were understood, is angry, grave or a complaint.

    A sentence that leans towards it is enough: not to be asked is the safe mistake.
    """
    policy, pack = rating_policy(book.shop), book.packs.get(language) or book.packs[book.default_language]
    topics = policy.upset if policy is not None else frozenset()
    upset = frozenset(intent.id for intent in pack.intents.values() if _is_upset(intent, topics))
    if upset.intersection(intents):
        return True
    matches = (match for text in words if text for match in pack.matcher.match_all(text))
    return any(sum(one.confidence for one in match.candidates if one.intent in upset) >= _LEANING for match in matches)


def _is_upset(intent: Intent, topics: frozenset[str]) -> bool:
    return intent.part in _ANGRY or intent.engine == "sensitive" or intent.topic in topics


def _asked_lately(policy: RatingPolicy, customer: Customer, now: datetime) -> bool:
    return any(one.kind is TimerKind.RATING and now - one.at < policy.bot_pause for one in customer.reached)
