from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.actions import HandOff, Say
from bot.core.conversation import State
from bot.core.errors import TemplateError
from bot.core.events import Facts, Received
from bot.core.messages import Content
from bot.dialogue import step
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.dialogue.replies import say_reply
from bot.dialogue.turn import MAX_SAYS, ScriptGone, Talk
from bot.scripts.book import Alternative, Pack, Reply, ScriptBook
from bot.scripts.templates import Expression, Template


def with_reply(book: ScriptBook, name: str, *alternatives: Alternative) -> ScriptBook:
    """The book, with this reply in the place of its own."""
    pack: Pack = book.packs["zh"]
    reply = Reply(name=name, topic=name.partition(".")[0], alternatives=alternatives)
    changed = replace(pack, replies={**pack.replies, name: reply})
    return replace(book, packs={**book.packs, "zh": changed})


def texts(*sources: str, when: str = "") -> Alternative:
    condition = Expression(when, "test") if when else None
    return Alternative(texts=tuple(Template(source, "test") for source in sources), when=condition)


def talk_of(book: ScriptBook) -> Talk:
    return Talk(book=book, facts=Facts(), now=NOW, state=State(language="zh"))


def said(talk: Talk) -> list[str]:
    return [action.content.text for action in talk.actions if isinstance(action, Say)]


def test_the_first_alternative_that_fits_is_said(book: ScriptBook) -> None:
    talk = talk_of(with_reply(book, "chat.hello", texts("晚了", when="not hours.open"), texts("早"), texts("没人看到")))
    assert say_reply(talk, "chat.hello")
    assert said(talk) == ["早"]


def test_variants_rotate_and_the_last_sentence_is_never_repeated(book: ScriptBook) -> None:
    talk = talk_of(with_reply(book, "chat.hello", texts("一", "二", "三")))
    for _ in range(4):
        say_reply(talk, "chat.hello")
    assert said(talk) == ["一", "二", "三", "一"]


def test_two_replies_with_the_same_words_are_not_said_in_a_row(book: ScriptBook) -> None:
    talk = talk_of(with_reply(book, "chat.hello", texts("不客气", "您好")))
    say_reply(talk, "chat.welcome")
    say_reply(talk, "chat.hello")
    assert said(talk) == ["不客气", "您好"]


def test_a_reply_without_other_words_is_kept_back(book: ScriptBook) -> None:
    talk = talk_of(with_reply(book, "chat.hello", texts("只有一句")))
    assert say_reply(talk, "chat.hello")
    assert not say_reply(talk, "chat.hello")
    assert said(talk) == ["只有一句"]


def test_an_answer_without_other_words_left_calls_a_person(book: ScriptBook) -> None:
    rehearsal = Rehearsal(with_reply(book, "returns.freight", texts("运费看原因")))
    rehearsal.hear(Content(text="运费谁出"))
    heard = rehearsal.hear(Content(text="运费谁出"))
    assert [type(action) for action in heard.actions] == [Say, HandOff]


def test_a_missing_reply_and_a_text_that_cannot_be_rendered_are_errors(book: ScriptBook) -> None:
    with pytest.raises(ScriptGone, match=r"chat\.gone"):
        say_reply(talk_of(book), "chat.gone")
    for broken in (texts("{{ reason.title }}"), texts("  "), texts("x", when="reason.id")):
        with pytest.raises(TemplateError):
            say_reply(talk_of(with_reply(book, "chat.hello", broken)), "chat.hello")


def test_a_text_that_fails_hands_over_and_says_no_half_sentence(book: ScriptBook) -> None:
    broken = with_reply(book, "returns.freight", texts("运费是 {{ reason.title }}"))
    event = Received(content=Content(text="运费谁出"), at=NOW)
    turn = step(broken, State(), [event], facts=Facts(), now=NOW)
    assert [action.reply for action in turn.actions if isinstance(action, Say)] == ["common.handoff"]
    assert [action.reason for action in turn.actions if isinstance(action, HandOff)] == ["script"]
    assert any("the scripts failed" in line for line in turn.trace)


def test_a_handoff_line_that_fails_still_hands_over(book: ScriptBook) -> None:
    broken = with_reply(book, "common.handoff", texts("{{ reason.title }}"))
    turn = step(broken, State(), [Received(content=Content(text="人工"), at=NOW)], facts=Facts(), now=NOW)
    assert [type(action) for action in turn.actions] == [HandOff]


def test_a_handoff_line_is_said_even_when_it_has_just_been(book: ScriptBook) -> None:
    talk = with_reply(book, "common.handoff", texts("请稍等"))
    state = State(last_said=("请稍等",))
    turn = step(talk, state, [Received(content=Content(text="人工"), at=NOW)], facts=Facts(), now=NOW)
    assert [type(action) for action in turn.actions] == [Say, HandOff]


def test_only_so_much_is_said_in_one_turn(book: ScriptBook) -> None:
    talk = talk_of(book)
    for at in range(MAX_SAYS + 3):
        talk.say(f"{at}", reply="chat.hello")
    assert len(talk.actions) == MAX_SAYS


def test_the_card_has_everything_collected_in_words(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    for text in ("杯子想退货", "质量问题"):
        rehearsal.hear(Content(text=text))
    card = rehearsal.hear(Content(text="人工")).actions[-1]
    assert isinstance(card, HandOff)
    assert card.intent == "return_request"
    assert card.title == "办理退货"
    assert card.ask == "杯子想退货"
    assert card.slots == {"订单": "A1", "原因": "质量问题"}
    assert card.order_number == "A1"


def test_the_card_of_a_message_without_a_flow_quotes_the_message(book: ScriptBook) -> None:
    card = Rehearsal(book).hear(Content(text="啦啦啦德玛西亚")).actions[-1]
    assert isinstance(card, HandOff)
    assert (card.ask, card.intent, card.slots) == ("啦啦啦德玛西亚", "", {})


def test_the_same_question_again_and_again_ends_with_a_person(play: Callable[..., list[list[str]]]) -> None:
    """Two wordings were read: whoever writes the same a third time is not helped by the first one again."""
    turns = play(*["运费谁出"] * 3)
    assert turns == [["returns.freight"], ["returns.freight"], ["common.handoff", "handoff stuck"]]


def test_a_question_repeated_in_the_middle_of_a_flow_ends_with_a_person_too(
    play: Callable[..., list[list[str]]], two_orders: Given
) -> None:
    turns = play("我要退货", *["运费谁出"] * 3, given=two_orders)
    assert turns[2] == ["returns.freight", "ask:order"]
    assert turns[3] == ["common.handoff", "handoff stuck"]


def test_the_same_question_in_other_words_is_answered_longer(play: Callable[..., list[list[str]]]) -> None:
    assert play("运费谁出", "运费谁出啊", "那运费谁出呢")[2] == ["returns.freight"]


def test_good_for_good_is_answered_four_times_at_most(play: Callable[..., list[list[str]]]) -> None:
    assert play(*["好的"] * 6)[4:] == [[], []]
