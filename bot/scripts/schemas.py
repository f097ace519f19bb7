"""JSON Schemas of the YAML files, generated from the very models that check them, so that editors never disagree.

Editors find them by the first line of each file: `# yaml-language-server: $schema=../schemas/topic.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from bot.scripts.canned_documents import CannedDoc
from bot.scripts.conversations import ConversationsDoc
from bot.scripts.documents import TopicDoc
from bot.scripts.ranks import RanksDoc
from bot.scripts.shapes import Document
from bot.scripts.shop_documents import ProductsDoc, ShopDoc

MODELS: Final[Mapping[str, type[Document]]] = MappingProxyType(
    {
        "canned.schema.json": CannedDoc,
        "conversations.schema.json": ConversationsDoc,
        "intents.schema.json": RanksDoc,
        "products.schema.json": ProductsDoc,
        "shop.schema.json": ShopDoc,
        "topic.schema.json": TopicDoc,
    }
)
"""Schema files by name, and the documents they describe."""


def schema_texts() -> dict[str, str]:
    """The content of every schema file, by its name."""
    return {name: _text(model) for name, model in MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write all schema files and return those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in schema_texts().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def _text(model: type[Document]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidy(model.model_json_schema(by_alias=True)),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _tidy(schema: Any) -> Any:
    """Without what pydantic adds and the format does not mean: titles made of names, and null."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            tidy[key] = {name: _tidy(item) for name, item in value.items()}
        elif key != "title" and not (key == "default" and value is None):
            tidy[key] = _tidy(value)
    if "patternProperties" in tidy:
        tidy.setdefault("additionalProperties", False)
    return _without_null(tidy)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return schema
    left = [choice for choice in choices if choice != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **left[0]} if len(left) == 1 else {**rest, "anyOf": left}
