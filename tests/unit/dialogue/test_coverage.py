"""What the conversation tests reach, on the small shop with a test of one's own."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.coverage import Coverage, measure, points_of
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc, ConversationsDoc

Read = Callable[[str], ConversationDoc]

_LATE = """
tests:
  - name: 慢
    given:
      now: 2026-03-02T10:00+08:00
      orders: [{number: A1, fulfilment: shipped}]
      actions: {offer_coupon: {id: C1}}
    talk:
      - {user: 物流没动静, bot: {ask: what}}
      - {user: 再等等, bot: [{does: offer_coupon}, {reply: late.coupon}, {reply: late.bye}]}
"""


def measured(book: ScriptBook, test: ConversationDoc) -> Coverage:
    return measure(book, {("zh", "chat"): ConversationsDoc.model_construct(tests=[test])})


def missing(coverage: Coverage) -> set[str]:
    return {point.name for point in coverage.missing("zh")}


def test_everything_a_talk_can_reach_is_counted_once(book: ScriptBook) -> None:
    names = [point.name for point in points_of(book.packs["zh"])]
    assert len(names) == len(set(names))
    assert {
        "intent parcel_late",
        "slot what ask",
        "slot what again",
        "slot unpaid_order otherwise",
        "step late.late_flow 0 reached",
        "step late.late_flow 3 failed",
        "step late.late_flow 1 not held",
        "reply returns.freight 2",
        "reply returns.freight 2 wording 1",
    } <= set(names)


def test_a_place_knows_where_it_stands(book: ScriptBook) -> None:
    at = {point.name: point.origin for point in points_of(book.packs["zh"])}
    assert at["step late.late_flow 1 reached"] == "zh/late.yaml:44"
    assert at["reply late.bye 0"] == "zh/late.yaml:59"


def test_what_a_talk_comes_by_is_reached_and_the_rest_is_not(book: ScriptBook, read_test: Read) -> None:
    left = missing(measured(book, read_test(_LATE)))
    assert "step late.late_flow 3 reached" not in left
    assert "step late.late_flow 1 not held" not in left
    assert "reply late.coupon 0" not in left
    assert {"step late.late_flow 3 failed", "step late.late_flow 1 reached", "slot what again"} <= left


def test_every_wording_of_a_place_that_is_reached_is_tried(book: ScriptBook, read_test: Read) -> None:
    coverage = measured(book, read_test(_LATE))
    names = [point.name for point in coverage.missing("zh", wordings=True)]
    assert not [name for name in names if name.startswith("reply late.coupon")]
    assert not [name for name in names if name.startswith("reply late.no_coupon")], "it is not reached itself"


def test_the_share_counts_places_and_wordings_apart(book: ScriptBook, read_test: Read) -> None:
    coverage = measured(book, read_test(_LATE))
    reached, places = coverage.share("zh")
    said, wordings = coverage.share("zh", wordings=True)
    assert (reached, places) == (places - len(missing(coverage)), len([p for p in coverage.points["zh"] if not p.of]))
    assert 0 < said < wordings


def test_a_test_that_fails_is_wrong_and_one_known_to_fail_is_not(book: ScriptBook, read_test: Read) -> None:
    text = _LATE.replace("ask: what", "ask: order")
    (ran,) = measured(book, read_test(text)).tests
    assert ran.wrong
    assert ran.failure is not None
    assert ran.failure.line == 9


def test_a_known_failure_must_fail(book: ScriptBook, read_test: Read) -> None:
    (ran,) = measured(book, read_test(_LATE.replace("    given", "    known_failure: 还没做\n    given"))).tests
    assert ran.failure is None
    assert ran.wrong
