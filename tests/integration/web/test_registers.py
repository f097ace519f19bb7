"""Actions, complaints and counts: through the API, on the card and on the pages of the desk."""

from __future__ import annotations

from typing import Any

from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind
from tests.integration.web.conftest import OpenChat, Register
from tests.web_shop.running import ORDER_NUMBER, UNPAID_ORDER, RunningShop

CHANGE = {"action": "change_item", "args": {"order": UNPAID_ORDER, "change": "换成<b>蓝色</b>"}}


async def a_case(shop: RunningShop, open_chat: OpenChat) -> int:
    """The case of a customer who proved that the unpaid order is theirs."""
    async with open_chat() as customer:
        await customer.hello()
        await customer.say("我要人工")
        await customer.hears("转接同事")
    case = (await shop.shop.desk.queue())[0].case

    def bind(uow: UnitOfWork) -> None:
        conversation = uow.conversations.get(case.conversation_id)
        where = (conversation.channel, conversation.account, conversation.peer.id)
        uow.orders.bind_order(*where, UNPAID_ORDER, now=shop.shop.clock())

    await shop.shop.store.transact(bind)
    return case.id


async def test_an_action_is_performed_once_for_a_key_and_shown_on_the_card(
    shop: RunningShop, open_chat: OpenChat
) -> None:
    case = await a_case(shop, open_chat)
    url, once = f"/api/v1/cases/{case}/actions", {"Idempotency-Key": "a1"}
    async with shop.api("xiaolan") as api:
        first = await api.post(url, json=CHANGE, headers=once)
        again = await api.post(url, json=CHANGE, headers=once)
        without = await api.post(url, json=CHANGE)
        card = (await api.get(f"/api/v1/cases/{case}")).json()
    async with shop.desk("xiaolan") as desk:
        page = (await desk.get(f"/desk/cases/{case}")).text

    assert (first.status_code, first.json()["result"]) == (201, {"id": "T0001"})
    assert again.json() == first.json()
    assert without.status_code == 422
    [performed] = card["performed"]
    assert (performed["action"], performed["done"], performed["agent"]["name"]) == ("change_item", True, "小兰")
    [task] = card["tasks"]
    assert (task["kind"], task["role"]) == ("change_item", "pre_sale")
    assert task["duty"] in page
    assert "改商品 T0001" in page
    assert "<b>蓝色</b>" not in page


async def test_what_the_order_does_not_allow_gets_409_and_stands_on_the_card(
    shop: RunningShop, open_chat: OpenChat
) -> None:
    case = await a_case(shop, open_chat)
    body = {"action": "hurry_shipping", "args": {"order": UNPAID_ORDER}}
    async with shop.api("xiaolan") as api:
        refused = await api.post(f"/api/v1/cases/{case}/actions", json=body, headers={"Idempotency-Key": "a1"})
    async with shop.desk("xiaolan") as desk:
        page = (await desk.get(f"/desk/cases/{case}")).text

    assert refused.status_code == 409
    assert "订单还没有付款" in refused.json()["detail"]
    assert "没办成：订单还没有付款" in page


async def test_another_role_an_unknown_action_and_a_missing_argument_are_refused(
    shop: RunningShop, open_chat: OpenChat
) -> None:
    case = await a_case(shop, open_chat)

    async def tried(action: str, **args: Any) -> tuple[int, str]:
        async with shop.api("xiaolan") as api:
            body, key = {"action": action, "args": args}, {"Idempotency-Key": action}
            answer = await api.post(f"/api/v1/cases/{case}/actions", json=body, headers=key)
            return answer.status_code, answer.json()["detail"]

    assert await tried("request_refund", order=ORDER_NUMBER, scope="full") == (403, "只有售后和主管可以办这件事。")
    assert (await tried("fly"))[0] == 404
    assert await tried("change_item", order=ORDER_NUMBER) == (409, "还缺“change”。")


async def test_a_remark_stands_with_its_order_on_the_card_and_in_the_api(
    shop: RunningShop, open_chat: OpenChat
) -> None:
    case = await a_case(shop, open_chat)
    async with shop.api("xiaolan") as api:
        url, key = f"/api/v1/cases/{case}/actions", {"Idempotency-Key": "a1"}
        await api.post(url, json=CHANGE, headers=key)
        card = (await api.get(f"/api/v1/cases/{case}")).json()
    async with shop.desk("xiaolan") as desk:
        page = (await desk.get(f"/desk/cases/{case}")).text

    [order] = card["orders"]
    [remark] = order["remarks"]
    assert remark["text"].startswith("【改商品】T0001 换成<b>蓝色</b>")
    assert "【改商品】T0001 换成&lt;b&gt;蓝色&lt;/b&gt;" in page


async def a_complaint(shop: RunningShop) -> int:
    conversation = await shop.shop.store.transact(
        lambda uow: uow.tasks.register(
            TaskDraft(
                key="complaint",
                kind=TaskKind.COMPLAINT,
                role=Role.SUPERVISOR,
                conversation_id=uow.conversations.of_peer("web", "shop", _guest(), now=shop.shop.clock()).id,
                args={"detail": "<i>没人理</i>"},
                approver=Role.SUPERVISOR,
                due_at=shop.shop.clock(),
            ),
            now=shop.shop.clock(),
        )
    )
    return conversation.id


def _guest() -> Any:
    from bot.core.messages import Peer

    return Peer(id="guest", name="访客")


async def test_a_complaint_is_written_up_approved_summed_up_and_answered(shop: RunningShop) -> None:
    task = await a_complaint(shop)
    url = f"/api/v1/tasks/{task}"
    async with shop.api("aqiang") as api, shop.api("amei") as supervisor:
        early = await api.get(f"{url}/letter")
        record = {"facts": "属实", "cause": "漏看", "proposal": "道歉并补券"}
        written = await api.patch(f"{url}/record", json=record)
        letter = await api.get(f"{url}/letter")
        theirs = await api.post(f"{url}/decision", json={"approve": True})
        approved = await supervisor.post(f"{url}/decision", json={"approve": True})
        unsummed = await supervisor.post(f"{url}/finish")
        await api.patch(f"{url}/record", json={"classification": "服务", "summary": "已办好"})
        archived = await supervisor.post(f"{url}/finish")

    assert (early.status_code, written.status_code, theirs.status_code) == (409, 200, 403)
    assert list(letter.json()["parts"]) == [
        "salutation", "thanks", "apology", "report", "hope", "thanks_again", "signature",
    ]  # fmt: skip
    assert letter.json()["text"].startswith("尊敬的访客：")
    assert approved.json()["status"] == "approved"
    assert unsummed.status_code == 409
    assert archived.json()["status"] == "done"


async def test_the_page_of_a_complaint_keeps_the_record_and_shows_the_letter(shop: RunningShop) -> None:
    task = await a_complaint(shop)
    async with shop.desk("aqiang") as desk, shop.desk("xiaolan") as pre_sale:
        before = (await desk.get(f"/desk/complaints/{task}")).text
        form = {"facts": "属实", "cause": "漏看", "proposal": "补券"}
        saved = await desk.post(f"/desk/complaints/{task}", data=form)
        after = (await desk.get(f"/desk/complaints/{task}")).text
        barred = (await pre_sale.get(f"/desk/complaints/{task}")).text
        missing = await desk.get("/desk/complaints/99")
        listed = (await desk.get("/desk/tasks")).text

    assert "&lt;i&gt;没人理&lt;/i&gt;" in before
    assert "回函还写不了" in before
    assert (saved.status_code, saved.headers["location"]) == (303, f"/desk/complaints/{task}")
    assert "我们核实了：属实。原因：漏看。处理：补券。" in after
    assert "只有售后和主管可以写" in barred
    assert missing.status_code == 404
    assert f'href="/desk/complaints/{task}"' in listed


async def test_one_register_is_listed_by_its_kind(shop: RunningShop, register: Register) -> None:
    await register(TaskKind.RETURN, Role.AFTER_SALE, order=ORDER_NUMBER)
    await register(TaskKind.REFUND, Role.AFTER_SALE, order=ORDER_NUMBER, amount="12")
    async with shop.api("aqiang") as api:
        refunds = (await api.get("/api/v1/tasks", params={"kind": "refund"})).json()
        unknown = await api.get("/api/v1/tasks", params={"kind": "dance"})

    assert [(row["task"]["number"], row["asked"]) for row in refunds] == [
        ("F0002", [{"title": "金额", "value": "¥12.00"}])
    ]
    assert unknown.status_code == 422


async def test_reasons_are_counted_for_a_span_of_time(shop: RunningShop) -> None:
    def use_case(uow: UnitOfWork) -> None:
        conversation = uow.conversations.of_peer("web", "shop", _guest(), now=shop.shop.clock())
        for number, reason in enumerate(["quality", "quality", "size"]):
            draft = TaskDraft(
                key=f"r{number}",
                kind=TaskKind.RETURN,
                role=Role.AFTER_SALE,
                conversation_id=conversation.id,
                reason=reason,
                department="品控" if reason == "quality" else "",
            )
            uow.tasks.register(draft, now=shop.shop.clock())

    await shop.shop.store.transact(use_case)
    async with shop.api("aqiang") as api:
        report = (
            await api.get(
                "/api/v1/reports/reasons", params={"until": "2999-01-01T00:00:00Z", "since": "2020-01-01T00:00:00Z"}
            )
        ).json()
        naive = await api.get("/api/v1/reports/reasons", params={"since": "2020-01-01T00:00:00"})

    assert report["total"] == 3
    assert report["reasons"][0] == {
        "kind": "return", "reason": "quality", "title": "", "department": "品控", "count": 2,
    }  # fmt: skip
    assert report["departments"] == {"品控": 2, "": 1}
    assert naive.status_code == 422
