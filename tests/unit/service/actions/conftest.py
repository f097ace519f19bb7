"""Doing one action for the customer of the world, and looking at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.actions import Perform
from bot.service.actions import perform

if TYPE_CHECKING:
    from bot.core.events import NotPerformed, Performed
    from bot.core.roles import Agent
    from bot.core.tasks import AuditEntry, Task
    from tests.unit.service.conftest import World


@dataclass
class Clerk:
    """Does actions; every one has a key of its own unless one is given."""

    world: World
    done: int = 0

    async def do(
        self, name: str, *, key: str = "", agent: Agent | None = None, **args: Any
    ) -> Performed | NotPerformed:
        self.done += 1
        world, conversation = self.world, await self.world.conversation()
        action = Perform(key=key or f"k{self.done}", name=name, args=args)
        return await world.store.transact(
            lambda uow: perform(uow, world.book, conversation, action, now=world.now, agent=agent)
        )

    async def tasks(self) -> list[Task]:
        """Oldest first."""
        conversation = await self.world.conversation()
        return (await self.world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[::-1]

    async def remarks(self, number: str) -> list[str]:
        found = await self.world.store.read(lambda uow: uow.remarks.of_orders([number]))
        return [remark.text for remark in found.get(number, ())]

    async def audit(self) -> list[AuditEntry]:
        conversation = await self.world.conversation()
        return await self.world.store.read(lambda uow: uow.audit.of_conversation(conversation.id))


@pytest.fixture
def clerk(world: World) -> Clerk:
    return Clerk(world=world)
