"""Entities: values normalised, spans over the original, one entity per span."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intents.entities import Entity, find_entities

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
PRODUCTS = {"P1": ["北欧陶瓷杯", "陶瓷杯"], "P2": ["竹纤维毛巾"]}


def found(text: str) -> list[tuple[str, str | int | float]]:
    return [(one.kind, one.value) for one in find_entities(text, products=PRODUCTS, now=NOW)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("订单号1234567890123456789", "order_number", "1234567890123456789"),
        ("1234567890123456789", "order_number", "1234567890123456789"),
        ("订单编号：A2", "order_number", "A2"),
        ("order #1001", "order_number", "1001"),
        ("my order number is KF2026-001", "order_number", "KF2026-001"),
        ("单号SF1234567890123帮查", "tracking_number", "SF1234567890123"),
        ("退货单号 773123456789012", "tracking_number", "773123456789012"),
        ("我电话13800001234", "phone", "13800001234"),
        ("138 0000 1234", "phone", "13800001234"),
        ("尾号6789", "phone4", "6789"),
        ("6789", "phone4", "6789"),
        ("¥99.90", "money", "99.90"),
        ("十八块五行不行", "money", "18.5"),
        ("便宜20元吧", "money", "20"),
        ("$1,299.50", "money", "1299.50"),
        ("XXL还有吗", "size", "2XL"),
        ("要L码", "size", "L"),
        ("38.5码有吗", "size", "38.5"),
        ("要大号", "size", "L"),
        ("身高165", "height", 165.0),
        ("一米七五", "height", 175.0),
        ("1.6米", "height", 160.0),
        ("我160cm", "height", 160.0),
        ("体重110斤", "weight", 55.0),
        ("55公斤", "weight", 55.0),
        ("体重120", "weight", 60.0),
        ("买三件", "count", 3),
        ("2 pairs", "count", 2),
        ("明天能到吗", "date", "2026-03-05"),
        ("大后天", "date", "2026-03-07"),
        ("周五到", "date", "2026-03-06"),
        ("下周一", "date", "2026-03-09"),
        ("上周三", "date", "2026-02-25"),
        ("3月8号", "date", "2026-03-08"),
        ("12月30日", "date", "2025-12-30"),
        ("2026年5月1日", "date", "2026-05-01"),
        ("tomorrow", "date", "2026-03-05"),
        ("next monday", "date", "2026-03-09"),
        ("march 8th", "date", "2026-03-08"),
        ("下午三点半", "time", "15:30"),
        ("晚上8:30", "time", "20:30"),
        ("3pm", "time", "15:00"),
        ("发顺丰", "courier", "sf"),
        ("发园通可以吗", "courier", "yto"),
        ("北欧陶瓷杯多少钱", "product", "P1"),
        ("北欧淘瓷杯多少钱", "product", "P1"),
        ("竹千维毛巾", "product", "P2"),
    ],
)
def test_one_entity(text: str, kind: str, value: str | float) -> None:
    assert (kind, value) in found(text)
    assert len([one for one in found(text) if one[0] == kind]) == 1


@pytest.mark.parametrize(
    "text", ["便宜一点", "有点贵", "在吗", "what's up", "第一次买", "周末愉快吗没有", "2月30号", ""]
)
def test_what_only_looks_like_one(text: str) -> None:
    assert [one for one in found(text) if one[0] != "date"] == []


def test_several_in_one_message() -> None:
    assert found("身高165体重110斤，买2件，明天下午三点送") == [
        ("height", 165.0), ("weight", 55.0), ("count", 2), ("date", "2026-03-05"), ("time", "15:00"),
    ]  # fmt: skip


def test_the_carrier_of_a_tracking_number_is_told() -> None:
    [one] = find_entities("JT1234567890123")
    assert one == Entity(
        kind="tracking_number", value="JT1234567890123", text="JT1234567890123", span=(0, 15), carrier="jt"
    )


def test_relative_days_need_a_clock() -> None:
    assert find_entities("明天") == ()
    assert [one.kind for one in find_entities("2026-03-02")] == ["date"]


def test_full_width_digits_are_digits_and_the_span_is_the_original() -> None:
    text = "手机 １３８００００１２３４ 谢谢"
    [one] = find_entities(text)
    assert (one.kind, one.value) == ("phone", "13800001234")
    assert text[one.span[0] : one.span[1]] == one.text == "１３８００００１２３４"


@given(st.text(st.characters(), max_size=60))
@example("*¼$")
def test_any_text_gives_entities_that_do_not_overlap(text: str) -> None:
    entities = find_entities(text, products=PRODUCTS, now=NOW)
    assert all(text[one.span[0] : one.span[1]] == one.text for one in entities)
    assert all(one.span[1] <= two.span[0] for one, two in pairwise(entities))


@given(
    st.text(
        "0123456789０９年月日号点半周一二三十百千万两壹叁拾仟米斤公kgcmSMLX码¥元块毛角-:/. #~，、"
        "满减送折包邮多来几左右到前后小时刚才这底旬脚穿",
        max_size=30,
    )
)
def test_numbers_in_any_disorder_are_read_without_an_error(text: str) -> None:
    assert isinstance(find_entities(text, now=NOW), tuple)


def test_what_nobody_sees_before_a_number_hides_nothing() -> None:
    text = "\u200b" * 2500 + "订单号2391234567890123456"
    [one] = find_entities(text)
    assert (one.kind, text[one.span[0] : one.span[1]]) == ("order_number", "2391234567890123456")
