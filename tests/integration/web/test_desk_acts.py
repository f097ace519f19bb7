"""Acts on a case beyond claim, reply and close: passing on, taking up again, blocking, order actions."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.conversation import Owner
from bot.core.messages import Delivery, Peer
from bot.web.shop import DEMO_BUYER
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.telegram_api.samples import png
from tests.web_shop.running import ORDER_NUMBER, UNPAID_ORDER, RunningShop

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork

HandOver = Callable[[ChatWindow], Awaitable[int]]
HTMX = {"HX-Request": "true"}
KEY = "a-key-of-a-form-01"


def kept(shop: RunningShop) -> set[Path]:
    """The files of the media store."""
    return set(shop.shop.config.files.rglob("*"))


async def buyer(customer: ChatWindow, hand_over: HandOver, shop: RunningShop) -> int:
    """A case of the customer who has orders."""
    await customer.hello(identity=shop.site.tokens.identity(DEMO_BUYER, now=shop.shop.clock()))
    return await hand_over(customer)


async def test_a_case_is_passed_to_a_role_and_to_a_colleague(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk, shop.desk("amei"):
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/claim", headers=HTMX)
        mei = next(one for one in await shop.shop.accounts.everybody() if one.login == "amei")
        to_mei = await desk.post(f"/desk/cases/{case}/transfer", data={"to": f"agent:{mei.id}"}, headers=HTMX)
        again = await desk.post(f"/desk/cases/{case}/transfer", data={"to": "role:pre_sale"}, headers=HTMX)

    assert "阿美 在接待" in to_mei.text
    assert again.status_code == 409
    assert "只有本人或主管可以转交" in again.text


async def test_pictures_are_kept_only_of_who_may_answer_and_ten_at_most(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk, shop.desk("xiaolan") as other:
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/claim", headers=HTMX)
        before = kept(shop)
        pictures = [("pictures", ("a.png", png(), "image/png"))]
        refused = await other.post(f"/desk/cases/{case}/replies", data={"text": "看图"}, files=pictures, headers=HTMX)
        many = await desk.post(f"/desk/cases/{case}/replies", data={"text": "看图"}, files=pictures * 11, headers=HTMX)

    assert (refused.status_code, many.status_code) == (409, 422)
    assert kept(shop) == before


@pytest.mark.parametrize("to", ["", "agent:", "agent:1e3", "agent:99999999999999999999999", "role:king", "x"])
async def test_a_transfer_to_nobody_is_refused(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop, to: str
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        answer = await desk.post(f"/desk/cases/{case}/transfer", data={"to": to}, headers=HTMX)

    assert answer.status_code == 409
    assert "请选转给哪位同事或哪个岗位" in answer.text


async def test_a_returned_case_carries_what_was_agreed(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("xiaolan") as desk:
        await customer.hello(identity=shop.site.tokens.identity(DEMO_BUYER, now=shop.shop.clock()))
        await customer.say("帮我改价")
        await customer.hears("是哪一单")
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/claim", headers=HTMX)
        page = (await desk.get(f"/desk/cases/{case}")).text
        settled = {"outcome": "谈好 120", "slot.order": UNPAID_ORDER, "slot.price": "120"}
        returned = await desk.post(f"/desk/cases/{case}/return", data=settled, headers=HTMX)
        wrong = await desk.post(f"/desk/cases/{case}/return", data={"slot.nothing": "1"}, headers=HTMX)

        assert await customer.hears("120.00")
    assert 'name="slot.price"' in page
    assert returned.status_code == 200
    assert wrong.status_code == 409


async def test_an_ended_case_is_taken_up_again(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/close", data={"outcome": "solved"}, headers=HTMX)
        reopened = await desk.post(f"/desk/cases/{case}/reopen", headers=HTMX)
        stale = await desk.post(f"/desk/cases/{case}/reopen", headers=HTMX)

    assert "我在接待" in reopened.text
    assert stale.status_code == 409


async def test_a_customer_is_blocked_and_unblocked(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        blocked = await desk.post(f"/desk/cases/{case}/block", headers=HTMX)
        unblocked = await desk.post(f"/desk/cases/{case}/unblock", headers=HTMX)

    assert "已拉黑" in blocked.text
    assert "tag blocked" not in unblocked.text


async def test_a_failed_message_is_sent_again(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/replies", data={"text": "在吗"}, headers=HTMX)
        await customer.hears("在吗")
        seq = (await shop.shop.desk.card(case)).entries[-1].seq
        not_failed = await desk.post(f"/desk/cases/{case}/messages/{seq}/retry", headers=HTMX)
        nothing = await desk.post(f"/desk/cases/{case}/messages/99999/retry", headers=HTMX)

    assert not_failed.status_code == 409
    assert "不用重发" in not_failed.text
    assert nothing.status_code == 404


async def test_an_order_action_is_checked_and_done_once(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        case = await buyer(customer, hand_over, shop)
        path = f"/desk/cases/{case}/actions/change_address"
        form = await desk.get(path, params={"order": UNPAID_ORDER})
        sure = await desk.post(f"{path}/check", params={"order": UNPAID_ORDER}, data={"address": "<i>文三路</i>"})
        found = re.search(r'name="key" value="([^"]+)"', sure.text)
        assert found is not None
        data = {"address": "<i>文三路</i>", "key": found[1]}
        done = [await desk.post(path, params={"order": UNPAID_ORDER}, data=data, headers=HTMX) for _ in range(2)]
        card = await shop.shop.desk.card(case)

    assert 'name="address"' in form.text
    assert "&lt;i&gt;文三路&lt;/i&gt;" in sure.text
    assert [answer.status_code for answer in done] == [200, 200]
    assert len(card.tasks) == 1
    assert len(card.remarks[UNPAID_ORDER]) == 1


@pytest.mark.parametrize(
    ("action", "order"),
    [
        ("change_address", "999999999999"),
        ("create_task", ORDER_NUMBER),
        ("nothing", ORDER_NUMBER),
        ("note_customer", ""),
    ],
)
async def test_there_is_no_form_for_foreign_orders_and_other_actions(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop, action: str, order: str
) -> None:
    async with open_chat() as customer, shop.desk("amei") as desk:
        case = await buyer(customer, hand_over, shop)
        path = f"/desk/cases/{case}/actions/{action}"
        asked = await desk.get(path, params={"order": order})
        forced = await desk.post(path, params={"order": order}, data={"key": KEY})

    assert (asked.status_code, forced.status_code) == (404, 404)


async def test_who_may_not_perform_an_action_gets_no_form(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("xiaolan") as desk:
        case = await buyer(customer, hand_over, shop)
        path = f"/desk/cases/{case}/actions/create_return"
        asked = await desk.get(path, params={"order": ORDER_NUMBER}, headers=HTMX)
        forced = await desk.post(path, params={"order": ORDER_NUMBER}, data={"key": KEY}, headers=HTMX)

    assert (asked.status_code, forced.status_code) == (403, 403)
    assert "只有售后和主管可以办这件事" in asked.text


async def test_a_note_on_the_customer_is_kept_once_and_blanks_change_nothing(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        path = f"/desk/cases/{case}/customer"
        noted = await desk.post(
            path, data={"key": KEY, "tag": "<b>老客", "temperament": "急", "tier": "key"}, headers=HTMX
        )
        await desk.post(path, data={"key": KEY + "2", "tag": " ", "tier": ""}, headers=HTMX)
        wrong = await desk.post(path, data={"key": KEY + "3", "tier": "golden"}, headers=HTMX)
        card = await shop.shop.desk.card(case)
        untagged = await desk.post(f"/desk/cases/{case}/untag", data={"tag": "<b>老客"}, headers=HTMX)
        bare = await shop.shop.desk.card(case)

    assert "&lt;b&gt;老客" in noted.text
    assert (wrong.status_code, untagged.status_code, bare.customer.tags) == (422, 200, ())
    assert (card.customer.tags, card.customer.temperament, card.customer.tier) == (("<b>老客",), "急", "key")


async def on_telegram(shop: RunningShop) -> int:
    """A case on a channel for which this shop has no sender, so that its messages stay as the test leaves them."""

    def use_case(uow: UnitOfWork) -> int:
        now = shop.shop.clock()
        conversation = uow.conversations.of_peer("telegram", "bot", Peer(id="7", name="小周"), now=now)
        case = uow.cases.open(conversation, HandOff(reason=HandOffReason.ASKED, ask="人工"), (), now=now)
        uow.conversations.save(replace(conversation, owner=Owner.QUEUE, case_id=case.id), now=now)
        return case.id

    return await shop.shop.store.transact(use_case)


@pytest.mark.parametrize(
    ("fate", "told", "asked_first"),
    [(Delivery.UNKNOWN, "不确定是否送达", True), (Delivery.FAILED, "发送失败：chat not found", False)],
)
async def test_what_became_of_a_message_is_told_honestly_and_it_can_be_sent_again(
    shop: RunningShop, fate: Delivery, told: str, asked_first: bool
) -> None:
    def settle(uow: UnitOfWork) -> int:
        now = shop.shop.clock()
        (parcel,) = uow.outbox.claim("w", channels=["telegram"], now=now, lease=timedelta(seconds=30), limit=1)
        uow.outbox.settle(parcel.seq, fate, now=now, error="" if asked_first else "chat not found")
        return parcel.seq

    async with shop.desk("aqiang") as desk:
        case = await on_telegram(shop)
        queued = await desk.post(f"/desk/cases/{case}/replies", data={"text": "在吗"}, headers=HTMX)
        seq = await shop.shop.store.transact(settle)
        page = (await desk.get(f"/desk/cases/{case}")).text
        again = await desk.post(f"/desk/cases/{case}/messages/{seq}/retry", headers=HTMX)

    assert "排队中" in queued.text
    assert told in page
    assert ("hx-confirm" in page) == asked_first
    assert "排队中" in again.text
