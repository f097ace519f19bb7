"""Tells an agent that a customer of theirs waits: in private, and where that cannot be, by name in the topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, TypeAlias

from bot.channels.telegram.private import Private
from bot.channels.telegram.texts import cut
from bot.channels.telegram.words import MEDIA
from bot.core.cases import Card
from bot.core.messages import Author, TranscriptEntry
from bot.core.ports import Store, UnitOfWork
from bot.core.roles import Agent

_WORDS: Final = 80
_UNLINKED: Final = "没有关联 Telegram 账号"


CallOut: TypeAlias = Callable[[Agent, str], None]
"""Says it to an agent where colleagues read along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Passes on each reminder of a case once, and remembers what became of it for the card."""

    store: Store
    private: Private

    async def pass_on(self, card: Card, *, link: str, call_out: CallOut) -> str:
        """Remind the assignee if that is due; a line for the card about the reminder that stands, or nothing.

        Args:
            card: the case as it is.
            link: where its topic opens; empty while it has none.
            call_out: used when the agent cannot be reached in private.
        """
        case = card.case
        at, assignee = case.reminded_at, case.assignee
        if at is None or assignee is None:
            return ""
        known = await self.store.read(lambda uow: uow.desk_posts.reminder(case.id))
        if known is None or known[0] < at:
            problem = await self._tell(assignee, _reminder(card), link)
            known = (at, problem)

            def keep(uow: UnitOfWork) -> None:
                uow.desk_posts.put_reminder(case.id, at, problem)

            await self.store.transact(keep)
            if problem:
                call_out(assignee, _reminder(card))
        if known[1]:
            return f"⏰ {assignee.name} 收不到私下提醒：{known[1]}"
        return f"⏰ 已私下提醒 {assignee.name}"

    async def _tell(self, assignee: Agent, text: str, link: str) -> str:
        if assignee.telegram_id is None:
            return _UNLINKED
        return await self.private.tell(assignee.telegram_id, text, link=link)


def _reminder(card: Card) -> str:
    name = card.conversation.peer.name or "一位顾客"
    return f"⏰ #{card.case.id} {name} 还在等您回复：“{cut(_waiting(card), _WORDS)}”"


def _waiting(card: Card) -> str:
    """What the customer wrote since they were last answered; what they came with when that is not on the card."""
    newest_first = (entry for entry in reversed(card.entries) if entry.author is not Author.BOT)
    unanswered = list(takewhile(lambda entry: entry.author is Author.CUSTOMER, newest_first))
    return " / ".join(_said(entry) for entry in reversed(unanswered)) or card.case.ask or card.case.title


def _said(entry: TranscriptEntry) -> str:
    return entry.content.text or "".join(f"［{MEDIA[one.kind]}］" for one in entry.content.media) or "…"
