"""A case's row is what its events say, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseEvent, CaseEventKind, CaseStatus, Outcome
from bot.core.customers import Tier
from bot.core.errors import Declined
from bot.core.roles import Agent, Role
from bot.desk import rules
from bot.desk.history import Standing, replay, standing_of
from bot.desk.wording import WORDS
from tests.unit.desk.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = [
    Agent(id=at, login=str(at), name=str(at), role=role) for at, role in enumerate([*Role, Role.AFTER_SALE], start=1)
]
AGENTS = st.sampled_from(PEOPLE)
QUEUES = st.sampled_from([None, *Role])


class Life(RuleBasedStateMachine):
    """Whatever people do to a case, in whatever order; what the rules decline changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.history: list[CaseEvent] = []
        self.reasons: set[str] = set()

    @initialize(role=st.sampled_from(list(Role)))
    def open(self, role: Role) -> None:
        self.case = Case(
            id=7, conversation_id=1, status=CaseStatus.WAITING, reason=HandOffReason.ASKED, intent="", title="", ask="",
            role=role, opened_at=self.now, waiting_since=self.now,
        )  # fmt: skip
        self.history.append(CaseEvent(case_id=7, kind=CaseEventKind.OPENED, at=self.now, data={"role": role.value}))

    def act(self, do: Callable[..., tuple[Case, CaseEvent | None]], *args: Any, **more: Any) -> None:
        self.now += timedelta(minutes=1)
        try:
            case, event = do(self.case, *args, now=self.now, **more)
        except Declined as declined:
            self.reasons.add(declined.code)
            return
        self.case = case
        if event is not None:
            self.history.append(event)

    @rule(agent=AGENTS)
    def claim(self, agent: Agent) -> None:
        self.act(rules.claim, agent)

    @rule(agent=AGENTS)
    def reply(self, agent: Agent) -> None:
        self.act(rules.reply, agent)

    @rule()
    def customer_writes(self) -> None:
        self.act(rules.customer_wrote)

    @rule(agent=AGENTS, to_agent=st.one_of(st.none(), AGENTS), to_role=QUEUES)
    def transfer(self, agent: Agent, to_agent: Agent | None, to_role: Role | None) -> None:
        self.act(rules.transfer, agent, to_agent=to_agent, to_role=to_role)

    @rule(agent=st.one_of(st.none(), AGENTS))
    def escalate(self, agent: Agent | None) -> None:
        self.act(rules.escalate, agent, "")

    @rule()
    def silence(self) -> None:
        if self.case.status is CaseStatus.TAKEN:
            self.act(rules.remind)
            self.act(rules.requeue)

    @rule(agent=AGENTS, outcome=st.sampled_from(list(Outcome)))
    def close(self, agent: Agent, outcome: Outcome) -> None:
        self.act(rules.close, agent, outcome)

    @rule(agent=AGENTS)
    def give_back(self, agent: Agent) -> None:
        self.act(rules.give_back, agent, "说好了")

    @rule(agent=AGENTS)
    def reopen(self, agent: Agent) -> None:
        self.act(rules.reopen, agent)

    @rule(agent=AGENTS, blocked=st.booleans())
    def besides(self, agent: Agent, blocked: bool) -> None:
        self.act(rules.note, agent)
        self.act(rules.retry, agent, 3)
        self.act(rules.block, agent, blocked=blocked)
        self.act(rules.set_tier, agent, Tier.KEY)

    @invariant()
    def the_row_is_what_the_history_says(self) -> None:
        if self.history:
            assert standing_of(self.case) == replay(self.history)

    @invariant()
    def what_is_declined_has_a_reason_with_words(self) -> None:
        assert self.reasons <= WORDS.keys()

    @invariant()
    def a_case_makes_sense(self) -> None:
        if not self.history:
            return
        case = self.case
        assert (case.assignee is None) == (case.status is CaseStatus.WAITING)
        assert (case.ended_at is None) == case.is_open
        assert case.waiting_since is not None or case.status is not CaseStatus.WAITING
        assert case.waiting_since is None or case.is_open
        assert case.status is not CaseStatus.ANSWERED or (case.first_reply_at and not case.waiting_since)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30)


def event(kind: CaseEventKind, minute: int, agent: Agent | None = None, **data: Any) -> CaseEvent:
    return CaseEvent(case_id=7, kind=kind, at=at(minute), agent=agent, data=data)


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


ANN, BEN = PEOPLE[0], PEOPLE[1]


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ([event(CaseEventKind.OPENED, 0)], Standing(waiting_since=at(0))),
        (
            [event(CaseEventKind.OPENED, 0, role="pre_sale"), event(CaseEventKind.CLAIMED, 2, ANN)],
            Standing(
                status=CaseStatus.TAKEN, role=Role.PRE_SALE, assignee_id=ANN.id, waiting_since=at(0), taken_at=at(2)
            ),
        ),
        (
            [
                event(CaseEventKind.OPENED, 0),
                event(CaseEventKind.CLAIMED, 2, ANN),
                event(CaseEventKind.REPLIED, 3, ANN),
                event(CaseEventKind.CUSTOMER_WROTE, 9),
                event(CaseEventKind.REMINDED, 12),
                event(CaseEventKind.TRANSFERRED, 13, ANN, agent_id=BEN.id, name=BEN.name),
            ],
            Standing(
                status=CaseStatus.TAKEN,
                assignee_id=BEN.id,
                waiting_since=at(9),
                taken_at=at(13),
                first_reply_at=at(3),
            ),
        ),
        (
            [
                event(CaseEventKind.OPENED, 0),
                event(CaseEventKind.CLAIMED, 2, ANN),
                event(CaseEventKind.REPLIED, 3, ANN),
                event(CaseEventKind.ESCALATED, 9, ANN, why="要投诉"),
            ],
            Standing(role=Role.SUPERVISOR, waiting_since=at(9), first_reply_at=at(3)),
        ),
        (
            [
                event(CaseEventKind.OPENED, 0),
                event(CaseEventKind.CLOSED, 2, ANN, outcome="spam"),
                event(CaseEventKind.REOPENED, 5, BEN),
            ],
            Standing(status=CaseStatus.TAKEN, assignee_id=BEN.id, taken_at=at(5)),
        ),
    ],
)
def test_events_lead_to_where_a_case_stands(events: list[CaseEvent], standing: Standing) -> None:
    assert replay(events) == standing
