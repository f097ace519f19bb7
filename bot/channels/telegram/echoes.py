"""Keeps what an agent wrote in a topic from being shown there a second time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Echoes:
    """Whoever stores an agent's words from a topic holds `lock` until their number is in `own`; readers hold it, too.

    It lives in memory: a crash in between shows an agent's own words once more, in the group and to nobody else.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    own: set[int] = field(default_factory=set)
