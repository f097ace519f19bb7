"""What a fresh case is, whichever store keeps it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case, CaseStatus
from bot.core.conversation import Attempt, Conversation, State
from bot.core.messages import Peer
from bot.core.roles import Role

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_fresh_case_waits_in_the_queue_of_its_role_since_it_was_opened() -> None:
    conversation = Conversation(
        id=4, channel="web", account="", peer=Peer(id="p", name="小林"), state=State(language="zh")
    )
    tried = Attempt(at=NOW, intent="returns", title="退货", outcome="没有找到订单")
    handoff = HandOff(reason=HandOffReason.STUCK, ask="退货", order_number="A1", role=Role.WAREHOUSE)
    case = Case.opened(9, conversation, handoff, [tried], now=NOW)
    assert (case.id, case.conversation_id, case.language) == (9, 4, "zh")
    assert (case.status, case.opened_at, case.waiting_since) == (CaseStatus.WAITING, NOW, NOW)
    assert (case.role, case.reason, case.order_number) == (Role.WAREHOUSE, HandOffReason.STUCK, "A1")
    assert case.attempts == (tried,)
    assert case.is_open
