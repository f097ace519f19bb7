"""Canned replies: what is known is filled in, what is not leaves a hole."""

from __future__ import annotations

from bot.scripts.canned import Canned, Hole, Piece, hole_title, holes_in, render
from bot.scripts.templates import Template


def canned(*pieces: tuple[str, str]) -> Canned:
    made = tuple(Piece(template=Template(source, "zh/canned.yaml:1"), hole=hole) for source, hole in pieces)
    return Canned(name="tracking", title="快递单号", pieces=made)


TRACKING = canned(("单号是 ", ""), ("{{ order.tracking_number }}", "快递单号"), ("，请查收。\n", ""))


def test_what_is_known_is_filled_in() -> None:
    rendered = render(TRACKING, {"order": {"tracking_number": "ZT1"}})

    assert (rendered.name, rendered.title, rendered.text) == ("tracking", "快递单号", "单号是 ZT1，请查收。")
    assert rendered.holes == ()


def test_what_is_not_known_leaves_a_hole_with_its_place() -> None:
    rendered = render(TRACKING, {"order": {"tracking_number": None}})

    assert rendered.text == "单号是 〔快递单号〕，请查收。"
    assert rendered.holes == (Hole(name="快递单号", start=4, end=10),)
    assert rendered.text[4:10] == "〔快递单号〕"


def test_one_hole_does_not_take_the_rest_with_it() -> None:
    both = canned(("{{ order.number }}", "订单号"), (" 由 ", ""), ("{{ order.carrier }}", "快递公司"))

    assert render(both, {"order": {"number": "A1", "carrier": None}}).text == "A1 由 〔快递公司〕"


def test_a_customer_cannot_make_a_hole_with_their_name() -> None:
    hello = canned(("{{ customer.name }}", "称呼"), ("，您好", ""))

    assert render(hello, {"customer": {"name": "〔x〕"}}).text == "（x），您好"


def test_what_a_value_says_is_no_template() -> None:
    hello = canned(("{{ customer.name }}", "称呼"))

    assert render(hello, {"customer": {"name": "{{ 7 * 7 }}"}}).text == "{{ 7 * 7 }}"


def test_holes_that_a_maintainer_wrote_are_found_like_all_others() -> None:
    assert [hole.name for hole in holes_in("〔什么时候〕前给您回话，单号 〔快递单号〕")] == ["什么时候", "快递单号"]
    assert holes_in("〔〕 没有名字，〔没有\n关上") == ()


def test_a_hole_is_called_by_the_slot_or_by_the_words_of_the_pack() -> None:
    slots = {"address": "新的收货信息", "order": "订单"}

    assert hole_title(("address",), slots, "zh") == "新的收货信息"
    assert hole_title(("order", "tracking_number"), slots, "zh") == "快递单号"
    assert hole_title(("order", "tracking_number"), {}, "en") == "tracking number"
    assert hole_title(("product", "material"), {}, "en") == "item"
    assert hole_title(("ship", "day"), {}, "en") == "day"
