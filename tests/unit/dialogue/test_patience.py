from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.actions import Action, HandOff, HandOffReason, Say
from bot.core.conversation import Frame, State
from bot.core.events import Received
from bot.core.messages import Content
from bot.dialogue import Turn
from bot.dialogue.asking import MAX_QUESTIONS
from bot.dialogue.patience import MAX_FALLBACKS
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.dialogue.turn import HANDOFF_LINE
from bot.scripts.book import ScriptBook
from intents import Candidate, Decision, Match, Matcher

Play = Callable[..., list[list[str]]]


@pytest.mark.parametrize("text", ["等一下", "稍等我找一下", "我找找"])
def test_who_needs_a_moment_is_not_hurried(play: Play, two_orders: Given, text: str) -> None:
    turns = play("我要退货", text, "台灯那单", given=two_orders)
    assert turns[1] == ["chat.no_hurry"]
    assert turns[2] == ["ask:reason"]


def test_a_pause_is_no_miss_however_often(play: Play, two_orders: Given) -> None:
    turns = play("我要退货", "等一下", "我找找", "等我看看", "台灯那单", given=two_orders)
    assert turns[-1] == ["ask:reason"]


def test_an_option_that_sounds_like_a_pause_is_an_answer(play: Play, order: Callable[..., object]) -> None:
    late = Given(
        orders=(order("A2", "shipped"),),  # type: ignore[arg-type]
        bound=frozenset({"A2"}),
        actions={"offer_coupon": {"id": "C1"}},
    )
    assert play("物流没动静", "再等等", given=late)[1][0] == "does offer_coupon"


def test_corrections_without_end_lead_to_a_person(play: Play, two_orders: Given, photo: Callable[..., Content]) -> None:
    cues = ["不对", "不是", "错了", "说错了", "写错了", "弄错了", "搞错了", "哦不对", "等等，错了"]
    changes = [f"{cue}，是{thing}那单" for cue in cues for thing in ("台灯", "杯子")]
    turns = play("我要退货", "杯子那单", "不喜欢", photo(1), *changes, given=two_orders)
    assert turns.count(["returns.sure"]) == MAX_QUESTIONS
    assert turns[3 + MAX_QUESTIONS] == ["common.handoff", "handoff stuck"]


def test_ever_different_sentences_that_nobody_understands_lead_to_a_person(
    book: ScriptBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(_matcher: Matcher, text: str, **_more: object) -> tuple[Match, ...]:
        likely = tuple(Candidate(intent=name, confidence=0.4) for name in ("return_shipping_fee", "ship_time"))
        return (
            Match(
                text=text,
                normalized=text,
                decision=Decision.ASK,
                intent=None,
                confidence=0.4,
                in_scope=0.9,
                candidates=likely,
                asking=2,
            ),
        )

    monkeypatch.setattr(Matcher, "match_all", unsure)
    rehearsal = Rehearsal(book)
    turns = []
    for at, name in enumerate("甲乙丙丁戊己庚辛壬癸"):
        heard = rehearsal.hear(Content(text=f"{name}那个事情到底怎么说呢"))
        turns.append([_named(action) for action in heard.actions])
        rehearsal.hear(Content(press=("return_shipping_fee", "ship_time")[at % 2]))
        if turns[-1][0] == HANDOFF_LINE:
            break
    assert turns == [["common.ask_which"]] * (MAX_FALLBACKS - 1) + [[HANDOFF_LINE, HandOffReason.STUCK]]


def test_what_was_not_understood_before_a_pause_counts_no_more(
    take: Callable[..., Turn], wrote: Callable[..., Received], returning: Frame
) -> None:
    state = State(frames=(returning,), heard_at=NOW - timedelta(minutes=1), fallbacks=MAX_FALLBACKS - 2)
    assert take(state, wrote("嘀嘀嘀")).state.fallbacks == MAX_FALLBACKS - 1
    later = replace(state, heard_at=NOW - timedelta(minutes=11))
    assert take(later, wrote("嘀嘀嘀")).state.fallbacks == 1


def _named(action: Action) -> str:
    match action:
        case Say(reply=reply):
            return reply
        case HandOff(reason=reason):
            return reason
        case _:
            return type(action).__name__
