"""The chat widget as a customer uses it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.browser.conftest import PHONE, CustomerPage
from tests.telegram_api.samples import png
from tests.web_shop.running import RunningShop

Visit = Callable[..., Awaitable[CustomerPage]]


async def test_a_question_is_answered_and_a_button_asks_the_next(customer: Visit) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("什么时候发货")
    await visitor.sees("当天发出")
    await visitor.chat.get_by_role("button", name="店铺网址").click()
    await visitor.sees("收藏一下吧")

    assert [text for text in await visitor.said() if text in {"什么时候发货", "店铺网址"}] == [
        "什么时候发货",
        "店铺网址",
    ]
    link = visitor.chat.locator(".bubble a")
    assert await link.get_attribute("href") == "https://shop.example.com/a?b=1"
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"


async def test_a_suggested_question_starts_the_conversation(customer: Visit) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.chat.get_by_role("button", name="什么时候发货").click()

    await visitor.sees("当天发出")


async def test_messages_are_still_there_after_a_reload(customer: Visit) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("什么时候发货")
    await visitor.sees("当天发出")
    before = await visitor.said()
    await visitor.page.reload()
    await visitor.open()
    await visitor.sees("当天发出")

    assert await visitor.said() == before


async def test_an_answer_that_came_while_the_window_was_closed_is_counted(customer: Visit, shop: RunningShop) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("我要人工")
    await visitor.sees("转接同事")
    await visitor.chat.locator("header .icon").click()
    await expect(visitor.chat.locator(".badge")).to_be_hidden()
    async with shop.api("aqiang") as api:
        case = (await api.get("/api/v1/cases")).json()[0]["case"]["id"]
        await api.post(f"/api/v1/cases/{case}/replies", json={"text": "我来了"})
    await expect(visitor.chat.locator(".badge")).to_have_text("1")
    await visitor.open()
    await visitor.sees("我来了")
    await visitor.chat.locator("header .icon").click()

    await expect(visitor.chat.locator(".badge")).to_be_hidden()


async def test_a_message_written_while_the_server_was_away_arrives_once(customer: Visit, shop: RunningShop) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("你们的网址是什么")
    await visitor.sees("收藏一下吧")
    await shop.stop()
    await expect(visitor.chat.locator(".banner")).to_be_visible()
    await visitor.say("什么时候发货")
    await expect(visitor.chat.locator(".pending")).to_contain_text("网络恢复后自动发送")
    await shop.start()
    await expect(visitor.chat.locator(".pending")).to_have_count(0, timeout=20_000)
    await visitor.sees("当天发出")

    assert (await visitor.said()).count("什么时候发货") == 1


async def test_a_message_not_yet_stored_survives_a_reload(customer: Visit, browser: Browser) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say("你们的网址是什么")
    await visitor.sees("收藏一下吧")
    await visitor.page.context.set_offline(True)
    await visitor.page.evaluate("document.querySelector('kefu-chat').line.socket?.close()")
    await visitor.say("什么时候发货")
    await visitor.page.context.set_offline(False)
    await visitor.page.reload()

    await visitor.open()
    await visitor.sees("当天发出")
    assert (await visitor.said()).count("什么时候发货") == 1


async def test_a_picture_is_previewed_sent_and_shown(customer: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "杯子.png"
    picture.write_bytes(png())
    visitor = await customer()
    await visitor.open()
    await visitor.chat.locator("input[type=file]").set_input_files(picture)
    await expect(visitor.chat.locator(".preview:not(.busy)")).to_have_count(1)
    await visitor.chat.locator(".go").click()
    shown = visitor.chat.locator(".turn:not(.pending) .photo img")
    await shown.wait_for()

    await expect(visitor.chat.locator(".previews")).to_be_hidden()
    await expect(shown).to_have_js_property("complete", True)
    assert await shown.evaluate("image => image.naturalWidth") > 0


async def test_pictures_that_grow_leave_the_newest_message_in_sight(customer: Visit, tmp_path: Path) -> None:
    pictures = [tmp_path / f"{number}.png" for number in range(4)]
    for picture in pictures:
        picture.write_bytes(png(600, 900))
    visitor = await customer()
    await visitor.open()
    for _ in range(3):
        await visitor.say("什么时候发货")
    await visitor.chat.locator("input[type=file]").set_input_files(pictures)
    await expect(visitor.chat.locator(".preview:not(.busy)")).to_have_count(4)
    await visitor.chat.locator(".go").click()
    await expect(visitor.chat.locator(".turn:not(.pending) .photo img")).to_have_count(4)
    log = visitor.chat.get_by_role("log")

    await expect(visitor.chat.locator(".more")).to_be_hidden()
    await visitor.page.wait_for_function(
        "log => log.scrollHeight - log.scrollTop - log.clientHeight < 60", arg=await log.element_handle()
    )


async def test_too_large_and_wrong_files_are_refused_before_they_are_sent(customer: Visit, tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(png() + bytes(2 * 1024 * 1024))
    (tmp_path / "page.html").write_text("<script>alert(1)</script>")
    (tmp_path / "fake.png").write_bytes(b"<script>alert(1)</script>")
    visitor = await customer()
    await visitor.open()
    for name, words in [("big.png", "最多 1 MB"), ("page.html", "只能发送图片"), ("fake.png", "JPG")]:
        await visitor.chat.locator("input[type=file]").set_input_files(tmp_path / name)
        await expect(visitor.chat.locator(".alert")).to_contain_text(words)
        await expect(visitor.chat.locator(".preview")).to_have_count(0)
    # the last one was refused by the server, which the browser notes in its console
    visitor.complaints = [complaint for complaint in visitor.complaints if "415" not in complaint]


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='broken'\">",
        "<script>document.title='broken'</script>",
        "javascript:document.title='broken'",
        "{{ 7*7 }} {% raw %}",
    ],
)
async def test_what_a_customer_writes_stays_text(customer: Visit, text: str) -> None:
    visitor = await customer()
    await visitor.open()
    await visitor.say(text)
    await visitor.sees(text)

    assert await visitor.chat.locator(".mine img, .mine script, .mine a").count() == 0
    assert await visitor.page.title() == "小满杂货"


async def test_enter_chooses_a_word_while_an_input_method_composes(customer: Visit) -> None:
    visitor = await customer()
    await visitor.open()
    field = visitor.chat.locator("textarea")
    await field.fill("fahuo")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    composing = await field.input_value()
    await field.press("Shift+Enter")

    assert composing == "fahuo"
    assert await field.input_value() == "fahuo\n"
    assert await visitor.said() == []


async def test_the_window_opens_with_the_keyboard_and_gives_the_focus_back(customer: Visit) -> None:
    visitor = await customer()
    launcher = visitor.chat.locator(".launcher")
    await launcher.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.chat.locator("textarea")).to_be_focused()
    await visitor.page.keyboard.press("Escape")

    await expect(launcher).to_be_focused()
    await expect(visitor.chat.locator(".window")).to_be_hidden()


async def test_a_returning_customer_is_known_and_a_guest_is_somebody_else(customer: Visit, shop: RunningShop) -> None:
    visitor = await customer("/?customer=returning")
    await visitor.open()
    await visitor.say("我要人工")
    await visitor.sees("转接同事")
    row = (await shop.shop.desk.queue())[0]
    await visitor.page.goto(shop.url)
    await visitor.open()

    assert row.customer == "演示顾客"
    assert await visitor.said() == []


async def test_on_a_phone_the_window_fills_the_screen_and_nothing_scrolls_sideways(customer: Visit) -> None:
    visitor = await customer(viewport=PHONE, is_mobile=True, has_touch=True)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await visitor.page.evaluate(sideways)
    await visitor.open()
    await visitor.say("一个很长很长的网址 https://example.com/" + "a" * 200)
    await visitor.sees("很长很长")
    box = await visitor.chat.locator(".window").bounding_box()

    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, PHONE["width"], PHONE["height"])
    assert not await visitor.page.evaluate(sideways)
    assert await visitor.chat.locator("ol").evaluate("log => log.scrollWidth <= log.clientWidth")


async def test_the_widget_speaks_english_on_an_english_page(browser: Browser, shop: RunningShop) -> None:
    context = await browser.new_context(locale="en-GB")
    visitor = CustomerPage(await context.new_page())
    await visitor.page.goto(shop.url)
    await visitor.open()

    await expect(visitor.chat.locator("textarea")).to_have_attribute("placeholder", "Write a message…")


async def test_a_products_button_opens_the_chat_with_its_name(customer: Visit) -> None:
    visitor = await customer()
    await visitor.page.locator("[data-ask]").first.click()

    await expect(visitor.chat.locator("textarea")).to_have_value("想问一下「暖满保温杯」，")
