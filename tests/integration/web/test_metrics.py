"""`/metrics` over HTTP: who may read it, what it tells, and what it never tells."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.core.errors import StorageError
from bot.serving import web_app
from tests.web_shop.running import METRICS_TOKEN, ORDER_NUMBER

if TYPE_CHECKING:
    from tests.integration.web.conftest import ChatWindow, OpenChat
    from tests.web_shop.running import RunningShop

    HandOver = Callable[[ChatWindow], Awaitable[int]]

MARKER = "zzmarkerzz"
BEARER = {"Authorization": f"Bearer {METRICS_TOKEN}"}


class Figures:
    """What a scrape gave, by name and labels."""

    def __init__(self, text: str) -> None:
        self.samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the samples of this name that have these labels."""
        found = [one.value for one in self.samples if one.name == name and labels.items() <= one.labels.items()]
        assert found, (name, labels)
        return sum(found)

    def label_values(self) -> set[str]:
        return {value for sample in self.samples for value in sample.labels.values()}


async def scrape(shop: RunningShop) -> tuple[Figures, str]:
    async with httpx.AsyncClient(base_url=shop.url, headers=BEARER) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return Figures(answer.text), answer.text


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}]
)
async def test_without_the_token_nothing_is_told(shop: RunningShop, headers: Mapping[str, str]) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=headers) as client:
        answer = await client.get("/metrics")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "kefu_" not in answer.text


async def test_an_agents_token_opens_no_figures(shop: RunningShop) -> None:
    async with shop.api("amei") as client:
        assert (await client.get("/metrics")).status_code == 401


async def test_a_shop_without_a_token_has_no_figures_for_anybody(shop: RunningShop) -> None:
    closed = web_app(replace(shop.shop, config=replace(shop.shop.config, metrics_token="")))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(closed), base_url=shop.url) as client:
        for headers in ({}, {"Authorization": "Bearer"}, BEARER):
            assert (await client.get("/metrics", headers=headers)).status_code == 404


async def test_a_talk_from_the_first_word_to_a_persons_answer_is_counted_and_never_quoted(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as window:
        await window.hello()
        case_id = await hand_over(window)
        for _ in range(2):
            await window.say(f"{MARKER} 在哪里 {ORDER_NUMBER}", id="only-once")
        waiting, _ = await scrape(shop)
        assert waiting("kefu_cases_open", status="waiting") == 1
        assert waiting("kefu_queue_depth", queue="person") == 1
        assert waiting("kefu_websockets", route="/ws/chat") == 1
        async with shop.api("amei") as client:
            answer = await client.post(f"/api/v1/cases/{case_id}/replies", json={"text": f"您好 {MARKER}"})
            assert answer.status_code == 201, answer.text
            await client.post(f"/api/v1/cases/{case_id}/notes", json={"note": f"内部 {MARKER}"})
            await client.get(f"/api/v1/search?words={MARKER}")
            await client.get(f"/no/such/{MARKER}")
            await client.request(MARKER.upper(), "/healthz")
        await window.hears(f"您好 {MARKER}")
    figures, text = await scrape(shop)
    assert figures("kefu_messages_received_total", channel="web", fate="stored") == 2
    assert figures("kefu_messages_received_total", channel="web", fate="repeated") == 1
    assert figures("kefu_turns_total", decision="handed_over") == 1
    assert figures("kefu_turn_seconds_count") >= 1
    assert figures("kefu_messages_sent_total", channel="web", author="agent", fate="sent") == 1
    assert figures("kefu_messages_sent_total", channel="web", author="bot", fate="sent") >= 1
    assert figures("kefu_handoffs_total", reason="asked") == 1
    assert figures("kefu_first_reply_seconds_count") == 1
    assert figures("kefu_cases_open", status="answered") == 1
    assert figures("kefu_queue_oldest_seconds", queue="person") == 0
    assert figures("kefu_database_up") == 1
    route = "/api/v1/cases/{case_id}/replies"
    assert figures("kefu_http_requests_total", route=route, method="POST", status="2xx") == 1
    assert figures("kefu_http_requests_total", route="other", status="4xx") >= 1
    assert figures("kefu_http_requests_total", method="other", status="4xx") == 1
    assert figures("kefu_websockets", route="/ws/chat") == 0
    assert MARKER not in text.lower()
    assert not figures.label_values() & {ORDER_NUMBER, str(case_id), "阿美", "amei"}


async def test_looking_again_counts_nothing_twice_even_at_the_same_time(
    shop: RunningShop, open_chat: OpenChat, hand_over: HandOver
) -> None:
    async with open_chat() as window:
        await window.hello()
        await hand_over(window)
    for figures, _ in await asyncio.gather(*(scrape(shop) for _ in range(5))):
        assert figures("kefu_handoffs_total", reason="asked") == 1


async def test_static_files_are_one_route_and_pages_are_named_by_their_template(shop: RunningShop) -> None:
    async with httpx.AsyncClient(base_url=shop.url) as client:
        for path in ("/static/base.css", "/static/none.css", "/healthz", "/"):
            await client.get(path)
    figures, _ = await scrape(shop)
    assert figures("kefu_http_requests_total", route="/static") == 2
    for route in ("/healthz", "/"):
        assert figures("kefu_http_requests_total", route=route, method="GET", status="2xx") == 1
        assert figures("kefu_http_request_seconds_count", route=route) == 1


async def test_a_database_that_does_not_answer_is_told_of_and_the_rest_is_still_there(
    shop: RunningShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scrape(shop)

    async def down(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(shop.shop.store, "read", down)
    figures, text = await scrape(shop)
    assert figures("kefu_database_up") == 0
    assert "kefu_queue_depth{" not in text
    assert figures("process_resident_memory_bytes") > 0
    assert figures("kefu_build_info") == 1
