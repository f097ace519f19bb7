"""Trouble on demand: refusals, lost connections and slow or held answers for the next calls of a method."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from .wire import ApiError, too_many_requests

_REASONS = {
    403: "bot was blocked by the user",
    502: "Bad Gateway",
}


@dataclass(kw_only=True, slots=True)
class Gate:
    """Holds one call open. `reached` tells that it has come, `release` lets it go on."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self.opened.set()


@dataclass(kw_only=True, slots=True)
class Fault:
    """What befalls one call. `stored` says whether the server acts on it before the trouble."""

    method: str
    chat_id: int | None
    stored: bool
    error: ApiError | None = None
    delay_s: float = 0
    gate: Gate | None = None
    drop: bool = False

    async def strike(self) -> bool:
        """Wait or refuse as ordered; True when the connection is to be cut instead of answered."""
        if self.gate is not None:
            self.gate.reached.set()
            await self.gate.opened.wait()
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.error is not None:
            raise self.error
        return self.drop


class Faults:
    """The orders not yet carried out. Those for one chat wait until that chat is called."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: list[Fault] = []

    def fail_next(
        self,
        method: str,
        code: int,
        *,
        reason: str | None = None,
        retry_after: int | None = None,
        chat_id: int | None = None,
        times: int = 1,
        stored: bool = False,
    ) -> None:
        """Refuse the next `times` calls. `reason` follows the "Bad Request: " of the code; 429 needs `retry_after`."""
        if code == 429:
            error = too_many_requests(retry_after or 1)
        else:
            error = ApiError(code, _REASONS.get(code, "") if reason is None else reason)
        self._order(Fault(method=method, chat_id=chat_id, error=error, stored=stored), times)

    def drop_next(self, method: str, *, stored: bool, chat_id: int | None = None, times: int = 1) -> None:
        """Cut the connection: with `stored` the message is sent but the answer never comes."""
        self._order(Fault(method=method, chat_id=chat_id, stored=stored, drop=True), times)

    def slow_next(self, method: str, seconds: float, *, chat_id: int | None = None, times: int = 1) -> None:
        """Act at once, answer late."""
        self._order(Fault(method=method, chat_id=chat_id, stored=True, delay_s=seconds), times)

    def hold_next(self, method: str, *, stored: bool = True, chat_id: int | None = None) -> Gate:
        """Keep the next call waiting (after acting on it, or with `stored=False` before) until released."""
        gate = Gate()
        self._order(Fault(method=method, chat_id=chat_id, stored=stored, gate=gate), 1)
        return gate

    def take_fault(self, method: str, chat_id: int | None) -> Fault | None:
        """The first order that fits this call; it is carried out once."""
        for number, fault in enumerate(self._faults):
            if fault.method.lower() == method.lower() and fault.chat_id in {None, chat_id}:
                return self._faults.pop(number)
        return None

    @property
    def unmet_faults(self) -> int:
        """Orders that no call has met yet."""
        return len(self._faults)

    def _order(self, fault: Fault, times: int) -> None:
        self._faults.extend([fault] * times)
