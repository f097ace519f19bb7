"""A yes counts for the question the customer has just read, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.actions import Say
from bot.core.messages import Button, Content, Media, MediaKind
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook
from bot.scripts.flows import Confirm

Play = Callable[..., list[list[str]]]
PHOTO = Content(media=(Media(kind=MediaKind.PHOTO, key="p1"),))
TO_CONFIRM = (Content(text="我要退货"), Content(text="不合适"), PHOTO)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def own_yes(book: ScriptBook) -> ScriptBook:
    """The shop, whose confirmation takes 退吧 as a yes of its own."""
    pack = book.packs["zh"]
    flow = pack.flows["returns.return_flow"]
    steps = tuple(replace(step, yes=("退吧", "退货吧")) if isinstance(step, Confirm) else step for step in flow.steps)
    flows = {**pack.flows, flow.name: replace(flow, steps=steps)}
    return replace(book, packs={**book.packs, "zh": replace(pack, flows=flows)})


def asked(book: ScriptBook, given: Given) -> Rehearsal:
    """A talk with the confirmation open."""
    rehearsal = Rehearsal(book, given)
    for content in TO_CONFIRM:
        rehearsal.hear(content)
    return rehearsal


def heard(rehearsal: Rehearsal, text: str = "", press: str | None = None) -> list[str]:
    actions = rehearsal.hear(Content(text=text, press=press)).actions
    return [action.reply if isinstance(action, Say) else type(action).__name__ for action in actions]


def said_after(rehearsal: Rehearsal, span: timedelta) -> list[Say]:
    return [action for action in rehearsal.wait(span).actions if isinstance(action, Say)]


@pytest.mark.parametrize("yes", ["好", "对", "好的", "1"])
def test_after_a_moment_was_asked_for_a_bare_yes_gets_the_question_again(
    book: ScriptBook, one_order: Given, yes: str
) -> None:
    rehearsal = asked(book, one_order)
    assert heard(rehearsal, "等一下") == ["chat.no_hurry"]
    assert heard(rehearsal, yes) == ["returns.sure"]
    assert "Perform" in heard(rehearsal, yes)


def test_after_a_moment_the_button_of_the_question_still_counts(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in TO_CONFIRM:
        last = rehearsal.hear(content).actions[-1]
    assert isinstance(last, Say)
    heard(rehearsal, "等一下")
    assert "Perform" in heard(rehearsal, press=last.content.buttons[0].value)


def test_after_a_moment_a_yes_that_names_the_matter_counts(own_yes: ScriptBook, one_order: Given) -> None:
    rehearsal = asked(own_yes, one_order)
    heard(rehearsal, "等一下")
    assert "Perform" in heard(rehearsal, "好的，退货吧")


def test_after_a_moment_a_no_is_a_no(book: ScriptBook, one_order: Given) -> None:
    rehearsal = asked(book, one_order)
    heard(rehearsal, "等一下")
    assert heard(rehearsal, "不用了") == ["common.cancelled"]


@pytest.mark.parametrize("text", ["退货啊", "算了 还是退吧", "不用了 还是退货吧", "就退吧"])
def test_the_matter_itself_is_a_yes_after_second_thoughts(own_yes: ScriptBook, one_order: Given, text: str) -> None:
    assert "Perform" in heard(asked(own_yes, one_order), text)


@pytest.mark.parametrize("text", ["算了 还是不退了", "还是别退了", "算了 还是要吧"])
def test_second_thoughts_against_it_do_nothing(own_yes: ScriptBook, one_order: Given, text: str) -> None:
    assert "Perform" not in heard(asked(own_yes, one_order), text)


@pytest.mark.parametrize("text", ["点错了", "手滑", "谁要退货了", "可以不退吗", "我没说要退货", "我想留着"])
def test_a_slip_and_a_denial_are_a_no(book: ScriptBook, one_order: Given, text: str) -> None:
    assert heard(asked(book, one_order), text) == ["common.cancelled"]


@pytest.mark.parametrize("text", ["知道了", "好的知道了", "收到", "哦哦"])
def test_that_it_was_read_is_no_yes_and_no_miss(book: ScriptBook, one_order: Given, text: str) -> None:
    rehearsal = asked(book, one_order)
    assert heard(rehearsal, text) == ["common.confirm_again"]
    assert rehearsal.state.misses == 0


@pytest.mark.parametrize("text", ["可以退货吗", "确认退货吗", "行不行啊"])
def test_the_question_asked_back_is_put_again(book: ScriptBook, one_order: Given, text: str) -> None:
    rehearsal = asked(book, one_order)
    assert heard(rehearsal, text) == ["common.confirm_again"]
    assert rehearsal.state.misses == 0


@pytest.mark.parametrize(("text", "kind"), [("火星上能用吗", "question"), ("蓝莓沙拉三明治", "statement")])
def test_words_nobody_understood_are_owned_up_to_and_a_person_is_offered(
    book: ScriptBook, one_order: Given, text: str, kind: str
) -> None:
    again = asked(book, one_order).hear(Content(text=text)).actions[-1]
    assert isinstance(again, Say)
    assert again.reply == "common.confirm_again"
    words = {"question": "这个我答不上", "statement": "没看懂您说的"}
    assert again.content.text.startswith(words[kind])
    assert "陶瓷杯" in again.content.text
    assert again.content.buttons[-1] == Button(value="human", title="转人工")


def test_the_second_time_a_person_comes(book: ScriptBook, one_order: Given) -> None:
    rehearsal = asked(book, one_order)
    heard(rehearsal, "蓝莓沙拉三明治")
    assert heard(rehearsal, "菠萝咕咾披萨饼") == ["common.handoff", "HandOff"]


def test_a_yes_while_the_orders_cannot_be_looked_up_gets_the_question_again_when_they_can(
    book: ScriptBook, one_order: Given
) -> None:
    rehearsal = asked(book, one_order)
    rehearsal.given = replace(rehearsal.given, down=True, back_at=rehearsal.given.now + 10 * SECOND)
    assert "common.orders_down" in heard(rehearsal, "好的")
    said = said_after(rehearsal, 30 * SECOND)
    assert [one.reply for one in said] == ["common.orders_back", "returns.sure"]


def test_a_correction_while_the_orders_cannot_be_looked_up_is_kept(book: ScriptBook, one_order: Given) -> None:
    rehearsal = asked(book, one_order)
    rehearsal.given = replace(rehearsal.given, down=True, back_at=rehearsal.given.now + 10 * SECOND)
    heard(rehearsal, "好的")
    heard(rehearsal, "不对，是质量问题")
    assert "质量问题" in said_after(rehearsal, 30 * SECOND)[-1].content.text


def test_words_that_nobody_understood_meanwhile_are_owned_up_to(book: ScriptBook, one_order: Given) -> None:
    rehearsal = asked(book, one_order)
    rehearsal.given = replace(rehearsal.given, down=True, back_at=rehearsal.given.now + 10 * SECOND)
    heard(rehearsal, "好的")
    heard(rehearsal, "蓝莓沙拉三明治")
    assert said_after(rehearsal, 30 * SECOND)[-1].content.text.startswith("没看懂您说的")


@pytest.mark.parametrize("text", ["不用了", "不退了", "点错了"])
def test_a_no_while_the_orders_cannot_be_looked_up_is_heard_at_once(
    book: ScriptBook, one_order: Given, text: str
) -> None:
    rehearsal = asked(book, one_order)
    rehearsal.given = replace(rehearsal.given, down=True, back_at=rehearsal.given.now + 600 * SECOND)
    heard(rehearsal, "好的")
    assert "common.cancelled" in heard(rehearsal, text)
