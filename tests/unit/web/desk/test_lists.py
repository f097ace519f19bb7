"""Which cases a window lists, and in which parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseStatus
from bot.core.queue import QueueCount, QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.service.desk import Desk, QueueRow
from bot.web.desk.lists import Looking, Show, Tab, parts, totals

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MEI = Agent(id=1, login="amei", name="阿美", role=Role.AFTER_SALE)
QIANG = Agent(id=2, login="aqiang", name="阿强", role=Role.AFTER_SALE)


def row(number: int, status: CaseStatus = CaseStatus.WAITING, assignee: Agent | None = None) -> QueueRow:
    case = Case(
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
    return QueueRow(case=case, customer="", channel="web", order=None, last=None)


@dataclass
class Queue:
    """A desk that has only its list; remembers what it was asked for."""

    rows: Sequence[QueueRow]
    asked: list[QueueFilter] = field(default_factory=list)

    @property
    def counts(self) -> QueueCounts:
        cases = [one.case for one in self.rows]
        return QueueCounts(
            counts=tuple(
                QueueCount(
                    status=case.status,
                    role=case.role,
                    assignee_id=case.assignee.id if case.assignee else None,
                    language=case.language,
                    count=1,
                )
                for case in cases
            )
        )

    async def queue(self, wanted: QueueFilter) -> tuple[QueueRow, ...]:
        self.asked.append(wanted)
        fitting = [
            one
            for one in self.rows
            if one.case.status in wanted.statuses
            and one.case.id > wanted.after
            and (wanted.assignee_id is None or (one.case.assignee and one.case.assignee.id == wanted.assignee_id))
        ]
        return tuple(fitting[: wanted.limit])


async def listed(queue: Queue, looking: Looking) -> dict[Show, list[int]]:
    drawn = await parts(cast("Desk", queue), queue.counts, MEI, looking)
    return {part.show: [one.case.id for one in part.rows] for part in drawn}


async def test_the_list_has_those_who_wait_mine_and_my_colleagues() -> None:
    queue = Queue([row(1, CaseStatus.TAKEN, QIANG), row(2), row(3, CaseStatus.TAKEN, MEI), row(4)])

    assert await listed(queue, Looking()) == {Show.WAITING: [2, 4], Show.MINE: [3], Show.OTHERS: [1]}


async def test_whom_we_owe_an_answer_stands_before_whose_turn_it_is() -> None:
    queue = Queue([row(1, CaseStatus.ANSWERED, MEI), row(2, CaseStatus.TAKEN, MEI)])

    assert await listed(queue, Looking(show=Show.MINE)) == {Show.MINE: [2, 1]}


async def test_a_part_of_many_cases_is_shown_by_pages() -> None:
    queue = Queue([row(number) for number in range(1, 121)])
    looking = Looking(show=Show.WAITING)
    (first,) = await parts(cast("Desk", queue), queue.counts, MEI, looking)
    (last,) = await parts(cast("Desk", queue), queue.counts, MEI, Looking(show=Show.WAITING, after=100))

    assert (len(first.rows), first.total, first.more_after) == (50, 120, 50)
    assert (len(last.rows), last.total, last.more_after) == (20, 120, 0)


async def test_an_empty_part_is_not_asked_for() -> None:
    queue = Queue([row(1)])
    await listed(queue, Looking())

    assert [sorted(one.statuses) for one in queue.asked] == [["waiting"]]


def test_colleagues_have_what_is_held_and_not_mine() -> None:
    queue = Queue([row(1, CaseStatus.TAKEN, QIANG), row(2, CaseStatus.ANSWERED, MEI), row(3)])

    assert totals(queue.counts, MEI, Looking()) == {Show.ALL: 3, Show.WAITING: 1, Show.MINE: 1, Show.OTHERS: 1}


@pytest.mark.parametrize(
    ("looking", "query", "stream"),
    [
        (Looking(), "", "tab=open"),
        (Looking(show=Show.MINE, case_id=7), "?show=mine", "tab=open&case=7&show=mine"),
        (Looking(tab=Tab.TASKS), "", "tab=tasks"),
        (
            Looking(role=Role.PRE_SALE, language="en"),
            "?role=pre_sale&language=en",
            "tab=open&role=pre_sale&language=en",
        ),
    ],
)
def test_the_filters_are_kept_in_the_address(looking: Looking, query: str, stream: str) -> None:
    assert (looking.query(), looking.stream) == (query, stream)


def test_one_filter_is_changed_and_the_others_stay() -> None:
    looking = Looking(show=Show.WAITING, role=Role.PRE_SALE, after=50)

    assert looking.query(show=Show.MINE, after=0) == "?show=mine&role=pre_sale"
    assert looking.query(show=Show.ALL, after=0) == "?role=pre_sale"
