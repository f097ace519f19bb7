"""A table of the in-memory store undoes what a failed use case did to it."""

from __future__ import annotations

import pytest

from bot.storage.memory.tables import Table


@pytest.fixture
def table() -> Table[str, int]:
    made: Table[str, int] = Table()
    made.update({"a": 1, "b": 2})
    made.keep()
    return made


def test_rolling_back_restores_changed_deleted_and_new_rows(table: Table[str, int]) -> None:
    table["a"] = 10
    table["a"] = 11
    del table["b"]
    table["c"] = 3
    table.roll_back()
    assert dict(table) == {"a": 1, "b": 2}


def test_a_row_deleted_and_put_again_comes_back_as_it_was(table: Table[str, int]) -> None:
    del table["a"]
    table["a"] = 5
    table.roll_back()
    assert dict(table) == {"a": 1, "b": 2}


def test_a_row_put_and_deleted_again_was_never_there(table: Table[str, int]) -> None:
    table["c"] = 3
    del table["c"]
    table.roll_back()
    assert dict(table) == {"a": 1, "b": 2}


def test_what_was_kept_stays(table: Table[str, int]) -> None:
    table["a"] = 10
    table.keep()
    table["a"] = 20
    table.roll_back()
    assert table["a"] == 10


def test_a_number_is_never_given_twice(table: Table[str, int]) -> None:
    first = table.next_id()
    table.roll_back()
    assert table.next_id() == first + 1
