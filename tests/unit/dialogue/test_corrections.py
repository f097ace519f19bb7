from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.messages import Content
from bot.dialogue.corrections import is_correction, leads_to
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.dialogue.understanding import Message
from bot.scripts.book import ScriptBook
from bot.scripts.flows import Collect, Confirm
from bot.scripts.slots import Slot, SlotType

Play = Callable[..., list[list[str]]]


@pytest.mark.parametrize("text", ["不对，是另一单", "换成A2", "不是这单，是小台灯", "弄错了，是A2那单"])
def test_another_order_changes_the_order_and_keeps_the_rest(confirming: Rehearsal, text: str) -> None:
    heard = confirming.hear(Content(text=text))
    assert heard.slots["order"] == "A2"
    assert heard.slots["reason"] == "quality"
    assert heard.asking == "confirm"


def test_another_reason_changes_the_reason_and_keeps_the_rest(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="不对，是不喜欢"))
    assert (heard.slots["order"], heard.slots["reason"], heard.asking) == ("A1", "dislike", "confirm")


def test_a_denied_reason_is_asked_anew_and_the_old_one_kept_until_then(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for text in ("质量问题想退货", "不是质量问题"):
        heard = rehearsal.hear(Content(text=text))
    assert heard.asking == "reason"
    assert rehearsal.state.frames[-1].slots["reason"] == "quality"
    assert rehearsal.hear(Content(text="不喜欢")).slots["reason"] == "dislike"


def test_words_put_right_at_the_confirmation_take_the_place_of_those_they_are_like(
    book: ScriptBook, one_order: Given
) -> None:
    """不对，是五单元: what stands on the label is the new text only, never both."""
    pack = book.packs["zh"]
    flow = pack.flows["pricing.complaint_flow"]
    steps = (Collect(slots=("detail",)), Confirm(reply="pricing.sorry"), *flow.steps[1:])
    flows = {**pack.flows, flow.name: replace(flow, steps=steps)}
    rehearsal = Rehearsal(replace(book, packs={**book.packs, "zh": replace(pack, flows=flows)}), one_order)
    for text in ("我要投诉", "一号楼三单元", "不对，是五单元"):
        heard = rehearsal.hear(Content(text=text))
    assert heard.asking == "confirm"
    assert heard.slots["detail"] == "一号楼五单元"


@pytest.mark.parametrize(("text", "corrects"), [("no thanks", False), ("No, thank you", False), ("no, it's A2", True)])
def test_a_polite_no_in_english_corrects_nothing(text: str, corrects: bool) -> None:
    assert is_correction(Message(text=text)) is corrects


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("还是换成白色吧", True),
        ("不对，换成藏青", True),
        ("换大一码", False),
        ("地址换成人民路5号", False),
        ("白色", False),
    ],
)
def test_only_a_whole_lead_in_says_that_another_value_follows(text: str, led: bool) -> None:
    begins = re.compile("(?:还是)?换成?")
    wish = Slot(name="wish", topic="returns", type=SlotType.TEXT, title="", ask=(), lead_in=begins)
    assert leads_to(wish, Message(text=text)) is led


@pytest.mark.parametrize("text", ["电话错了 是13900001111", "名字写错了 是王六", "地址门牌是9号", "不是这单"])
def test_a_detail_said_to_be_wrong_is_a_correction(text: str) -> None:
    assert is_correction(Message(text=text))


@pytest.mark.parametrize("text", ["XM1002 别弄错了", "不要搞错了", "电话是13900001111"])
def test_a_plea_to_make_no_mistake_is_none(text: str) -> None:
    assert not is_correction(Message(text=text))
