"""Addresses where nothing asked for one: in a shop without a flow for them. Others: tests of the scripts."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]


def test_an_address_starts_nothing_where_the_shop_has_no_flow_that_writes_labels(play: Play, one_order: Given) -> None:
    said = play("寄到湖南省长沙市岳麓区麓山路1号 李芳 13700001111", given=one_order)[0]
    assert not [line for line in said if line.startswith(("does", "ask:address"))]
