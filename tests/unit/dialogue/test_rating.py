"""Hearing how the service was: presses as long as the rating lives, words while the question stands last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import Rate, Say
from bot.core.conversation import Offer, Owner, State
from bot.core.events import Facts, Rated, Received, TimerFired
from bot.core.messages import Content
from bot.core.ratings import Fate, Pressed, Rating, Said, Satisfaction, Solver
from bot.core.timers import TimerKind
from bot.dialogue import step
from bot.dialogue.rating import option_pressed
from bot.dialogue.rehearsal import NOW
from bot.scripts import load_book

if TYPE_CHECKING:
    from bot.dialogue import Turn
    from bot.scripts.book import ScriptBook

ASKED = State(language="zh", turns=3, offer=Offer(rating=7, question="satisfaction"))
SCRIPTS = Path(__file__).parents[2] / "web_shop" / "scripts"


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


def hear(book: ScriptBook, *contents: Content, state: State = ASKED, owner: Owner = Owner.BOT) -> Turn:
    events = [Received(content=content, at=NOW) for content in contents]
    return step(book, state, events, facts=Facts(owner=owner), now=NOW)


def rates(turn: Turn) -> list[Rate]:
    return [action for action in turn.actions if isinstance(action, Rate)]


def says(turn: Turn) -> list[str]:
    return [action.reply for action in turn.actions if isinstance(action, Say)]


def press(option: str, question: str = "satisfaction") -> Content:
    return Content(text="按钮", press=f"rate:7:{question}:{option}")


def test_a_press_is_kept_and_answered_by_what_became_of_it(book: ScriptBook) -> None:
    turn = hear(book, press("satisfied"), state=State(language="zh"))
    assert turn.actions == (Rate(rating_id=7, said=Said(satisfaction=Satisfaction.SATISFIED)),)


def test_a_press_while_a_person_is_waited_for_is_kept(book: ScriptBook) -> None:
    assert len(rates(hear(book, press("satisfied"), owner=Owner.QUEUE))) == 1


def test_a_press_and_a_question_in_one_burst_are_both_heard(book: ScriptBook) -> None:
    turn = hear(book, press("neutral"), Content(text="什么时候发货"))
    assert [rate.quiet for rate in rates(turn)] == [True]
    assert len(says(turn)) == 1


def test_an_option_that_the_scripts_no_longer_have_is_a_stale_button(book: ScriptBook) -> None:
    turn = hear(book, press("great"))
    assert rates(turn) == []
    assert says(turn) == ["common.nudge"]
    assert option_pressed(book, "zh", Pressed(rating_id=7, question="order", option="great")) is None


def test_the_cause_that_is_how_somebody_was_treated_is_known_by_its_data(book: ScriptBook) -> None:
    found = option_pressed(book, "xx", Pressed(rating_id=7, question="rating_cause", option="attitude"))
    assert found == Said(cause="attitude", attitude=True)


@pytest.mark.parametrize("text", ["满意", "1", "第一个", "满意！", "满意的"])
def test_words_and_numbers_count_right_after_the_question(book: ScriptBook, text: str) -> None:
    [rate] = rates(hear(book, Content(text=text)))
    assert rate.said.satisfaction is Satisfaction.SATISFIED


def test_what_the_customer_says_of_the_service_is_no_wish_for_the_handoff_card(book: ScriptBook) -> None:
    assert hear(book, Content(text="不满意")).state.ask == ""


def test_words_later_are_no_rating(book: ScriptBook) -> None:
    first = hear(book, Content(text="什么时候发货"))
    assert rates(first) == []
    assert first.state.offer is None
    assert rates(hear(book, Content(text="满意"), state=first.state)) == []


RATING = Rating(id=7, conversation_id=1, case_id=1, solver=Solver.AGENT, invited_at=NOW, expires_at=NOW.replace(day=20))


@pytest.mark.parametrize(
    ("event", "reply", "question"),
    [
        (Rated(fate=Fate.TAKEN, rating=replace(RATING, satisfaction=Satisfaction.SATISFIED)), "thanks", None),
        (
            Rated(fate=Fate.TAKEN, rating=replace(RATING, satisfaction=Satisfaction.NEUTRAL)),
            "ask_cause",
            "rating_cause",
        ),
        (Rated(fate=Fate.TAKEN, rating=replace(RATING, satisfaction=Satisfaction.NEUTRAL, cause="slow")), "noted", ""),
        (Rated(fate=Fate.TAKEN, rating=replace(RATING, satisfaction=Satisfaction.NEUTRAL, words="慢")), "noted", None),
        (Rated(fate=Fate.KEPT, rating=replace(RATING, satisfaction=Satisfaction.NEUTRAL)), "kept", None),
        (Rated(fate=Fate.LATE, rating=RATING), "late", None),
        (Rated(fate=Fate.LATE), "late", None),
    ],
)
def test_each_answer_has_a_kind_word_and_at_most_one_question(
    book: ScriptBook, event: Rated, reply: str, question: str | None
) -> None:
    turn = step(book, ASKED, [event], facts=Facts(), now=NOW)
    assert says(turn) == [f"rating.{reply}"]
    assert (turn.state.offer.question if turn.state.offer else None) == question


def test_what_was_kept_beside_another_matter_is_not_answered(book: ScriptBook) -> None:
    assert step(book, ASKED, [Rated(fate=Fate.LATE, quiet=True)], facts=Facts(), now=NOW).actions == ()


def test_scripts_that_cannot_ask_ask_nobody_and_call_nobody(book: ScriptBook) -> None:
    pack = book.packs["zh"]
    mute = replace(book, packs={"zh": replace(pack, slots={})})
    fired = TimerFired(kind=TimerKind.RATING, args={"rating": 7, "solver": "agent"})
    assert step(mute, State(language="zh"), [fired], facts=Facts(), now=NOW).actions == ()
