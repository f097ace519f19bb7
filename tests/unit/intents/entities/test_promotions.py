"""Offers of the shop that customers quote."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("满199减20", "199-20"),
        ("199减20", "199-20"),
        ("满300-40", "300-40"),
        ("满三百减五十", "300-50"),
        ("每满200元立减30元", "200-30"),
        ("满618减50", "618-50"),
        ("满2件8折", "2pcs*0.8"),
        ("两件八五折", "2pcs*0.85"),
        ("满199打9折", "199*0.9"),
        ("满99包邮", "99-freight"),
        ("满3件包邮", "3pcs-freight"),
        ("买二送一", "2+1"),
        ("买了两份送一份", "2+1"),
        ("$20 off $199", "199-20"),
        ("spend 200 save 20", "200-20"),
        ("buy 2 get 1 free", "2+1"),
        ("free shipping over $50", "50-freight"),
    ],
)
def test_an_offer_is_one_entity_and_no_amount_of_the_customers(
    named: Callable[[str], list[tuple[str, str]]], text: str, value: str
) -> None:
    assert named(text) == [("promotion", value)]


@pytest.mark.parametrize("text", ["199-20", "2减1", "20减199", "第2件5折", "买送", "满意", "打8折"])
def test_no_offer(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "promotion" not in [kind for kind, _ in named(text)]


def test_what_the_customer_paid_stands_beside_the_offer(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("满199减20怎么还收我199元") == [("promotion", "199-20"), ("money", "199")]
