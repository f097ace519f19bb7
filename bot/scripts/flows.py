"""What is done about a wish, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.core.conversation import JsonValue
from bot.scripts.templates import Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One step of a flow.

    Attributes:
        when: passed over unless this holds when the flow comes to it.
        origin: where it stands, such as `zh/returns.yaml:12`.
    """

    when: Expression | None = None
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(FlowStep):
    """Ask for these slots, one at a time, skipping what is known."""

    slots: tuple[str, ...]

    def listens_for(self, name: str) -> bool:
        """Whether the slot is only taken from what was said, and never asked for: {collect: [mood], when: mood}."""
        condition = self.when.source.strip() if self.when is not None else ""
        return condition == name or condition.startswith(f"{name} and ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(FlowStep):
    """Say the reply and go on only after a yes; a no leaves the flow.

    `yes` are words that are a yes to this question and to no other: 别发了, asked whether to cancel the order.
    """

    reply: str
    yes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(FlowStep):
    """Perform a business action.

    When it fails: hand off (`handoff`), go on with the next step (`go_on`), or say a reply (its full name) and end.
    """

    action: str
    settings: Mapping[str, JsonValue] = field(default_factory=dict)
    failed: str = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep(FlowStep):
    """Say a reply and go on."""

    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffStep(FlowStep):
    """Give the conversation to a person, with everything collected."""


Step: TypeAlias = Collect | Confirm | Do | SayStep | HandOffStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Steps in order. `name` is qualified.

    Of two that go `beside` others the earlier goes on behind the later; else a flow takes the place of one of its topic
    that is under way, as an exchange does that of a return.
    """

    name: str
    topic: str
    steps: tuple[Step, ...]
    beside: bool = False
