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
