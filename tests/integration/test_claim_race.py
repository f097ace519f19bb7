"""A hundred agents reach for one case over a real database: one has it, the others hear who."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case, CaseEventKind
from bot.core.conversation import Conversation, Owner
from bot.core.errors import Conflict
from bot.core.messages import Content, Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.desk.history import replay, standing_of
from bot.scripts.book import ScriptBook
from bot.service.bell import InProcessBell
from bot.service.case_log import open_case
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.storage import open_store
from bot.storage.sql.store import SqlStore

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
BOOK = ScriptBook(default_language="zh", packs={}, shop={}, products={})


def hand_off(uow: UnitOfWork) -> Case:
    conversation = uow.conversations.of_peer("web", "main", Peer(id="p1", name="小美"), now=NOW)
    return open_case(uow, BOOK, conversation, HandOff(reason=HandOffReason.ASKED), now=NOW)


def hire(uow: UnitOfWork) -> list[Agent]:
    return [
        uow.agents.put(login=f"a{number}", name=f"客服{number}", role=Role.AFTER_SALE, password_hash="x")
        for number in range(100)
    ]


def desk_over(store: SqlStore) -> Desk:
    return Desk(store=store, bell=InProcessBell(), clock=lambda: NOW, presence=Presence(), book=lambda: BOOK)


async def test_of_a_hundred_claims_and_replies_at_once_one_agent_wins_and_nothing_is_said_twice(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'kefu.db'}"
    one, other = await open_store(url), await open_store(url)  # two processes on one database
    case, agents = await one.transact(hand_off), await one.transact(hire)
    desks = [desk_over(one), desk_over(other)]

    async def reach(at: int, agent: Agent) -> Agent | Conflict:
        desk = desks[at % 2]
        try:
            if at % 3:
                await desk.claim(case.id, agent)
            else:
                await desk.reply(case.id, agent, Content(text=f"您好，我是{agent.name}"))
        except Conflict as refused:
            return refused
        return agent

    results = await asyncio.gather(*(reach(at, agent) for at, agent in enumerate(agents)))
    [winner] = [result for result in results if isinstance(result, Agent)]
    refused = [result for result in results if isinstance(result, Conflict)]
    assert {error.code for error in refused} == {"case_held"}
    assert {error.values["name"] for error in refused} == {winner.name}

    def look(uow: UnitOfWork) -> tuple[Case, list[CaseEventKind], Conversation, int]:
        now, history = uow.cases.get(case.id), uow.cases.history(case.id)
        assert replay(history) == standing_of(now)
        said = uow.transcript.entries(case.conversation_id)
        return now, [event.kind for event in history], uow.conversations.get(case.conversation_id), len(said)

    for store in (one, other):
        stored, kinds, conversation, said = await store.read(look)
        assert stored.assignee == winner
        assert (conversation.owner, conversation.case_id) == (Owner.AGENT, case.id)
        assert kinds.count(CaseEventKind.CLAIMED) == 1
        assert said == kinds.count(CaseEventKind.REPLIED) <= 1
    await one.close()
    await other.close()
