"""Texts and conditions: what they render, what they refuse, and that no template can cost time or memory."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import KefuError
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.scripts.templates import EMPTY, MAX_OUTPUT, Expression, Template, TemplateError

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ORDER = Order(
    number="A1",
    source="test",
    created_at=NOW - timedelta(days=1),
    fulfilment=Fulfilment.SHIPPED,
    items=(OrderItem(title="杯子", quantity=2, price=Decimal("39.90")), OrderItem(title="毛巾")),
    total=Decimal("79.80"),
)
CONTEXT: dict[str, Any] = {
    "_language": "zh",
    "_zone": ZoneInfo("Asia/Shanghai"),
    "now": NOW,
    "shop": {"currency": "CNY", "returns": {"days": 7}, "items": ["a"], "fee": 8},
    "order": ORDER,
    "reason": {"id": "quality", "title": "质量问题", "fault": "shop", "note": None},
    "detail": "{{ 7 * 7 }}<b>{% if %}",
    "photos": None,
    "wish": EMPTY,
    "products": [
        {"title": "杯子", "price": 39.9, "stock": "现货", "good_for": ["elders", "friend"]},
        {"title": "毛巾", "price": 25, "stock": "补货中", "good_for": ["elders"]},
        {"title": "贺卡", "stock": "现货"},
    ],
}


def render(source: str) -> str:
    return Template(source, "zh/x.yaml:1").render(CONTEXT)


def holds(source: str) -> bool:
    return Expression(source, "zh/x.yaml:1").holds(CONTEXT)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("您好 👋 100% {不是}", "您好 👋 100% {不是}"),
        ("{{ order.number }}：{{ reason.title }}", "A1：质量问题"),
        ("{{ order.total | money }}", "¥79.80"),
        ("{{ order.total | money('USD') }}", "$79.80"),
        ("{{ (order.total * 0.5) | round }} {{ 2.5 | round }}", "40 3"),
        ("{{ (order.total * 0.5) | round(1) }}", "39.9"),
        ("{{ shop.fee + 4 }}/{{ 7 // 2 }}/{{ 7 % 4 }}/{{ -shop.fee }}", "12/3/3/-8"),
        ("{{ now | day }} {{ now | clock }}，{{ order.created_at | when }}", "今天 10:00，昨天 10:00"),
        ("{{ order.items | join('、', attribute='title') }}", "杯子、毛巾"),
        ("{{ order.items[0].title }} {{ order.items | length }}", "杯子 2"),
        ("{{ shop.items | first }}", "a"),  # a key called items is data, not the method of a dict
        ("{{ wish | default('无') }}{{ photos | default('无') }}", "无无"),
        ("{{ '有' if photos else '没有' }}照片", "没有照片"),
        ("{% if wish.size > 3 %}大{% elif reason %}有{% else %}无{% endif %}", "有"),
        ("{{ detail }}", "{{ 7 * 7 }}<b>{% if %}"),
        ("{# 说明 #}好的", "好的"),
    ],
)
def test_rendering(source: str, text: str) -> None:
    assert render(source) == text


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("reason.fault == 'shop'", True),
        ("reason and reason.fault in ['buyer', 'carrier']", False),
        ("wish", False),
        ("not photos", True),
        ("wish.anything.at.all", False),
        ("wish > 3 or wish < 3 or wish >= 3 or wish <= 3", False),
        ("order.paid_at > now", False),  # not paid: unknown, so the comparison is false, never an error
        ("reason.note == 'x'", False),
        ("order.total >= shop.fee * 2.5", True),
        ("true", True),
        ("order.fulfilment == 'shipped'", True),
    ],
)
def test_conditions(source: str, result: bool) -> None:
    assert holds(source) is result


@pytest.mark.parametrize(
    "source",
    [
        "{{ wish }}",
        "{{ photos }}",
        "{{ order.paid_at }}",
        "{{ order.paid_at | day }}",
        "{{ wish | money }}",
        "{{ order.nmuber }}",
        "{{ shop.nothing }}",
        "{{ missing }}",
        "{{ order.items | join(' ', attribute='nothing') }}",
        "{{ order.items[7].title }}",
        "{{ 1 / 0 }}",
        "{{ reason.title * 3 }}",
        "{{ reason.title + 'x' }}",
        "{{ 'a%sb' % 1 }}",
        "{{ detail | money }}",
        "{{ detail | clock }}",
        "{{ order.summary.upper }}",
    ],
)
def test_what_has_no_value_is_never_printed(source: str) -> None:
    with pytest.raises(TemplateError, match=r"^zh/x\.yaml:1: "):
        render(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 'x' * 10**8 }}", "powers"),
        ("{% for a in order.items %}{% for b in order.items %}x{% endfor %}{% endfor %}", "loops"),
        ("{{ range(10**9) }}", "calls"),
        ("{{ order.items.index(1) }}", "calls"),
        ("{% set a = 'x' %}", "assignments"),
        ("{% macro a() %}{% endmacro %}", "macro"),
        ("{% include 'x' %}", "include"),
        ("{% filter upper %}x{% endfilter %}", "filterblock"),
        ("{{ {'a': 1} }}", "dict"),
        ("{{ order.items[0:2] }}", "[ ]"),
        ("{{ order[reason] }}", "[ ]"),
        ("{{ wish is defined }}", "`is` tests"),
        ("{{ ''.__class__ }}", "__class__ is private"),
        ("{{ order['__class__'] }}", "__class__ is private"),
        ("{{ order.items | join('', attribute='a.__class__') }}", "__class__ is private"),
        ("{{ order.items | join('', attribute=reason) }}", "attribute is a name"),
        ("{{ order.items | join(*order) }}", "filter blocks"),
        ("{{ _zone }}", "_zone is private"),
        ("{{ self }}", "word of Jinja"),
        ("{{ order | attr('x') }}", "there is no filter attr"),
        ("{{ 'a' if wish }}", "needs an `else`"),
        ("{{ " + "(" * 400 + "1" + ")" * 400 + " }}", "nests too deep"),
        ("{{ " + "not " * 500 + "1 }}", "nests too deep"),
        ("{{ " + "9" * 3900 + " }}" + "x" * 200, "longer than"),
        ("{{ unclosed", "end of template"),
        ("{% if a %}x", "end of template"),
        ("{{ }}", "expected"),
    ],
)
def test_what_the_script_language_leaves_out(source: str, text: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(source, "f:1")
    assert text.lower() in caught.value.text.lower()


@pytest.mark.parametrize("source", ["", "a b", "a ==", "{{ a }}", "a)", "a; b", "x for x in y"])
def test_what_is_no_condition(source: str) -> None:
    with pytest.raises(TemplateError):
        Expression(source, "f:1")


def test_a_mistake_knows_its_line_and_column() -> None:
    with pytest.raises(TemplateError) as caught:
        Template("好的\n您的 {{ order.total | mony }}", "f:1")
    assert (caught.value.line, caught.value.column) == (2, 21)
    assert "money" in caught.value.hint


def test_output_is_capped_however_it_comes_about() -> None:
    template = Template("{{ detail }}" * 9, "f:1")
    with pytest.raises(TemplateError, match="grows beyond"):
        template.render({**CONTEXT, "detail": "x" * (MAX_OUTPUT // 8)})


def test_days_and_money_follow_language_zone_and_currency() -> None:
    context = {**CONTEXT, "_language": "en", "_zone": ZoneInfo("America/New_York"), "shop": {"currency": "EUR"}}
    text = Template("{{ now | when }} {{ order.total | money }}", "f:1").render(context)
    assert text == "today 21:00 €79.80"


def test_a_template_knows_the_names_it_reads() -> None:
    template = Template("{{ order.last_event.at | day }}\n{{ a ~ b[0].c }}{% if d %}{{ e }}{% endif %}", "f:1")
    found = {
        ".".join(reference.path): (reference.line, reference.printed, reference.guarded)
        for reference in template.references
    }
    assert found == {
        "order.last_event.at": (1, False, False),
        "a": (2, True, False),
        "b.[].c": (2, True, False),
        "d": (2, False, True),
        "e": (2, True, True),
    }


def test_templates_are_frozen_values() -> None:
    assert Template("a", "f:1") == Template("a", "f:1")
    assert issubclass(TemplateError, KefuError)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Template("a", "f:1").source = "b"  # type: ignore[misc]  # what is tested


@given(st.text(max_size=200))
def test_customer_text_comes_out_as_it_went_in(text: str) -> None:
    assert Template("{{ detail }}", "f:1").render({**CONTEXT, "detail": text}) == text


SIGNS = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "if",
    "for",
    "in",
    "set",
    "order",
    "'",
    "[",
    "(",
    ")",
    ".",
    "|",
    "1",
    "*",
    "~",
    " ",
    "\n",
)
JINJA_ISH = st.lists(st.sampled_from(SIGNS), max_size=25).map("".join)


@given(JINJA_ISH)
def test_any_source_is_a_template_or_a_template_error(source: str) -> None:
    try:
        text = render(source)
    except TemplateError:
        return
    assert len(text) <= MAX_OUTPUT


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ products | having('good_for', 'elders') | join('、', attribute='title') }}", "杯子、毛巾"),
        (
            "{{ products | having('stock', '现货') | having('good_for', 'elders') | priced | join('、') }}",
            "杯子（¥39.90）",
        ),
        ("{{ products | having('stock', '现货') | priced | join('、') }}", "杯子（¥39.90）、贺卡"),
        ("{{ products | having('good_for', 'nobody') | length }}", "0"),
    ],
)
def test_products_are_chosen_by_their_facts_and_shown_with_prices(source: str, text: str) -> None:
    assert render(source) == text


@pytest.mark.parametrize("source", ["{{ detail | having('stock', '现货') }}", "{{ detail | priced }}"])
def test_only_a_list_of_products_is_chosen_from(source: str) -> None:
    with pytest.raises(TemplateError, match="needs a list"):
        render(source)
