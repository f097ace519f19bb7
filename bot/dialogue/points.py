"""Names for every place of the scripts that a talk can reach: what coverage counts and `--why` can name."""

from __future__ import annotations

from enum import StrEnum


class Passed(StrEnum):
    """How a step of a flow was left behind."""

    REACHED = "reached"
    FAILED = "failed"  # `do`: the action could not be done
    NOT_HELD = "not held"  # `handoff: condition`: the bot goes on


class Question(StrEnum):
    """What is said about a slot."""

    ASK = "ask"
    AGAIN = "again"
    OTHERWISE = "otherwise"


def way(reply: str, at: int) -> str:
    """An alternative of a reply, from 0."""
    return f"reply {reply} {at}"


def question(slot: str, kind: Question) -> str:
    """A question for a slot, or the refusal of its answer."""
    return f"slot {slot} {kind}"


def wording_of(place: str, at: int) -> str:
    """One of the wordings, from 0, of an alternative or a question."""
    return f"{place} wording {at}"


def step_of(flow: str, at: int, passed: Passed = Passed.REACHED) -> str:
    """A step of a flow, from 0, left in this way."""
    return f"step {flow} {at} {passed}"


def wish(intent: str) -> str:
    """An intent that was understood or chosen."""
    return f"intent {intent}"
