"""The desk's pages and forms, as a browser sends them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.telegram_api.samples import png
from tests.web_shop.running import RunningShop

HandOver = Callable[[ChatWindow], Awaitable[int]]
HTMX = {"HX-Request": "true"}


async def test_an_agent_sees_takes_answers_and_closes(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        listed = (await desk.get("/desk")).text
        claimed = await desk.post(f"/desk/cases/{case}/claim", headers=HTMX)
        await desk.post(f"/desk/cases/{case}/replies", data={"text": "您好，我是阿强"}, headers=HTMX)
        await customer.hears("我是阿强")
        closed = await desk.post(f"/desk/cases/{case}/close", data={"outcome": "solved"}, headers=HTMX)

    assert f"/desk/cases/{case}" in listed
    assert 'hx-target="#head"' in claimed.text
    assert "我在接待" in claimed.text
    assert "已解决" in closed.text


async def test_a_reply_takes_a_waiting_case(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        answer = await desk.post(f"/desk/cases/{case}/replies", data={"text": "来了"}, headers=HTMX)

    assert "我在接待" in answer.text


async def test_the_loser_of_a_race_hears_who_has_it(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("amei") as mei, shop.desk("aqiang") as qiang:
        await customer.hello()
        case = await hand_over(customer)
        answers = await asyncio.gather(*(desk.post(f"/desk/cases/{case}/claim", headers=HTMX) for desk in (mei, qiang)))
    won = next(answer for answer in answers if answer.status_code == 200)
    lost = next(answer for answer in answers if answer.status_code == 409)
    winner = "阿美" if won is answers[0] else "阿强"

    assert 'hx-target="#toast"' in lost.text
    assert f"已由 {winner} 接待" in lost.text


async def test_a_note_is_seen_by_colleagues_and_in_no_frame_to_the_customer(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        noted = await desk.post(f"/desk/cases/{case}/notes", data={"note": "机密-7731"}, headers=HTMX)
        await desk.post(f"/desk/cases/{case}/replies", data={"text": "稍等哦"}, headers=HTMX)
        await customer.hears("稍等哦")
        page = (await desk.get(f"/desk/cases/{case}")).text
    async with open_chat() as later:
        await later.hello(token=customer.token)

    assert "机密-7731" in noted.text
    assert "机密-7731" in page
    assert "7731" not in str(customer.frames + later.frames)


async def test_the_note_form_and_the_reply_form_have_nothing_in_common(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        as_reply = await desk.post(f"/desk/cases/{case}/replies", data={"note": "机密"}, headers=HTMX)
        as_note = await desk.post(f"/desk/cases/{case}/notes", data={"text": "给顾客的话"}, headers=HTMX)
        card = await shop.shop.desk.card(case)

    assert (as_reply.status_code, as_note.status_code) == (409, 422)
    assert card.notes == ()


async def test_an_agent_sends_a_picture(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        picture = {"pictures": ("尺码表.png", png(), "image/png")}
        sent = await desk.post(f"/desk/cases/{case}/replies", data={"text": "看图"}, files=picture, headers=HTMX)
        entry = await customer.hears("看图")
        shown = await desk.get(entry["media"][0]["url"])

    assert sent.status_code == 200
    assert shown.content == png()


async def test_a_file_that_is_no_picture_is_refused_and_nothing_is_sent(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        fake = {"pictures": ("a.png", b"<script>", "image/png")}
        answer = await desk.post(f"/desk/cases/{case}/replies", data={"text": "看图"}, files=fake, headers=HTMX)
        card = await shop.shop.desk.card(case)

    assert answer.status_code == 415
    assert all(entry.content.text != "看图" for entry in card.entries)


async def test_a_case_goes_back_to_the_bot(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/claim")
        answer = await desk.post(f"/desk/cases/{case}/return", data={"outcome": "补发一只"}, headers=HTMX)

        assert await customer.hears("我接着帮您")
    assert "已交回机器人" in answer.text
    assert "补发一只" in answer.text


async def test_without_htmx_a_form_leads_back_to_the_case(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        answer = await desk.post(f"/desk/cases/{case}/claim")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{case}")


async def test_what_customers_write_is_text_on_the_desk(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        await customer.say('<img src=x onerror="alert(1)"></hx-partial> {{ 7*7 }} javascript:alert(1)')
        case = await hand_over(customer)
        page = (await desk.get(f"/desk/cases/{case}")).text

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;&lt;/hx-partial&gt; {{ 7*7 }}" in page
    assert 'href="javascript:' not in page


async def test_addresses_in_messages_become_links_that_tell_nothing(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        await customer.say("看 https://example.com/a 这里")
        case = await hand_over(customer)
        page = (await desk.get(f"/desk/cases/{case}")).text

    link = re.search(r'<a href="https://example.com/a"[^>]*>', page)
    assert link is not None
    assert "noopener" in link[0]
    assert "noreferrer" in link[0]


async def test_the_desk_speaks_english(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        await desk.get("/language/en")
        page = (await desk.get(f"/desk/cases/{case}")).text

    assert "Why a person" in page
    assert "The customer wants a person" in page


async def test_an_ended_case_stands_in_the_other_list(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        await desk.post(f"/desk/cases/{case}/close", data={"outcome": "spam"})
        ended, running = (await desk.get("/desk/ended")).text, (await desk.get("/desk")).text

    assert f"/desk/cases/{case}" in ended
    assert f"/desk/cases/{case}" not in running


@pytest.mark.parametrize(("path", "status"), [("/desk/cases/999", 404), ("/desk/cases/abc", 422)])
async def test_a_wrong_address_is_a_page_that_says_so(shop: RunningShop, path: str, status: int) -> None:
    async with shop.desk("aqiang") as desk:
        answer = await desk.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "回到接待台" in answer.text


async def test_every_form_refuses_requests_from_elsewhere(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        for origin in ("https://evil.example", "null", ""):
            for path in (
                f"/desk/cases/{case}/claim",
                f"/desk/cases/{case}/replies",
                f"/desk/cases/{case}/notes",
                f"/desk/cases/{case}/return",
                f"/desk/cases/{case}/transfer",
                f"/desk/cases/{case}/escalate",
                f"/desk/cases/{case}/reopen",
                f"/desk/cases/{case}/block",
                f"/desk/cases/{case}/unblock",
                f"/desk/cases/{case}/customer",
                f"/desk/cases/{case}/typing",
                f"/desk/cases/{case}/messages/1/retry",
                f"/desk/cases/{case}/actions/change_address?order=1",
                f"/desk/cases/{case}/actions/change_address/check?order=1",
                f"/desk/cases/{case}/close",
                f"/desk/cases/{case}/tasks/1",
                f"/desk/cases/{case}/tasks/1/finish",
                "/desk/tasks/1",
                "/desk/tasks/1/finish",
                "/desk/shift",
                "/desk/tone",
                "/desk/logout",
                "/desk/login",
            ):
                data = {"text": "x", "note": "x", "outcome": "spam", "approve": "true", "login": "a", "password": "b"}
                data |= {"key": "k" * 20, "on": "true", "to": "role:pre_sale"}
                answer = await desk.post(path, data=data, headers={"Origin": origin})

                assert answer.status_code == 403, path
        card = await shop.shop.desk.card(case)

    assert card.case.assignee is None
    assert card.notes == ()


async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(shop: RunningShop) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=shop.origin) as client:
        answer = await client.post("/desk/login", data=await shop.credentials("aqiang"))
    cookie = answer.headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/desk" in cookie


@pytest.mark.parametrize(
    ("back", "location"),
    [
        ("/desk/cases/7", "/desk/cases/7"),
        ("//evil.example", "/desk"),
        ("https://evil.example/desk", "/desk"),
        ("/deskevil", "/desk"),
    ],
)
async def test_signing_in_leads_back_to_the_desk_and_nowhere_else(shop: RunningShop, back: str, location: str) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=shop.origin) as client:
        answer = await client.post("/desk/login", data=await shop.credentials("aqiang") | {"back": back})

    assert answer.headers["location"] == location


async def test_nobody_sees_the_desk_without_signing_in(shop: RunningShop) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=shop.origin) as client:
        page = await client.get("/desk/cases/3")
        shown = {"HX-Current-URL": f"{shop.url}/desk/cases/3"}
        form = await client.post("/desk/cases/3/claim", headers=HTMX | shown)
        stream = await client.get("/desk/events")

    assert page.headers["location"] == "/desk/login?back=/desk/cases/3"
    assert (form.status_code, form.headers["hx-redirect"]) == (401, "/desk/login?back=/desk/cases/3")
    assert stream.status_code == 303


async def test_signing_out_ends_the_session(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        token = desk.cookies["kefu_desk"]
        await desk.post("/desk/logout")

    assert await shop.shop.accounts.who(token) is None


async def test_wrong_passwords_are_refused_kindly_and_slowed_down(shop: RunningShop) -> None:
    async with httpx.AsyncClient(base_url=shop.url, headers=shop.origin) as client:
        answers = [
            await client.post("/desk/login", data={"login": "<b>amei", "password": str(guess)}) for guess in range(12)
        ]

    assert answers[0].status_code == 403
    assert "登录名或密码不对" in answers[0].text
    assert "&lt;b&gt;amei" in answers[0].text
    assert answers[-1].status_code == 429
