"""What the two ends of a conversation see of each other while it goes on: who writes, and how far was read.

Kept in memory only, and told by chat windows that can: after a restart, and on channels that say nothing, it is simply
not known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.roles import Agent

LASTS: Final = timedelta(seconds=8)
"""How long after the last sign of it somebody counts as writing."""
_NEWS: Final = timedelta(seconds=3)
"""A sign that comes sooner after the one before is none: windows are not woken for each key."""
_CONVERSATIONS: Final = 2000
"""Conversations that are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What is known of one conversation.

    Attributes:
        customer_at: when the customer was last seen writing.
        read: `seq` of the last message that the customer had before their eyes; 0 when unknown.
        agent: who was last seen writing an answer to them, and when.
    """

    customer_at: datetime | None = None
    read: int = 0
    agent: Agent | None = None
    agent_at: datetime | None = None

    def customer_writes(self, now: datetime) -> bool:
        """Whether the customer is writing."""
        return self.customer_at is not None and now - self.customer_at < LASTS

    def writer(self, now: datetime) -> Agent | None:
        """The agent who is writing to the customer."""
        return self.agent if self.agent_at is not None and now - self.agent_at < LASTS else None


_NOTHING: Final = Sign()


class Signs:
    """By conversation. What changes nothing that anybody shows is answered False, so that nobody is woken for it."""

    def __init__(self) -> None:
        self._known: dict[int, Sign] = {}

    def of(self, conversation_id: int) -> Sign:
        """What is known of this conversation."""
        return self._known.get(conversation_id, _NOTHING)

    def customer_writes(self, conversation_id: int, *, now: datetime) -> bool:
        """The customer is writing; whether that is news."""
        sign = self.of(conversation_id)
        if sign.customer_at is not None and now - sign.customer_at < _NEWS:
            return False
        return self._keep(conversation_id, replace(sign, customer_at=now))

    def customer_wrote(self, conversation_id: int) -> None:
        """What the customer wrote was sent."""
        self._keep(conversation_id, replace(self.of(conversation_id), customer_at=None))

    def customer_read(self, conversation_id: int, seq: int) -> bool:
        """The customer has the message `seq` before their eyes; whether that is news."""
        sign = self.of(conversation_id)
        return seq > sign.read and self._keep(conversation_id, replace(sign, read=seq))

    def agent_writes(self, conversation_id: int, agent: Agent, *, now: datetime) -> None:
        """The agent is writing an answer to the customer."""
        self._keep(conversation_id, replace(self.of(conversation_id), agent=agent, agent_at=now))

    def agent_wrote(self, conversation_id: int) -> None:
        """What the agent wrote was sent."""
        self._keep(conversation_id, replace(self.of(conversation_id), agent=None, agent_at=None))

    def _keep(self, conversation_id: int, sign: Sign) -> bool:
        self._known.pop(conversation_id, None)
        self._known[conversation_id] = sign  # at the end: the dictionary is in the order of the last sign
        if len(self._known) > _CONVERSATIONS:
            del self._known[next(iter(self._known))]
        return True
