from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.core.actions import HandOff, Perform, Say
from bot.core.conversation import JsonValue, Owner
from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue.rehearsal import GUESSES, NOW, Given, Rehearsal, given_of
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc


def test_a_talk_goes_on_from_message_to_message(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    assert rehearsal.hear(Content(text="我要退货")).asking == "reason"
    assert rehearsal.hear(Content(text="质量问题")).asking == "photos"


def test_after_a_handoff_the_customer_waits_in_the_queue(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book, Given(waiting=2))
    (line, handoff) = rehearsal.hear(Content(text="人工")).actions
    assert isinstance(line, Say)
    assert line.content.text == "这就请同事来，您排第 3 位"
    assert isinstance(handoff, HandOff)
    assert rehearsal.owner is Owner.QUEUE
    assert rehearsal.hear(Content(text="我要退货")).actions == ()


def test_an_action_nobody_gave_an_answer_for_fails(book: ScriptBook, order: Callable[..., Order]) -> None:
    rehearsal = Rehearsal(book, Given(orders=(order("U1", "unpaid"),), bound=frozenset({"U1"})))
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text="35"))
    assert [action.name for action in heard.actions if isinstance(action, Perform)] == ["create_task"]
    assert "not performed: no answer is given for create_task" in heard.trace


def test_guesses_are_limited_and_a_right_one_binds(book: ScriptBook, order: Callable[..., Order]) -> None:
    given = Given(orders=(order("XM20260301001"),))
    rehearsal = Rehearsal(book, given)
    rehearsal.hear(Content(text="我的快递到哪了"))
    rehearsal.hear(Content(text="XM20260301001 0000"))
    assert rehearsal.hear(Content(text="XM20260301001 1234")).slots["order"] == "XM20260301001"
    locked = Rehearsal(book, given)
    locked.hear(Content(text="我的快递到哪了"))
    for _ in range(GUESSES):
        heard = locked.hear(Content(text="XM20260301001 0000"))
    assert isinstance(heard.actions[-1], HandOff)


def test_the_world_of_a_test_is_read_with_times_relative_to_its_clock(
    book: ScriptBook, read_test: Callable[[str], ConversationDoc]
) -> None:
    test = read_test(
        """
tests:
  - name: 试
    given:
      now: "2026-03-02T10:00+08:00"
      orders:
        - {number: A1, fulfilment: signed, signed_at: -2d, total: 19.9}
        - {number: A2, fulfilment: shipped, bound: false, items: [{title: 灯}], events: [{at: -3h, text: 到达杭州}]}
      actions: {create_return: {id: R1}}
      agents_on: 0
    talk:
      - {user: 在吗, bot: {reply: hello}}
"""
    )
    given = given_of(test.given, book)
    assert given.now == NOW
    assert given.bound == {"A1"}
    assert given.agents_on == 0
    assert given.actions == {"create_return": {"id": "R1"}}
    newest, older = given.orders
    assert (newest.number, newest.summary, newest.events[0].at) == ("A2", "灯", NOW - timedelta(hours=3))
    assert (older.signed_at, older.total, older.currency) == (NOW - timedelta(days=2), Decimal("19.9"), "CNY")


def test_a_test_without_a_world_has_an_empty_one(book: ScriptBook) -> None:
    assert given_of(None, book) == Given()


def test_time_that_goes_by_lets_what_is_due_go_off_at_its_moment_and_keeps_the_day_limit(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    outreach: dict[str, JsonValue] = {
        "per_day": 1,
        "silence": "0s",
        "payment_reminder": {"after": ["1m", "2m"]},
        "follow_up": {"after": "1d"},
    }
    shop = replace(book, shop={**book.shop, "outreach": outreach})
    orders = (order("A1", "unpaid", created_at=NOW), order("A2", signed_at=NOW))
    rehearsal = Rehearsal(shop, Given(orders=orders, bound=frozenset({"A1"})))
    assert rehearsal.wait(timedelta(seconds=59)).actions == ()
    assert [said.reply for said in rehearsal.wait(timedelta(hours=1)).actions if isinstance(said, Say)] == [
        "outreach.payment_reminder"
    ]
    later = rehearsal.wait(timedelta(days=3)).actions  # the second waited for the next day; A2 is somebody else's
    assert [said.reply for said in later if isinstance(said, Say)] == ["outreach.payment_reminder"]


def test_what_is_under_way_about_an_order_counts_as_it_does_in_production(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    outreach: dict[str, JsonValue] = {"per_day": 3, "silence": "0s", "payment_reminder": {"after": "1m"}}
    shop = replace(book, shop={**book.shop, "outreach": outreach})
    cancelled = Perform(key="1", name="cancel_order", args={"order": "A1"})
    orders = (order("A1", "unpaid", created_at=NOW), order("A2", "unpaid", created_at=NOW))
    rehearsal = Rehearsal(shop, Given(orders=orders, bound=frozenset({"A1", "A2"})))
    rehearsal._timers.register(cancelled, "X0001", NOW)
    heard = rehearsal.wait(timedelta(hours=1))
    assert [said.reply for said in heard.actions if isinstance(said, Say)] == ["outreach.payment_reminder"]


def test_an_order_system_that_is_down_for_a_while_answers_again(
    read_test: Callable[[str], ConversationDoc], book: ScriptBook
) -> None:
    test = read_test("""
tests:
  - name: 等一等
    given: {now: 2026-03-02T10:00+08:00, orders_back: 90s}
    talk:
      - {after: 2m, bot: {silent: true}}
""")
    given = given_of(test.given, book)
    assert given.down
    assert given.back_at == given.now + timedelta(seconds=90)
