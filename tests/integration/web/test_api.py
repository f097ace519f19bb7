"""The JSON API, from signing in to closing a case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import httpx
import pytest

from bot.core.errors import StoreBusy
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import UNPAID_ORDER, RunningShop

HandOver = Callable[[ChatWindow], Awaitable[int]]


async def test_an_agent_takes_a_case_answers_and_closes_it(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.api("aqiang") as api:
        await customer.hello()
        case = await hand_over(customer)
        listed = (await api.get("/api/v1/cases")).json()
        claimed = (await api.post(f"/api/v1/cases/{case}/claim")).json()
        replied = await api.post(f"/api/v1/cases/{case}/replies", json={"text": "您好，我是阿强"})
        heard = await customer.hears("我是阿强")
        closed = (await api.post(f"/api/v1/cases/{case}/close", json={"outcome": "solved"})).json()
        ended = (await api.get("/api/v1/cases", params={"status": "ended"})).json()

    assert [row["case"]["id"] for row in listed] == [case]
    assert (claimed["status"], claimed["assignee"]["name"]) == ("taken", "阿强")
    assert (replied.status_code, replied.json()["author"]) == (201, "agent")
    assert heard["name"] == "阿强"
    assert (closed["status"], closed["outcome"]) == ("closed", "solved")
    assert [row["case"]["id"] for row in ended] == [case]


async def test_the_card_tells_everything(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.api("aqiang") as api:
        await customer.hello()
        case = await hand_over(customer)
        await api.post(f"/api/v1/cases/{case}/notes", json={"note": "老顾客"})
        card = (await api.get(f"/api/v1/cases/{case}")).json()

    assert card["case"]["reason"] == "asked"
    assert card["case"]["ask"] == "我要人工"
    assert card["messages"][0]["text"] == "我要人工"
    assert [note["text"] for note in card["notes"]] == ["老顾客"]
    assert [event["kind"] for event in card["history"]] == ["opened", "noted"]
    assert card["customer"]["channel"] == "web"


async def test_of_many_claims_at_once_one_wins_and_the_others_hear_whose_it_is(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.api("amei") as mei, shop.api("aqiang") as qiang:
        await customer.hello()
        case = await hand_over(customer)
        answers = await asyncio.gather(
            *(api.post(f"/api/v1/cases/{case}/claim") for _ in range(10) for api in (mei, qiang))
        )
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer for answer in answers if answer.status_code == 409]
    winner = won[0].json()["assignee"]["name"]

    assert (len(won), len(lost)) == (10, 10)
    assert {answer.json()["assignee"]["name"] for answer in won} == {winner}
    assert all(winner in answer.json()["detail"] for answer in lost)


async def test_a_case_goes_back_to_the_bot(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.api("aqiang") as api:
        await customer.hello()
        case = await hand_over(customer)
        await api.post(f"/api/v1/cases/{case}/claim")
        back = (await api.post(f"/api/v1/cases/{case}/return", json={"outcome": "补发一只"})).json()
        await customer.hears("我接着帮您")
        await customer.say("什么时候发货")

        assert await customer.hears("当天发出")
    assert back["status"] == "returned"


async def test_a_price_change_is_decided_by_who_may(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as customer:
        await customer.hello()
        await hand_over(customer)
    conversation = (await shop.shop.desk.queue())[0].case.conversation_id
    task = await _price_task(shop, conversation, price="130")
    async with shop.api("aqiang") as after_sale, shop.api("amei") as supervisor:
        refused = await after_sale.post(f"/api/v1/tasks/{task.id}/decision", json={"approve": True})
        approved = await supervisor.post(f"/api/v1/tasks/{task.id}/decision", json={"approve": True})
        again = await supervisor.post(f"/api/v1/tasks/{task.id}/decision", json={"approve": False})

    assert refused.status_code == 403
    assert (approved.json()["status"], approved.json()["decided_by"]["name"]) == ("approved", "阿美")
    assert again.status_code == 409


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer forged"}, {"Authorization": "Basic YTpi"}])
async def test_nobody_gets_in_without_a_token(shop: RunningShop, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=headers) as client:
        for method, path in [
            ("GET", "/api/v1/cases"),
            ("GET", "/api/v1/cases/1"),
            ("POST", "/api/v1/cases/1/claim"),
            ("GET", "/api/v1/tasks"),
            ("POST", "/api/v1/tasks/1/finish"),
            ("DELETE", "/api/v1/sessions/current"),
        ]:
            answer = await client.request(method, path)

            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_signing_out_ends_the_token(shop: RunningShop) -> None:
    async with shop.api("aqiang") as api:
        assert (await api.delete("/api/v1/sessions/current")).status_code == 204
        assert (await api.get("/api/v1/cases")).status_code == 401


async def test_wrong_credentials_are_refused_and_guessing_is_slowed_down(shop: RunningShop) -> None:
    async with httpx.AsyncClient(base_url=shop.url) as client:
        answers = [
            await client.post("/api/v1/sessions", json={"login": "nobody", "password": "guess"}) for _ in range(12)
        ]

    assert answers[0].status_code == 403
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_every_error_is_a_problem_document(shop: RunningShop, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shop.api("aqiang") as api:
        missing = await api.get("/api/v1/cases/999")
        invalid = await api.post("/api/v1/cases/1/close", json={"outcome": "won"})
        broken = await api.post("/api/v1/cases/1/notes", content=b"{", headers={"Content-Type": "application/json"})
        with monkeypatch.context() as patch:
            patch.setattr(shop.shop.store, "transact", _busy)
            busy = await api.post("/api/v1/cases/1/claim")

    statuses = [answer.status_code for answer in (missing, invalid, broken, busy)]
    assert statuses == [404, 422, 422, 503]
    assert busy.headers["retry-after"] == "2"
    for answer in (missing, invalid, broken, busy):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json().keys() >= {"type", "title", "status", "detail", "instance"}
    assert invalid.json()["errors"][0]["field"] == "body.outcome"


async def _busy(*_: object) -> None:
    raise StoreBusy


async def _price_task(shop: RunningShop, conversation_id: int, price: str) -> Task:
    assert Decimal(price) > 0
    return await shop.shop.store.transact(
        lambda uow: uow.tasks.register(
            TaskDraft(
                key="price",
                kind=TaskKind.PRICE_CHANGE,
                role=Role.PRE_SALE,
                conversation_id=conversation_id,
                order_number=UNPAID_ORDER,
                args={"price": price},
                approver=Role.PRE_SALE,
            ),
            now=shop.shop.clock(),
        )
    )
