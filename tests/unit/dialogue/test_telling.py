from __future__ import annotations

import re

import pytest

from bot.dialogue.telling import besides, told
from bot.scripts.slots import Slot, SlotType


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ("放(门口|驿站)[就好]*", "周末送 放门口就好", "放门口就好"),
        ("放(门口|驿站)[就好]*", "改天派送", ""),
        ("抬头 ?(?P<told>.+公司)", "开发票 抬头 小明科技公司", "小明科技公司"),
        (None, "放门口", ""),
    ],
)
def test_a_first_sentence_tells_what_would_be_asked(said: str | None, text: str, value: str) -> None:
    pattern = re.compile(said) if said else None
    slot = Slot(name="note", topic="chat", type=SlotType.TEXT, title="要求", ask=(), said=pattern)
    assert told(slot, text) == value


@pytest.mark.parametrize(
    ("text", "own", "rest"),
    [
        ("祝生日快乐，另外地址改成文三路8号", "祝生日快乐", "地址改成文三路8号"),
        ("happy birthday, by the way where is my parcel", "happy birthday", "where is my parcel"),
        ("祝生日快乐", "祝生日快乐", ""),
    ],
)
def test_what_is_said_besides_stands_apart(text: str, own: str, rest: str) -> None:
    assert besides(text) == (own, rest)
