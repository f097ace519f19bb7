"""What becomes of a register's open entry when the same is asked for again: more is known, or more is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind, TaskStatus
from bot.service.actions.ledger import MONEY_BACK

_FREE_TEXT: Final = "detail"
_LONGEST: Final = 500
_MOST_PHOTOS: Final = 9


def wants_another(task: Task, draft: TaskDraft, *, by_agent: bool) -> bool:
    """Whether other money is asked for than the entry has: an entry of its own must then be decided about.

    Somebody may be looking at the old one this very moment, about to agree to its amount. A customer can only want
    more; an agent also corrects a refund downwards while nobody has agreed to it.
    """
    wanted, stands = draft.args.get("amount"), task.args.get("amount")
    if draft.kind not in MONEY_BACK or not wanted:
        return False
    if not stands or Decimal(str(wanted)) > Decimal(str(stands)):
        return True
    corrected = by_agent and task.kind is TaskKind.REFUND and task.status is TaskStatus.OPEN
    return corrected and Decimal(str(wanted)) != Decimal(str(stands))


def told_more(task: Task, draft: TaskDraft) -> Task:
    """The open entry with what was said since: the last reason decides who is liable, all photos and details are kept.

    What was decided stays as it was decided.
    """
    if task.status is not TaskStatus.OPEN:
        return task
    amount = {"amount": task.args["amount"]} if "amount" in task.args else {}
    return replace(
        task,
        args={**joined(task.args, draft.args), **amount},
        reason=draft.reason or task.reason,
        department=draft.department if draft.reason else task.department,
        approver=_stricter(task.approver, draft.approver),
    )


def joined(before: Mapping[str, JsonValue], now: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The arguments of both: photos and details add up, of everything else the last counts."""
    both = dict(before)
    for name, value in now.items():
        if value in (None, "", []):
            continue
        both[name] = _added(name, both.get(name), value)
    return both


def _added(name: str, old: JsonValue, new: JsonValue) -> JsonValue:
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(one for one in new if one not in old)][-_MOST_PHOTOS:]
    if name == _FREE_TEXT and isinstance(old, str) and isinstance(new, str):
        return old if new in old else f"{old}；{new}"[-_LONGEST:]
    return new


def _stricter(one: Role | None, other: Role | None) -> Role | None:
    return Role.SUPERVISOR if Role.SUPERVISOR in (one, other) else one or other
