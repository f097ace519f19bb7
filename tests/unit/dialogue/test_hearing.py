from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.actions import HandOff, Say
from bot.core.conversation import State
from bot.core.events import Received
from bot.core.messages import Content, Media, MediaKind
from bot.dialogue import Turn
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


@pytest.mark.parametrize("word", ["人工", "rg", "转人工", "我要人工客服"])
def test_a_person_is_called_at_once_with_one_line(play: Play, word: str) -> None:
    assert play(word) == [["common.handoff", "handoff asked"]]


def test_a_person_on_request_wins_over_any_open_question(play: Play, one_order: Given) -> None:
    assert play("我要退货", "人工", given=one_order)[-1] == ["common.handoff", "handoff asked"]
    assert play("我要投诉", "转人工", given=one_order)[-1] == ["common.handoff", "handoff asked"]
    assert play("我要退货，转人工", given=one_order)[-1] == ["common.handoff", "handoff asked"]


def test_a_grave_matter_goes_to_a_person_even_beside_a_question(play: Play) -> None:
    assert play("孩子被烫伤了")[0][-1] == "handoff sensitive"
    assert play("今天能发货吗，孩子被烫伤了")[0] == ["common.handoff", "handoff sensitive"]


def test_a_burst_is_read_as_one_message_and_the_greeting_needs_no_answer(play: Play, one_order: Given) -> None:
    assert play(["在吗", "我的快递", "怎么还没到"], given=one_order) == [["logistics.where"]]


def test_a_burst_of_greetings_is_answered_once(play: Play) -> None:
    assert play(["在吗", "你好"]) == [["chat.hello"]]


def test_a_followup_is_understood_while_the_topic_is_warm(play: Play) -> None:
    assert play("运费谁出", "那运费呢")[1] == ["returns.freight"]


def test_a_question_in_the_middle_is_answered_and_the_open_one_comes_back_once(play: Play, two_orders: Given) -> None:
    turns = play("我要退货", "运费谁出", "运费谁出", "那运费谁出呢", given=two_orders)
    assert turns[1] == ["returns.freight", "ask:order"]
    assert turns[3] == ["returns.freight"], "asked three times, it is not asked again; the question stays open"


def test_an_answer_after_a_digression_still_counts(play: Play, two_orders: Given) -> None:
    turns = play("我要退货", "运费谁出", "第二个", given=two_orders)
    assert turns[2] == ["ask:reason"]


@pytest.mark.parametrize("text", ["👍", "。。。", "  😀 "])
def test_emoji_and_punctuation_are_harmless(play: Play, one_order: Given, text: str) -> None:
    assert play(text) == [["common.nudge"]]
    assert play("我要退货", text, given=one_order)[1] == ["ask:reason"]


def test_emoji_never_use_up_the_patience_with_a_question(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "👍", "👍", "👍", "👍", "不喜欢", given=one_order)
    assert all("handoff stuck" not in turn for turn in turns)
    assert turns[-1] == ["ask:photos"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_message_changes_nothing(play: Play, text: str) -> None:
    assert play(text) == [[]]


@pytest.mark.parametrize("kind", [MediaKind.VOICE, MediaKind.STICKER, MediaKind.LOCATION, MediaKind.FILE])
def test_what_cannot_be_read_is_answered_and_never_met_with_silence(play: Play, kind: MediaKind) -> None:
    assert play(Content(media=(Media(kind=kind, key="x"),))) == [["common.unsupported_media"]]


@pytest.mark.parametrize("text", ["[图片]", "【语音】"])
def test_what_stands_for_an_attachment_in_copied_text_is_one_that_did_not_come(play: Play, text: str) -> None:
    assert play("我要投诉", text)[1] == ["common.unsupported_media"]


def test_a_sticker_beside_words_does_not_hide_the_words(play: Play) -> None:
    assert play(Content(text="运费谁出", media=(Media(kind=MediaKind.STICKER, key="x"),))) == [["returns.freight"]]


def test_a_photo_out_of_the_blue_is_acknowledged_and_kept_for_the_flow(
    play: Play, photo: Callable[..., Content], one_order: Given
) -> None:
    turns = play(photo(2), "质量问题想退货", given=one_order)
    assert turns == [["common.photo_received"], ["returns.sure"]]


def test_a_photo_sent_before_it_is_asked_for_is_not_asked_for_again(
    play: Play, photo: Callable[..., Content], one_order: Given
) -> None:
    assert play("我要退货", photo(1), "不喜欢", given=one_order)[1:] == [["common.photo_kept"], ["returns.sure"]]


def test_a_photo_with_the_wish_is_taken_at_once(play: Play, photo: Callable[..., Content], one_order: Given) -> None:
    assert play(photo(1, text="质量问题想退货"), given=one_order) == [["returns.sure"]]


def test_customer_text_is_never_a_template(play: Play, one_order: Given) -> None:
    assert play("我要投诉", "{{ shop.name }} {% for x in y %}", "13800001234", given=one_order)[-1] == [
        "pricing.sorry",
        "common.handoff",
        "handoff script",
    ]


def test_a_fault_named_beside_the_wish_is_its_reason(play: Play, one_order: Given) -> None:
    assert play("质量问题，我要退货，运费谁出", given=one_order) == [["returns.freight", "ask:photos"]]


def test_two_wishes_on_two_lines_are_both_heard(play: Play, two_orders: Given) -> None:
    turns = play(["我要退货", "今天能发货吗"], given=two_orders)
    assert turns == [["logistics.ship", "ask:order"]]


def test_a_question_about_another_order_does_not_change_the_order_under_way(
    book: ScriptBook, two_orders: Given
) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="杯子想退货"))
    heard = rehearsal.hear(Content(text="A2的快递到哪了"))
    assert [action.reply for action in heard.actions if isinstance(action, Say)] == ["logistics.where", "ask:reason"]
    assert isinstance(heard.actions[0], Say)
    assert "SF1" in heard.actions[0].content.text
    assert rehearsal.state.frames[-1].slots["order"] == "A1"


def card(rehearsal: Rehearsal, *texts: str) -> HandOff:
    """The handoff card that comes of the last of these messages."""
    for text in texts:
        heard = rehearsal.hear(Content(text=text))
    return next(action for action in heard.actions if isinstance(action, HandOff))


@pytest.mark.parametrize(
    ("texts", "ask"),
    [
        (("今天能发货吗", "在吗", "人工"), "今天能发货吗"),
        (("今天能发货吗", "好的", "谢谢", "转人工"), "今天能发货吗"),
        (("我要退货", "不喜欢", "人工"), "我要退货"),
        (("我要退货", "孩子被烫伤了"), "孩子被烫伤了"),
        (("人工",), "人工"),
    ],
)
def test_the_card_quotes_the_sentence_that_says_what_it_is_about(
    book: ScriptBook, one_order: Given, texts: tuple[str, ...], ask: str
) -> None:
    assert card(Rehearsal(book, one_order), *texts).ask == ask


def test_what_was_said_an_hour_ago_is_not_what_a_person_is_called_for(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book)
    rehearsal.hear(Content(text="今天能发货吗"))
    rehearsal.given = replace(rehearsal.given, now=rehearsal.given.now + timedelta(hours=2))
    assert card(rehearsal, "人工").ask == "人工"


def test_more_questions_at_once_than_anybody_reads_answers_to_go_to_a_person(
    book: ScriptBook, two_orders: Given
) -> None:
    questions = ["我要退货", "运费谁出", "今天能发货吗", "我要投诉", "我的快递到哪了"]
    heard = Rehearsal(book, two_orders).hear(*(Content(text=text) for text in questions))
    assert isinstance(heard.actions[-1], HandOff)
    assert all(text in heard.actions[-1].ask for text in questions), "nothing of it is lost"


def test_fifty_messages_in_a_burst_are_one_question(play: Play, one_order: Given) -> None:
    assert play(["我的快递到哪了"] * 50, given=one_order) == [["logistics.where"]]


def test_a_photo_in_the_middle_of_a_question_is_acknowledged_and_no_miss(
    play: Play, photo: Callable[..., Content]
) -> None:
    turns = play("我要投诉", photo(1), photo(1), photo(1), "杯子是坏的")
    assert turns[1:4] == [["common.photo_kept"]] * 3
    assert turns[4] != ["common.handoff", "handoff stuck"]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "quality problem"])
def test_a_few_latin_letters_do_not_change_the_language_of_what_is_under_way(
    book: ScriptBook, one_order: Given, text: str
) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(Content(text="我要退货"))
    rehearsal.hear(Content(text=text))
    assert rehearsal.state.language == "zh"


def test_the_same_sentence_again_and_again_calls_a_person(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    said = State(language="zh", heard=("运费谁出", "在吗") * 3, heard_at=NOW)
    assert labels(take(said, wrote("运费谁出")).actions) == ["returns.freight"]
    said = State(language="zh", heard=("运费谁出", "在吗") * 4, heard_at=NOW)
    assert labels(take(said, wrote("运费谁出")).actions) == ["common.handoff", "HandOff"]


def test_a_yes_may_be_said_as_often_as_something_is_confirmed(play: Play) -> None:
    assert "handoff stuck" not in play(*["好的"] * 8)[-1]


def test_what_was_said_long_ago_is_no_repetition(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book)
    for _ in range(6):
        heard = rehearsal.hear(Content(text="运费谁出"))
        rehearsal.wait(timedelta(hours=1))
    assert not any(isinstance(one, HandOff) for one in heard.actions)
