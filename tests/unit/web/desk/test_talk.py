"""The talk of a case, in one line of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.actions import HandOffReason
from bot.core.cases import Card, Case, CaseEvent, CaseEventKind, CaseStatus, Note
from bot.core.conversation import Conversation
from bot.core.customers import Customer
from bot.core.messages import Author, Content, Peer, TranscriptEntry
from bot.core.roles import Agent, Role
from bot.web.desk.talk import moments, wording
from bot.web.texts import phrase

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MEI = Agent(id=1, login="amei", name="阿美", role=Role.AFTER_SALE)


def case(number: int, status: CaseStatus = CaseStatus.WAITING, assignee: Agent | None = None) -> Case:
    return Case(
        id=number,
        conversation_id=number,
        status=status,
        reason=HandOffReason.ASKED,
        intent="",
        title="",
        ask="人工",
        assignee=assignee,
        opened_at=NOW,
    )


def test_the_talk_tells_messages_notes_and_events_as_they_happened() -> None:
    card = Card(
        case=case(1),
        conversation=Conversation(id=1, channel="web", account="shop", peer=Peer(id="p")),
        customer=Customer(conversation_id=1),
        order=None,
        orders=(),
        tasks=(),
        remarks={},
        audit=(),
        entries=tuple(
            TranscriptEntry(seq=seq, conversation_id=1, author=Author.CUSTOMER, content=Content(text=str(seq)), at=at)
            for seq, at in [(1, NOW), (2, NOW), (3, NOW + timedelta(minutes=9))]
        ),
        notes=(Note(id=1, case_id=1, agent=MEI, text="急", at=NOW + timedelta(minutes=5)),),
        history=(
            CaseEvent(case_id=1, kind=CaseEventKind.OPENED, at=NOW + timedelta(minutes=1)),
            CaseEvent(case_id=1, kind=CaseEventKind.NOTED, at=NOW + timedelta(minutes=5), agent=MEI),
        ),
        past_cases=0,
    )

    told = [(moment.entry and moment.entry.seq, moment.note and moment.note.text) for moment in moments(card)]
    events = [moment.event.kind for moment in moments(card) if moment.event]

    assert told == [(1, None), (2, None), (None, None), (None, "急"), (3, None)]
    assert events == [CaseEventKind.OPENED]


def test_a_reply_that_takes_the_case_is_told_after_the_taking() -> None:
    card = Card(
        case=case(1, CaseStatus.TAKEN, MEI),
        conversation=Conversation(id=1, channel="web", account="shop", peer=Peer(id="p")),
        customer=Customer(conversation_id=1),
        order=None,
        orders=(),
        tasks=(),
        remarks={},
        audit=(),
        entries=(TranscriptEntry(seq=1, conversation_id=1, author=Author.AGENT, content=Content(text="来了"), at=NOW),),
        notes=(),
        history=(CaseEvent(case_id=1, kind=CaseEventKind.CLAIMED, at=NOW, agent=MEI),),
        past_cases=0,
    )

    assert [bool(moment.event) for moment in moments(card)] == [True, False]


def test_what_was_refused_is_not_told_as_done() -> None:
    refused = CaseEvent(
        case_id=1,
        kind=CaseEventKind.PERFORMED,
        at=NOW,
        agent=MEI,
        data={"action": "request_refund", "done": False, "why": "订单还没有付款"},
    )

    assert phrase(f"event.{wording(refused)}", "zh", name="阿美") == "阿美 没有办成订单操作"


def test_who_waited_too_long_went_up_by_itself() -> None:
    late = CaseEvent(case_id=1, kind=CaseEventKind.ESCALATED, at=NOW, data={"why": "supervisor"})
    asked = CaseEvent(case_id=1, kind=CaseEventKind.ESCALATED, at=NOW, agent=MEI, data={"why": "顾客要主管"})

    assert phrase(f"event.{wording(late)}", "zh", name="机器人") == "太久没有人接，升级给主管"
    assert phrase(f"event.{wording(asked)}", "zh", name="阿美") == "阿美 升级给主管"
