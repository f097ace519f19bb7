"""What a written talk does to the engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.messages import MediaKind
from bot.dialogue.expectations import play
from bot.dialogue.talks import played
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc

Read = Callable[[str], ConversationDoc]
HEAD = """
tests:
  - name: 试
    given:
      now: 2026-03-02T10:00+08:00
      orders: [{number: A1, fulfilment: unpaid, total: 39}]
    talk:
"""


@pytest.mark.parametrize("kind", [kind for kind in MediaKind if kind not in (MediaKind.PHOTO, MediaKind.VIDEO)])
def test_a_customer_may_send_what_nobody_here_can_read(book: ScriptBook, read_test: Read, kind: MediaKind) -> None:
    test = read_test(f"{HEAD}      - {{user: {{sends: {kind}}}, bot: {{reply: unsupported_media}}}}\n")
    assert play(book, "zh", "chat", test) is None


def test_an_agent_may_hand_back_with_and_without_an_outcome(book: ScriptBook, read_test: Read) -> None:
    test = read_test(
        HEAD
        + "      - {user: 人工, bot: {handoff: asked}}\n"
        + "      - {shop: {hands_back: true, outcome: 明天补发}, bot: {reply: handed_back}}\n"
        + "      - {user: 人工, bot: {handoff: asked}}\n"
        + "      - {shop: {hands_back: true}, bot: {silent: true}}\n"
        + "      - {user: 你好, bot: {reply: hello}}\n"
    )
    assert play(book, "zh", "chat", test) is None


def test_the_shop_may_have_news(book: ScriptBook, read_test: Read) -> None:
    test = read_test(f"{HEAD}      - {{shop: {{notice: price_changed, order: A1}}, bot: {{reply: price_changed}}}}\n")
    assert play(book, "zh", "chat", test) is None


def test_a_failure_at_the_shops_turn_says_what_the_shop_did(book: ScriptBook, read_test: Read) -> None:
    test = read_test(f"{HEAD}      - {{shop: {{notice: price_changed, order: A1}}, bot: {{silent: true}}}}\n")
    failure = play(book, "zh", "chat", test)
    assert failure is not None
    assert "shop: notice price_changed" in failure.report
    assert failure.line == 8


def test_shop_yaml_may_say_otherwise_in_one_talk(book: ScriptBook, read_test: Read) -> None:
    text = f"{HEAD}      - {{user: 今天能发货吗, bot: {{says: 明天}}}}\n"
    early = text.replace("    talk", '      shop: {shipping: {cutoff: "09:00"}}\n    talk')
    assert play(book, "zh", "chat", read_test(early)) is None
    assert book.shop["shipping"] == {"cutoff": "16:00", "stuck_hours": 48}


def test_a_talk_can_begin_with_another_wording(book: ScriptBook, read_test: Read) -> None:
    test = read_test(f"{HEAD}      - {{user: 运费谁出, bot: {{reply: returns.freight}}}}\n")
    first, second = (next(iter(played(book, "zh", test, wording=at))).heard for at in (0, 1))
    assert ("zh", "reply returns.freight 2 wording 0") in first.reached
    assert ("zh", "reply returns.freight 2 wording 1") in second.reached


def test_time_may_go_by_and_a_message_may_be_due(book: ScriptBook, read_test: Read) -> None:
    outreach = "{per_day: 1, silence: 1m, payment_reminder: {after: 30m}}"
    test = read_test(
        HEAD.replace("    talk:", f"      shop: {{outreach: {outreach}}}\n    talk:")
        + "      - {after: 29m, bot: {silent: true}}\n"
        + "      - {after: 1m, bot: {reply: outreach.payment_reminder}}\n"
        + "      - {shop: {timer: payment_reminder, order: A1}, bot: {reply: outreach.payment_reminder}}\n"
    )
    assert play(book, "zh", "chat", test) is None
    assert [turned.happened for turned in played(book, "zh", test)] == [
        ("   after: 29m",),
        ("   after: 1m",),
        ("    shop: timer payment_reminder",),
    ]


def test_what_was_expected_after_a_while_is_found_by_its_line(book: ScriptBook, read_test: Read) -> None:
    failure = play(book, "zh", "chat", read_test(f"{HEAD}      - {{after: 1h, bot: {{reply: hello}}}}\n"))
    assert failure is not None
    assert failure.line == 8
