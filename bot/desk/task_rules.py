"""What an agent may do to a task, and which actions agents may perform: who decides, finishes, writes up.

Raises Conflict when the task is not in a state for it, NotAllowed when this agent may not. The messages are shown
to agents as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.cases import COMPLAINT_PARTS, Agent, Role, Task, TaskKind, TaskStatus
from bot.core.errors import Conflict, NotAllowed
from bot.core.orders import Fulfilment, Order

_ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.PRE_SALE: "售前",
        Role.AFTER_SALE: "售后",
        Role.WAREHOUSE: "仓库",
        Role.PRINTING: "打单",
        Role.FINANCE: "财务",
        Role.SUPERVISOR: "主管",
    }
)
_SERVICE: Final = frozenset({Role.PRE_SALE, Role.AFTER_SALE, Role.SUPERVISOR})
_AFTER_SALE: Final = frozenset({Role.AFTER_SALE, Role.SUPERVISOR})
_EVERYBODY: Final = frozenset(Role)

MAY_PERFORM: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "create_return": _AFTER_SALE,
        "create_exchange": _AFTER_SALE,
        "create_repair": _AFTER_SALE,
        "request_resend": _AFTER_SALE,
        "request_refund": _AFTER_SALE,
        "register_return_tracking": _AFTER_SALE | {Role.WAREHOUSE},
        "change_address": _SERVICE,
        "change_item": _SERVICE,
        "cancel_order": _SERVICE,
        "merge_orders": _SERVICE,
        "add_order_note": _EVERYBODY,
        "offer_coupon": _SERVICE,
        "contact_courier": _AFTER_SALE | {Role.WAREHOUSE},
        "hurry_shipping": _SERVICE,
        "request_price_change": _SERVICE,
        "request_price_protection": _SERVICE,
        "register_transfer": _SERVICE | {Role.FINANCE},
        "register_complaint": _SERVICE,
        "note_customer": _SERVICE,
        "set_notices": _SERVICE,
        "create_task": _EVERYBODY,
    }
)
"""Who may perform an action of the catalogue for a customer. The bot may all, for a customer bound to the order."""

_NEEDED_TO_ARCHIVE: Final = ("classification", "summary")
_LONGEST_PART: Final = 1000


def require_may_perform(agent: Agent, action: str) -> None:
    """Raises NotAllowed when agents of this role do not do that."""
    roles = MAY_PERFORM[action]
    if agent.role not in roles:
        raise NotAllowed(f"只有{_named(*sorted(roles))}可以办这件事。")


def decide(
    task: Task, agent: Agent, order: Order | None, *, approve: bool, max_off_percent: Decimal, now: datetime
) -> Task:
    """The request approved or refused, by an agent of the role that must decide, or by a supervisor.

    Pre-sale may approve prices up to `max_off_percent` off the order's total (0 means nothing), a supervisor any. A
    complaint whose proposal is refused stays open, without it.
    """
    if task.approver is None:
        raise Conflict(f"{task.number} 不需要审批。")
    _require_open(task)
    if agent.role not in {task.approver, Role.SUPERVISOR}:
        raise NotAllowed(f"只有{_named(task.approver, Role.SUPERVISOR)}可以审批 {task.number}。")
    if task.kind is TaskKind.COMPLAINT and not approve:
        return replace(task, args={name: value for name, value in task.args.items() if name != "proposal"})
    if approve:
        _require_approvable(task, agent, order, max_off_percent)
    status = TaskStatus.APPROVED if approve else TaskStatus.REFUSED
    return replace(task, status=status, decided_at=now, decided_by=agent)


def finish(task: Task, agent: Agent, *, now: datetime) -> Task:
    """The task done by an agent of its role, or by a supervisor; one that needs a decision only once approved.

    A price change is done by itself when the order shows the price.
    """
    if task.approver is not None and task.status is TaskStatus.OPEN:
        raise Conflict(f"{task.number} 需要审批，请选同意或不同意。")
    if task.status is not TaskStatus.APPROVED or task.kind is TaskKind.PRICE_CHANGE:
        _require_open(task)
    if agent.role not in {task.role, Role.SUPERVISOR}:
        raise NotAllowed(f"只有{_named(task.role, Role.SUPERVISOR)}可以完成 {task.number}。")
    missing = [name for name in _NEEDED_TO_ARCHIVE if not task.args.get(name)]
    if task.kind is TaskKind.COMPLAINT and missing:
        raise Conflict(f"{task.number} 归档前要先写好分类和总结。")
    return replace(task, status=TaskStatus.DONE, decided_at=now, decided_by=agent)


def write_up(task: Task, agent: Agent, parts: Mapping[str, str]) -> Task:
    """The complaint with these parts of its record; an empty part is taken out. What was approved stays as it is."""
    if task.kind is not TaskKind.COMPLAINT:
        raise Conflict(f"{task.number} 不是投诉。")
    if agent.role not in _AFTER_SALE:
        raise NotAllowed(f"只有{_named(*sorted(_AFTER_SALE))}可以写 {task.number} 的处理记录。")
    if task.status is TaskStatus.DONE:
        raise Conflict(f"{task.number} 已经归档了。")
    unknown = [name for name in parts if name not in COMPLAINT_PARTS]
    if unknown:
        raise Conflict(f"投诉记录里没有“{unknown[0]}”这一项。")
    if task.status is TaskStatus.APPROVED and parts.get("proposal", task.args.get("proposal")) != task.args.get(
        "proposal"
    ):
        raise Conflict(f"{task.number} 的处理方案已经批准，不能再改。")
    written = {name: text.strip()[:_LONGEST_PART] for name, text in parts.items()}
    return replace(task, args={name: value for name, value in {**task.args, **written}.items() if value})


def percent_off(task: Task, order: Order) -> Decimal:
    """How much the price asked for is below the order's total, in percent of a total that is not 0."""
    return (order.total - Decimal(str(task.args["price"]))) / order.total * 100


def _require_approvable(task: Task, agent: Agent, order: Order | None, max_off_percent: Decimal) -> None:
    match task.kind:
        case TaskKind.PRICE_CHANGE:
            _require_within_cap(task, agent, order, max_off_percent)
        case TaskKind.REFUND if order is None:
            raise Conflict(f"找不到 {task.number} 对应的订单，无法核对金额。")
        case TaskKind.COMPLAINT if not task.args.get("proposal"):
            raise Conflict(f"{task.number} 还没有写处理方案。")


def _require_within_cap(task: Task, agent: Agent, order: Order | None, max_off_percent: Decimal) -> None:
    if order is None or order.total <= 0:
        raise Conflict(f"找不到 {task.number} 对应的订单，无法核对金额。")
    if order.fulfilment is not Fulfilment.UNPAID:
        raise Conflict(f"订单 {order.number} 已经付款或关闭，不能再改价，请拒绝 {task.number}。")
    off = percent_off(task, order)
    if off > max_off_percent and agent.role is not Role.SUPERVISOR:
        raise NotAllowed(f"降价 {off:.1f}% 超过了 {max_off_percent}% 的权限，请主管审批。")


def _require_open(task: Task) -> None:
    if task.status is not TaskStatus.OPEN:
        by = f"（{task.decided_by.name}）" if task.decided_by else ""
        raise Conflict(f"{task.number} 已经处理过了{by}。")


def _named(*roles: Role) -> str:
    return "和".join(dict.fromkeys(_ROLES[role] for role in roles))
