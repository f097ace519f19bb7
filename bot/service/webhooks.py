"""Setting up webhooks, seeing what became of their deliveries, and sending some once more."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.webhooks import (
    SUBSCRIBABLE,
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
    secret_of,
)
from bot.desk.wording import conflict
from bot.service import announcing
from bot.service.webhook_targets import refused_target

T = TypeVar("T")

TOPIC: Final = "desk"
"""The bell topic of case events, which are what webhooks tell of."""
_MOST: Final = 20
"""Each costs a little with every message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A webhook with its signing secret, which is shown only now."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """What supervisors do with webhooks. Who may is asked by whoever calls; a command line needs no permission.

    Everything about one webhook raises NotFound when there is no such one.

    Attributes:
        secret: the shop's; what webhooks are signed with is made out of it.
        allow_private: whether receivers may be in private networks, and without TLS.
    """

    store: Store
    bell: Bell
    clock: Clock
    secret: str
    allow_private: bool = False

    async def listing(self) -> list[Webhook]:
        """All of them, oldest first."""
        return await self.store.read(lambda uow: uow.webhooks.listing())

    async def register(self, url: str, events: Sequence[WebhookEvent]) -> Registered:
        """Tell this receiver of these events from now on. Raises Conflict for an address or events that will not do."""
        self._require(url, events)
        salt, now = secrets.token_hex(16), self.clock()

        def use_case(uow: UnitOfWork) -> Webhook:
            if len(uow.webhooks.listing()) >= _MOST:
                raise conflict("webhook_too_many", most=_MOST)
            return uow.webhooks.add(url, _in_order(events), salt, now=now)

        webhook = await self.store.transact(use_case)
        return Registered(webhook=webhook, secret=secret_of(webhook, self.secret))

    async def change(
        self,
        webhook_id: int,
        *,
        url: str | None = None,
        events: Sequence[WebhookEvent] | None = None,
        active: bool | None = None,
    ) -> Webhook:
        """Change what is given. While one is switched off nothing is written for it, and what waits goes on waiting."""

        def change(webhook: Webhook) -> Webhook:
            changed = replace(
                webhook,
                url=webhook.url if url is None else url,
                events=webhook.events if events is None else _in_order(events),
                active=webhook.active if active is None else active,
            )
            self._require(changed.url, changed.events)
            return changed

        return await self._change(webhook_id, change)

    async def renew_secret(self, webhook_id: int) -> Registered:
        """Sign with another secret from now on."""
        salt = secrets.token_hex(16)
        webhook = await self._change(webhook_id, lambda one: replace(one, salt=salt))
        return Registered(webhook=webhook, secret=secret_of(webhook, self.secret))

    async def remove(self, webhook_id: int) -> None:
        """Forget it with everything that is or was on its way to it."""
        await self.store.transact(lambda uow: uow.webhooks.remove(webhook_id))

    async def deliveries(
        self, webhook_id: int, *, state: DeliveryState | None = None, before: int | None = None, limit: int = 50
    ) -> list[WebhookDelivery]:
        """What was or is to be told, newest first; the next page is what comes `before` its last."""

        def query(uow: UnitOfWork) -> list[WebhookDelivery]:
            uow.webhooks.get(webhook_id)
            return uow.webhook_deliveries.listing(webhook_id, state=state, before=before, limit=limit)

        return await self.store.read(query)

    async def test(self, webhook_id: int) -> WebhookDelivery:
        """Send a message that means nothing."""
        now = self.clock()
        return await self._send(lambda uow: announcing.test(uow, uow.webhooks.get(webhook_id), now=now))

    async def replay(self, webhook_id: int, delivery_id: int) -> WebhookDelivery:
        """Send one again, with the id it had: a receiver that has it can tell."""
        now = self.clock()

        def use_case(uow: UnitOfWork) -> WebhookDelivery:
            delivery = uow.webhook_deliveries.get(webhook_id, delivery_id)
            anew = replace(delivery, state=DeliveryState.WAITING, attempt=0, begun_at=now, next_at=now, settled_at=None)
            uow.webhook_deliveries.save(anew)
            return anew

        return await self._send(use_case)

    async def replay_span(
        self, webhook_id: int, states: Sequence[DeliveryState], *, since: datetime, until: datetime
    ) -> int:
        """Send again what was written from `since` to before `until` and is in these states; says how many."""
        now = self.clock()

        def use_case(uow: UnitOfWork) -> int:
            uow.webhooks.get(webhook_id)
            return uow.webhook_deliveries.replay(webhook_id, states, since=since, until=until, now=now)

        return await self._send(use_case)

    async def _send(self, use_case: Callable[[UnitOfWork], T]) -> T:
        done = await self.store.transact(use_case)
        self.bell.ring(TOPIC)
        return done

    async def _change(self, webhook_id: int, change: Callable[[Webhook], Webhook]) -> Webhook:
        def use_case(uow: UnitOfWork) -> Webhook:
            changed = change(uow.webhooks.get(webhook_id))
            uow.webhooks.save(changed)
            return changed

        return await self._send(use_case)

    def _require(self, url: str, events: Sequence[WebhookEvent]) -> None:
        refused = refused_target(url, allow_private=self.allow_private)
        if refused:
            raise conflict(refused)
        if not events or not SUBSCRIBABLE.issuperset(events):
            raise conflict("webhook_events", events=", ".join(sorted(SUBSCRIBABLE)))


def _in_order(events: Sequence[WebhookEvent]) -> tuple[WebhookEvent, ...]:
    return tuple(one for one in WebhookEvent if one in events)
