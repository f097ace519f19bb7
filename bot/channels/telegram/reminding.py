"""Private reminders for a shop whose agents have no forum: without topics to follow, cases are looked through."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Final

import structlog

from bot.channels.telegram.reminders import Reminders
from bot.channels.telegram.waiting import Stopped, ring_or
from bot.core.cases import CaseStatus
from bot.core.errors import KefuError
from bot.core.ports import Bell, Store, UnitOfWork
from bot.core.queue import QueueFilter
from bot.core.roles import Agent
from bot.service.desk import Desk

log = structlog.get_logger(__name__)

_LOOK_ROUND_S: Final = 30.0
_LOOKED_AT: Final = 1000
"""Cases that somebody has and whose customers wait; far more than agents can have."""
_TAKEN: Final = QueueFilter(statuses=frozenset({CaseStatus.TAKEN}), limit=_LOOKED_AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """Passes on what the silence ladder decided, at once when the desk's bell rings."""

    store: Store
    desk: Desk
    bell: Bell
    reminders: Reminders
    stopping: asyncio.Event

    async def run(self) -> None:
        """Remind until the shop stops."""
        async with self.bell.listen("desk") as rings:
            with contextlib.suppress(Stopped):
                while True:
                    await self._round()
                    await ring_or(self.stopping, rings, _LOOK_ROUND_S)

    async def _round(self) -> None:
        try:
            for case_id in await self.store.read(_due):
                await self.reminders.pass_on(await self.desk.card(case_id), link="", call_out=_nowhere)
        except KefuError as error:
            log.warning("not_reminded", error=str(error))
        except Exception:  # the loop's last line of defence: one bad case must not keep others from being reminded
            log.exception("reminding_crashed")


def _due(uow: UnitOfWork) -> list[int]:
    """Cases with a reminder that was not passed on yet."""

    def passed_on(case_id: int) -> bool:
        known = uow.desk_posts.reminder(case_id)
        return known is not None and known[0] >= reminded[case_id]

    reminded = {case.id: case.reminded_at for case in uow.cases.listing(_TAKEN) if case.reminded_at is not None}
    return [case_id for case_id in reminded if not passed_on(case_id)]


def _nowhere(agent: Agent, _: str) -> None:
    """There is no topic; the web desk shows the reminder all the same."""
    log.info("reminder_not_private", agent=agent.id)
