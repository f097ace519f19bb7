"""Conversation tests as documents: short forms, times, and names that do not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import HandOffReason
from bot.core.orders import Fulfilment
from bot.scripts import load_conversations
from bot.scripts.conversations import moment

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

TESTS = "tests/zh/returns.yaml"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
FULL = """
    tests:
      - name: 退货
        known_failure: 还不会
        given:
          now: 2026-03-02T10:00+08:00
          orders:
            - number: 0012345
              fulfilment: signed
              bound: false
              signed_at: -2d
              total: 79.8
              items: [{title: 杯子, quantity: 2}]
              events: [{at: -3h, text: 已签收}]
          actions: {create_return: {id: R0007}}
          waiting: 3
          agents_on: 0
        talk:
          - user: 我要退货
            bot: {ask: order}
          - user: [在吗, {photo: 2}, {press: "reason:quality"}]
            bot:
              - {slot: {order: 0012345}}
              - {ask_which: [return_request, return_shipping_fee]}
              - {confirm: sure, says: 确认}
              - {does: create_return}
              - {handoff: asked}
              - {reply: common.handoff}
              - {silent: true}
"""


def test_a_test_says_all_it_may_say(scripts: Scripts) -> None:
    scripts.write(TESTS, FULL)
    assert scripts.problems() == ()
    (test,) = load_conversations(scripts.root)["zh", "returns"].tests
    assert test.given is not None
    assert test.given.orders is not None
    (order,) = test.given.orders
    assert (order.number, order.fulfilment, order.bound, order.total) == ("0012345", Fulfilment.SIGNED, False, 79.8)
    assert (test.given.waiting, test.given.agents_on) == (3, 0)
    assert test.given.actions == {"create_return": {"id": "R0007"}}
    first, second = test.talk
    assert [said.text for said in first.user] == ["我要退货"]
    assert [(said.text, said.photo, said.press) for said in second.user] == [
        ("在吗", None, None),
        (None, 2, None),
        (None, None, "reason:quality"),
    ]
    assert [expected.ask for expected in first.bot] == ["order"]
    assert second.bot[0].slot == {"order": "0012345"}
    assert second.bot[4].handoff is HandOffReason.ASKED
    assert second.bot[6].silent is True


@pytest.mark.parametrize(
    ("code", "old", "new", "text"),
    [
        ("undefined_slot", "{ask: order}", "{ask: 👉oder}", "there is no slot `oder`"),
        ("undefined_slot", "{slot: {order", "{slot: {👉oder", "there is no slot `oder`"),
        ("undefined_intent", "[return_request, ret", "[👉return_requst, ret", "there is no intent `return_requst`"),
        ("undefined_reply", "{confirm: sure", "{confirm: 👉shure", "there is no reply `shure`"),
        ("undefined_reply", "{reply: common.handoff", "{reply: 👉common.handof", "there is no reply `common.handof`"),
        ("undefined_action", "{does: create_return", "{does: 👉create_retrun", "there is no action `create_retrun`"),
        ("undefined_action", "{create_return: {id", "{👉create_retrun: {id", "there is no action `create_retrun`"),
        ("shape", "{handoff: asked}", "{handoff: 👉ask}", "`handoff`: `ask` is not known here"),
        ("shape", "fulfilment: signed", "fulfilment: 👉sent", "`fulfilment`: `sent` is not known here"),
        ("shape", "signed_at: -2d", "signed_at: 👉2 days ago", "write a time like"),
        ("shape", "{photo: 2}", "{photo: 👉none}", "`photo`: a number is wanted here"),
        ("shape", "bound: false", "bound: 👉maybe", "`bound`: true or false is wanted here"),
    ],
)
def test_mistakes_in_a_test_point_at_their_place(scripts: Scripts, code: str, old: str, new: str, text: str) -> None:
    scripts.write(TESTS, FULL)
    scripts.change(TESTS, old, new)
    scripts.expect(code, text)


def test_two_tests_of_one_name(scripts: Scripts) -> None:
    test = "{name: %s问运费, talk: [{user: 退货运费谁出, bot: {reply: freight}}]}"
    scripts.write(TESTS, f"tests:\n  - {test % ''}\n  - {test % '👉'}\n")
    scripts.expect("duplicate_name", "two tests have this name", "first in line 2")


def test_what_a_test_mentions_is_not_used_by_that(scripts: Scripts) -> None:
    scripts.change("zh/returns.yaml", "replies:\n", "replies:\n  👉bye: 再见。\n")
    scripts.change(TESTS, "{reply: freight}", "{reply: bye}")
    scripts.expect("unused", "the reply `bye`")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T10:00+08:00", NOW),
        ("-2d", datetime(2026, 2, 28, 2, tzinfo=UTC)),
        ("+3h", datetime(2026, 3, 2, 5, tzinfo=UTC)),
        ("-90m", datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),
    ],
)
def test_times_may_be_relative_to_now(text: str, expected: datetime) -> None:
    assert moment(text, NOW) == expected


@pytest.mark.parametrize("text", ["2026-03-02T10:00", "yesterday", "-2w", ""])
def test_a_time_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(text, NOW)
