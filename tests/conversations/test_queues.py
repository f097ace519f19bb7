"""Whose queue the shop's own routing gives a case to, by what customers write before they call a person."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.actions import HandOff
from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.core.roles import Role
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"
PLACED = datetime(2026, 2, 26, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


def given(*fulfilments: Fulfilment) -> Given:
    """Orders that are the customer's, newest first."""
    orders = tuple(
        Order(
            number=f"XM{2600 - at}", source="test", created_at=PLACED, fulfilment=one, items=(OrderItem(title="台灯"),)
        )
        for at, one in enumerate(fulfilments)
    )
    return Given(orders=orders, bound=frozenset(order.number for order in orders))


def queue_of(book: ScriptBook, world: Given, language: str, *said: str) -> Role:
    """The queue of the case after the last of these messages."""
    talk = Rehearsal(book, world, language=language)
    heard = [talk.hear(Content(text=text)) for text in said][-1]
    [handoff] = [action for action in heard.actions if isinstance(action, HandOff)]
    return handoff.role


STRANGER = given()
RETURNING = given(Fulfilment.SHIPPED, Fulfilment.SIGNED)


@pytest.mark.parametrize("world", [STRANGER, RETURNING], ids=["stranger", "returning"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("我要投诉你们，东西坏了", "人工！！")),
        ("zh", ("我的快递怎么还没到，急死了", "我要人工")),
        ("zh", ("我要退货", "人工")),
        ("zh", ("收到的杯子碎了 找人工",)),
        ("zh", ("七天无理由退货怎么算", "转人工")),
        ("zh", ("我要价保，刚买就降价了", "人工客服")),
        ("en", ("I want to complain, it arrived broken", "human please!!")),
        ("en", ("where is my parcel, so annoyed", "agent")),
    ],
)
def test_what_comes_after_the_sale_goes_there_though_a_person_was_only_asked_for(
    book: ScriptBook, world: Given, language: str, said: tuple[str, ...]
) -> None:
    assert queue_of(book, world, language, *said) is Role.AFTER_SALE


@pytest.mark.parametrize("world", [STRANGER, RETURNING], ids=["stranger", "returning"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("能便宜点吗", "人工客服")),
        ("zh", ("这个台灯多少钱", "转人工")),
        ("en", ("any discount?", "talk to a human")),
    ],
)
def test_what_comes_before_the_sale_goes_there(
    book: ScriptBook, world: Given, language: str, said: tuple[str, ...]
) -> None:
    assert queue_of(book, world, language, *said) is Role.PRE_SALE


@pytest.mark.parametrize(
    ("world", "role"),
    [
        (STRANGER, Role.PRE_SALE),
        (given(Fulfilment.UNPAID, Fulfilment.SIGNED), Role.PRE_SALE),
        (RETURNING, Role.AFTER_SALE),
    ],
    ids=["stranger", "not paid yet", "bought"],
)
def test_who_says_nothing_but_that_they_want_a_person_goes_where_their_newest_order_is(
    book: ScriptBook, world: Given, role: Role
) -> None:
    assert queue_of(book, world, "zh", "在吗", "人工") is role
