"""A customer rates the service in the chat window; the desk, its API and its pages show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.core.ports import UnitOfWork
from bot.core.timers import TimerKind
from bot.service.timers import go_off
from bot.service.turns import Room
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import RunningShop

HandOver = Callable[[ChatWindow], Any]


async def solve(shop: RunningShop, case: int) -> None:
    """An agent answers and closes the case, and the time comes to ask how it was."""
    async with shop.api("amei") as api:
        answer = {"text": "给您办好了"}
        told = await api.post(f"/api/v1/cases/{case}/replies", json=answer, headers={"Idempotency-Key": "k"})
        assert told.status_code == 201, told.text
        closed = await api.post(f"/api/v1/cases/{case}/close", json={"outcome": "solved"})
        assert closed.status_code == 200, closed.text

    def ask(uow: UnitOfWork) -> None:
        now = shop.shop.clock()
        [timer] = [one for one in uow.timers.due(now=now, limit=9) if one.kind is TimerKind.RATING]
        go_off(uow, Room(book=shop.shop.book(), now=now), timer.id)

    await shop.shop.store.transact(ask)
    shop.shop.bell.ring("outbox")


async def test_the_buttons_of_the_window_rate_the_case(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as window:
        await window.hello()
        case = await hand_over(window)
        await solve(shop, case)
        question = await window.hears("还满意吗")
        assert [button["title"] for button in question["buttons"]] == ["满意", "一般", "不满意"]
        await window.say("不满意", press=question["buttons"][2]["value"])
        why = await window.hears("哪方面没做好")
        await window.say("服务态度", press=why["buttons"][0]["value"])
        await window.hears("记下了")

    async with shop.api("amei") as api:
        card = (await api.get(f"/api/v1/cases/{case}")).json()
        report = (await api.get("/api/v1/ratings")).json()
        tasks = (await api.get("/api/v1/tasks")).json()
    assert (card["rating"]["satisfaction"], card["rating"]["cause"]) == ("disappointed", "attitude")
    assert [event["data"] for event in card["history"] if event["kind"] == "rated"][-1] == {
        "satisfaction": "disappointed",
        "cause": "attitude",
    }
    assert report["solvers"]["agent"] == {
        "invited": 1,
        "satisfied": 0,
        "neutral": 0,
        "disappointed": 1,
        "attitude": 1,
        "satisfied_share": 0.0,
        "attitude_share": 1.0,
        "satisfied_alarm": True,
        "attitude_alarm": True,
    }
    assert report["solvers"]["bot"]["invited"] == 0
    assert report["causes"]["attitude"] == "服务态度"
    assert [rating["case_id"] for rating in report["ratings"]] == [case]
    assert [row["task"]["kind"] for row in tasks] == ["follow_up"]
    assert tasks[0]["asked"] == [
        {"title": "satisfaction", "value": "不满意"},
        {"title": "rating_cause", "value": "服务态度"},
    ]


async def test_words_count_while_the_question_is_the_last_thing_said(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as window:
        await window.hello()
        await solve(shop, await hand_over(window))
        await window.hears("还满意吗")
        await window.say("1")
        assert await window.hears("谢谢您的认可")


async def test_the_desk_shows_the_rating_and_supervisors_the_month(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as window:
        await window.hello()
        case = await hand_over(window)
        await solve(shop, case)
        await window.hears("还满意吗")
        await window.say("不满意")
        await window.hears("哪方面没做好")
        await window.say("回复慢")
        await window.hears("记下了")
    async with shop.desk("amei") as desk:
        page = (await desk.get(f"/desk/cases/{case}")).text
        ended = (await desk.get("/desk/ended")).text
    assert "<strong>不满意</strong> · 回复慢" in page
    assert "顾客评价了服务 · 不满意" in page
    assert "好评率 0.0%（1 人评价） · 偏低" in ended
    async with shop.desk("aqiang") as desk:
        assert "好评率" not in (await desk.get("/desk/ended")).text


async def test_months_are_those_of_the_calendar(shop: RunningShop) -> None:
    async with shop.api("amei") as api:
        other = await api.get("/api/v1/ratings", params={"month": "2025-02"})
        wrong = await api.get("/api/v1/ratings", params={"month": "2025-13"})
    assert (other.json()["month"], other.json()["ratings"]) == ("2025-02", [])
    assert other.json()["solvers"]["agent"]["satisfied_share"] is None
    assert wrong.status_code == 422
