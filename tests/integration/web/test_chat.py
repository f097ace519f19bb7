"""The chat line over a real socket."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.core.errors import StorageError, StoreBusy
from bot.core.messages import Content, Incoming, Peer
from bot.web.chat import ACCOUNT, CHANNEL
from bot.web.tokens import Identity, Tokens
from tests.integration.web.conftest import ChatWindow, OpenChat
from tests.web_shop.running import SECRET, RunningShop


async def test_a_question_is_stored_acknowledged_and_answered(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        welcome = await window.hello(language="zh")
        ack = await window.say("什么时候发货")
        answer = await window.hears("当天发出")

    assert welcome["fresh"]
    assert welcome["entries"] == []
    assert welcome["shop"] == {"name": "小满杂货", "bot": "小满"}
    assert [entry["text"] for entry in ack["entries"]] == ["什么时候发货"]
    assert answer["author"] == "bot"
    assert [button["title"] for button in answer["buttons"]] == ["转人工", "店铺网址"]


async def test_a_pressed_button_goes_to_the_bot(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        await window.say("什么时候发货")
        await window.hears("当天发出")
        await window.say("店铺网址", press="address")

        assert await window.hears("https://shop.example.com/a?b=1")


async def test_the_same_conversation_comes_back_with_its_token(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        await window.say("什么时候发货")
        await window.hears("当天发出")
    async with open_chat() as later:
        welcome = await later.hello(token=window.token)

    assert not welcome["fresh"]
    assert [entry["author"] for entry in welcome["entries"]] == ["customer", "bot"]


async def test_only_what_came_after_is_sent_again(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        await window.say("什么时候发货")
        answer = await window.hears("当天发出")
    async with open_chat() as later:
        welcome = await later.hello(token=window.token, after=answer["seq"])

    assert welcome["entries"] == []


async def test_a_message_sent_again_is_stored_once_and_acknowledged_again(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        first = await window.say("在吗", id="same-message")
        again = await window.say("在吗", id="same-message")
    async with open_chat() as later:
        welcome = await later.hello(token=window.token)

    assert (first["kind"], again["kind"]) == ("ack", "ack")
    assert again["entries"] == []
    assert [entry["text"] for entry in welcome["entries"] if entry["author"] == "customer"] == ["在吗"]


async def test_two_visitors_may_choose_the_same_message_id(open_chat: OpenChat) -> None:
    async with open_chat() as one, open_chat() as other:
        await one.hello()
        await other.hello()
        await one.say("第一位", id="same-message")
        ack = await other.say("第二位", id="same-message")

    assert [entry["text"] for entry in ack["entries"]] == ["第二位"]


async def test_two_windows_of_one_visitor_show_the_same(open_chat: OpenChat) -> None:
    async with open_chat() as one, open_chat() as other:
        await one.hello()
        await other.hello(token=one.token)
        await one.say("什么时候发货")

        assert await other.hears("当天发出")
        assert other.entries[0]["text"] == "什么时候发货"


async def test_a_long_conversation_comes_back_whole_in_order_and_once(open_chat: OpenChat, shop: RunningShop) -> None:
    async with open_chat() as window:
        await window.hello()
    visitor = Tokens(secret=SECRET).read_visitor(window.token, now=shop.shop.clock())
    assert visitor is not None
    for number in range(250):
        await shop.shop.door.receive(
            Incoming(
                channel=CHANNEL,
                account=ACCOUNT,
                external_id=str(number),
                peer=Peer(id=visitor.id),
                content=Content(text=f"第 {number} 句"),
                sent_at=shop.shop.clock(),
            )
        )
    async with open_chat() as later:
        welcome = await later.hello(token=window.token)
    mine = [entry["text"] for entry in welcome["entries"] if entry["author"] == "customer"]

    assert mine == [f"第 {number} 句" for number in range(250)]


@pytest.mark.parametrize("token", ["rubbish", "a.b", "eyJpZCI6InYxIn0.c2ln"])
async def test_a_forged_token_begins_a_new_conversation(open_chat: OpenChat, token: str) -> None:
    async with open_chat() as window:
        welcome = await window.hello(token=token)

    assert welcome["fresh"]


async def test_a_buyer_the_shop_vouches_for_is_bound_to_their_orders(open_chat: OpenChat, shop: RunningShop) -> None:
    identity = Tokens(secret=SECRET).identity(Identity(buyer="demo-buyer", name="小美"), now=shop.shop.clock())
    async with open_chat() as window:
        await window.hello(identity=identity)
        await window.say("我要人工")
        await window.hears("转接同事")
    card = await shop.shop.desk.card((await shop.shop.desk.queue())[0].case.id)

    assert card.conversation.peer.name == "小美"
    assert len(card.orders) == 2


async def test_signing_out_leaves_the_buyers_conversation_behind(open_chat: OpenChat, shop: RunningShop) -> None:
    identity = Tokens(secret=SECRET).identity(Identity(buyer="demo-buyer"), now=shop.shop.clock())
    async with open_chat() as window:
        await window.hello(identity=identity)
        await window.say("在吗")
    async with open_chat() as guest:
        welcome = await guest.hello(token=window.token)

    assert welcome["fresh"]
    assert welcome["entries"] == []


async def test_a_forged_identity_is_refused_and_the_customer_served_as_a_guest(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello(identity="eyJidXllciI6ImRlbW8tYnV5ZXIifQ.x")

        assert [frame["kind"] for frame in window.frames] == ["error", "welcome"]
        assert window.frames[0]["code"] == "identity_refused"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x00binary", "binary"),
        ("not json", "not_json"),
        ("[]", "wrong_field"),
        (json.dumps({"kind": "drop_tables"}), "unknown_kind"),
        (json.dumps({"kind": "message", "id": 5}), "wrong_field"),
        (json.dumps({"kind": "message", "id": "12345678", "text": "x" * 1_000_000}), "too_long"),
        (json.dumps({"kind": "message", "id": "12345678"}), "empty"),
        (json.dumps({"kind": "message", "id": "12345678", "text": "  \n"}), "empty"),
        (json.dumps({"kind": "message", "id": "12345678", "media": ["forged.token"]}), "upload_unknown"),
        (json.dumps({"kind": "hello"}), "hello_twice"),
    ],
)
async def test_what_is_wrong_is_said_and_the_line_stays_open(open_chat: OpenChat, raw: str | bytes, code: str) -> None:
    async with open_chat() as window:
        await window.hello(language="en")
        await window.socket.send(raw)
        error = await window.until(lambda frame: frame["kind"] == "error")
        ack = await window.say("still here")

    assert error["code"] == code
    assert error["text"].isascii()
    assert ack["kind"] == "ack"


async def test_a_message_before_hello_is_not_taken(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        refused = await window.say("在吗")

    assert (refused["kind"], refused["code"]) == ("error", "hello_first")


async def test_a_window_that_sends_only_rubbish_is_closed(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        for _ in range(60):
            await window.socket.send("rubbish")
        with pytest.raises(ConnectionClosed) as closed:
            await window.until(lambda frame: False)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_a_frame_beyond_all_measure_does_not_hurt_the_others(open_chat: OpenChat) -> None:
    async with open_chat() as bystander, open_chat() as window:
        await bystander.hello()
        await window.hello()
        await window.socket.send("x" * 5_000_000)
        with pytest.raises(ConnectionClosed):
            await window.until(lambda frame: False)

        assert (await bystander.say("在吗"))["kind"] == "ack"


async def test_a_flood_is_slowed_down_and_loses_nothing_that_was_acknowledged(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        answers = [await window.say(f"快 {number}", id=f"message-{number}") for number in range(25)]
    slowed = [answer for answer in answers if answer["kind"] == "error"]
    async with open_chat() as later:
        welcome = await later.hello(token=window.token)
    stored = [entry for entry in welcome["entries"] if entry["author"] == "customer"]

    assert slowed
    assert {answer["code"] for answer in slowed} == {"slow_down"}
    assert all(answer["retry_after"] > 0 for answer in slowed)
    assert len(stored) == len(answers) - len(slowed)


async def test_while_the_store_is_busy_nothing_is_acknowledged(
    open_chat: OpenChat, shop: RunningShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_chat() as window:
        await window.hello()
        with monkeypatch.context() as patch:
            patch.setattr(shop.shop.store, "transact", _busy)
            refused = await window.say("在吗", id="same-message")
        ack = await window.say("在吗", id="same-message")

    assert (refused["kind"], refused["code"]) == ("error", "busy")
    assert ack["kind"] == "ack"


async def test_a_window_that_comes_while_the_database_fails_is_told_and_closed(
    open_chat: OpenChat, shop: RunningShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.shop.store, "read", _full)
    async with open_chat() as window:
        await window.send(kind="hello")
        told = await window.until(lambda frame: frame["kind"] == "error")
        with pytest.raises(ConnectionClosed) as closed:
            await window.until(lambda frame: False)

    assert (told["code"], told["retry_after"] > 0) == ("busy", True)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


async def test_strangers_from_one_address_are_let_in_slowly_and_known_visitors_at_once(
    open_chat: OpenChat, shop: RunningShop
) -> None:
    async with open_chat() as window:
        await window.hello()
    while not shop.site.newcomers.take("127.0.0.1", now=time.monotonic()):
        pass  # others come from there, too
    async with open_chat() as stranger:
        await stranger.send(kind="hello")
        told = await stranger.until(lambda frame: frame["kind"] == "error")
    async with open_chat() as again:
        welcome = await again.hello(token=window.token)

    assert (told["code"], told["retry_after"] > 0) == ("slow_down", True)
    assert not welcome["fresh"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_page_of_a_stranger_may_not_connect(open_chat: OpenChat, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with open_chat(origin):
            pass

    assert refused.value.response.status_code == 403


async def test_an_embedding_shop_may_connect(open_chat: OpenChat) -> None:
    async with open_chat("https://shop.example.com") as window:
        assert (await window.hello())["fresh"]


async def test_ping_is_answered(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.send(kind="ping")
        await window.until(lambda frame: frame["kind"] == "pong")
        await window.hello()
        await window.send(kind="ping")

        assert await window.until(lambda frame: frame["kind"] == "pong")


async def test_markup_templates_and_control_characters_come_back_as_plain_text(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.hello()
        ack = await window.say("<img src=x onerror=alert(1)> {{ 7*7 }} \u202e\u0007")

    assert ack["entries"][0]["text"] == "<img src=x onerror=alert(1)> {{ 7*7 }}"


async def test_messages_survive_a_restart_of_the_server(open_chat: OpenChat, shop: RunningShop) -> None:
    async with open_chat() as window:
        await window.hello()
        await window.say("什么时候发货")
        await window.hears("当天发出")
        await shop.stop()
        with pytest.raises(ConnectionClosed):
            await window.until(lambda frame: False)
    await shop.start()
    async with open_chat() as later:
        welcome = await later.hello(token=window.token)

    assert len(welcome["entries"]) == 2


async def _busy(*_: object) -> None:
    raise StoreBusy


async def _full(*_: object) -> None:
    raise StorageError("database or disk is full")


async def test_each_end_sees_that_the_other_writes_and_what_was_read(
    open_chat: OpenChat, hand_over: Callable[[ChatWindow], Awaitable[int]], shop: RunningShop
) -> None:
    async with open_chat() as window, shop.desk("aqiang") as desk:
        await window.hello()
        case = await hand_over(window)
        conversation = (await shop.shop.desk.card(case)).conversation.id
        await desk.post(f"/desk/cases/{case}/typing")
        writes = await window.until(lambda frame: frame["kind"] == "typing")
        await desk.post(f"/desk/cases/{case}/replies", data={"text": "在的"})
        seq = (await window.hears("在的"))["seq"]
        await window.send(kind="typing")
        await window.send(kind="read", seq=2**40)
        await window.send(kind="ping")
        await window.until(lambda frame: frame["kind"] == "pong")
        sign, now = shop.shop.presence.signs.of(conversation), shop.shop.clock()
        page = (await desk.get(f"/desk/cases/{case}")).text

    assert writes["name"] == "阿强"
    assert (sign.customer_writes(now), sign.read, sign.writer(now)) == (True, seq, None)
    assert "顾客正在输入…" in page
    assert "顾客已看到" in page


async def test_signs_of_a_window_that_has_not_said_hello_are_nobodys(open_chat: OpenChat) -> None:
    async with open_chat() as window:
        await window.send(kind="typing")
        await window.send(kind="read", seq=3)

        assert (await window.hello())["fresh"]


async def test_a_colleague_who_may_not_answer_is_not_shown_writing_to_the_customer(
    open_chat: OpenChat, hand_over: Callable[[ChatWindow], Awaitable[int]], shop: RunningShop
) -> None:
    async with open_chat() as window, shop.desk("aqiang") as mine, shop.desk("xiaolan") as other:
        await window.hello()
        case = await hand_over(window)
        await mine.post(f"/desk/cases/{case}/claim")
        await other.post(f"/desk/cases/{case}/typing")
        await mine.post(f"/desk/cases/{case}/typing")
        writes = await window.until(lambda frame: frame["kind"] == "typing")

    assert writes["name"] == "阿强"
