from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.dialogue.expectations import play
from bot.scripts import load_conversations
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc

SHOP = Path(__file__).parent / "shop"
TALKS = [
    pytest.param(language, topic, test, id=f"{language}/{topic}: {test.name}")
    for (language, topic), document in load_conversations(SHOP).items()
    for test in document.tests
]


@pytest.mark.parametrize(("language", "topic", "test"), TALKS)
def test_the_talks_of_the_small_shop_go_as_written(
    book: ScriptBook, language: str, topic: str, test: ConversationDoc
) -> None:
    failure = play(book, language, topic, test)
    assert failure is None, failure.report


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        ("{user: 你好, bot: {reply: welcome}}", "reply welcome did not come"),
        ("{user: 你好, bot: {says: 您好您好}}", "nothing said contains '您好您好'"),
        ("{user: 你好, bot: {silent: true}}", "the bot should be silent"),
        ("{user: 你好, bot: {ask: order}}", "question for order did not come"),
        ("{user: 人工, bot: {handoff: sensitive}}", "no handoff for sensitive but for asked"),
        ("{user: 今天能发货吗，运费谁出, bot: {reply: logistics.ship}}", "not expected: (returns.freight)"),
        ("{user: 今天能发货吗，运费谁出, bot: [{reply: returns.freight}, {reply: logistics.ship}]}", "came after"),
        ("{user: 我要投诉, bot: [{ask: detail}, {slot: {detail: 慢}}]}", "slot detail is None, not '慢'"),
        ("{user: 我要投诉, bot: [{ask: detail}, {does: create_task}]}", "action create_task was not performed"),
        ("{user: 我要投诉, bot: {confirm: returns.sure}}", "confirmation returns.sure did not come"),
        ("{user: 你好, bot: {ask_which: [greeting]}}", "asking which did not come"),
    ],
)
def test_a_failure_says_what_was_expected_and_what_came(
    book: ScriptBook, read_test: Callable[[str], ConversationDoc], turn: str, reason: str
) -> None:
    test = read_test(
        f"tests:\n  - name: 试\n    talk:\n      - {{user: 在吗, bot: {{reply: hello}}}}\n      - {turn}\n"
    )
    failure = play(book, "zh", "chat", test)
    assert failure is not None
    assert failure.turn == 2
    assert failure.line == 5
    assert reason in "\n".join(failure.reasons)
    assert "customer: 在吗" in failure.report
    assert "bot: (chat.hello)" in failure.report
