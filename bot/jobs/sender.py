"""The outbox sender: takes messages out in order and records honestly what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, DeliveryUnknown
from bot.core.measures import Left, Meter, unmetered
from bot.core.messages import Delivery, Parcel
from bot.core.ports import Bell, Clock, Deliverer, Store, UnitOfWork

log = structlog.get_logger(__name__)

_LEASE: Final = timedelta(seconds=60)
_BATCH: Final = 30
_MAX_ATTEMPTS: Final = 8
_LONGEST_BACK_OFF: Final = 60.0
_ROUND_SECONDS: Final = 0.2
"""How long a round waits for what it began to send: long enough for most, too short for one slow chat to be felt."""


@dataclass(slots=True, kw_only=True)
class OutboxSender:
    """Sends the heads of many conversations' queues at once, one message per conversation at a time.

    What takes longer than a round stays in its hands while the next rounds send to others. What is leased under its
    name and not in its hands was cut off: by the end of the process, or because what became of it could not be stored.
    That is settled before anything is claimed.

    Attributes:
        deliverers: the way out of each channel, by channel name.
        name: unique among running senders; keep it over restarts.
        meter: is told what became of every try.
    """

    store: Store
    bell: Bell
    clock: Clock
    deliverers: Mapping[str, Deliverer]
    name: str
    meter: Meter = unmetered
    topic: str = "outbox"
    _hands: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def run_once(self) -> datetime | None:
        """Send one batch; says when more can be sent. A long queue takes many rounds, and stopping waits for one."""
        begun = [self._begin(parcel) for parcel in await self._claim()]
        full = len(self._hands) >= _BATCH
        waited_for = begun or (list(self._hands.values()) if full else [])
        if waited_for:
            until = asyncio.FIRST_COMPLETED if full and not begun else asyncio.ALL_COMPLETED
            done, slow = await asyncio.wait(waited_for, timeout=_ROUND_SECONDS, return_when=until)
            for task in slow:
                task.add_done_callback(self._late)
            for task in done:
                task.result()
        return await self.store.read(self._next_due)

    async def close(self) -> None:
        """Let what is in its hands end; no round may run any more."""
        await asyncio.gather(*self._hands.values(), return_exceptions=True)

    def _begin(self, parcel: Parcel) -> asyncio.Task[None]:
        task = asyncio.create_task(self._send(parcel), name=f"send {parcel.seq}")
        self._hands[parcel.seq] = task
        task.add_done_callback(partial(self._let_go, parcel.seq))
        return task

    def _let_go(self, seq: int, task: asyncio.Task[None]) -> None:
        del self._hands[seq]
        if not task.cancelled() and task.exception() is not None:
            log.warning("send_not_kept", seq=seq, error=str(task.exception()))  # the next round settles it

    def _late(self, _: asyncio.Task[None]) -> None:
        """What waited behind it can go now."""
        self.bell.ring(self.topic)

    def _next_due(self, uow: UnitOfWork) -> datetime | None:
        return uow.outbox.next_due(self.name, channels=list(self.deliverers), now=self.clock())

    async def _claim(self) -> list[Parcel]:
        now = self.clock()
        channels = list(self.deliverers)
        safe = [channel for channel in channels if self.deliverers[channel].idempotent]

        def use_case(uow: UnitOfWork) -> list[Parcel]:
            uow.outbox.recover(self.name, resend=safe, holding=list(self._hands), now=now)
            room = _BATCH - len(self._hands)
            return uow.outbox.claim(self.name, channels=channels, now=now, lease=_LEASE, limit=room)

        return await self.store.transact(use_case)

    async def _send(self, parcel: Parcel) -> None:
        try:
            ref = await self.deliverers[parcel.channel].deliver(parcel)
        except DeliveryDelayed as delay:
            await self._postpone(parcel, delay.retry_after, str(delay), tried=False)
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

    async def _postpone(self, parcel: Parcel, seconds: float, error: str, *, tried: bool = True) -> None:
        """Try again then. A platform that only asked us to wait did not fail us: that is no attempt."""
        until = self.clock() + timedelta(seconds=seconds)
        log.info("send_postponed", seq=parcel.seq, channel=parcel.channel, seconds=seconds, error=error)
        await self.store.transact(lambda uow: uow.outbox.postpone(parcel.seq, until=until, error=error, tried=tried))
        self.meter(Left(channel=parcel.channel, author=parcel.author, fate=Delivery.WAITING))

    async def _settle(self, parcel: Parcel, delivery: Delivery, *, ref: str = "", error: str = "") -> None:
        now = self.clock()
        if delivery is not Delivery.SENT:
            log.warning("send_not_done", seq=parcel.seq, channel=parcel.channel, delivery=delivery, error=error)
        await self.store.transact(
            lambda uow: uow.outbox.settle(parcel.seq, delivery, now=now, external_ref=ref, error=error)
        )
        self.meter(Left(channel=parcel.channel, author=parcel.author, fate=delivery))
        self.bell.ring(f"conversation:{parcel.conversation_id}")
