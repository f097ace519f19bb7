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
from bot.scripts.book import Part, ScriptBook
from intents import Candidate, Decision, Match, Matcher

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


def test_nonsense_is_handed_over_and_not_answered(play: Play) -> None:
    assert play("啦啦啦德玛西亚") == [["common.handoff", "handoff not_understood"]]


def test_a_burst_is_read_as_one_message_and_the_greeting_needs_no_answer(play: Play, one_order: Given) -> None:
    assert play(["在吗", "我的快递", "怎么还没到"], given=one_order) == [["logistics.where"]]


def test_a_burst_of_greetings_is_answered_once(play: Play) -> None:
    assert play(["在吗", "你好"]) == [["chat.hello"]]


def test_two_questions_are_both_answered_before_the_flow_begins(play: Play, two_orders: Given) -> None:
    assert play("我要退货，退货运费谁出", given=two_orders) == [["returns.freight", "ask:order"]]
    assert play("今天能发货吗，运费谁出") == [["logistics.ship", "returns.freight"]]


def test_a_followup_is_understood_while_the_topic_is_warm(play: Play) -> None:
    assert play("运费谁出", "那运费呢")[1] == ["returns.freight"]


def test_a_question_in_the_middle_is_answered_and_the_open_one_comes_back_once(play: Play, two_orders: Given) -> None:
    turns = play("我要退货", "运费谁出", "运费谁出", "那运费谁出呢", given=two_orders)
    assert turns[1] == ["returns.freight", "ask:order"]
    assert turns[3] == ["returns.freight"], "asked three times, it is not asked again; the question stays open"


def test_an_answer_after_a_digression_still_counts(play: Play, two_orders: Given) -> None:
    turns = play("我要退货", "运费谁出", "第二个", given=two_orders)
    assert turns[2] == ["ask:reason"]


def test_a_flow_in_the_middle_of_another_topic_comes_first_and_the_old_one_returns(
    play: Play, two_orders: Given
) -> None:
    turns = play("我要退货", "我的快递到哪了", "小台灯", given=two_orders)
    assert turns[1] == ["ask:order"]
    assert turns[2] == ["logistics.where", "ask:order"]


def test_another_flow_of_the_same_topic_takes_its_place(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "我要换货", given=one_order)
    assert turns[1] == ["common.handoff", "handoff script"]


def test_the_same_wish_again_does_not_start_it_twice(play: Play, two_orders: Given) -> None:
    assert play("我要退货", "我要退货", "第一个", given=two_orders)[1:] == [["ask:order"], ["ask:reason"]]


def test_cancel_leaves_cleanly(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "算了", "质量问题想退货", given=one_order)
    assert turns[1] == ["common.cancelled"]
    assert turns[2] == ["ask:photos"]


def test_cancel_and_a_new_wish_go_straight_to_the_wish(play: Play, one_order: Given) -> None:
    assert play("我要退货", "算了，我要换货", given=one_order)[1] == ["common.handoff", "handoff script"]


def test_cancel_with_nothing_under_way_says_so(play: Play) -> None:
    assert play("算了") == [["common.nothing_to_cancel"]]


def test_yes_and_no_out_of_place_get_a_nudge(play: Play) -> None:
    assert play("好的", "不用了") == [["common.nudge"], ["common.nudge"]]


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


def test_more_questions_at_once_than_anybody_reads_answers_to_go_to_a_person(
    book: ScriptBook, two_orders: Given
) -> None:
    questions = ["我要退货", "运费谁出", "今天能发货吗", "我要投诉", "我的快递到哪了"]
    heard = Rehearsal(book, two_orders).hear(*(Content(text=text) for text in questions))
    assert isinstance(heard.actions[-1], HandOff)
    assert all(text in heard.actions[-1].ask for text in questions), "nothing of it is lost"


def test_fifty_messages_in_a_burst_are_one_question(play: Play, one_order: Given) -> None:
    assert play(["我的快递到哪了"] * 50, given=one_order) == [["logistics.where"]]


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


def test_a_change_of_mind_is_no_text_for_the_record(play: Play, one_order: Given) -> None:
    assert play("我要投诉", "算了，我要退货", given=one_order)[1] == ["ask:reason"]


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


@pytest.mark.parametrize("text", ["算了还是我要换货", "算了，我要换货", "算了吧 我要换货"])
def test_giving_up_one_thing_for_another_in_one_breath(play: Play, one_order: Given, text: str) -> None:
    assert play("我要退货", text, given=one_order)[1] == ["common.handoff", "handoff script"]


def test_giving_up_alone_leaves(play: Play, one_order: Given) -> None:
    assert play("我要退货", "算了吧呀", given=one_order)[1] == ["common.cancelled"]


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
