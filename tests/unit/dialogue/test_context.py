from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.conversation import Frame, FrameKind
from bot.core.orders import Order
from bot.dialogue import context
from bot.dialogue.turn import Talk
from bot.scripts.templates import Expression, Template
from bot.scripts.variables import ALWAYS, ENGINE_ONLY, ORDER, known_names


def test_every_name_the_checker_allows_is_there(talk: Talk) -> None:
    built = context.build(talk)
    names = known_names(talk.book.shop, talk.pack.slots, talk.book.products)
    assert isinstance(names, Mapping)
    assert set(names) <= set(built)
    assert set(ENGINE_ONLY) <= set(built)
    assert set(ALWAYS) <= set(built)
    assert set(context.order_view(talk.facts.orders[0], talk)) == set(ORDER)  # type: ignore[index]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ reason.title }} {{ reason.fault }}", "质量问题 shop"),
        ("{{ photos.count }}", "2"),
        ("{{ product.title }} {{ product.price | money }}", "陶瓷杯 ¥39.00"),
        ("{{ price }} {{ detail }}", "12 慢"),
        ("{{ order.number }} {{ order.carrier }}", "A1 顺丰"),
        ("{{ order.days_since_signed }} {{ order.hours_since_paid }} {{ order.hours_since_event }}", "2 96 5"),
        ("{{ queue.position }} {{ shop.bot_name }}", "1 小试"),
    ],
)
def test_values_read_as_the_script_guide_says(talk: Talk, source: str, text: str) -> None:
    assert Template(source, "test").render(context.build(talk)) == text


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("reason.proof", True),
        ("order.tracking_number", False),
        ("order.is_paid", True),
        ("result.id", False),
        ("customer.name", False),
        ("phone", False),
        ("order.last_event.place", False),
        ("hours.open", True),
    ],
)
def test_what_is_not_known_is_false(talk: Talk, source: str, holds: bool) -> None:
    assert Expression(source, "test").holds(context.build(talk)) is holds


def test_the_order_meant_is_the_collected_one_then_the_warm_one_then_the_only_one(
    talk: Talk, order: Callable[..., Order]
) -> None:
    orders = (order("A2"), order("A1"))
    talk.facts = replace(talk.facts, orders=orders)
    assert context.order_in_talk(talk) is orders[1]
    talk.state = replace(talk.state, frames=())
    assert context.order_in_talk(talk) is None
    talk.remember_order("A2")
    assert context.order_in_talk(talk) is orders[0]
    talk.now += timedelta(minutes=11)
    assert context.order_in_talk(talk) is None
    talk.facts = replace(talk.facts, orders=orders[1:])
    assert context.order_in_talk(talk) is orders[1]


def test_an_order_the_customer_is_not_bound_to_is_never_in_the_context(talk: Talk) -> None:
    talk.facts = replace(talk.facts, orders=())
    assert context.build(talk)["order"] is None


def test_what_another_topic_collected_below_is_not_read_but_its_product_is(talk: Talk) -> None:
    above = Frame(kind=FrameKind.FLOW, name="pricing.change_flow", intent="price_change", slots={"price": 9})
    talk.push(above)
    built = context.build(talk)
    assert built["reason"] is None
    assert (built["price"], built["order"]["number"], built["product"]["id"]) == (9, "A1", "cup")  # type: ignore[index]
