"""Who takes cases from which queue, and who of them is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.core.events import QueueLine
from bot.core.roles import Agent, Role
from bot.desk.permissions import RECEIVING


def takes_from(agent: Agent, role: Role, staff: Sequence[Agent]) -> bool:
    """Whether the agent takes from the queue of this role.

    Who has the role does, and supervisors; a queue whose role nobody in the shop has is everybody's who receives.
    """
    if not agent.active or agent.role not in RECEIVING:
        return False
    staffed = any(one.active and one.role is role for one in staff)
    return agent.role in {role, Role.SUPERVISOR} or not staffed


def is_there(agent: Agent, windows: Collection[int]) -> bool:
    """Whether a customer may be told so, and a colleague too: on shift, or at an open desk without having gone off."""
    return agent.active and (agent.on_shift or agent.id in windows)


def lines(waiting: Mapping[Role, int], staff: Sequence[Agent], windows: Collection[int]) -> dict[Role, QueueLine]:
    """The queue of each role as a customer is told of it.

    Args:
        waiting: cases that wait, by role.
        staff: everybody of the shop.
        windows: ids of the agents who have a desk open.
    """
    there = [agent for agent in staff if is_there(agent, windows)]
    return {
        role: QueueLine(waiting=waiting.get(role, 0), agents_on=sum(takes_from(agent, role, staff) for agent in there))
        for role in sorted(RECEIVING)
    }
