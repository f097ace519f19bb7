"""What the composer asks while an agent writes, and what the server refuses to send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import RunningShop

HandOver = Callable[[ChatWindow], Awaitable[int]]
HTMX = {"HX-Request": "true"}
KEY = "0123456789abcdef0123456789abcdef-00000000"


async def test_canned_replies_are_listed_with_what_is_missing_marked(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        listed = await desk.get(f"/desk/cases/{case}/canned")

    assert listed.text.count('role="option"') == 3
    assert "您好，我是阿强。" in listed.text
    assert "<mark>〔快递单号〕</mark>" in listed.text
    assert listed.headers["cache-control"] == "no-store"


async def test_a_reply_with_a_hole_is_refused_in_the_agents_language(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        chinese = await desk.post(f"/desk/cases/{case}/replies", data={"text": "单号 〔快递单号〕"}, headers=HTMX)
        await desk.get("/language/en")
        english = await desk.post(f"/desk/cases/{case}/replies", data={"text": "单号 〔快递单号〕"}, headers=HTMX)
        card = await shop.shop.desk.card(case)

    assert (chinese.status_code, english.status_code) == (409, 409)
    assert "还有没填的空：〔快递单号〕" in chinese.text
    assert "〔快递单号〕 is not filled in" in english.text
    assert card.case.assignee is None


async def test_a_form_posted_twice_with_one_key_is_one_message(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        answers = [
            await desk.post(f"/desk/cases/{case}/replies", data={"text": text, "key": KEY}, headers=HTMX)
            for text in ("只说一遍", "只说一遍", "换了别的话")
        ]
        card = await shop.shop.desk.card(case)

    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert [entry.content.text for entry in card.entries].count("只说一遍") == 1


async def test_a_note_posted_twice_with_one_key_is_one_note(
    open_chat: OpenChat, hand_over: HandOver, shop: RunningShop
) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as desk:
        await customer.hello()
        case = await hand_over(customer)
        answers = [
            await desk.post(f"/desk/cases/{case}/notes", data={"note": text, "key": KEY}, headers=HTMX)
            for text in ("只记一遍", "只记一遍", "换了别的话")
        ]
        card = await shop.shop.desk.card(case)

    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert [note.text for note in card.notes] == ["只记一遍"]


async def test_the_tone_of_a_draft_is_told_and_its_words_are_text(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        wrong = await desk.post("/desk/tone", data={"text": "<b>这个不清楚</b>，I already told you"})
        right = await desk.post("/desk/tone", data={"text": "我马上帮您查。"})

    assert "“不清楚” 像在推脱" in wrong.text
    assert "already told you" in wrong.text
    assert "<b>这个" not in wrong.text
    assert right.text == ""


async def test_who_writes_is_told_to_who_looks(open_chat: OpenChat, hand_over: HandOver, shop: RunningShop) -> None:
    async with open_chat() as customer, shop.desk("aqiang") as qiang, shop.desk("amei") as mei:
        await customer.hello()
        case = await hand_over(customer)
        told = await qiang.post(f"/desk/cases/{case}/typing")
        page = (await mei.get(f"/desk/cases/{case}")).text
        own = (await qiang.get(f"/desk/cases/{case}")).text

    assert told.status_code == 204
    assert 'data-writing="阿强"' in page
    assert 'data-writing="阿强"' not in own


async def test_the_look_is_drawn_from_the_cookie(shop: RunningShop) -> None:
    async with shop.desk("aqiang") as desk:
        plain = (await desk.get("/desk")).text
        dark = (
            await desk.get("/desk", headers={"Cookie": f"kefu_desk={desk.cookies['kefu_desk']}; kefu_theme=dark"})
        ).text

    assert 'data-theme="system"' in plain
    assert 'data-theme="dark"' in dark
