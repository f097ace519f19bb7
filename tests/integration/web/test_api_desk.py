"""Everything an agent does at the desk, by a program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case
from bot.core.conversation import Owner
from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.service.case_log import open_case
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.telegram_api.samples import png
from tests.web_shop.running import AGENTS, RunningShop

HandOver = Callable[[ChatWindow], Awaitable[int]]
Program = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def program(shop: RunningShop) -> AsyncIterator[Program]:
    """A client with a lasting token of an agent of `AGENTS`."""
    clients: list[httpx.AsyncClient] = []

    async def made(login: str) -> httpx.AsyncClient:
        name, role = AGENTS[login]
        agent = await shop.shop.store.transact(
            lambda uow: uow.agents.put(login=login, name=name, role=role, password_hash="x")
        )
        token = await shop.shop.staff.issue_token(agent.id, f"test {len(clients)}")
        client = httpx.AsyncClient(base_url=f"{shop.url}/api/v1", headers={"Authorization": f"Bearer {token}"})
        clients.append(client)
        return client

    yield made
    for client in clients:
        await client.aclose()


async def waiting(shop: RunningShop, name: str, *, role: Role = Role.AFTER_SALE, language: str = "zh") -> int:
    """A waiting case of a new customer."""

    def use_case(uow: UnitOfWork) -> Case:
        now, book = shop.shop.clock(), shop.shop.book()
        talk = uow.conversations.of_peer("web", "shop", Peer(id=name, name=name, language=language), now=now)
        handoff = HandOff(reason=HandOffReason.ASKED, ask=f"我是{name}")
        case = open_case(uow, book, talk, handoff, now=now)
        case = uow.cases.save(replace(case, role=role, language=language))
        uow.conversations.save(replace(talk, owner=Owner.QUEUE, case_id=case.id), now=now)
        return case

    return (await shop.shop.store.transact(use_case)).id


def ids(answer: httpx.Response) -> list[int]:
    return [row["case"]["id"] for row in answer.json()]


async def test_the_queue_is_filtered_counted_and_paged(shop: RunningShop, program: Program) -> None:
    api = await program("aqiang")
    pre = await waiting(shop, "甲", role=Role.PRE_SALE)
    after = await waiting(shop, "乙")
    english = await waiting(shop, "丙", language="en")
    await api.post(f"/cases/{after}/claim")

    assert ids(await api.get("/cases")) == [pre, after, english]
    assert ids(await api.get("/cases", params={"role": "pre_sale"})) == [pre]
    assert ids(await api.get("/cases", params={"mine": True})) == [after]
    assert ids(await api.get("/cases", params={"unassigned": True, "language": "en"})) == [english]
    assert ids(await api.get("/cases", params={"status": "taken"})) == [after]
    first = await api.get("/cases", params={"limit": 2})
    assert ids(await api.get("/cases", params={"limit": 2, "after": ids(first)[-1]})) == [english]
    assert (await api.get("/cases/counts")).json() == {
        "open": 3,
        "statuses": {"waiting": 2, "taken": 1},
        "mine": 1,
        "unassigned": 2,
        "waiting": {"pre_sale": 1, "after_sale": 1},
        "languages": {"zh": 2, "en": 1},
    }


async def test_a_changed_message_changes_in_the_open_window_at_once(
    shop: RunningShop, program: Program, open_chat: OpenChat, hand_over: HandOver
) -> None:
    api, other = await program("aqiang"), await program("amei")
    async with open_chat() as customer:
        await customer.hello()
        case = await hand_over(customer)
        said = (await api.post(f"/cases/{case}/replies", json={"text": "周三发货"})).json()
        shown = await customer.hears("周三发货")
        path = f"/cases/{case}/messages/{said['seq']}"
        refused = await other.patch(path, json={"text": "别人改的"})
        hole = await api.patch(path, json={"text": "单号 〔快递单号〕"})
        answer = await api.patch(path, json={"text": "周四发货"})
        changed = await customer.hears("周四发货")
        elsewhere = await api.patch(f"/cases/{await waiting(shop, '甲')}/messages/{said['seq']}", json={"text": "错"})
    assert (refused.status_code, refused.json()["code"]) == (409, "message_not_yours")
    assert (hole.status_code, hole.json()["code"]) == (409, "hole_left")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "message_unknown")
    assert (answer.status_code, answer.json()["text"], answer.json()["edited"]) == (200, "周四发货", True)
    assert (shown["seq"], shown["edited"]) == (changed["seq"], False)
    assert (changed["text"], changed["edited"]) == ("周四发货", True)
    history = (await api.get(f"/cases/{case}")).json()["history"]
    assert [event["data"]["before"] for event in history if event["kind"] == "edited"] == ["周三发货"]


async def test_a_message_whose_channel_is_not_connected_is_not_changed(
    shop: RunningShop, program: Program, open_chat: OpenChat, hand_over: HandOver
) -> None:
    api = await program("aqiang")
    async with open_chat() as customer:
        await customer.hello()
        case = await hand_over(customer)
        said = (await api.post(f"/cases/{case}/replies", json={"text": "周三发货"})).json()
        await customer.hears("周三发货")
        shop.shop.edits.rewriters.clear()
        answer = await api.patch(f"/cases/{case}/messages/{said['seq']}", json={"text": "周四发货"})
    assert (answer.status_code, answer.json()["code"]) == (409, "channel_away")
    assert (await shop.shop.desk.card(case)).entries[-1].content.text == "周三发货"


async def test_a_note_sent_twice_under_one_key_is_kept_once(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "甲")
    key = {"Idempotency-Key": "note-1"}
    answers = await asyncio.gather(
        *(api.post(f"/cases/{case}/notes", json={"note": "已电话联系"}, headers=key) for _ in range(5))
    )
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, answers[0].json()["id"])}
    other = await api.post(f"/cases/{case}/notes", json={"note": "另一条"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    card = (await api.get(f"/cases/{case}")).json()
    assert [note["text"] for note in card["notes"]] == ["已电话联系"]
    assert [event["kind"] for event in card["history"]].count("noted") == 1


async def test_a_reply_sent_twice_under_one_key_is_one_message(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "甲")
    key = {"Idempotency-Key": "reply-1"}
    answers = await asyncio.gather(
        *(api.post(f"/cases/{case}/replies", json={"text": "您好"}, headers=key) for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["seq"] for answer in answers}) == 1
    other = await api.post(f"/cases/{case}/replies", json={"text": "再见"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


async def test_a_picture_goes_with_a_reply_by_who_uploaded_it(
    shop: RunningShop, program: Program, open_chat: OpenChat, hand_over: HandOver
) -> None:
    api, other = await program("aqiang"), await program("amei")
    async with open_chat() as customer:
        await customer.hello()
        case = await hand_over(customer)
        picture = {"file": ("尺码.png", png(), "image/png")}
        kept = (await api.post("/uploads", files=picture)).json()
        stolen = await other.post(f"/cases/{case}/replies", json={"media": [kept["upload"]]})
        sent = await api.post(f"/cases/{case}/replies", json={"text": "请看图", "media": [kept["upload"]]})
        heard = await customer.hears("请看图")
    assert (stolen.status_code, stolen.json()["code"]) == (409, "upload_unknown")
    assert [one["kind"] for one in sent.json()["media"]] == ["photo"]
    assert heard["media"]
    refused = await api.post("/uploads", files={"file": ("x.exe", b"MZ\x90\x00", "image/png")})
    assert refused.status_code == 415


async def test_a_case_is_passed_on_escalated_and_taken_up_again(shop: RunningShop, program: Program) -> None:
    strong, supervisor = await program("aqiang"), await program("amei")
    case = await waiting(shop, "甲")
    await strong.post(f"/cases/{case}/claim")
    colleague = next(one for one in (await strong.get("/agents")).json() if one["login"] == "amei")
    passed = await strong.post(f"/cases/{case}/transfer", json={"to_agent": colleague["id"], "note": "请您看看"})
    assert passed.json()["assignee"]["login"] == "amei"
    not_his = await strong.post(f"/cases/{case}/close", json={"outcome": "solved"})
    assert (not_his.status_code, not_his.json()["code"]) == (409, "close_not_yours")
    await supervisor.post(f"/cases/{case}/transfer", json={"to_role": "after_sale"})
    escalated = await strong.post(f"/cases/{case}/escalate", json={"why": "金额大"})
    assert (escalated.json()["status"], escalated.json()["role"]) == ("waiting", "supervisor")
    await supervisor.post(f"/cases/{case}/close", json={"outcome": "refused"})
    opened = await supervisor.post(f"/cases/{case}/reopen")
    assert (opened.json()["status"], opened.json()["assignee"]["login"]) == ("taken", "amei")
    card = (await supervisor.get(f"/cases/{case}")).json()
    assert [note["text"] for note in card["notes"]] == ["请您看看"]
    assert [event["kind"] for event in card["history"]][-2:] == ["closed", "reopened"]


async def test_a_customer_is_rated_and_blocked(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "甲")
    rated = await api.put(f"/cases/{case}/tier", json={"tier": "key"})
    blocked = await api.post(f"/cases/{case}/block")
    assert (rated.json()["tier"], blocked.json()["blocked"]) == ("key", True)
    card = (await api.get(f"/cases/{case}")).json()
    assert (card["case"]["outcome"], card["customer"]["blocked"], card["customer"]["tier"]) == ("spam", True, "key")
    assert (await api.post(f"/cases/{case}/unblock")).json()["blocked"] is False


async def test_what_helps_to_write_an_answer(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "甲")
    replies = (await api.get(f"/cases/{case}/canned")).json()
    assert all(one["text"] for one in replies)
    unknown = await api.get(f"/cases/{case}/canned/nothing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "canned_unknown")
    hole = await api.post(f"/cases/{case}/replies", json={"text": "您的单号是〔快递单号〕"})
    assert (hole.status_code, hole.json()["code"]) == (409, "hole_left")
    [slip] = (await api.post("/tone", json={"text": "您好，随便你吧"})).json()
    assert (slip["offset"], slip["wording"], slip["reason"]) == (3, "随便你", "flippant")
    assert (await api.post("/tone", json={"text": "您好，马上为您查。"})).json() == []
    assert (await api.get(f"/cases/{case}/fields")).json() == []
    await api.post(f"/cases/{case}/typing")
    watch = (await api.get(f"/cases/{case}/watch")).json()
    assert [agent["login"] for agent in watch["writing"]] == ["aqiang"]


async def test_search_finds_a_case_by_number_and_words(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "小美")
    by_number = (await api.get("/search", params={"q": f"#{case}"})).json()
    by_name = (await api.get("/search", params={"q": "小美"})).json()
    assert [row["case"]["id"] for row in by_number["cases"]] == [case]
    assert [(one["name"], one["case_id"]) for one in by_name["customers"]] == [("小美", case)]


async def test_a_message_that_did_not_fail_is_not_sent_again(shop: RunningShop, program: Program) -> None:
    api, case = await program("aqiang"), await waiting(shop, "甲")
    sent = (await api.post(f"/cases/{case}/replies", json={"text": "您好"})).json()
    again = await api.post(f"/cases/{case}/messages/{sent['seq']}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "message_not_failed")
    unknown = await api.post(f"/cases/{case}/messages/999999/retry")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "message_unknown")


async def test_errors_are_told_in_the_language_that_is_asked_for(shop: RunningShop, program: Program) -> None:
    api, english = await program("aqiang"), {"Accept-Language": "en-GB,en;q=0.9"}
    chinese, told = await api.get("/cases/999"), await api.get("/cases/999", headers=english)
    assert (chinese.json()["detail"], told.json()["detail"]) == ("没有 #999 这次接待。", "There is no case #999.")
    assert {chinese.json()["code"], told.json()["code"]} == {"case_unknown"}
    nobody = await api.get("/cases", headers={**english, "Authorization": "Bearer x"})
    assert (nobody.status_code, nobody.json()["detail"]) == (401, "A valid token is needed. Sign in first.")
    invalid = await api.post("/cases/1/close", json={"outcome": "won"}, headers=english)
    assert invalid.json()["detail"] == "Some fields of the request are wrong."


async def test_a_lasting_token_works_until_it_is_revoked_and_is_not_a_session(
    shop: RunningShop, program: Program
) -> None:
    api = await program("aqiang")
    me = (await api.get("/me")).json()
    assert (me["login"], me["on_shift"]) == ("aqiang", False)
    assert (await api.post("/shift", json={"on": True})).json()["on_shift"] is True
    lasts = await api.delete("/sessions/current")
    assert (lasts.status_code, lasts.json()["code"]) == (409, "token_lasts")
    cookie = f"kefu_desk={api.headers['Authorization'].partition(' ')[2]}"
    desk = await api.get(f"{shop.url}/desk", headers={"Cookie": cookie})
    assert desk.status_code == 303  # a program's token opens no desk in a browser
    await shop.shop.staff.revoke_token(me["id"], "test 0")
    assert (await api.get("/me")).status_code == 401


async def test_a_supervisor_takes_care_of_colleagues(shop: RunningShop, program: Program) -> None:
    api = await program("amei")
    added = await api.post("/agents", json={"login": "lin", "name": "小林", "role": "pre_sale"})
    assert (added.status_code, bool(added.json()["password"])) == (201, True)
    lin = added.json()["agent"]
    taken = await api.post("/agents", json={"login": "lin", "name": "别人", "role": "pre_sale"})
    assert (taken.status_code, taken.json()["code"]) == (409, "login_taken")
    changed = await api.patch(f"/agents/{lin['id']}", json={"role": "finance", "active": False})
    assert (changed.json()["role"], changed.json()["active"], changed.json()["name"]) == ("finance", False, "小林")
    assert (await api.post(f"/agents/{lin['id']}/shift", json={"on": True})).json()["on_shift"] is True
    renewed = await api.post(f"/agents/{lin['id']}/password")
    assert renewed.json()["password"] != added.json()["password"]
    me = (await api.get("/me")).json()
    last = await api.patch(f"/agents/{me['id']}", json={"role": "pre_sale"})
    assert (last.status_code, last.json()["code"]) == (409, "last_supervisor")
    assert (await api.get("/me")).json()["role"] == "supervisor"


async def test_webhooks_are_set_up_by_a_program(shop: RunningShop, program: Program) -> None:
    api = await program("amei")
    made = await api.post("/webhooks", json={"url": "https://example.com/kefu", "events": ["case.opened"]})
    webhook = made.json()["webhook"]
    assert made.json()["secret"].startswith("whsec_")
    assert (await api.get("/webhooks")).json() == [webhook]
    await waiting(shop, "甲")
    [opened] = (await api.get(f"/webhooks/{webhook['id']}/deliveries")).json()
    assert (opened["event"], opened["state"]) == ("case.opened", "waiting")
    again = await api.post(f"/webhooks/{webhook['id']}/deliveries/{opened['id']}/replay")
    assert again.json()["message_id"] == opened["message_id"]
    span = {"since": "2020-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z", "states": ["waiting"]}
    assert (await api.post(f"/webhooks/{webhook['id']}/replay", json=span)).json() == {"count": 1}
    ever = {"since": "0001-01-01T00:00:00+14:00", "until": "9999-12-31T23:59:59-12:00"}
    assert (await api.post(f"/webhooks/{webhook['id']}/replay", json=ever)).status_code == 422
    assert (await api.post(f"/webhooks/{webhook['id']}/test")).json()["event"] == "webhook.test"
    other = await api.post(f"/webhooks/{webhook['id']}/secret")
    assert other.json()["secret"] != made.json()["secret"]
    off = await api.patch(f"/webhooks/{webhook['id']}", json={"active": False, "events": ["case.closed"]})
    assert (off.json()["active"], off.json()["events"]) == (False, ["case.closed"])
    assert (await api.delete(f"/webhooks/{webhook['id']}")).status_code == 204
    gone = await api.get(f"/webhooks/{webhook['id']}/deliveries")
    assert (gone.status_code, gone.json()["code"]) == (404, "webhook_unknown")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/x", "webhook_url_private"),
        ("https://①②⑦.0.0.1/x", "webhook_url_wrong"),
        ("http://example.com", "webhook_url_plain"),
        ("example.com", "webhook_url_wrong"),
    ],
)
async def test_a_webhook_goes_nowhere_it_should_not(shop: RunningShop, program: Program, url: str, code: str) -> None:
    api = await program("amei")
    refused = await api.post("/webhooks", json={"url": url, "events": ["case.opened"]})
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    test_only = await api.post("/webhooks", json={"url": "https://example.com", "events": ["webhook.test"]})
    assert (test_only.status_code, test_only.json()["code"]) == (409, "webhook_events")
