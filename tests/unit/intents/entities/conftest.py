"""One way of asking what a message names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from intents.entities import find_entities

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)  # a Saturday
Named = list[tuple[str, str | int | float]]


@pytest.fixture(scope="session")
def named() -> Callable[[str], Named]:
    """(kind, value) of every entity of a message; fails when a span does not point at its text."""

    def read(text: str) -> Named:
        entities = find_entities(text, now=NOW)
        assert all(text[one.span[0] : one.span[1]] == one.text for one in entities)
        return [(one.kind, one.value) for one in entities]

    return read
