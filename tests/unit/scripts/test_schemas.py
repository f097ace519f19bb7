"""The committed JSON Schemas are those of the models, and every file of the demo shop names its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.scripts.schemas import MODELS, schema_texts, write_schemas

CONTENT = Path(__file__).parents[3] / "scripts_yaml"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_committed_schema_is_current(name: str) -> None:
    committed = (CONTENT / "schemas" / name).read_text(encoding="utf-8")
    assert committed == schema_texts()[name], "run `kefu check --schemas`"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_described_because_editors_show_it(name: str) -> None:
    schema = json.loads(schema_texts()[name])
    assert list(_undescribed(schema)) == []


def _undescribed(schema: dict[str, Any]) -> Iterator[str]:
    for owner in (schema, *schema.get("$defs", {}).values()):
        for key, value in owner.get("properties", {}).items():
            if not value.get("description"):
                yield key


def _model_of(path: Path) -> str:
    parts = path.relative_to(CONTENT).parts
    if parts[0] == "tests":
        return "conversations.schema.json"
    if len(parts) == 1 or path.stem == "canned":
        return f"{path.stem}.schema.json"
    return "topic.schema.json"


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_the_first_line_of_a_file_names_its_schema(path: Path) -> None:
    schema = CONTENT / "schemas" / _model_of(path)
    relative = Path(os.path.relpath(schema, path.parent)).as_posix()
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={relative}"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    assert [path.name for path in write_schemas(tmp_path / "schemas")] == sorted(MODELS)
    assert write_schemas(tmp_path / "schemas") == []


def test_schemas_say_what_the_models_say() -> None:
    topic = json.loads(schema_texts()["topic.schema.json"])
    step = topic["$defs"]["StepDoc"]
    assert step["oneOf"] == [{"required": [key]} for key in ("collect", "confirm", "do", "say", "handoff")]
    assert step["additionalProperties"] is False
    assert "with" in step["properties"]
    assert topic["properties"]["replies"]["additionalProperties"] is False
    shop = json.loads(schema_texts()["shop.schema.json"])
    assert shop["additionalProperties"] == {"type": ["object", "array"]}
