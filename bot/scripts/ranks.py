"""Which intents every language of a shop should have, and how often customers ask for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from bot.scripts.shapes import Document, Name
from bot.scripts.tree import Text

FILE: Final = "intents.yaml"
"""Beside shop.yaml. A shop without it is not asked for any intent."""

Rank: TypeAlias = Literal["A", "B", "C"]


def _plain(value: object) -> object:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else value


class RanksDoc(Document):
    """The intents of the shop by rank: A is asked most, and no language may lack it."""

    ranks: Annotated[dict[Rank, list[Name]], BeforeValidator(_plain, json_schema_input_type=dict[Rank, list[Name]])] = (
        Field(description="A: asked nearly every day. B: every week. C: now and then.")
    )

    def items(self) -> Iterator[tuple[Rank, Text]]:
        """Every intent with its rank, A first."""
        for rank in sorted(self.ranks):
            for name in self.ranks[rank]:
                yield rank, name


def often(ranks: RanksDoc | None) -> frozenset[str]:
    """The intents that customers ask for nearly every day."""
    return frozenset(str(name) for rank, name in ranks.items() if rank == "A") if ranks else frozenset()
