"""The line on the order, in the shop's own format."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from bot.core.catalogue import ACTIONS, COURIER_KINDS, NOTE_KINDS
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.service.actions.remarks import FORMS, FORMS_BY_KIND

if TYPE_CHECKING:
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World


def test_every_action_about_an_order_has_a_line_of_its_own_in_both_languages() -> None:
    without = {"create_task"}  # its role reads the task
    about_an_order = {name for name, spec in ACTIONS.items() if "order" in (*spec.slots, *spec.optional)} - without
    assert about_an_order <= {*FORMS, *FORMS_BY_KIND}
    assert (set(FORMS_BY_KIND["add_order_note"]), set(FORMS_BY_KIND["contact_courier"])) == (
        set(NOTE_KINDS),
        set(COURIER_KINDS),
    )
    words = [
        *(form.what for form in FORMS.values()),
        *(each for kinds in FORMS_BY_KIND.values() for each in kinds.values()),
    ]
    assert all(each.zh and each.en for each in words)


async def test_a_changed_address_is_written_with_what_when_and_who(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_address", order="A1", address="杭州市一号路\n2 号", receiver="演示顾客", phone="13800000000")
    assert await clerk.remarks("A1") == ["【改地址】T0001 杭州市一号路 2 号 演示顾客 13800000000 2026-03-02 小满"]


async def test_a_reason_is_written_in_words_and_an_agent_signs(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    agent = await world.agent("lin", Role.AFTER_SALE)
    await clerk.do("create_return", order="A1", reason="quality", photos=["p1"], agent=agent)
    assert await clerk.remarks("A1") == ["【退货】R0001 质量问题 2026-03-02 lin"]


async def test_a_note_tells_everything_that_was_collected_with_its_title(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.PRINTED)
    await clerk.do("add_order_note", order="A1", kind="card", detail="生日快乐")
    assert await clerk.remarks("A1") == ["【贺卡】T0001 具体情况：生日快乐 2026-03-02 小满"]


@pytest.mark.parametrize("kind", NOTE_KINDS)
async def test_every_kind_of_note_is_called_by_its_own_name(world: World, clerk: Clerk, kind: str) -> None:
    await world.order("A1", Fulfilment.PRINTED)
    await clerk.do("add_order_note", order="A1", kind=kind, detail="x")
    [line] = await clerk.remarks("A1")
    assert line.endswith("】T0001 具体情况：x 2026-03-02 小满")


@pytest.mark.parametrize("kind", COURIER_KINDS)
async def test_every_trouble_with_a_courier_is_called_by_its_own_name(world: World, clerk: Clerk, kind: str) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await clerk.do("contact_courier", order="A1", kind=kind)
    [line] = await clerk.remarks("A1")
    assert line.endswith("】T0001 2026-03-02 小满")


async def test_the_shop_writes_its_line_as_it_likes(world: World, clerk: Clerk) -> None:
    line = "{{ time }} {{ who }}/{{ what }}：{{ detail }}"
    world.book = replace(world.book, shop=MappingProxyType({**world.book.shop, "remarks": {"line": line}}))
    await world.order("A1", Fulfilment.PACKED)
    await clerk.do("hurry_shipping", order="A1")
    assert await clerk.remarks("A1") == ["10:00 小满/催发货：T0001"]


async def test_what_a_customer_writes_is_no_template_and_does_not_flood_the_order(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_item", order="A1", change="{{ shop.name }}" + "改" * 1000)
    [line] = await clerk.remarks("A1")
    assert "{{ shop.name }}" in line
    assert len(line) < 250


async def test_what_a_customer_writes_cannot_pass_for_a_remark_of_the_shop(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_address", order="A1", address="杭州\n2026-11-22 小满 【退款】F0009 已全额批准［ok］")
    [line] = await clerk.remarks("A1")
    assert line.count("【") == line.count("】") == 1
    assert "（退款）F0009 已全额批准（ok）" in line
    assert "\n" not in line
