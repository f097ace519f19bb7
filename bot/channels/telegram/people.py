"""Who acts in the group or in private, and what remembers that it was done."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram.doing import DeskTools, Doing
from bot.channels.telegram.once import OnceStore
from bot.core.ports import Clock, Store, UnitOfWork
from bot.core.roles import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Agents as Telegram knows them, and their tools."""

    store: Store
    tools: DeskTools
    clock: Clock
    account: str

    async def agent(self, user_id: int) -> Agent | None:
        """The active agent with this Telegram account."""

        def query(uow: UnitOfWork) -> Agent | None:
            agent = uow.agents.by_telegram(user_id)
            return agent if agent is not None and agent.active else None

        return await self.store.read(query)

    def tools_for(self, update_ids: tuple[int, ...]) -> DeskTools:
        """Tools that do what these updates ask for once, and raise AlreadyDone or PartlyDone when they come again."""
        once = OnceStore(store=self.store, account=self.account, update_ids=update_ids, now=self.clock())
        return self.tools.over(once)

    def doing(self, agent: Agent, update_ids: tuple[int, ...], number: int) -> Doing:
        """One thing that an agent does to the case or task of this number."""
        tools, key = self.tools_for(update_ids), f"telegram:{self.account}:{update_ids[0]}"
        return Doing(tools=tools, agent=agent, id=number, key=key)
