"""Who may do what, over HTTP: every role on every act of the one table, and on every endpoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final, TypeVar

import httpx
import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case, Outcome
from bot.core.conversation import Owner
from bot.core.messages import Author, Content, Delivery, Draft, Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.core.tasks import Task, TaskDraft, TaskKind
from bot.desk.permissions import PERMISSIONS, RECEIVING, Act
from bot.service.case_log import open_case
from bot.web.api.access import ACT, PERFORM, PREFIX
from tests.web_shop.running import UNPAID_ORDER, RunningShop

T = TypeVar("T")

CHANNEL: Final = "elsewhere"  # nobody sends here, so that messages stay where a test puts them
FREE: Final = {
    ("post", f"{PREFIX}/sessions"),
    ("delete", f"{PREFIX}/sessions/current"),
    ("get", f"{PREFIX}/me"),
}
"""Endpoints that are no act at the desk."""


@dataclass
class Stage:
    """A shop with an agent of each role, each with a token, and cases in whatever state a test wants."""

    shop: RunningShop
    agents: dict[Role, Agent] = field(default_factory=dict)
    tokens: dict[Role, str] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    async def hire(self) -> None:
        for role in Role:
            self.agents[role] = await self._do(
                lambda uow, role=role: uow.agents.put(login=role, name=role, role=role, password_hash="x")  # type: ignore[misc]  # a default in a lambda has no type
            )
            self.tokens[role] = await self.shop.shop.staff.issue_token(self.agents[role].id, "test")

    async def call(self, role: Role, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[role]}", "Idempotency-Key": f"key-{next(self.numbers)}"}
        async with httpx.AsyncClient(base_url=f"{self.shop.url}{PREFIX}", headers=headers) as client:
            return await client.request(method, path, **more)

    async def case(self) -> Case:
        """A waiting case of a new customer."""
        peer = Peer(id=f"p{next(self.numbers)}", name="小美", language="zh")

        def use_case(uow: UnitOfWork) -> Case:
            now, book = self.shop.shop.clock(), self.shop.shop.book()
            talk = uow.conversations.of_peer(CHANNEL, "main", peer, now=now)
            case = open_case(uow, book, talk, HandOff(reason=HandOffReason.ASKED, ask="人工"), now=now)
            uow.conversations.save(replace(talk, owner=Owner.QUEUE, case_id=case.id), now=now)
            return case

        return await self._do(use_case)

    async def case_of(self, role: Role) -> Case:
        """A case that the agent of this role has, or a supervisor where that role takes none."""
        case, holder = await self.case(), self.agents[role if role in RECEIVING else Role.SUPERVISOR]
        return await self.shop.shop.desk.claim(case.id, holder)

    async def failed_message(self, case: Case) -> int:
        """A message of who has the case that could not be delivered."""
        assert case.assignee is not None
        draft = Draft(author=Author.AGENT, content=Content(text="您好"), agent_id=case.assignee.id, case_id=case.id)
        now = self.shop.shop.clock()

        def use_case(uow: UnitOfWork) -> int:
            seq = uow.outbox.put(uow.conversations.get(case.conversation_id), draft, now=now).seq
            lease = self.shop.shop.worker().quiet
            uow.outbox.claim("test", channels=[CHANNEL], now=now, lease=lease, limit=99)
            uow.outbox.settle(seq, Delivery.FAILED, now=now, error="gone")
            return seq

        return await self._do(use_case)

    async def task(self, kind: TaskKind, role: Role, **more: Any) -> Task:
        case = await self.case()
        draft = TaskDraft(
            key=f"task {next(self.numbers)}", kind=kind, role=role, conversation_id=case.conversation_id, **more
        )
        return await self._do(lambda uow: uow.tasks.register(draft, now=self.shop.shop.clock()))

    async def _do(self, use_case: Callable[[UnitOfWork], T]) -> T:
        return await self.shop.shop.store.transact(use_case)


@pytest.fixture
async def stage(shop: RunningShop) -> Stage:
    ready = Stage(shop)
    await ready.hire()
    return ready


Try = Callable[[Stage, Role], Awaitable[httpx.Response]]


async def _view(stage: Stage, role: Role) -> httpx.Response:
    return await stage.call(role, "get", f"/cases/{(await stage.case()).id}")


async def _ratings(stage: Stage, role: Role) -> httpx.Response:
    return await stage.call(role, "get", "/ratings")


async def _search(stage: Stage, role: Role) -> httpx.Response:
    return await stage.call(role, "get", "/search", params={"q": "人工"})


def _on_waiting(method: str, path: str, body: dict[str, Any] | None = None) -> Try:
    async def trying(stage: Stage, role: Role) -> httpx.Response:
        return await stage.call(role, method, path.format((await stage.case()).id), json=body or {})

    return trying


def _on_own(method: str, path: str, body: dict[str, Any]) -> Try:
    async def trying(stage: Stage, role: Role) -> httpx.Response:
        return await stage.call(role, method, path.format((await stage.case_of(role)).id), json=body)

    return trying


async def _retry(stage: Stage, role: Role) -> httpx.Response:
    case = await stage.case_of(role)
    return await stage.call(role, "post", f"/cases/{case.id}/messages/{await stage.failed_message(case)}/retry")


async def _reopen(stage: Stage, role: Role) -> httpx.Response:
    case = await stage.case()
    await stage.shop.shop.desk.close(case.id, stage.agents[Role.SUPERVISOR], Outcome.OTHER)
    return await stage.call(role, "post", f"/cases/{case.id}/reopen")


async def _decide(stage: Stage, role: Role) -> httpx.Response:
    price = {"args": {"price": "130"}, "order_number": UNPAID_ORDER}
    task = await stage.task(TaskKind.PRICE_CHANGE, role, approver=role, **price)
    return await stage.call(role, "post", f"/tasks/{task.id}/decision", json={"approve": False})


async def _finish(stage: Stage, role: Role) -> httpx.Response:
    task = await stage.task(TaskKind.RETURN, role)
    return await stage.call(role, "post", f"/tasks/{task.id}/finish")


async def _write_up(stage: Stage, role: Role) -> httpx.Response:
    task = await stage.task(TaskKind.COMPLAINT, Role.SUPERVISOR)
    return await stage.call(role, "patch", f"/tasks/{task.id}/record", json={"facts": "查实了"})


def _about_colleague(method: str, path: str, body: dict[str, Any]) -> Try:
    async def trying(stage: Stage, role: Role) -> httpx.Response:
        other = next(agent for one, agent in stage.agents.items() if one not in {role, Role.SUPERVISOR})
        return await stage.call(role, method, path.format(other.id), json=body)

    return trying


async def _move_others(stage: Stage, role: Role) -> httpx.Response:
    """Pass on what a colleague has; who may not is told whose it is."""
    holder = Role.AFTER_SALE if role is Role.PRE_SALE else Role.PRE_SALE
    case = await stage.case_of(holder)
    answer = await stage.call(role, "post", f"/cases/{case.id}/transfer", json={"to_role": "warehouse"})
    if answer.status_code == httpx.codes.CONFLICT:
        assert answer.json()["code"] == "move_not_yours"
        return httpx.Response(httpx.codes.FORBIDDEN, json={"code": "role_needed"})
    return answer


async def _list(stage: Stage, role: Role) -> httpx.Response:
    return await stage.call(role, "get", "/tasks")


async def _webhooks(stage: Stage, role: Role) -> httpx.Response:
    return await stage.call(role, "post", "/webhooks", json={"url": "https://example.com", "events": ["case.opened"]})


TRIES: Final[Mapping[str, Try]] = {
    Act.VIEW: _view,
    Act.SEARCH: _search,
    Act.CLAIM: _on_waiting("post", "/cases/{}/claim"),
    Act.REPLY: _on_waiting("post", "/cases/{}/replies", {"text": "您好"}),
    Act.RETRY: _retry,
    Act.NOTE: _on_waiting("post", "/cases/{}/notes", {"note": "看一下"}),
    Act.TRANSFER: _on_own("post", "/cases/{}/transfer", {"to_role": "warehouse"}),
    Act.ESCALATE: _on_own("post", "/cases/{}/escalate", {"why": "金额大"}),
    Act.RETURN: _on_own("post", "/cases/{}/return", {"outcome": "补发"}),
    Act.CLOSE: _on_own("post", "/cases/{}/close", {"outcome": "solved"}),
    Act.REOPEN: _reopen,
    Act.MOVE_OTHERS: _move_others,
    Act.BLOCK: _on_waiting("post", "/cases/{}/block"),
    Act.SET_TIER: _on_waiting("put", "/cases/{}/tier", {"tier": "key"}),
    Act.TASKS: _list,
    Act.DECIDE: _decide,
    Act.FINISH: _finish,
    Act.WRITE_UP: _write_up,
    Act.SHIFT: _on_waiting("post", "/shift", {"on": True}),
    Act.SHIFT_OTHERS: _about_colleague("post", "/agents/{}/shift", {"on": True}),
    Act.AGENTS: _about_colleague("patch", "/agents/{}", {"name": "新名字"}),
    Act.WEBHOOKS: _webhooks,
    Act.RATINGS: _ratings,
}


def test_every_act_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(Act)
    assert set(PERMISSIONS) == set(Act) | {act for act in PERMISSIONS if act.startswith("perform.")}


@pytest.mark.parametrize("role", Role)
async def test_a_role_does_exactly_what_the_table_says(stage: Stage, role: Role) -> None:
    for act, trying in TRIES.items():
        answer = await trying(stage, role)
        if role in PERMISSIONS[act]:
            assert answer.is_success, (act, answer.status_code, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "role_needed"), (act, answer.text)


@pytest.mark.parametrize("role", Role)
async def test_a_role_performs_exactly_the_actions_that_the_table_says(stage: Stage, role: Role) -> None:
    case = await stage.case()
    for act in (act for act in PERMISSIONS if act.startswith("perform.")):
        asked = {"action": act.removeprefix("perform."), "args": {"order": "1"}}
        answer = await stage.call(role, "post", f"/cases/{case.id}/actions", json=asked)
        refused = answer.status_code == httpx.codes.FORBIDDEN
        assert refused is (role not in PERMISSIONS[act]), (act, answer.text)
        assert answer.status_code < 500, (act, answer.text)
        assert not refused or answer.json()["code"] == "action_not_yours"


async def test_every_endpoint_that_acts_is_in_the_table_and_refuses_who_is_not(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.shop.url) as client:
        document = (await client.get("/openapi.json")).json()
    reached = set()
    for path, methods in document["paths"].items():
        if not path.startswith(PREFIX):
            continue
        for method, operation in methods.items():
            if (method, path) in FREE or operation.get(ACT) == PERFORM:
                continue
            act = operation[ACT]
            reached.add(act)
            await _refuses_who_may_not(stage, method, path, act)
    assert reached == set(Act) - {Act.MOVE_OTHERS}  # which is whose case it is, not an endpoint


async def _refuses_who_may_not(stage: Stage, method: str, path: str, act: str) -> None:
    """With ids of nothing and an empty body: who may not must not even learn what is wrong with the request."""
    about = path.removeprefix(PREFIX)
    for name in ("case_id", "task_id", "agent_id", "webhook_id", "delivery_id", "seq"):
        about = about.replace(f"{{{name}}}", "999999999")
    for role in Role:
        answer = await stage.call(role, method, about.replace("{name}", "x"))
        refused = answer.status_code == httpx.codes.FORBIDDEN
        assert refused is (role not in PERMISSIONS[act]), (method, path, role, answer.text)
        assert answer.status_code < 500, (method, path, answer.text)
