"""What an agent may do to a case, as functions from the old value to the new one and its event.

Raises Conflict when the case is not in a state for it, NotAllowed when agents of that role do not do it; both carry a
code that `bot.desk.wording` words. The new value is always the projection of the event (`bot.desk.history`).
"""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Case, CaseEvent, CaseEventKind, CaseStatus, Outcome
from bot.core.conversation import JsonValue
from bot.core.customers import Tier
from bot.core.roles import Agent, Role
from bot.desk.history import project
from bot.desk.permissions import Act, may, require
from bot.desk.wording import conflict


def claim(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent | None]:
    """The case as this agent's. Claiming one's own case again changes nothing (no event)."""
    require(agent, Act.CLAIM)
    _require_open(case)
    if case.assignee is not None and case.assignee.id != agent.id:
        raise conflict("case_held", case=case.id, name=case.assignee.name)
    if case.status is not CaseStatus.WAITING:
        return case, None
    return _after(case, CaseEventKind.CLAIMED, agent, now)


def reply(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case after this agent, whose case it is, answered the customer. The first answer stops the waiting clock."""
    require(agent, Act.REPLY)
    _require_mine(case, agent)
    return _after(case, CaseEventKind.REPLIED, agent, now)


def retry(case: Case, agent: Agent, seq: int, *, now: datetime) -> tuple[Case, CaseEvent]:
    """A message that did not arrive is sent once more, by who has the case."""
    require(agent, Act.RETRY)
    _require_mine(case, agent)
    return _after(case, CaseEventKind.RETRIED, agent, now, seq=seq)


def note(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent]:
    """Anybody may write to colleagues, on an ended case too."""
    require(agent, Act.NOTE)
    return _after(case, CaseEventKind.NOTED, agent, now)


def transfer(
    case: Case, agent: Agent, *, to_agent: Agent | None, to_role: Role | None, now: datetime
) -> tuple[Case, CaseEvent]:
    """The case as a colleague's, or in the queue of a role. With both, that colleague takes it over in that queue."""
    require(agent, Act.TRANSFER)
    _require_open(case)
    _require_mine_to_move(case, agent)
    data: dict[str, JsonValue] = {}
    if to_role is not None:
        _require_receives(case, to_role, queued=to_agent is None)
        data["role"] = to_role.value
    if to_agent is not None:
        _require_takes(case, to_agent)
        data |= {"agent_id": to_agent.id, "name": to_agent.name}
    if not data:
        raise conflict("transfer_nowhere")
    return _after(case, CaseEventKind.TRANSFERRED, agent, now, to=to_agent, **data)


def escalate(case: Case, agent: Agent | None, why: str, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case in the supervisors' queue; `agent` is None when the silence ladder brought it there."""
    if agent is not None:
        require(agent, Act.ESCALATE)
        _require_mine_to_move(case, agent)
    _require_open(case)
    if case.role is Role.SUPERVISOR and case.status is CaseStatus.WAITING:
        raise conflict("transfer_same_role", case=case.id, role=Role.SUPERVISOR.value)
    return _after(case, CaseEventKind.ESCALATED, agent, now, why=why)


def remind(case: Case, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The assignee was told that the customer still waits."""
    return _after(case, CaseEventKind.REMINDED, None, now)


def requeue(case: Case, *, now: datetime) -> tuple[Case, CaseEvent]:
    """Taken from who did not answer, for their colleagues; from a supervisor, who takes from all, back where it was."""
    had = case.assignee.role if case.assignee is not None else case.role
    role = case.role if had is Role.SUPERVISOR or not may(had, Act.CLAIM) else had
    return _after(case, CaseEventKind.REQUEUED, None, now, role=role.value)


def customer_wrote(case: Case, *, now: datetime) -> tuple[Case, CaseEvent | None]:
    """The customer's words begin a wait; while they wait already, or nobody has the case, nothing changes."""
    if not case.is_open or case.waiting_since is not None:
        return case, None
    return _after(case, CaseEventKind.CUSTOMER_WROTE, None, now)


def give_back(case: Case, agent: Agent, outcome: str, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case ended by returning the conversation to the bot, with what was agreed."""
    require(agent, Act.RETURN)
    _require_mine(case, agent)
    return _after(case, CaseEventKind.RETURNED, agent, now, outcome=outcome)


def close(case: Case, agent: Agent, outcome: Outcome, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case closed. A supervisor may close anybody's; a waiting case can be closed by who finds it is spam."""
    require(agent, Act.CLOSE)
    _require_open(case)
    if _is_others(case, agent) and not may(agent.role, Act.MOVE_OTHERS):
        raise conflict("close_not_yours", case=case.id, name=case.assignee.name if case.assignee else "")
    return _after(case, CaseEventKind.CLOSED, agent, now, outcome=outcome.value)


def reopen(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent]:
    """An ended case as this agent's again."""
    require(agent, Act.REOPEN)
    if case.is_open:
        raise conflict("case_open", case=case.id)
    return _after(case, CaseEventKind.REOPENED, agent, now)


def block(case: Case, agent: Agent, *, blocked: bool, now: datetime) -> tuple[Case, CaseEvent]:
    """The customer of the case is blocked, or not any more."""
    require(agent, Act.BLOCK)
    return _after(case, CaseEventKind.BLOCKED if blocked else CaseEventKind.UNBLOCKED, agent, now)


def set_tier(case: Case, agent: Agent, tier: Tier, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The customer of the case matters so much from now on."""
    require(agent, Act.SET_TIER)
    return _after(case, CaseEventKind.TIER_SET, agent, now, tier=tier.value)


def _after(
    case: Case, kind: CaseEventKind, agent: Agent | None, now: datetime, *, to: Agent | None = None, **data: JsonValue
) -> tuple[Case, CaseEvent]:
    event = CaseEvent(case_id=case.id, kind=kind, at=now, agent=agent, data=data)
    return project(case, event, to=to), event


def _require_open(case: Case) -> None:
    if not case.is_open:
        raise conflict("case_ended", case=case.id)


def _require_mine(case: Case, agent: Agent) -> None:
    _require_open(case)
    if case.assignee is None:
        raise conflict("case_not_taken", case=case.id)
    if case.assignee.id != agent.id:
        raise conflict("case_held", case=case.id, name=case.assignee.name)


def _is_others(case: Case, agent: Agent) -> bool:
    return case.assignee is not None and case.assignee.id != agent.id


def _require_mine_to_move(case: Case, agent: Agent) -> None:
    """Who has it passes it on, and a supervisor; one that waits can be sent to the right queue by anybody."""
    if _is_others(case, agent) and not may(agent.role, Act.MOVE_OTHERS):
        raise conflict("move_not_yours", case=case.id, name=case.assignee.name if case.assignee else "")


def _require_receives(case: Case, role: Role, *, queued: bool) -> None:
    if not may(role, Act.CLAIM):
        raise conflict("transfer_role_unable", role=role.value)
    if queued and case.status is CaseStatus.WAITING and case.role is role:
        raise conflict("transfer_same_role", case=case.id, role=role.value)


def _require_takes(case: Case, agent: Agent) -> None:
    if not agent.active:
        raise conflict("agent_inactive", name=agent.name)
    if not may(agent.role, Act.CLAIM):
        raise conflict("transfer_unable", name=agent.name, role=agent.role.value)
    if case.assignee is not None and case.assignee.id == agent.id:
        raise conflict("transfer_same_agent", case=case.id, name=agent.name)
