"""Canned replies at the desk: what there is for a case, and one of them filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.ports import Clock, Store, UnitOfWork
from bot.core.roles import Agent
from bot.desk.wording import not_found
from bot.dialogue.canned import values_of_case
from bot.scripts import canned
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.canned import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReplies:
    """The canned replies of the customer's language; those of the shop's own where that pack has none."""

    store: Store
    clock: Clock
    book: Callable[[], ScriptBook]

    async def listing(self, case_id: int, agent: Agent, *, order_number: str = "") -> tuple[Rendered, ...]:
        """All of them as this agent would send them in this case, in the order of the file. Raises NotFound.

        They are about the order of the case, or about another of the customer's orders when its number is given.
        """
        book, now = self.book(), self.clock()

        def query(uow: UnitOfWork) -> tuple[Rendered, ...]:
            case = uow.cases.get(case_id)
            case = replace(case, order_number=order_number or case.order_number)
            conversation = uow.conversations.get(case.conversation_id)
            orders = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
            values = values_of_case(book, case, conversation, orders, agent, now=now)
            pack = _pack(book, conversation.state.language)
            return tuple(canned.render(one, values) for one in pack.canned.values())

        return await self.store.read(query)

    async def render(self, case_id: int, agent: Agent, name: str) -> Rendered:
        """The canned reply of that name, filled in for the case. Raises NotFound."""
        found = next((one for one in await self.listing(case_id, agent) if one.name == name), None)
        if found is None:
            raise not_found("canned_unknown", name=name)
        return found


def _pack(book: ScriptBook, language: str) -> Pack:
    pack = book.packs.get(language)
    return pack if pack is not None and pack.canned else book.packs[book.default_language]
