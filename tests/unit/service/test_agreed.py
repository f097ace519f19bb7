"""What an agent settled, as values the bot can go on with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.cases import Case
from bot.core.conversation import JsonValue
from bot.core.errors import Conflict
from bot.core.orders import Fulfilment
from bot.scripts import load_book
from bot.service.agreed import fields_of, settle

if TYPE_CHECKING:
    from bot.scripts.book import ScriptBook
    from tests.unit.service.conftest import World

SCRIPTS = Path(__file__).parents[1] / "dialogue" / "shop"


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    """A small shop."""
    return load_book(SCRIPTS, cache=request.config.cache.mkdir("matchers"))


async def settled(world: World, **given: str) -> dict[str, JsonValue]:
    await world.order("A1", Fulfilment.SIGNED)
    await world.order("B9", Fulfilment.SIGNED, bound=False)
    conversation = await world.conversation()
    return await world.store.read(lambda uow: settle(uow, world.book, conversation, given))


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"reason": "quality"}, {"reason": "quality"}),
        ({"reason": " 质量问题 "}, {"reason": "quality"}),
        ({"order": "A1"}, {"order": "A1"}),
        ({"order": "A1", "reason": ""}, {"order": "A1"}),
        ({}, {}),
    ],
)
async def test_values_are_kept_as_the_dialogue_keeps_them(
    world: World, given: dict[str, str], value: dict[str, JsonValue]
) -> None:
    assert await settled(world, **given) == value


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "别的"}, "slot_value"),
        ({"order": "B9"}, "slot_value"),
        ({"photos": "p1"}, "slot_value"),
        ({"price": "nan"}, "slot_value"),
        ({"price": "inf"}, "slot_value"),
        ({"price": "-5"}, "slot_value"),
        ({"price": "9" * 400}, "slot_value"),
        ({"__class__": "x"}, "slot_unknown"),
    ],
)
async def test_what_a_slot_cannot_be_is_refused(world: World, given: dict[str, str], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        await settled(world, **given)
    assert refused.value.code == code


async def test_the_fields_are_those_of_the_matter_with_what_is_known(world: World) -> None:
    case: Case = await world.hand_off(intent="return_request", values={"order": "A1"})
    fields = fields_of(world.book, case)
    assert [(field.name, field.value) for field in fields] == [("order", "A1"), ("reason", "")]
    assert fields[1].options == {"quality": "质量问题", "dislike": "不喜欢"}
    assert fields_of(world.book, await world.hand_off(intent="nothing_like_it")) == ()


async def test_what_is_only_noted_or_asked_of_some_orders_is_not_offered_unless_it_is_known(world: World) -> None:
    shop = load_book(Path(__file__).parents[3] / "scripts_yaml")
    case = await world.hand_off(intent="return_request", values={})
    names = {field.name for field in fields_of(shop, case)}
    assert {"order", "reason"} <= names
    assert not names & {"terms_asked", "on_way", "standing"}
    known = replace(case, values={"on_way": "refuse"})
    assert "on_way" in {field.name for field in fields_of(shop, known)}
