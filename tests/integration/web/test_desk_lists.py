"""The queue by pages and filters, and the search."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.messages import Peer
from bot.core.roles import Role
from bot.web.shop import DEMO_BUYER
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import ORDER_NUMBER, RunningShop

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork

HandOver = Callable[[ChatWindow], Awaitable[int]]
MANY = 10_000


async def many(shop: RunningShop, count: int) -> None:
    """So many customers wait, every tenth of them for pre-sale."""

    def use_case(uow: UnitOfWork) -> None:
        now = shop.shop.clock()
        for number in range(count):
            peer = Peer(id=f"p{number}", name=f"顾客{number}")
            conversation = uow.conversations.of_peer("web", "shop", peer, now=now)
            case = uow.cases.open(conversation, HandOff(reason=HandOffReason.ASKED, ask="人工"), (), now=now)
            uow.cases.save(replace(case, role=Role.PRE_SALE if number % 10 == 0 else Role.AFTER_SALE))

    await shop.shop.store.transact(use_case)


def listed(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="row-(\d+)">', page)]


async def test_of_ten_thousand_who_wait_one_page_is_drawn(shop: RunningShop) -> None:
    await many(shop, MANY)
    async with shop.desk("aqiang") as desk:
        first = (await desk.get("/desk")).text
        second = (await desk.get("/desk?show=waiting&after=50")).text
        presale = (await desk.get("/desk?role=pre_sale")).text

    assert listed(first) == list(range(1, 51))
    assert f'<span class="count">{MANY}</span>' in first
    assert "/desk?show=waiting&amp;after=50" in first
    assert listed(second) == list(range(51, 101))
    assert "回到第一页" in second
    assert listed(presale) == list(range(1, 501, 10))
    assert f'<span class="count">{MANY // 10}</span>' in presale
    assert len(first) < 120_000


async def test_filters_stay_in_the_links_of_the_list(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        page = (await desk.get(f"/desk/cases/{case}?show=waiting&language=zh")).text

    assert f'href="/desk/cases/{case}?show=waiting&amp;language=zh"' in page
    assert f"/desk/events?tab=open&amp;case={case}&amp;show=waiting&amp;language=zh" in page


@pytest.mark.parametrize("query", ["show=everything", "role=king", "after=-1", "after=99999999999999999999", "after=x"])
async def test_a_filter_that_does_not_exist_is_said_so(shop: RunningShop, query: str) -> None:
    async with shop.desk("aqiang") as desk:
        answer = await desk.get(f"/desk?{query}")

    assert answer.status_code == 422
    assert "回到接待台" in answer.text


async def test_an_order_a_customer_and_a_case_are_found(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello(identity=shop.site.tokens.identity(DEMO_BUYER, now=shop.shop.clock()))
        case = await hand_over(customer)
        pages = {
            words: (await desk.get("/desk/search", params={"q": words})).text
            for words in ("演示顾客", ORDER_NUMBER, "1234", "ZT0000000001", f"#{case}")
        }
        nothing = (await desk.get("/desk/search", params={"q": "<b>没有</b>"})).text
        empty = (await desk.get("/desk/search")).text

    for words, page in pages.items():
        assert f'href="/desk/cases/{case}' in page, words
    assert "没有找到“&lt;b&gt;没有&lt;/b&gt;”" in nothing
    assert "输入要找的内容" in empty
