"""Which agents have a desk open right now, and at which case they look or write: for colleagues and for the queue line.

Kept in memory only: after a restart nobody is here until their desk has connected again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.core.roles import Agent
from bot.service.signs import Signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WRITES: Final = timedelta(seconds=8)
"""How long after the last sign of it somebody counts as writing."""
_CASES: Final = 2000
"""Cases whose last visitors and writers are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is at a case.

    Attributes:
        looking: who has it open, by name.
        writing: who is writing in it, and so holds the soft lock; by name.
        seen: who has had it open and when last, the latest first.
    """

    looking: tuple[Agent, ...] = ()
    writing: tuple[Agent, ...] = ()
    seen: tuple[tuple[Agent, datetime], ...] = ()


class Presence:
    """Counts people, not windows: an agent with two tabs is here once. `signs` are of the customers' conversations."""

    def __init__(self) -> None:
        self.signs = Signs()
        self._windows: Counter[int] = Counter()
        self._away: set[int] = set()
        self._known: dict[int, Agent] = {}
        self._open: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._writing: dict[int, dict[int, datetime]] = {}
        self._seen: dict[int, dict[int, datetime]] = {}

    @contextmanager
    def here(self, agent_id: int) -> Iterator[None]:
        """The agent is here while the block runs."""
        self._windows[agent_id] += 1
        try:
            yield
        finally:
            self._windows[agent_id] -= 1
            if not self._windows[agent_id]:
                del self._windows[agent_id]

    def away(self, agent_id: int, *, gone: bool) -> None:
        """The agent said so: who went off shift is not here, although a desk may still be open."""
        if gone:
            self._away.add(agent_id)
        else:
            self._away.discard(agent_id)

    def is_away(self, agent_id: int) -> bool:
        """Whether an open desk of the agent counts for nothing, because they went off shift."""
        return agent_id in self._away

    def ids(self) -> frozenset[int]:
        """Who is here."""
        return frozenset(self._windows) - self._away

    def count(self) -> int:
        """How many agents are here."""
        return len(self.ids())

    @contextmanager
    def looking(self, case_id: int, agent: Agent) -> Iterator[None]:
        """The agent has the case open while the block runs."""
        self._known[agent.id] = agent
        self._open[case_id][agent.id] += 1
        try:
            yield
        finally:
            self._open[case_id][agent.id] -= 1
            if not self._open[case_id][agent.id]:
                del self._open[case_id][agent.id]
            if not self._open[case_id]:
                del self._open[case_id]

    def saw(self, case_id: int, agent: Agent, *, now: datetime) -> None:
        """The agent has the case before their eyes."""
        self._known[agent.id] = agent
        seen = self._seen.pop(case_id, {})
        self._seen[case_id] = {**seen, agent.id: now}  # at the end: the dictionary is in the order of the last look
        if len(self._seen) > _CASES:
            del self._seen[next(iter(self._seen))]

    def writes(self, case_id: int, agent: Agent, *, now: datetime) -> None:
        """The agent is writing an answer."""
        self._known[agent.id] = agent
        recent = {who: at for who, at in self._writing.get(case_id, {}).items() if now - at < WRITES}
        self._writing.pop(case_id, None)
        self._writing[case_id] = {**recent, agent.id: now}  # at the end, as above
        if len(self._writing) > _CASES:
            del self._writing[next(iter(self._writing))]

    def stopped(self, case_id: int, agent: Agent) -> None:
        """What the agent wrote was sent."""
        writing = self._writing.get(case_id, {})
        writing.pop(agent.id, None)
        if not writing:
            self._writing.pop(case_id, None)

    def at(self, case_id: int, *, now: datetime) -> Watch:
        """Who is at the case now."""
        writing = [who for who, at in self._writing.get(case_id, {}).items() if now - at < WRITES]
        seen = sorted(self._seen.get(case_id, {}).items(), key=lambda item: item[1], reverse=True)
        return Watch(
            looking=self._by_name(self._open[case_id]) if case_id in self._open else (),
            writing=self._by_name(writing),
            seen=tuple((self._known[who], then) for who, then in seen),
        )

    def _by_name(self, ids: Iterable[int]) -> tuple[Agent, ...]:
        return tuple(sorted((self._known[who] for who in ids), key=lambda agent: (agent.name, agent.id)))
