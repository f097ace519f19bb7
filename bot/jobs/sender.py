"""The outbox sender: takes messages out in order and records honestly what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, DeliveryUnknown
from bot.core.messages import Delivery, Parcel
from bot.core.ports import Bell, Clock, Deliverer, Store, UnitOfWork

log = structlog.get_logger(__name__)

_LEASE: Final = timedelta(seconds=60)
_BATCH: Final = 30
_MAX_ATTEMPTS: Final = 8
_LONGEST_BACK_OFF: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSender:
    """Sends the heads of many conversations' queues at once, one message per conversation at a time.

    Before it claims it has nothing in its hands, so what is leased under its name then was cut off: by the end of the
    process, or because what became of it could not be stored. That is settled first.

    Attributes:
        deliverers: the way out of each channel, by channel name.
        name: unique among running senders; keep it over restarts.
    """

    store: Store
    bell: Bell
    clock: Clock
    deliverers: Mapping[str, Deliverer]
    name: str
    topic: str = "outbox"

    async def run_once(self) -> datetime | None:
        """Send one batch; says when more can be sent. A long queue takes many rounds, and stopping waits for one."""
        done = await asyncio.gather(*(self._send(parcel) for parcel in await self._claim()), return_exceptions=True)
        for failure in done:
            if failure is not None:
                raise failure
        return await self.store.read(lambda uow: uow.outbox.next_due(channels=list(self.deliverers), now=self.clock()))

    async def _claim(self) -> list[Parcel]:
        now = self.clock()
        channels = list(self.deliverers)
        safe = [channel for channel in channels if self.deliverers[channel].idempotent]

        def use_case(uow: UnitOfWork) -> list[Parcel]:
            uow.outbox.recover(self.name, resend=safe, now=now)
            return uow.outbox.claim(self.name, channels=channels, now=now, lease=_LEASE, limit=_BATCH)

        return await self.store.transact(use_case)

    async def _send(self, parcel: Parcel) -> None:
        try:
            ref = await self.deliverers[parcel.channel].deliver(parcel)
        except DeliveryDelayed as delay:
            await self._postpone(parcel, delay.retry_after, str(delay))
        except DeliveryRefused as refusal:
            await self._settle(parcel, Delivery.FAILED, error=str(refusal))
        except DeliveryUnknown as doubt:
            await self._settle(parcel, Delivery.UNKNOWN, error=str(doubt))
        except DeliveryError as error:
            await self._retry(parcel, str(error))
        except Exception as bug:  # one message that a channel trips over must not hold up its batch
            log.exception("send_crashed", seq=parcel.seq, channel=parcel.channel)
            await self._settle(parcel, Delivery.UNKNOWN, error=f"{type(bug).__name__} while it was being sent")
        else:
            await self._settle(parcel, Delivery.SENT, ref=ref)

    async def _retry(self, parcel: Parcel, error: str) -> None:
        """The message surely did not arrive: try again with exponential back-off, then give up honestly."""
        if parcel.attempt >= _MAX_ATTEMPTS:
            await self._settle(parcel, Delivery.FAILED, error=error)
        else:
            await self._postpone(parcel, min(2.0**parcel.attempt, _LONGEST_BACK_OFF), error)

    async def _postpone(self, parcel: Parcel, seconds: float, error: str) -> None:
        until = self.clock() + timedelta(seconds=seconds)
        log.info("send_postponed", seq=parcel.seq, channel=parcel.channel, seconds=seconds, error=error)
        await self.store.transact(lambda uow: uow.outbox.postpone(parcel.seq, until=until, error=error))

    async def _settle(self, parcel: Parcel, delivery: Delivery, *, ref: str = "", error: str = "") -> None:
        now = self.clock()
        if delivery is not Delivery.SENT:
            log.warning("send_not_done", seq=parcel.seq, channel=parcel.channel, delivery=delivery, error=error)
        await self.store.transact(
            lambda uow: uow.outbox.settle(parcel.seq, delivery, now=now, external_ref=ref, error=error)
        )
        self.bell.ring(f"conversation:{parcel.conversation_id}")
