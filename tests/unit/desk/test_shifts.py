"""Who is there for a customer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.events import QueueLine
from bot.core.roles import Role
from bot.desk.shifts import lines, takes_from

if TYPE_CHECKING:
    from bot.core.roles import Agent


def test_agents_take_from_their_own_queue_and_supervisors_from_all(staff: dict[Role, Agent]) -> None:
    everybody = list(staff.values())
    takers = [agent.role for agent in everybody if takes_from(agent, Role.AFTER_SALE, everybody)]
    assert takers == [Role.AFTER_SALE, Role.SUPERVISOR]


def test_a_queue_whose_role_nobody_has_is_everybodys_who_receives_customers(staff: dict[Role, Agent]) -> None:
    few = [agent for role, agent in staff.items() if role is not Role.PRE_SALE]
    takers = {agent.role for agent in few if takes_from(agent, Role.PRE_SALE, few)}
    assert takers == {Role.AFTER_SALE, Role.SUPERVISOR, Role.WAREHOUSE}
    gone = [*few, replace(staff[Role.PRE_SALE], active=False)]
    assert takes_from(staff[Role.AFTER_SALE], Role.PRE_SALE, gone)


def test_who_is_on_shift_is_there_and_who_has_a_desk_open_is_counted_once(staff: dict[Role, Agent]) -> None:
    after, supervisor = replace(staff[Role.AFTER_SALE], on_shift=True), staff[Role.SUPERVISOR]
    found = lines({Role.AFTER_SALE: 3}, [after, supervisor, staff[Role.PRE_SALE]], [after.id])
    assert found[Role.AFTER_SALE] == QueueLine(waiting=3, agents_on=1)
    assert found[Role.PRE_SALE] == QueueLine(waiting=0, agents_on=0)
    both = lines({}, [after, supervisor, staff[Role.PRE_SALE]], [after.id, supervisor.id])
    assert (both[Role.AFTER_SALE].agents_on, both[Role.SUPERVISOR].agents_on) == (2, 1)


def test_an_account_that_is_switched_off_is_nobody(staff: dict[Role, Agent]) -> None:
    off = replace(staff[Role.AFTER_SALE], active=False, on_shift=True)
    assert lines({}, [off], [off.id])[Role.AFTER_SALE].agents_on == 0
