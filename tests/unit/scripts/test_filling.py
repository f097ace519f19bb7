"""Texts that may meet an unfilled slot, wherever they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"


def test_a_reply_that_prints_a_slot_nobody_collected(scripts: Scripts) -> None:
    scripts.change(RETURNS, "text: [运费我们来出。,", "text: ['{{ 👉order.number }} 的运费我们来出。',")
    scripts.expect("maybe_unfilled", "`order` may be unfilled when this is said", "needs: [order]")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reply: freight\n", "reply: freight\n    needs: [order]\n"),
        ("- when: reason and", "- when: not order\n      text: 是哪一单呢？\n    - when: reason and"),
        ("['{{ order.number }} 的", "['{% if order %}{{ order.number }} 的{% endif %}"),
        ("['{{ order.number }} 的", '[\'{{ order.number | default("这单") }} 的'),
    ],
)
def test_a_slot_that_is_surely_there_may_be_printed(scripts: Scripts, old: str, new: str) -> None:
    scripts.change(RETURNS, "text: [运费我们来出。,", "text: ['{{ order.number }} 的运费我们来出。',")
    scripts.change(RETURNS, old, new)
    assert scripts.problems() == ()


def test_a_slot_with_a_condition_counts_as_filled_only_if_the_condition_must_hold(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "{type: order, ", "{type: order, when: not reason, ")
    assert scripts.problems() == ()  # collected before the reason: nothing has filled that yet
    scripts.change(RETURNS, "collect: [order, reason]", "collect: [reason, order]")
    scripts.change(RETURNS, "sure: 订单 {{ order", "sure: 订单 {{ 👉order")
    scripts.expect("maybe_unfilled", "`order` may be unfilled")


def test_a_question_may_print_only_what_was_asked_before(scripts: Scripts) -> None:
    scripts.change(RETURNS, "ask: 退的原因是？", 'ask: "{{ 👉order.summary }}退的原因是？"')
    scripts.pointed.clear()
    assert scripts.problems() == ()  # the order is collected first
    scripts.change(RETURNS, "[order, reason]", "[reason, order]")
    scripts.change(RETURNS, '"{{ order.summary }}退', '"{{ 👉order.summary }}退')
    scripts.expect("maybe_unfilled", "`order` may be unfilled")


def test_a_question_asked_only_if_a_slot_says_so_may_print_that_slot(scripts: Scripts) -> None:
    scripts.change(
        RETURNS, "slots:\n", 'slots:\n  detail: {type: text, when: reason.fee, ask: "{{ reason.title }}？"}\n'
    )
    scripts.change(RETURNS, "  return_flow:\n    steps:\n", "  return_flow:\n    steps:\n      - collect: [detail]\n")
    assert scripts.problems() == ()


def test_the_reply_to_an_answer_that_will_not_do_may_print_the_answer(scripts: Scripts) -> None:
    scripts.change(RETURNS, "type: choice\n", "type: choice\n    require: order.is_paid\n    otherwise: late\n")
    scripts.change(RETURNS, "replies:\n", 'replies:\n  late: "{{ reason.title }}过了时间，抱歉。"\n')
    assert scripts.problems() == ()


def test_an_engine_reply_cannot_count_on_any_slot(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "nudge: 好的亲，", 'nudge: "{{ 👉order.number }}好的亲，')
    scripts.change("zh/common.yaml", "好的亲，9。", '好的亲，9。"')
    scripts.expect("maybe_unfilled", "`order` may be unfilled")
