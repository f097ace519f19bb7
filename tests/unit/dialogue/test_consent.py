"""What is a yes or a no to something that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.actions import Perform, Say
from bot.core.conversation import Offer
from bot.core.messages import Button, Content, Media, MediaKind
from bot.dialogue.consent import question_holds
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook
from bot.scripts.flows import Confirm

Play = Callable[..., list[list[str]]]
PHOTO = Content(media=(Media(kind=MediaKind.PHOTO, key="p1"),))
TO_CONFIRM = (Content(text="我要退货"), Content(text="不合适"), PHOTO)


@pytest.mark.parametrize("text", ["是的", "好的好的", "可以的，麻烦你了", "确认退货", "好的谢谢", "对"])
def test_a_message_that_is_a_yes_from_end_to_end_confirms(play: Play, one_order: Given, text: str) -> None:
    assert "does create_return" in play(*TO_CONFIRM, text, given=one_order)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "好个屁",
        "好烦",
        "嗯嗯？",
        "对吗",
        "哦",
        "是的 等等",
        "可以但是等一下",
        "确认一下金额对吗",
        "好的，运费谁出",
        "行吗",
    ],
)
def test_doubt_anger_and_questions_confirm_nothing_and_leave_the_question_open(
    play: Play, one_order: Given, text: str
) -> None:
    last = play(*TO_CONFIRM, text, given=one_order)[-1]
    assert last[-1] in ("common.confirm_again", "returns.sure")
    assert "does create_return" not in last


@pytest.mark.parametrize("text", ["不退", "好的不退了", "好吧 不过先别退", "别"])
def test_a_no_behind_a_yes_is_a_no(play: Play, one_order: Given, text: str) -> None:
    assert play(*TO_CONFIRM, text, given=one_order)[-1] == ["common.cancelled"]


def test_two_negatives_are_no_refusal(play: Play, one_order: Given) -> None:
    assert play(*TO_CONFIRM, "不是不可以", given=one_order)[-1] != ["common.cancelled"]


def test_the_question_put_again_says_what_it_is_about_and_has_its_buttons(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in TO_CONFIRM:
        first = rehearsal.hear(content).actions[-1]
    again = rehearsal.hear(Content(text="呃呃")).actions[-1]
    assert isinstance(first, Say)
    assert isinstance(again, Say)
    assert again.reply == "common.confirm_again"
    assert "陶瓷杯" in again.content.text
    assert again.content.text != first.content.text
    assert again.content.buttons == (*first.content.buttons, Button(value="human", title="转人工"))


@pytest.mark.parametrize(
    "since",
    [{"heard_at": timedelta(hours=-4)}, {"offer": Offer(order="A1", yes="praise", no="complaint")}],
    ids=["hours ago", "something else was said since"],
)
@pytest.mark.parametrize("text", ["好的", "不用了"])
def test_a_bare_answer_to_a_question_that_is_not_the_newest_is_asked_what_it_is_about(
    book: ScriptBook, one_order: Given, since: dict[str, Any], text: str
) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in TO_CONFIRM:
        rehearsal.hear(content)
    at = since.get("heard_at")
    more = {"heard_at": rehearsal.given.now + at} if at else since
    rehearsal.state = replace(rehearsal.state, **more)
    first = rehearsal.hear(Content(text=text))
    assert [action.reply for action in first.actions if isinstance(action, Say)] == ["returns.sure"]
    assert not any(isinstance(action, Perform) for action in first.actions)
    assert any(isinstance(action, Perform) for action in rehearsal.hear(Content(text="好的")).actions)


def test_a_question_stays_the_newest_over_a_lunch_break() -> None:
    assert timedelta(hours=1) < question_holds({}) < timedelta(hours=12)
    assert question_holds({"understanding": {"question_holds": "30m"}}) == timedelta(minutes=30)


@pytest.mark.parametrize(("text", "does"), [("1", True), ("第一个", True), ("选1", True), ("2", False), ("1？", False)])
def test_a_number_is_the_button_it_counts(play: Play, one_order: Given, text: str, does: bool) -> None:
    last = play(*TO_CONFIRM, text, given=one_order)[-1]
    assert ("does create_return" in last) is does


def test_the_second_button_is_a_no(play: Play, one_order: Given) -> None:
    assert play(*TO_CONFIRM, "2", given=one_order)[-1] == ["common.cancelled"]


def test_words_of_its_own_are_a_yes_to_one_question(book: ScriptBook, one_order: Given) -> None:
    pack = book.packs["zh"]
    flow = pack.flows["returns.return_flow"]
    steps = tuple(replace(step, yes=("寄回去吧",)) if isinstance(step, Confirm) else step for step in flow.steps)
    flows = {**pack.flows, flow.name: replace(flow, steps=steps)}
    own = replace(book, packs={**book.packs, "zh": replace(pack, flows=flows)})
    for scripts, does in ((own, True), (book, False)):
        rehearsal = Rehearsal(scripts, one_order)
        for content in TO_CONFIRM:
            rehearsal.hear(content)
        heard = rehearsal.hear(Content(text="好的，寄回去吧"))
        assert any(isinstance(action, Perform) for action in heard.actions) is does
