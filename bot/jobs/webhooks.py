"""The webhook loop: sends what is due, each receiver's by itself, so that a slow or dead one delays nobody else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.core.errors import DeliveryError, DeliveryRefused, NotFound, StorageError
from bot.core.measures import Meter, WebhookTried, unmetered
from bot.core.ports import Caller, Clock, Store, UnitOfWork
from bot.core.webhooks import DeliveryState, Webhook, WebhookDelivery, next_try, secret_of, signed_headers
from bot.service.webhooks import TOPIC

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=15)
"""A try takes ten seconds at most; one that was cut off is repeated after this."""
_AFTER_FAILURE_SECONDS: Final = 1
_LONGEST_ERROR: Final = 300
_GONE: Final = 410
"""The receiver wants no more: Standard Webhooks asks to stop then."""


@dataclass(slots=True, kw_only=True)
class WebhookSender:
    """Sends at least once: a try whose outcome could not be kept is repeated, under the same id.

    One task per receiver sends one delivery after the other, oldest first; `run_once` starts the tasks and does not
    wait for them.

    Attributes:
        secret: the shop's, out of which every webhook's own is made.
    """

    store: Store
    clock: Clock
    caller: Caller
    secret: str
    meter: Meter = unmetered
    topic: str = TOPIC
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _closing: bool = False

    async def run_once(self) -> datetime | None:
        """Start what is due; says when more will be, of receivers that nothing is sent to now."""
        now = self.clock()
        due = await self.store.read(lambda uow: uow.webhook_deliveries.due())
        for webhook_id, at in due.items():
            if at <= now and webhook_id not in self._busy:
                task = asyncio.create_task(self._send_all(webhook_id), name=f"webhook {webhook_id}")
                self._busy[webhook_id] = task
                task.add_done_callback(partial(self._done, webhook_id))
        return min((at for webhook_id, at in due.items() if webhook_id not in self._busy), default=None)

    def _done(self, webhook_id: int, _task: asyncio.Task[None]) -> None:
        del self._busy[webhook_id]

    async def close(self) -> None:
        """Let the tries under way end; what is left over waits for the next start."""
        self._closing = True
        await asyncio.gather(*self._busy.values())

    async def _send_all(self, webhook_id: int) -> None:
        try:
            while not self._closing:
                claimed = await self._claim(webhook_id)
                if claimed is None:
                    return
                await self._send(*claimed)
        except StorageError as error:
            log.warning("webhook_postponed", webhook=webhook_id, error=str(error))
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
        except Exception:  # a task's last line of defence: a bug with one receiver must be seen and not repeat at once
            log.exception("webhook_crashed", webhook=webhook_id)
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)

    async def _claim(self, webhook_id: int) -> tuple[Webhook, WebhookDelivery] | None:
        now = self.clock()

        def use_case(uow: UnitOfWork) -> tuple[Webhook, WebhookDelivery] | None:
            try:
                webhook = uow.webhooks.get(webhook_id)
            except NotFound:  # removed since it was seen to be due
                return None
            delivery = uow.webhook_deliveries.claim(webhook_id, now=now, lease=LEASE) if webhook.active else None
            return None if delivery is None else (webhook, delivery)

        return await self.store.transact(use_case)

    async def _send(self, webhook: Webhook, delivery: WebhookDelivery) -> None:
        secret = secret_of(webhook, self.secret)
        headers = signed_headers(secret, delivery.message_id, delivery.body, now=self.clock())
        try:
            status = await self.caller.call(webhook.url, delivery.body, headers)
        except DeliveryRefused as refusal:
            await self._settle(delivery, DeliveryState.DEAD, error=str(refusal))
        except DeliveryError as error:
            await self._try_again(delivery, error=str(error))
        else:
            await self._answered(webhook, delivery, status)

    async def _answered(self, webhook: Webhook, delivery: WebhookDelivery, status: int) -> None:
        if 200 <= status < 300:  # what HTTP calls success
            await self._settle(delivery, DeliveryState.DELIVERED, status=status)
        elif status == _GONE:
            await self.store.transact(lambda uow: _switch_off(uow, webhook.id))
            await self._settle(delivery, DeliveryState.DEAD, status=status, error="the receiver wants no more")
        else:
            await self._try_again(delivery, status=status, error=f"the receiver answered {status}")

    async def _try_again(self, delivery: WebhookDelivery, *, status: int | None = None, error: str) -> None:
        at = next_try(delivery, now=self.clock())
        if at is None:
            await self._settle(delivery, DeliveryState.DEAD, status=status, error=error)
            return
        log.info("webhook_failed", webhook=delivery.webhook_id, delivery=delivery.id, error=error, again=at.isoformat())
        await self._keep(replace(delivery, next_at=at, status=status, error=error[:_LONGEST_ERROR]))

    async def _settle(
        self, delivery: WebhookDelivery, state: DeliveryState, *, status: int | None = None, error: str = ""
    ) -> None:
        if state is DeliveryState.DEAD:
            log.warning("webhook_dead", webhook=delivery.webhook_id, delivery=delivery.id, error=error)
        settled = replace(delivery, state=state, next_at=None, settled_at=self.clock())
        await self._keep(replace(settled, status=status, error=error[:_LONGEST_ERROR]))

    async def _keep(self, delivery: WebhookDelivery) -> None:
        await self.store.transact(lambda uow: uow.webhook_deliveries.save(delivery))
        self.meter(WebhookTried(fate=delivery.state))


def _switch_off(uow: UnitOfWork, webhook_id: int) -> None:
    """One that was removed meanwhile is off already."""
    for webhook in uow.webhooks.listing():
        if webhook.id == webhook_id:
            uow.webhooks.save(replace(webhook, active=False))
