"""Which of the phones in a text counts, and which is asked about."""

from __future__ import annotations

import pytest

from bot.dialogue.phones_said import amended_phone, phones_meant, says_wrong, unclear_phones, without_phones

OLD, NEW = "13700001111", "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        f"电话改一下，{OLD}换成{NEW}",
        f"{OLD} 改成 {NEW}",
        f"{OLD}→{NEW}",
        f"不是{OLD}，是{NEW}",
        f"原来的手机{OLD}停机了 用{NEW}",
        f"旧号{OLD} 新号{NEW}",
        f"{NEW}，别打{OLD}",
        f"change {OLD} to {NEW}",
        f"not {OLD} but {NEW}",
        f"my old number {OLD}, new one {NEW}",
        f"{OLD} is wrong, it's {NEW}",
        f"{NEW} {NEW}",
    ],
)
def test_the_phone_that_takes_the_place_of_another_counts(text: str) -> None:
    assert phones_meant(text) == (NEW,)
    assert unclear_phones(text) == ()


@pytest.mark.parametrize("text", [f"{OLD} 或者 {NEW}", f"{OLD}打不通就打{NEW}", f"{OLD} or {NEW}"])
def test_of_two_that_may_be_meant_neither_is_taken(text: str) -> None:
    assert unclear_phones(text) == (OLD, NEW)


def test_a_number_with_a_digit_too_few_is_asked_about_unless_a_whole_one_is_there() -> None:
    assert unclear_phones("李芳 1370000111") == ("1370000111",)
    assert unclear_phones("137 0000 111 李芳") == ("1370000111",)
    assert unclear_phones(f"不是1370000111 是{NEW}") == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+86 138-0013-8000", NEW),
        ("010-62345678转803", "010-62345678-803"),
        ("(0571)88886666", "0571-88886666"),
        ("400-800-1234", "400-800-1234"),
        ("18412345678-1234", "18412345678-1234"),
    ],
)
def test_numbers_of_every_kind_stand_as_they_are_dialled(text: str, number: str) -> None:
    assert phones_meant(text) == (number,)


def test_no_phone_and_no_half_of_one_remains_in_the_text() -> None:
    assert without_phones(f"王五 {NEW} 1370000111 收", "|") == "王五 | | 收"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话末尾是8001", "13800138001"),
        ("最后四位是 0009", "13800130009"),
        ("尾号应该是9", "13800138009"),
        ("the last four digits are 8001", "13800138001"),
        ("3栋8001", ""),
    ],
)
def test_the_end_of_a_known_phone_is_amended(text: str, phone: str) -> None:
    assert amended_phone(NEW, text) == phone


def test_nothing_is_amended_where_no_phone_is_known() -> None:
    assert amended_phone("", "末尾是8001") == ""


@pytest.mark.parametrize(
    "text", ["电话多了一位", "手机号少了一位", "地址对 电话不对", f"{OLD}不对", "the phone is wrong"]
)
def test_a_phone_is_wrong_and_nobody_knows_yet_what_it_is(text: str) -> None:
    assert says_wrong(text, OLD)


@pytest.mark.parametrize("text", ["好的", f"电话错了 {NEW}", "电话错了 末尾是8001", "电话错了 1380013", f"{NEW}不对"])
def test_a_phone_that_is_named_or_not_known_is_no_mere_wrong_one(text: str) -> None:
    assert not says_wrong(text, OLD)
