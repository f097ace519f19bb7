"""What is not a database: files, the ways out, the bell and the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.core.messages import Media, Parcel
from bot.core.orders import Order, WantedOrders


class MediaStore(Protocol):
    """Bytes of attachments."""

    async def put(self, data: bytes, media: Media) -> Media:
        """Keep the bytes and return the media with key, size and mime set. Raises MediaRefused."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises NotFound."""
        ...


class OrderSource(Protocol):
    """The system that has the orders, where that is not our own database."""

    async def find(self, wanted: WantedOrders) -> Sequence[Order]:
        """These orders as they are now; those it does not have are left out. Raises OrderSourceDown.

        It may take its time: whoever asks sets the limit.
        """
        ...


class Deliverer(Protocol):
    """The way out of one channel."""

    @property
    def idempotent(self) -> bool:
        """Whether delivering the same parcel twice shows it once."""
        ...

    async def deliver(self, parcel: Parcel) -> str:
        """Send and return the platform's message id. Raises a DeliveryError."""
        ...


class Caller(Protocol):
    """The way out to webhooks."""

    async def call(self, url: str, body: str, headers: Mapping[str, str]) -> int:
        """POST the JSON text and return the HTTP status.

        Raises:
            DeliveryRefused: nothing may be sent to that address.
            DeliveryError: it did not answer.
        """
        ...


class Bell(Protocol):
    """Wakes whoever waits for news in this process; carries no data, only "look again"."""

    def ring(self, *topics: str) -> None:
        """Wake the listeners of these topics: `inbox`, `outbox`, `desk`, `conversation:<id>`."""
        ...

    def listen(self, *topics: str) -> AbstractAsyncContextManager[AsyncIterator[None]]:
        """An iterator that yields after each ring; rings while nobody awaits are kept as one."""
        ...


class Clock(Protocol):
    """The time, aware UTC."""

    def __call__(self) -> datetime: ...
