"""Labels written in English: the person, the place and the phone in any order."""

from __future__ import annotations

import pytest

from bot.dialogue.receiving import parted

LABEL = {"address": "5 Nanjing Rd, Huangpu, Shanghai", "receiver": "Mary Smith", "phone": "13912345678"}


@pytest.mark.parametrize(
    "text",
    [
        "5 Nanjing Rd, Huangpu, Shanghai, Mary Smith 13912345678",
        "5 Nanjing Rd, Huangpu, Shanghai\nMary Smith\n13912345678",
        "Mary Smith 13912345678 5 Nanjing Rd, Huangpu, Shanghai",
        "Mary Smith, 13912345678, 5 Nanjing Rd, Huangpu, Shanghai",
        "name: Mary Smith, phone: 139 1234 5678, address: 5 Nanjing Rd, Huangpu, Shanghai",
        "13912345678 Mary Smith, 5 Nanjing Rd, Huangpu, Shanghai.",
        "name: Mary Smith phone: 13912345678 address: 5 Nanjing Rd, Huangpu, Shanghai",
        "to: Mary Smith, 5 Nanjing Rd, Huangpu, Shanghai. tel 139 1234 5678",
        "deliver to Mary Smith, 5 Nanjing Rd, Huangpu, Shanghai, ph 13912345678 thanks!",
        "5 Nanjing Rd, Huangpu, Shanghai. Mary Smith. 13912345678 asap please",
    ],
)
def test_person_place_and_phone_are_told_apart_in_any_order(text: str) -> None:
    assert parted(text) == LABEL


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("John, 5 Nanjing Rd, Shanghai", {"address": "5 Nanjing Rd, Shanghai", "receiver": "John"}),
        ("5 Nanjing Rd, Shanghai 13912345678", {"address": "5 Nanjing Rd, Shanghai", "phone": "13912345678"}),
        ("5 Nanjing Rd, Shanghai China", {"address": "5 Nanjing Rd, Shanghai China"}),
        ("Flat 3, 5 Nanjing Rd, Xuhui District", {"address": "Flat 3, 5 Nanjing Rd, Xuhui District"}),
        ("John Lee 13912345678", {"receiver": "John Lee", "phone": "13912345678"}),
        ("John", {"address": "John"}),
        ("john lee 13912345678", {"receiver": "john lee", "phone": "13912345678"}),
        ("call me 13912345678", {"phone": "13912345678"}),
    ],
)
def test_a_town_is_no_person(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i want it at my office 88 Wenyi Road Hangzhou", {"address": "88 Wenyi Road Hangzhou"}),
        ("5 Nanjing Rd, Shanghai please and ship fast", {"address": "5 Nanjing Rd, Shanghai"}),
        ("phone stays the same, address is 5 Nanjing Rd, Shanghai", {"address": "5 Nanjing Rd, Shanghai"}),
        ("5 Nanjing Rd, Shanghai, same name and number", {"address": "5 Nanjing Rd, Shanghai"}),
        ("just change the name to Mary Smith", {"receiver": "Mary Smith"}),
        ("recipient Mary Smith, old phone", {"receiver": "Mary Smith"}),
        ("call me on 13912345678 when its here", {"phone": "13912345678"}),
    ],
)
def test_what_is_said_around_a_label_stands_on_no_line_of_it(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize("text", ["same street but number 15", "Room 1201 not 1210", "zip 310000", "flat 3B"])
def test_a_part_that_fits_into_no_label_is_no_address(text: str) -> None:
    assert parted(text) == {}


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("13800138000 Wang Wu 8 Wensan Rd Hangzhou", "Wang Wu"),
        ("8 Wensan Road, Hangzhou for Li Lei at 13912345678", "Li Lei"),
        ("Li Lei (13912345678) 8 Wensan Road, Hangzhou", "Li Lei"),
        ("receiver should be Mr. Li", "Mr. Li"),
    ],
)
def test_a_receiver_is_parted_from_a_label_without_commas(text: str, receiver: str) -> None:
    parts = parted(text)
    assert parts["receiver"] == receiver
    assert receiver not in parts.get("address", "")
