"""Tells an agent in private that a customer of theirs waits: the group is no place to call somebody out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.channels.telegram.private import Private
from bot.channels.telegram.texts import cut
from bot.core.cases import Card
from bot.core.ports import Store, UnitOfWork

_ASK: Final = 80
_UNLINKED: Final = "没有关联 Telegram 账号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Passes on each reminder of a case once, and remembers what became of it for the card."""

    store: Store
    private: Private

    async def pass_on(self, card: Card, link: str) -> str:
        """Remind the assignee if that is due; a line for the card about the reminder that stands, or nothing.

        Args:
            card: the case as it is.
            link: where its topic opens; empty while it has none.
        """
        case = card.case
        at, assignee = case.reminded_at, case.assignee
        if at is None or assignee is None:
            return ""
        known = await self.store.read(lambda uow: uow.desk_posts.reminder(case.id))
        if known is None or known[0] < at:
            name = card.conversation.peer.name or "一位顾客"
            text = f"⏰ #{case.id} {name} 还在等您回复：“{cut(case.ask or case.title, _ASK)}”"
            problem = _UNLINKED
            if assignee.telegram_id is not None:
                problem = await self.private.tell(assignee.telegram_id, text, link=link)
            known = (at, problem)

            def keep(uow: UnitOfWork) -> None:
                uow.desk_posts.put_reminder(case.id, at, problem)

            await self.store.transact(keep)
        if known[1]:
            return f"⏰ {assignee.name} 收不到私下提醒：{known[1]}"
        return f"⏰ 已私下提醒 {assignee.name}"
