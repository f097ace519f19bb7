"""What is an address, or a part of one, and what is any other sentence."""

from __future__ import annotations

import pytest

from bot.dialogue.addresses import address_within, is_address, without_question
from bot.dialogue.understanding import Message
from intents.entities import find_entities


def said(text: str) -> Message:
    return Message(text=text, entities=find_entities(text))


@pytest.mark.parametrize(
    "text",
    [
        "演示市演示区演示路1号",
        "5栋201",
        "张三 13800005555",
        "13800005555",
        "收件人改成李四光",
        "门牌号错了应该是1203",
        "幸福里小区",
        "麻烦放菜鸟驿站",
        "人民医院住院部3楼",
        "12 Baker Street, London",
        "flat 401",
        "12 Elm",
    ],
)
def test_a_place_a_number_of_a_house_or_a_phone_is_an_address(text: str) -> None:
    assert is_address(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "小孩误食了",
        "小二介入",
        "我在路上呢",
        "别催了",
        "这有什么区别",
        "你们在哪个市",
        "几号楼能送",
        "i want to die",
        "去超市",
    ],
)
def test_any_other_sentence_is_none(text: str) -> None:
    assert not is_address(said(text))


@pytest.mark.parametrize("before", ["改成", "不对，应该是", "是", "收货写错了，寄到"])
def test_what_introduces_an_address_is_no_part_of_it(before: str) -> None:
    assert address_within(said(f"{before}演示市演示区演示路1号")) == "演示市演示区演示路1号"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("change the address to 5 Nanjing Rd", "5 Nanjing Rd"),
        ("please send it to 12 Baker Street, London, please", "12 Baker Street, London"),
        ("new address: flat 3, 22 Elm Avenue. Thank you", "flat 3, 22 Elm Avenue"),
        ("the address is 7 Ocean Drive, can you still change it?", ""),
        ("can you deliver to 5 pm", ""),
        ("change it to 2 pieces", ""),
        ("deliver it at 9 tomorrow", ""),
        ("i moved to another place", ""),
    ],
)
def test_an_english_address_among_other_words_is_found(text: str, address: str) -> None:
    assert address_within(said(text)) == address


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("改到 杭州市西湖区文三路8号 王五 13800138000 可以吗？今天能发吗", "杭州市西湖区文三路8号 王五 13800138000"),
        ("杭州市西湖区文三路8号 王五 13800138000可以吗", "杭州市西湖区文三路8号 王五 13800138000"),
        ("杭州市西湖区文三路8号 王五 13800138000", "杭州市西湖区文三路8号 王五 13800138000"),
    ],
)
def test_what_leads_up_to_an_address_or_is_asked_behind_it_is_not_put_on_the_label(text: str, label: str) -> None:
    assert without_question(text) == label
