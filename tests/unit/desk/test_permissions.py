"""One table says who may do what."""

from __future__ import annotations

import pytest

from bot.core.catalogue import ACTIONS
from bot.core.errors import NotAllowed
from bot.core.roles import Agent, Role
from bot.desk.permissions import PERMISSIONS, RECEIVING, Act, may, performing, require
from bot.desk.wording import of_error
from bot.scripts.desk_documents import QUEUES


def test_the_table_holds_every_act_and_every_action_and_nothing_else() -> None:
    assert set(PERMISSIONS) == {*Act, *map(performing, ACTIONS)}


def test_a_supervisor_may_do_everything_and_every_act_is_somebodys() -> None:
    assert all(Role.SUPERVISOR in roles for roles in PERMISSIONS.values())


def test_shop_yaml_routes_to_the_roles_that_receive_customers() -> None:
    assert frozenset(QUEUES) == RECEIVING


@pytest.mark.parametrize("act", sorted(PERMISSIONS))
def test_who_may_not_is_told_who_may_in_both_languages(act: str, staff: dict[Role, Agent]) -> None:
    for role, agent in staff.items():
        if may(role, act):
            require(agent, act)
            continue
        with pytest.raises(NotAllowed, match=r"^只有.*主管") as refused:
            require(agent, act)
        assert "supervisor" in of_error(refused.value, "en")


def test_who_packs_and_pays_does_not_speak_with_customers() -> None:
    for act in (Act.CLAIM, Act.REPLY, Act.CLOSE, Act.BLOCK):
        assert not may(Role.PRINTING, act)
        assert not may(Role.FINANCE, act)
    assert may(Role.WAREHOUSE, Act.REPLY)
    assert not may(Role.AFTER_SALE, Act.MOVE_OTHERS)
