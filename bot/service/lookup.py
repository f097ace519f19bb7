"""Brings customers' orders up to date before a turn, where the shop's orders live in another system.

Outside of any transaction, all customers of a batch at once, each within a time limit. Whoever's orders cannot be
had in time is served all the same: the dialogue is told that the orders are out of reach.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.core.conversation import Conversation, Owner
from bot.core.errors import OrderSourceDown
from bot.core.orders import ORDER_CODE, Order, WantedOrders
from bot.core.ports import Clock, OrderSource, Store, UnitOfWork
from bot.dialogue.outreach_rules import order_source_rules
from bot.dialogue.turn import BINDING
from bot.scripts.book import ScriptBook
from bot.service.orders import import_batch
from bot.service.turns import Room

log = structlog.get_logger(__name__)

_MOST_NUMBERS: Final = 5


@dataclass(slots=True, kw_only=True)
class OrderLookup:
    """Asks the order source. Without one the database has the orders, and nothing can be out of reach.

    A source that did not answer is left alone until the shop's first retry: everybody would wait for it in vain.

    Attributes:
        left_alone_until: when it may be asked again.
    """

    store: Store
    source: OrderSource | None
    book: Callable[[], ScriptBook]
    clock: Clock
    left_alone_until: datetime | None = None

    async def refresh(self, conversation_ids: Sequence[int]) -> frozenset[int]:
        """Store the orders of these customers as they are now; returns those for whom that was not possible."""
        source = self.source
        if source is None or not conversation_ids:
            return frozenset()
        wanted = await self.store.read(lambda uow: _wanted(uow, conversation_ids))
        asked = list(wanted)
        found = await asyncio.gather(*(self._ask(source, wanted[each]) for each in asked))
        orders = {order.number: order for batch in found for order in batch or ()}
        if orders:
            room = Room(book=self.book(), now=self.clock())
            await self.store.transact(lambda uow: import_batch(uow, room, list(orders.values())))
        return frozenset(each for each, batch in zip(asked, found, strict=True) if batch is None)

    async def _ask(self, source: OrderSource, wanted: WantedOrders) -> Sequence[Order] | None:
        rules = order_source_rules(self.book().shop)
        if self.left_alone_until is not None and self.clock() < self.left_alone_until:
            return None
        try:
            async with asyncio.timeout(rules.limit.total_seconds()):
                return await source.find(wanted)
        except OrderSourceDown as error:
            log.warning("order_source_down", error=str(error))
            self.left_alone_until = self.clock() + rules.retry[0]
        except TimeoutError:
            log.warning("order_source_slow", limit=rules.limit.total_seconds())
            self.left_alone_until = self.clock() + rules.retry[0]
        except Exception:  # a source that trips over an order must not leave its customer without an answer
            log.exception("order_source_crashed")
        return None


def _wanted(uow: UnitOfWork, conversation_ids: Sequence[int]) -> dict[int, WantedOrders]:
    """By customer, for whom the bot speaks: what they are bound to, and numbers they wrote that may be theirs."""
    wanted = {}
    for each in conversation_ids:
        conversation = uow.conversations.get(each)
        if conversation.owner is not Owner.BOT:
            continue
        buyers, numbers = uow.orders.bindings(conversation.channel, conversation.account, conversation.peer.id)
        named = [*numbers, *_claimed(conversation), *_written(uow, each)]
        wanted[each] = WantedOrders(buyers=tuple(buyers), numbers=tuple(dict.fromkeys(named)))
    return {each: orders for each, orders in wanted.items() if orders.buyers or orders.numbers}


def _claimed(conversation: Conversation) -> list[str]:
    """Numbers that are still to be proved."""
    proofs = [frame.slots.get(BINDING) for frame in conversation.state.frames]
    return [str(proof["number"]) for proof in proofs if isinstance(proof, dict) and proof.get("number")]


def _written(uow: UnitOfWork, conversation_id: int) -> list[str]:
    texts = [incoming.content.text for _, incoming in uow.inbox.unread(conversation_id)]
    return [found for text in texts for found in ORDER_CODE.findall(text)][:_MOST_NUMBERS]
