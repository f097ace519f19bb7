"""Which role may do what at the desk: one table, which every view, the API and its test ask.

Some acts have conditions beside the role, such as whose case it is; those are in `bot.desk.rules` and
`bot.desk.task_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.errors import NotAllowed
from bot.core.roles import Agent, Role
from bot.desk.wording import not_allowed


class Act(StrEnum):
    """What can be done at a desk, beside the actions of `bot.core.catalogue` (`performing`)."""

    VIEW = "view"
    SEARCH = "search"
    CLAIM = "claim"
    REPLY = "reply"
    RETRY = "retry"
    NOTE = "note"
    TRANSFER = "transfer"
    ESCALATE = "escalate"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"
    MOVE_OTHERS = "move_others"  # pass on or close what a colleague has
    BLOCK = "block"
    SET_TIER = "set_tier"
    TASKS = "tasks"
    DECIDE = "decide"
    FINISH = "finish"
    WRITE_UP = "write_up"
    SHIFT = "shift"
    SHIFT_OTHERS = "shift_others"
    AGENTS = "agents"
    WEBHOOKS = "webhooks"
    RATINGS = "ratings"


_SALES: Final = frozenset({Role.PRE_SALE, Role.AFTER_SALE, Role.SUPERVISOR})
_AFTER_SALE: Final = frozenset({Role.AFTER_SALE, Role.SUPERVISOR})
_EVERYBODY: Final = frozenset(Role)
_SUPERVISOR: Final = frozenset({Role.SUPERVISOR})

RECEIVING: Final = _SALES | {Role.WAREHOUSE}
"""Who speaks with customers, and so has a queue."""


def performing(action: str) -> str:
    """The act of performing this action of the catalogue for a customer."""
    return f"perform.{action}"


PERMISSIONS: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        Act.VIEW: _EVERYBODY,
        Act.SEARCH: _EVERYBODY,
        Act.CLAIM: RECEIVING,
        Act.REPLY: RECEIVING,
        Act.RETRY: RECEIVING,
        Act.NOTE: _EVERYBODY,
        Act.TRANSFER: RECEIVING,
        Act.ESCALATE: RECEIVING,
        Act.RETURN: RECEIVING,
        Act.CLOSE: RECEIVING,
        Act.REOPEN: RECEIVING,
        Act.MOVE_OTHERS: _SUPERVISOR,
        Act.BLOCK: _SALES,
        Act.SET_TIER: _SALES,
        Act.TASKS: _EVERYBODY,
        Act.DECIDE: _SALES | {Role.FINANCE},
        Act.FINISH: _EVERYBODY,
        Act.WRITE_UP: _AFTER_SALE,
        Act.SHIFT: _EVERYBODY,
        Act.SHIFT_OTHERS: _SUPERVISOR,
        Act.AGENTS: _SUPERVISOR,
        Act.WEBHOOKS: _SUPERVISOR,
        Act.RATINGS: _SUPERVISOR,
        performing("create_return"): _AFTER_SALE,
        performing("create_exchange"): _AFTER_SALE,
        performing("create_repair"): _AFTER_SALE,
        performing("request_resend"): _AFTER_SALE,
        performing("request_refund"): _AFTER_SALE,
        performing("register_return_tracking"): _AFTER_SALE | {Role.WAREHOUSE},
        performing("change_address"): _SALES,
        performing("change_item"): _SALES,
        performing("cancel_order"): _SALES,
        performing("merge_orders"): _SALES,
        performing("add_order_note"): _EVERYBODY,
        performing("offer_coupon"): _SALES,
        performing("contact_courier"): _AFTER_SALE | {Role.WAREHOUSE},
        performing("hurry_shipping"): _SALES,
        performing("request_price_change"): _SALES,
        performing("request_price_protection"): _SALES,
        performing("register_transfer"): _SALES | {Role.FINANCE},
        performing("register_complaint"): _SALES,
        performing("note_customer"): _SALES,
        performing("set_notices"): _SALES,
        performing("create_task"): _EVERYBODY,
    }
)
"""Act → roles. The bot may perform every action, for a customer bound to the order."""


def may(role: Role, act: str) -> bool:
    """Whether agents of this role do that."""
    return role in PERMISSIONS[act]


def require(agent: Agent, act: str) -> None:
    """Raises NotAllowed when agents of this role do not do that."""
    if not may(agent.role, act):
        raise refusal(act)


def refusal(act: str) -> NotAllowed:
    """What is told to who may not do that."""
    code = "action_not_yours" if act.startswith("perform.") else "role_needed"
    return not_allowed(code, roles=" ".join(sorted(PERMISSIONS[act])))
