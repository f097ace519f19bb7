from __future__ import annotations

import pytest

from bot.dialogue.amending import amended, right_words


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("不对 是89号", "89号"),
        ("不对，是 5 栋 201", "5 栋 201"),
        ("不是88号，是89号", "89号"),
        ("不对 换成藏青", "藏青"),
        ("写错了，应该是世纪大道100号", "世纪大道100号"),
        ("不对，藏青", "藏青"),
        ("no, it's 89", "89"),
        ("actually navy", "navy"),
        ("not 5, 7 nanjing rd", "7 nanjing rd"),
        ("不对", ""),
        ("不对吧，运费不是你们出吗", ""),
        ("不是，我不想换了", ""),
    ],
)
def test_a_correction_says_what_is_right(text: str, right: str) -> None:
    assert right_words(text) == right


@pytest.mark.parametrize(
    ("before", "right", "after"),
    [
        ("上海市浦东新区张江路88号", "89号", "上海市浦东新区张江路89号"),
        ("演示路 2 号 3 栋 401", "5 栋 201", "演示路 2 号 5 栋 201"),
        ("上海市浦东新区张江路88号", "世纪大道100号", "上海市浦东新区世纪大道100号"),
        ("上海市浦东新区张江路88号", "世纪大道", "上海市浦东新区世纪大道88号"),
        ("上海市浦东新区张江路88号", "杭州市西湖区文三路1号", "杭州市西湖区文三路1号"),
        ("88 Nanjing Road, Shanghai", "89", "89 Nanjing Road, Shanghai"),
        ("88 Nanjing Road, Shanghai", "7 Century Ave", "7 Century Ave, Shanghai"),
        ("88 Nanjing Road, Shanghai", "7 Century Ave, Hangzhou", "7 Century Ave, Hangzhou"),
        ("换成雾蓝色", "藏青", "藏青"),
        ("改成两件", "三件", "改成三件"),
    ],
)
def test_what_is_right_takes_the_place_of_what_it_is_like(before: str, right: str, after: str) -> None:
    assert amended(before, right) == after


def test_a_number_that_is_like_none_or_several_tells_nothing() -> None:
    assert amended("上海市浦东新区张江路88号", "5栋") is None
    assert amended("2 3", "4") is None
    assert amended("张江路88号", "") is None
