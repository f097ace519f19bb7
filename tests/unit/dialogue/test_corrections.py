from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.actions import Perform, Say
from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue.corrections import _leads_to, is_correction
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.dialogue.understanding import Message
from bot.scripts.book import Collect, Confirm, ScriptBook, Slot, SlotType

Play = Callable[..., list[list[str]]]


@pytest.fixture
def confirming(book: ScriptBook, two_orders: Given, photo: Callable[..., Content]) -> Rehearsal:
    """A return of the cup for a fault, about to be confirmed."""
    rehearsal = Rehearsal(book, two_orders)
    for content in (Content(text="杯子想退货"), Content(text="质量问题"), photo(1)):
        rehearsal.hear(content)
    return rehearsal


@pytest.mark.parametrize("text", ["不对，是另一单", "换成A2", "不是这单，是小台灯", "弄错了，是A2那单"])
def test_another_order_changes_the_order_and_keeps_the_rest(confirming: Rehearsal, text: str) -> None:
    heard = confirming.hear(Content(text=text))
    assert heard.slots["order"] == "A2"
    assert heard.slots["reason"] == "quality"
    assert heard.asking == "confirm"


def test_another_reason_changes_the_reason_and_keeps_the_rest(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="不对，是不喜欢"))
    assert (heard.slots["order"], heard.slots["reason"], heard.asking) == ("A1", "dislike", "confirm")


def test_a_button_of_an_earlier_question_corrects_its_answer(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(press="reason:dislike"))
    assert (heard.slots["reason"], heard.asking) == ("dislike", "confirm")


def test_a_correction_without_a_new_value_asks_for_the_confirmation_again(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="写错了"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "confirm"


def test_another_order_of_several_is_asked_for_and_the_old_one_kept_meanwhile(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    three = (order("A3", title="毛巾"), order("A2", title="小台灯"), order("A1"))
    rehearsal = Rehearsal(book, Given(orders=three, bound=frozenset({"A1", "A2", "A3"})))
    rehearsal.hear(Content(text="杯子想退货"))
    heard = rehearsal.hear(Content(text="不对，是另一单"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "order"
    assert rehearsal.hear(Content(text="毛巾那单")).slots["order"] == "A3"


def test_an_order_that_may_not_be_taken_leaves_the_old_one(book: ScriptBook, order: Callable[..., Order]) -> None:
    orders = (order("U1", "unpaid", "毛巾"), order("A1"))
    rehearsal = Rehearsal(book, Given(orders=orders, bound=frozenset({"U1", "A1"})))
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text="不对，是A1"))
    assert heard.slots["unpaid_order"] == "U1"
    assert heard.asking == "price"


def test_an_unknown_order_is_verified_before_it_takes_the_place_of_the_old_one(
    confirming: Rehearsal, book: ScriptBook
) -> None:
    heard = confirming.hear(Content(text="不对，是XM20260301001"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "order"


@pytest.mark.parametrize("text", ["不喜欢", "是不喜欢", "应该算不喜欢吧"])
def test_another_option_of_a_question_already_answered_corrects_it(confirming: Rehearsal, text: str) -> None:
    heard = confirming.hear(Content(text=text))
    assert (heard.slots["reason"], heard.asking) == ("dislike", "confirm")


def test_the_same_option_again_changes_nothing(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for text in ("我要退货", "质量问题", "质量问题"):
        heard = rehearsal.hear(Content(text=text))
    assert heard.slots["reason"] == "quality"


def test_a_denied_reason_is_asked_anew_and_the_old_one_kept_until_then(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for text in ("质量问题想退货", "不是质量问题"):
        heard = rehearsal.hear(Content(text=text))
    assert heard.asking == "reason"
    assert rehearsal.state.frames[-1].slots["reason"] == "quality"
    assert rehearsal.hear(Content(text="不喜欢")).slots["reason"] == "dislike"


def test_after_a_correction_the_open_question_does_not_blame_the_customer(play: Play, two_orders: Given) -> None:
    """It is put as if for the first time: the customer did not answer wrongly, but changed something else."""
    turns = play("杯子开线了想退货", "不对，是台灯", given=two_orders)
    assert turns == [["ask:photos"], ["ask:photos"]]


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


def test_an_order_is_corrected_without_a_word_of_wrong(confirming: Rehearsal) -> None:
    assert confirming.hear(Content(text="是小台灯那单")).slots["order"] == "A2"


@pytest.mark.parametrize(("text", "corrects"), [("no thanks", False), ("No, thank you", False), ("no, it's A2", True)])
def test_a_polite_no_in_english_corrects_nothing(text: str, corrects: bool) -> None:
    assert is_correction(Message(text=text)) is corrects


@pytest.mark.parametrize("said", ["A2", "是A2", "小台灯那单"])
def test_another_order_named_at_the_confirmation_is_confirmed_anew(confirming: Rehearsal, said: str) -> None:
    heard = confirming.hear(Content(text=said))
    assert (heard.slots["order"], heard.asking) == ("A2", "confirm")
    done = [one for one in confirming.hear(Content(text="是的")).actions if isinstance(one, Perform)]
    assert [one.args["order"] for one in done] == ["A2"]


def test_another_order_named_at_another_question_takes_its_place(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    for said in ("我要退货", "A1"):
        rehearsal.hear(Content(text=said))
    heard = rehearsal.hear(Content(text="A2"))
    assert (heard.slots["order"], heard.asking) == ("A2", "reason")


def test_a_question_about_another_order_leaves_the_one_to_be_confirmed(confirming: Rehearsal) -> None:
    confirming.hear(Content(text="A2快递到哪了"))
    assert confirming.state.frames[-1].slots["order"] == "A1"


def test_a_number_that_is_not_theirs_is_to_be_proved_before_anything_is_done(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="XM20260301009"))
    assert [one.reply for one in heard.actions if isinstance(one, Say)] == ["common.bind_phone"]
    assert not any(isinstance(one, Perform) for one in confirming.hear(Content(text="是的")).actions)


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
    assert _leads_to(wish, Message(text=text)) is led


@pytest.mark.parametrize("text", ["电话错了 是13900001111", "名字写错了 是王六", "地址门牌是9号", "不是这单"])
def test_a_detail_said_to_be_wrong_is_a_correction(text: str) -> None:
    assert is_correction(Message(text=text))


@pytest.mark.parametrize("text", ["XM1002 别弄错了", "不要搞错了", "电话是13900001111"])
def test_a_plea_to_make_no_mistake_is_none(text: str) -> None:
    assert not is_correction(Message(text=text))
