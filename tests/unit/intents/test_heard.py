"""How much of a message is read."""

from __future__ import annotations

from intents.heard import LONGEST, heard, unseen


def test_of_a_long_message_the_beginning_is_read() -> None:
    assert heard("我要退货。" * 10_000).text == ("我要退货." * 10_000)[:LONGEST]


def test_characters_that_stand_for_many_are_cut_after_they_were_spelled_out() -> None:
    assert len(heard("ﷺ" * 5_000).text) <= LONGEST


def test_places_count_what_nobody_sees_before_the_message() -> None:
    found = heard("\u200b\u200b 退货")
    assert (found.text, found.origin(0, 2)) == ("退货", (3, 5))
    assert unseen("\u200b\u200b 退货") == 3
