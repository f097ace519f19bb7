from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.orders.cells import BadCell, amount, count, moment, number, phone, plain, tidy

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('="0012345"', "0012345"),
        ("'13800001234", "13800001234"),
        ("\t1234567890123456789\t", "1234567890123456789"),
        ("\ufeff订单编号", "订单编号"),
        ("'t Hooft", "'t Hooft"),
        ("'=1+1", "=1+1"),
        ("'", "'"),
        ("  ", ""),
    ],
)
def test_tidy_undoes_what_spreadsheets_put_around_a_value(cell: str, value: str) -> None:
    assert tidy(cell) == value


@pytest.mark.parametrize("value", ["1.23E+17", "1.2E17", "2,5e+18", "9E+10", "1234567890123456789.0"])
def test_a_number_that_excel_has_rounded_is_refused_with_the_reason(value: str) -> None:
    with pytest.raises(BadCell) as bad:
        number(value)
    assert "Excel has destroyed the number" in bad.value.hint


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0012345", "0012345"), ("#1001", "1001"), ("138000.0", "138000"), ("KF-1001/A", "KF-1001/A"), ("", "")],
)
def test_an_order_number_keeps_every_character_but_the_hash(value: str, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize("value", ["12 34", "1\x0034", "9" * 65, "12\ud80034"])
def test_what_is_not_one_number_is_refused(value: str) -> None:
    with pytest.raises(BadCell):
        number(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("138****1234", "138****1234"),
        ("0571-88880000", "0571-88880000"),
        ("+86 138 0000 1234", "+86 138 0000 1234"),
        ("13800001234-5678", "13800001234"),
        ("0571-88880000转801", "0571-88880000"),
        ("13800001234.0", "13800001234"),
    ],
)
def test_a_phone_stays_text_and_loses_only_its_extension(value: str, expected: str) -> None:
    assert phone(value) == expected


def test_a_phone_that_excel_has_rounded_is_refused() -> None:
    with pytest.raises(BadCell, match="phone"):
        phone("1.38E+10")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("¥88.00", "88.00"),
        ("￥１２", "12"),
        ("$ 9", "9"),
        ("12元", "12"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_exactly(value: str, expected: str) -> None:
    assert amount(value) == Decimal(expected)


@pytest.mark.parametrize("value", ["12,50", "1.234,50", "-3", "NaN", "Infinity", "1e5", "abc", "12 34", "9" * 13])
def test_an_amount_that_could_mean_two_things_is_refused(value: str) -> None:
    with pytest.raises(BadCell):
        amount(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02 10:00:00", datetime(2026, 3, 2, 2, 0, tzinfo=UTC)),
        ("2026/3/2 9:05", datetime(2026, 3, 2, 1, 5, tzinfo=UTC)),
        ("2026-03-02 10:00:00 +0800", datetime(2026, 3, 2, 2, 0, tzinfo=UTC)),
        ("2026-03-02 10:00:00 -0500", datetime(2026, 3, 2, 15, 0, tzinfo=UTC)),
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("2026-03-02 10:00:00 UTC", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("2026年3月2日 10:00", datetime(2026, 3, 2, 2, 0, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 1, 16, 0, tzinfo=UTC)),
    ],
)
def test_times_become_utc_from_their_own_zone_or_the_shops(value: str, expected: datetime) -> None:
    assert moment(value, SHANGHAI) == expected


@pytest.mark.parametrize("value", ["5/31/2016 0:37", "2026-13-01 00:00", "2026-02-30", "0001-01-01", "now", "46083.4"])
def test_a_time_that_is_none_or_could_mean_two_is_refused(value: str) -> None:
    with pytest.raises(BadCell, match="not a time"):
        moment(value, SHANGHAI)


def test_empty_cells_are_no_values() -> None:
    assert (amount(""), count(""), moment("", SHANGHAI), phone("")) == (None, None, None, "")


@given(st.text())
def test_any_text_parses_or_is_refused_but_never_breaks(text: str) -> None:
    for parse in (number, phone, amount, count, lambda value: moment(value, SHANGHAI)):
        with suppress(BadCell):
            parse(tidy(text))


@given(st.text())
def test_plain_text_is_one_printable_line_and_stays_the_same_when_read_again(text: str) -> None:
    value = plain(text)
    assert "\n" not in value
    assert plain(value) == value
