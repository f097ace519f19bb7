from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Heard, Rehearsal
from bot.scripts.book import Part, ScriptBook
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


@pytest.mark.parametrize(
    ("intent", "expected"),
    [("sensitive", ["common.handoff", "HandOff"]), ("abuse", ["chat.welcome"])],
)
def test_grave_and_rude_meanings_are_never_offered_to_choose_from(
    book: ScriptBook, monkeypatch: pytest.MonkeyPatch, intent: str, expected: list[str]
) -> None:
    unsure = Match(
        text="骗人",
        normalized="骗人",
        decision=Decision.ASK,
        intent=None,
        confidence=0.6,
        in_scope=0.9,
        candidates=(
            Candidate(intent="complaint", confidence=0.6),
            Candidate(intent=intent, confidence=0.2),
        ),
        asking=2,
    )
    monkeypatch.setattr(Matcher, "match_all", lambda *_args, **_more: (unsure,))
    pack = book.packs["zh"]
    rude = replace(pack.intents["thanks_goodbye"], id="abuse", part=Part.RUDE)
    scripts = replace(book, packs={"zh": replace(pack, intents={**pack.intents, "abuse": rude})})
    actions = Rehearsal(scripts).hear(Content(text="骗人")).actions
    assert [one.reply if isinstance(one, Say) else type(one).__name__ for one in actions] == expected


def test_meanings_that_lead_to_the_same_flow_are_not_asked_about(
    book: ScriptBook, monkeypatch: pytest.MonkeyPatch, one_order: Given
) -> None:
    """破了个洞 may be a fault or damage; the same flow takes care of both."""
    pack = book.packs["zh"]
    twin = replace(pack.intents["return_request"], id="return_twin")
    scripts = replace(book, packs={"zh": replace(pack, intents={**pack.intents, "return_twin": twin})})
    candidates = (Candidate(intent="return_twin", confidence=0.5), Candidate(intent="return_request", confidence=0.4))
    unsure = replace(_nothing("破了个洞"), decision=Decision.ASK, candidates=candidates, asking=2, in_scope=0.9)
    monkeypatch.setattr(Matcher, "match_all", lambda *_args, **_more: (unsure,))
    heard = Rehearsal(scripts, one_order).hear(Content(text="破了个洞"))
    assert heard.asking == "reason"


def test_an_announcement_and_its_object_in_two_messages_are_one_wish(
    book: ScriptBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """我要, which of these? 退货: the two together are read again."""
    real = Matcher.match_all

    def unsure(self: Matcher, text: str, **more: object) -> tuple[Match, ...]:
        if text != "我要":
            return real(self, text) if "我要" in text else (_nothing(text),)
        candidates = (Candidate(intent="track_parcel", confidence=0.4), Candidate(intent="ship_time", confidence=0.3))
        return (replace(_nothing(text), decision=Decision.ASK, candidates=candidates, asking=2, in_scope=0.9),)

    monkeypatch.setattr(Matcher, "match_all", unsure)
    rehearsal = Rehearsal(book, Given(orders=()))
    first, second = rehearsal.hear(Content(text="我要")), rehearsal.hear(Content(text="退货"))
    assert first.options == ("track_parcel", "ship_time")
    assert second.reached[0] == ("zh", "intent return_request")


def _nothing(text: str) -> Match:
    return Match(text=text, normalized=text, decision=Decision.HANDOFF, intent=None, confidence=0.0, in_scope=0.0)
