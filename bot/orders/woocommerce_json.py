"""WooCommerce's REST list of orders (`/wp-json/wc/v3/orders`) saved as a file, as the rows its CSV would have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from bot.core.errors import ImportFileError
from bot.orders.cells import BadCell, amount
from bot.orders.columns import Columns, Row
from bot.orders.woocommerce import FIELDS

_MAX_BYTES: Final = 256 << 20
_SPACE: Final = " \t\r\n"

Told: TypeAlias = "str | bool | list[Told] | dict[str, Told] | None"

_COLUMNS: Final = Columns(
    places={field.name: place for place, field in enumerate(FIELDS)},
    headers=tuple(field.headers[0] for field in FIELDS),
    width=None,
)
# Numbers stay as they are written: 007 is an order number, 9.00 an amount.
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def read_json(path: Path) -> Iterator[list[Row]]:
    """The rows of each order, in the order of the file. A page of the API is small: the file is read whole.

    Raises:
        ImportFileError: not JSON, not a list of objects, or larger than 256 MB.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise ImportFileError(f"{path}: the file is larger than 256 MB; import it in parts")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(f"{path}: JSON must be UTF-8 (byte {error.start} is not)") from None
    for line, told in _objects(path, text):
        yield _rows(line, told)


def _objects(path: Path, text: str) -> Iterator[tuple[int, Told]]:
    """Each element of the list with the line it begins on."""
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise ImportFileError(f"{path}:1:1: a list of orders begins with [")
    line, counted = 1, 0
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        told, at = _decode(path, text, at)
        yield line, told
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise ImportFileError(f"{path}:{line}: after this order a comma or ] is missing; is the file complete?")


def _decode(path: Path, text: str, at: int) -> tuple[Told, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise ImportFileError(f"{path}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}") from None
    except RecursionError:
        raise ImportFileError(f"{path}: the JSON is nested too deeply to be a list of orders") from None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _rows(line: int, told: Told) -> list[Row]:
    """The order's own row with its first item, then a row per further item."""
    if not isinstance(told, dict):
        return [_row(line, {}, fault=BadCell("this is not an order", "an order is an object {…}", line=line, column=1))]
    items = [_item(item) for item in _list(told, "line_items")] or [{}]
    return [_row(line, _order(told) | items[0]), *(_row(line, item) for item in items[1:])]


def _row(line: int, told: Mapping[str, str], fault: BadCell | None = None) -> Row:
    return Row(line=line, cells=[told.get(field.name, "") for field in FIELDS], columns=_COLUMNS, fault=fault)


def _order(told: Mapping[str, Told]) -> dict[str, str]:
    billing, shipping = _dict(told, "billing"), _dict(told, "shipping")
    return {
        "number": _text(told, "number") or _text(told, "id"),
        "status": _text(told, "status"),
        "created": _time(told, "date_created"),
        "total": _text(told, "total"),
        "buyer": _text(billing, "email"),
        "paid_at": _time(told, "date_paid"),
        "completed_at": _time(told, "date_completed"),
        "currency": _text(told, "currency"),
        "freight": _text(told, "shipping_total"),
        "refunded": _refunded(told),
        "message": _text(told, "customer_note"),
        **_person("to", shipping),
        **_person("by", billing),
    }


def _person(who: str, told: Mapping[str, Told]) -> dict[str, str]:
    keys = {
        "first": "first_name",
        "last": "last_name",
        "phone": "phone",
        "street": "address_1",
        "street2": "address_2",
        "city": "city",
        "state": "state",
        "postcode": "postcode",
        "country": "country",
    }
    return {f"{who}_{part}": _text(told, key) for part, key in keys.items()}


def _item(told: Told) -> dict[str, str]:
    if not isinstance(told, dict):
        return {"title": "?"}
    chosen = (_chosen(meta) for meta in _list(told, "meta_data"))
    return {
        "title": _text(told, "name") or _text(told, "sku") or _text(told, "product_id") or "?",
        "quantity": _text(told, "quantity"),
        "item_total": _text(told, "subtotal") or _text(told, "total"),
        "sku": _text(told, "sku"),
        "product_id": _text(told, "product_id"),
        "variant": ", ".join(filter(None, chosen)),
    }


def _chosen(told: Told) -> str:
    """`Color: black` of an item's meta data; keys that begin with _ are WooCommerce's own business."""
    if not isinstance(told, dict) or (_text(told, "key") or "_").startswith("_"):
        return ""
    value = _text(told, "display_value") or _text(told, "value")
    return f"{_text(told, 'display_key') or _text(told, 'key').removeprefix('pa_')}: {value}" if value else ""


def _refunded(told: Mapping[str, Told]) -> str:
    """The sum of the refunds. An amount that is none is passed on, for the dialect to refuse."""
    totals = [_text(refund, "total").removeprefix("-") for refund in _list(told, "refunds") if isinstance(refund, dict)]
    try:
        return str(sum(filter(None, map(amount, totals)), Decimal(0))) if totals else ""
    except BadCell:
        return " + ".join(totals)


def _time(told: Mapping[str, Told], key: str) -> str:
    """The UTC twin where there is one; the other is in the site's zone."""
    utc = _text(told, f"{key}_gmt")
    return f"{utc}Z" if utc else _text(told, key)


def _text(told: Mapping[str, Told], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""


def _dict(told: Mapping[str, Told], key: str) -> Mapping[str, Told]:
    value = told.get(key)
    return value if isinstance(value, dict) else {}


def _list(told: Mapping[str, Told], key: str) -> Sequence[Told]:
    value = told.get(key)
    return value if isinstance(value, list) else []
