"""People of a small shop, and a case of theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseStatus
from bot.core.roles import Agent, Role

NOW: Final = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def staff() -> dict[Role, Agent]:
    """One agent of each role."""
    return {role: Agent(id=at, login=role.value, name=role.value, role=role) for at, role in enumerate(Role, start=1)}


@pytest.fixture
def waiting() -> Case:
    """A case that nobody has."""
    return Case(
        id=7,
        conversation_id=1,
        status=CaseStatus.WAITING,
        reason=HandOffReason.ASKED,
        intent="human_agent",
        title="转人工",
        ask="人工",
        opened_at=NOW,
        waiting_since=NOW,
    )
