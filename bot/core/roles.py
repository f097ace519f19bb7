"""The people of the shop, and what they are there for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an agent is there for; a case waits in the queue of one."""

    PRE_SALE = "pre_sale"
    AFTER_SALE = "after_sale"
    SUPERVISOR = "supervisor"
    WAREHOUSE = "warehouse"
    PRINTING = "printing"
    FINANCE = "finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who takes handoffs.

    `telegram_id` links the same person's Telegram account. Who is `on_shift` takes cases, with a desk open or not.
    """

    id: int
    login: str
    name: str
    role: Role
    telegram_id: int | None = None
    active: bool = True
    on_shift: bool = False
