from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Heard, Rehearsal
from bot.scripts.book import ScriptBook
from intents import Candidate, Decision, Match, Matcher

UNSURE = {
    "质量问题能处理吗": ("return_request", "exchange_request", "return_shipping_fee"),
    "弄错了要处理": ("return_request", "deny", "exchange_request"),
}


class Unsure(Matcher):
    """Asks which was meant by these sentences, and reads all others as the matcher it stands for."""

    def __init__(self, real: Matcher) -> None:
        self._real = real

    def match(self, text: str, *, warm: Sequence[str] = ()) -> Match:  # type: ignore[override]
        return self._real.match(text, warm=warm)

    def match_all(self, text: str, *, warm: Sequence[str] = ()) -> tuple[Match, ...]:  # type: ignore[override]
        if text not in UNSURE:
            return self._real.match_all(text, warm=warm)
        return (
            Match(
                text=text,
                normalized=text,
                decision=Decision.ASK,
                intent=None,
                confidence=0.4,
                in_scope=0.9,
                candidates=tuple(Candidate(intent=name, confidence=0.3) for name in UNSURE[text]),
                asking=3,
            ),
        )


@pytest.fixture
def asked(book: ScriptBook, one_order: Given) -> Rehearsal:
    """The customer was asked which of three they mean."""
    pack = book.packs["zh"]
    unsure = replace(book, packs={**book.packs, "zh": replace(pack, matcher=Unsure(pack.matcher))})
    rehearsal = Rehearsal(unsure, one_order, language="zh")
    rehearsal.hear(Content(text="质量问题能处理吗"))
    return rehearsal


def labels(heard: Heard) -> list[str]:
    return [action.reply if isinstance(action, Say) else type(action).__name__ for action in heard.actions]


def test_what_is_not_sure_is_asked_in_customer_words_with_buttons_and_numbers(
    book: ScriptBook, one_order: Given, asked: Rehearsal
) -> None:
    heard = Rehearsal(asked._book, one_order, language="zh").hear(Content(text="质量问题能处理吗"))
    (said,) = heard.actions
    assert isinstance(said, Say)
    assert said.reply == "common.ask_which"
    assert [(button.value, button.title) for button in said.content.buttons] == [
        ("return_request", "1. 办理退货"),
        ("exchange_request", "2. 换货"),
        ("return_shipping_fee", "3. 退货运费"),
    ]


@pytest.mark.parametrize(
    "content", [Content(press="return_request"), Content(text="1"), Content(text="第一个"), Content(text="办理退货")]
)
def test_the_choice_replays_the_first_message_with_its_slots(asked: Rehearsal, content: Content) -> None:
    heard = asked.hear(content)
    assert heard.slots["reason"] == "quality"
    assert labels(heard) == ["ask:photos"]


def test_another_clear_wish_is_taken_instead(asked: Rehearsal) -> None:
    assert labels(asked.hear(Content(text="今天能发货吗"))) == ["logistics.ship"]


@pytest.mark.parametrize("text", ["都不是", "啦啦啦德玛西亚"])
def test_a_second_miss_calls_a_person(asked: Rehearsal, text: str) -> None:
    assert labels(asked.hear(Content(text=text))) == ["common.handoff", "HandOff"]


def test_an_emoji_is_no_second_miss(asked: Rehearsal) -> None:
    assert labels(asked.hear(Content(text="😀"))) == ["common.ask_which"]


def test_a_number_is_no_second_miss_and_is_kept(asked: Rehearsal) -> None:
    assert labels(asked.hear(Content(text="订单号 A20260301001 尾号 1234"))) == ["common.ask_which"]
    assert asked.state.frames[-1].utterance.endswith("A20260301001 尾号 1234")


def test_cancelling_is_a_way_out(asked: Rehearsal) -> None:
    assert labels(asked.hear(Content(text="算了"))) == ["common.cancelled"]


def test_yes_and_no_are_not_offered_among_what_could_be_meant(asked: Rehearsal) -> None:
    heard = Rehearsal(asked._book, Given(), language="zh").hear(Content(text="弄错了要处理"))
    (said,) = heard.actions
    assert isinstance(said, Say)
    assert [button.value for button in said.content.buttons] == ["return_request", "exchange_request"]
