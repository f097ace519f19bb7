"""Numbers of shop.yaml, and days counted by the shop's calendar."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bot
from bot.core.conversation import JsonValue
from bot.core.orders import Fulfilment, Order, RefundState
from bot.dialogue.hours import hours_at, shipping_day
from bot.dialogue.outreach_rules import order_source_rules, outreach_rules
from bot.scripts.book import ScriptBook
from bot.scripts.schemas import schema_texts
from bot.scripts.shop_documents import ShopDoc, remark_line
from bot.service.policy import compensation_for, days_since, number_of, refundable

ROOT = Path(*bot.__path__)
SHOP: dict[str, JsonValue] = {"timezone": "Asia/Shanghai", "returns": {"days": 7}}
ORDER = Order(
    number="A1", source="t", created_at=datetime(2026, 3, 1, tzinfo=UTC), fulfilment=Fulfilment.SIGNED,
    total=Decimal(50),
)  # fmt: skip


@pytest.mark.parametrize(
    ("section", "name", "number"),
    [
        ("returns", "days", 7),
        ("returns", "quality_days", 0),
        ("price_change", "max_off_percent", 0),
        ("complaints", "days", 2),
    ],
)
def test_a_number_that_the_shop_leaves_out_is_the_default_of_its_schema(section: str, name: str, number: int) -> None:
    assert number_of(SHOP, section, name) == number


def test_zero_is_a_number_and_not_left_out() -> None:
    assert number_of({**SHOP, "complaints": {"days": 0}}, "complaints", "days") == 0


@pytest.mark.parametrize(("section", "name"), [("returns", "dayz"), ("gudwill", "per_order"), ("shipping", "fee")])
def test_a_number_that_no_schema_documents_is_never_made_up(section: str, name: str) -> None:
    with pytest.raises(LookupError, match=f"no default for {section}.{name}"):
        number_of(SHOP, section, name)


def test_compensation_is_what_the_table_names_and_nothing_else() -> None:
    shop: dict[str, JsonValue] = {"compensation": {"late": 5.5}}
    assert [compensation_for(one, reason) for one, reason in ((shop, "late"), (shop, "rain"), ({}, "late"))] == [
        Decimal("5.5"), 0, 0,
    ]  # fmt: skip


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _section_reads() -> Iterator[tuple[str, str]]:
    """Where code reads `shop.get("...")` or `shop["..."]`, and of which name."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[ast.Constant(value=str(name)), *_]):
                    pass
                case ast.Subscript(value=owner, slice=ast.Constant(value=str(name))):
                    pass
                case _:
                    continue
            if ast.unparse(owner).split(".")[-1] in {"shop", "_shop"}:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name


def test_every_policy_number_that_code_reads_stands_in_the_schema_with_a_default() -> None:
    reads = [(place, call) for place, call in _calls() if ast.unparse(call.func) == "number_of"]
    assert len(reads) >= 6
    for place, call in reads:
        named = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
        assert len(named) == 2, f"{place}: name section and number in words, so that this test can follow"
        assert number_of({}, *named) >= 0, place


def test_every_section_that_code_reads_stands_in_the_schema() -> None:
    known = {field.alias or name for name, field in ShopDoc.model_fields.items()}
    reads = list(_section_reads())
    assert {"timezone", "hours", "shipping", "outreach", "compensation"} <= {name for _, name in reads}
    assert [f"{place}: {name}" for place, name in reads if name not in known] == []


class _Watched(Mapping[str, Any]):
    """A table that remembers which of its keys were asked for."""

    def __init__(self, table: Mapping[str, Any], asked: set[str], path: str = "") -> None:
        self._table, self._asked, self._path = table, asked, path

    def __getitem__(self, key: str) -> Any:
        self._asked.add(f"{self._path}{key}")
        value = self._table[key]
        return _Watched(value, self._asked, f"{self._path}{key}.") if isinstance(value, Mapping) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def test_the_keys_read_within_a_section_stand_in_the_schema(book: ScriptBook) -> None:
    asked: set[str] = set()
    shop = _Watched(book.shop, asked)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    hours_at(shop, now)
    shipping_day(shop, now, now)
    outreach_rules(shop)
    order_source_rules(shop)
    remark_line(shop)
    schema = json.loads(schema_texts()["shop.schema.json"])
    assert {"hours.open", "shipping.cutoff", "outreach.nudge.topics", "order_source.retry", "remarks.line"} <= asked
    assert [path for path in sorted(asked) if not _documented(schema, path.split("."))] == []


def _documented(schema: dict[str, Any], path: list[str]) -> bool:
    here = schema
    for part in path:
        here = schema["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here
        if part not in here.get("properties", {}):
            return False
        here = here["properties"][part]
    return True


def test_days_are_those_of_the_shops_calendar() -> None:
    before_midnight, after = datetime(2026, 3, 1, 15, 59, tzinfo=UTC), datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert days_since(before_midnight, after, SHOP) == 1
    assert days_since(after, after, SHOP) == 0
    assert days_since(None, after, SHOP) is None


@pytest.mark.parametrize(
    ("state", "amount", "left"),
    [
        (RefundState.NONE, 0, 50),
        (RefundState.REQUESTED, 20, 50),
        (RefundState.REFUNDED, 20, 30),
        (RefundState.REFUNDED, 0, 0),
    ],
)
def test_what_was_refunded_is_not_there_any_more(state: RefundState, amount: int, left: int) -> None:
    assert refundable(replace(ORDER, refund=state, refund_amount=Decimal(amount))) == left
