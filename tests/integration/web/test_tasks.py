"""The list of tasks, as a browser and as a program see it."""

from __future__ import annotations

import re

from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind
from bot.service.actions.duties import COUPON
from tests.integration.web.conftest import OpenChat, Register
from tests.integration.web.test_live import watching
from tests.web_shop.running import ORDER_NUMBER, UNPAID_ORDER, RunningShop

HTMX = {"HX-Request": "true"}


async def test_a_task_without_a_case_is_on_the_list_with_what_was_asked(shop: RunningShop, register: Register) -> None:
    await register(TaskKind.PRICE_CHANGE, Role.PRE_SALE, order=UNPAID_ORDER, price="130")
    await register(TaskKind.FOLLOW_UP, Role.WAREHOUSE, order=ORDER_NUMBER, note="<i>加急</i>")
    async with shop.desk("xiaolan") as desk:
        page = (await desk.get("/desk/tasks")).text
        queue = (await desk.get("/desk")).text

    assert "P0001" in page
    assert "¥138.00 改为 ¥130.00" in page
    assert "降 5.8%" in page
    assert "&lt;b&gt;顾客&lt;/b&gt;" in page
    assert "&lt;i&gt;加急&lt;/i&gt;" in page
    assert "只有仓库和主管可以完成 T0002。" in page
    assert re.search(r'id="task-count"[^>]*>2<', queue)


async def test_the_list_speaks_english_and_says_when_nothing_is_to_do(shop: RunningShop) -> None:
    async with shop.desk("xiaolan") as desk:
        await desk.get("/language/en")
        page = (await desk.get("/desk/tasks")).text

    assert "Nothing to do" in page
    assert re.search(r'id="task-count"[^>]*><', page)


async def test_a_price_is_approved_from_the_list_and_waits_there_for_the_order(
    shop: RunningShop, register: Register
) -> None:
    task = await register(TaskKind.PRICE_CHANGE, Role.PRE_SALE, order=UNPAID_ORDER, price="130")
    async with shop.desk("xiaolan") as desk:
        answer = await desk.post(f"/desk/tasks/{task.id}", data={"approve": "true"}, headers=HTMX)
        again = await desk.post(f"/desk/tasks/{task.id}", data={"approve": "false"}, headers=HTMX)

    assert 'hx-target="#queue"' in answer.text
    assert 'hx-target="#task-count" hx-swap="innerMorph"></hx-partial>' in answer.text
    assert "已同意，等订单改价" in answer.text
    assert again.status_code == 409
    assert 'hx-target="#toast"' in again.text
    assert "P0001 已经处理过了（小兰）" in again.text


async def test_a_task_is_finished_by_its_role_and_by_nobody_else(shop: RunningShop, register: Register) -> None:
    task = await register(TaskKind.RETURN, Role.AFTER_SALE, order=ORDER_NUMBER)
    async with shop.desk("xiaolan") as pre_sale, shop.desk("aqiang") as after_sale:
        refused = await pre_sale.post(f"/desk/tasks/{task.id}/finish", headers=HTMX)
        done = await after_sale.post(f"/desk/tasks/{task.id}/finish")
        page = (await after_sale.get("/desk/tasks")).text

    assert refused.status_code == 403
    assert "只有售后和主管可以完成 R0001。" in refused.text
    assert (done.status_code, done.headers["location"]) == (303, "/desk/tasks")
    assert "没有要处理的任务" in page


async def test_a_task_is_finished_from_the_card_of_its_case(open_chat: OpenChat, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("amei") as desk:
        await customer.hello()
        await customer.say("我要人工")
        await customer.hears("转接同事")
        [case] = [row.case for row in await shop.shop.desk.queue()]
        task = await shop.shop.store.transact(
            lambda uow: uow.tasks.register(
                TaskDraft(
                    key="k",
                    kind=TaskKind.CONTACT_COURIER,
                    role=Role.AFTER_SALE,
                    conversation_id=case.conversation_id,
                    order_number="",
                    args={},
                ),
                now=shop.shop.clock(),
            )
        )
        card = (await desk.get(f"/desk/cases/{case.id}")).text
        listed = (await desk.get("/desk/tasks")).text
        done = await desk.post(f"/desk/cases/{case.id}/tasks/{task.id}/finish", headers=HTMX)

    assert f"/desk/cases/{case.id}/tasks/{task.id}/finish" in card
    assert f'href="/desk/cases/{case.id}"' in listed
    assert 'hx-target="#card"' in done.text
    assert "阿美 处理了任务" in done.text


async def test_a_new_task_appears_by_itself_and_the_counter_follows_on_every_tab(
    shop: RunningShop, register: Register
) -> None:
    async with (
        shop.desk("aqiang") as desk,
        watching(desk, "/desk/events?tab=tasks") as tasks,
        watching(desk, "/desk/events?tab=ended") as ended,
    ):
        assert "没有要处理的任务" in await tasks.event()
        assert "还没有结束的接待" in await ended.event()
        await register(TaskKind.RETURN, Role.AFTER_SALE)

        assert "R0001" in await tasks.until("待处理")
        assert ">1</hx-partial>" in await ended.until("task-count")


async def test_a_tab_that_does_not_exist_is_refused(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        assert (await desk.get("/desk/events?tab=money")).status_code == 422


async def test_programs_list_finish_and_page_through_tasks(shop: RunningShop, register: Register) -> None:
    task = await register(TaskKind.RETURN, Role.AFTER_SALE, order=ORDER_NUMBER, wish="换新")
    price = await register(TaskKind.PRICE_CHANGE, Role.PRE_SALE, order=UNPAID_ORDER, price="130")
    async with shop.api("aqiang") as api:
        listed = (await api.get("/api/v1/tasks")).json()
        refused = await api.post(f"/api/v1/tasks/{price.id}/finish")
        done = await api.post(f"/api/v1/tasks/{task.id}/finish")
        again = await api.post(f"/api/v1/tasks/{task.id}/finish")
        missing = await api.post("/api/v1/tasks/999/finish")
        left = (await api.get("/api/v1/tasks", params={"status": "open"})).json()
        every = (await api.get("/api/v1/tasks", params={"status": "all"})).json()
        rest = (await api.get("/api/v1/tasks", params={"status": "all", "after": task.id})).json()

    assert [row["task"]["number"] for row in listed] == ["R0001", "P0002"]
    assert (listed[0]["customer"], listed[0]["order"]["number"], listed[0]["case_id"]) == (
        "<b>顾客</b>",
        ORDER_NUMBER,
        None,
    )
    assert listed[0]["asked"] == [{"title": "wish", "value": "换新"}]
    assert (done.json()["status"], done.json()["decided_by"]["name"]) == ("done", "阿强")
    assert [answer.status_code for answer in (refused, again, missing)] == [409, 409, 404]
    assert [row["task"]["number"] for row in left] == ["P0002"]
    assert [row["task"]["status"] for row in every] == ["done", "open"]
    assert [row["task"]["number"] for row in rest] == ["P0002"]


async def test_what_to_do_is_told_in_the_language_of_the_desk(shop: RunningShop) -> None:
    def owed(uow: UnitOfWork) -> Task:
        talk = uow.conversations.of_peer("web", "shop", Peer(id="guest"), now=shop.shop.clock())
        draft = TaskDraft(key="k", kind=COUPON.kind, role=COUPON.role, conversation_id=talk.id, duty=COUPON.text.zh)
        return uow.tasks.register(draft, now=shop.shop.clock())

    await shop.shop.store.transact(owed)
    async with shop.desk("amei") as desk:
        chinese = (await desk.get("/desk/tasks", headers={"Accept-Language": "zh"})).text
        english = (await desk.get("/desk/tasks", headers={"Accept-Language": "en"})).text
    assert COUPON.text.zh in chinese
    assert COUPON.text.en in english
    assert COUPON.text.zh not in english
