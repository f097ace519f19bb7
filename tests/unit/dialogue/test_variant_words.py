"""Which colours and sizes some words name, in both languages, and which they turn down."""

from __future__ import annotations

import pytest

from bot.dialogue.variant_words import named, turned_down

TSHIRT = (("白", "黑", "雾蓝", "卡其"), ("S", "M", "L", "XL", "2XL"))
LAMP = (("白", "木纹"),)
LATIN = (("white", "wood"),)


@pytest.mark.parametrize(
    ("lists", "text", "value"),
    [
        (LAMP, "白", "白"),
        (LAMP, "白的", "白"),
        (LAMP, "台灯要白的", "白"),
        (LAMP, "还是换白色的吧", "白"),
        (LAMP, "不是白 木纹", "木纹"),
        (LAMP, "不要木纹要白的", "白"),
        (TSHIRT, "蓝的", "雾蓝"),
        (TSHIRT, "白色L码", "白 L"),
        (TSHIRT, "是XL不是L", "XL"),
        (TSHIRT, "从L换成M", "M"),
        (TSHIRT, "可以换黑的吗", "黑"),
        (LATIN, "can I have the wood one?", "wood"),
        (LATIN, "not white, wood please", "wood"),
        (LATIN, "wood instead of white", "wood"),
        (LATIN, "not white but wood", "wood"),
    ],
)
def test_what_is_wanted_is_named(lists: tuple[tuple[str, ...], ...], text: str, value: str) -> None:
    assert named(lists, text) == value


@pytest.mark.parametrize(
    ("lists", "text"),
    [
        (LAMP, "明白"),
        (LAMP, "白费功夫"),
        (LAMP, "白高兴一场"),
        (LAMP, "米白色"),
        (LAMP, "不要白的"),
        (LAMP, "白的不要"),
        (LAMP, "白和木纹哪个好看"),
        (LAMP, "木纹缺货吗"),
        (LAMP, "白色没货了吗"),
        (LAMP, "白色和木纹各一个"),
        (TSHIRT, "其实是质量问题"),
        (TSHIRT, "其实就是太小了"),
        (TSHIRT, "L太大了"),
        (TSHIRT, "天蓝色"),
        (TSHIRT, "现在是L"),
        (LATIN, "not white"),
        (LATIN, "anything but white"),
        (LATIN, "white or wood?"),
        (LATIN, "a white one and a wood one"),
        (LATIN, "is the white in stock?"),
        (LATIN, "don't change it to white"),
    ],
)
def test_what_is_turned_down_asked_about_or_part_of_another_word_is_not(
    lists: tuple[tuple[str, ...], ...], text: str
) -> None:
    assert named(lists, text) == ""


@pytest.mark.parametrize(
    ("lists", "text", "denied"),
    [
        (LAMP, "不要木纹了", {"木纹"}),
        (LAMP, "我不是要木纹", {"木纹"}),
        (LAMP, "不要白的了", {"白"}),
        (LAMP, "木纹不好看吗", set()),
        (LAMP, "不要木纹 要白的", set()),
        (LATIN, "no, not white", {"white"}),
        (LATIN, "not yet", set()),
    ],
)
def test_what_is_turned_down_by_its_name(lists: tuple[tuple[str, ...], ...], text: str, denied: set[str]) -> None:
    assert turned_down(lists, text) == denied
