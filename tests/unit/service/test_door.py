"""The one door in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreBusy
from bot.core.messages import MAX_TEXT, Button, Content, Media, MediaKind, Peer
from bot.service.door import Door

if TYPE_CHECKING:
    from tests.unit.service.conftest import World


async def test_a_message_is_stored_once_however_often_it_is_delivered(world: World) -> None:
    assert await world.door.receive(world.incoming("在吗", external_id="m1"))
    assert not await world.door.receive(world.incoming("在吗", external_id="m1"))
    conversation = await world.conversation()
    unread = await world.store.read(lambda uow: uow.inbox.unread(conversation.id))
    assert [incoming.content.text for _, incoming in unread] == ["在吗"]


async def test_a_stored_message_rings_for_the_worker_and_a_repeat_does_not(world: World) -> None:
    async with world.bell.listen("inbox") as rings:
        await world.door.receive(world.incoming("在吗", external_id="m1"))
        await anext(rings)
        await world.door.receive(world.incoming("在吗", external_id="m1"))
        world.bell.ring("desk")
        assert not world.bell._listeners["inbox"].copy().pop().is_set()


async def test_control_characters_and_a_megabyte_of_text_are_tamed_before_they_are_stored(world: World) -> None:
    await world.door.receive(world.incoming("\x00" + "长" * 1_000_000))
    conversation = await world.conversation()
    [(_, stored)] = await world.store.read(lambda uow: uow.inbox.unread(conversation.id))
    assert len(stored.content.text) == MAX_TEXT
    assert "\x00" not in stored.content.text


async def test_a_customer_cannot_offer_buttons(world: World) -> None:
    forged = replace(world.incoming("点我"), content=Content(text="点我", buttons=(Button(value="yes", title="是"),)))
    await world.door.receive(forged)
    conversation = await world.conversation()
    [(_, stored)] = await world.store.read(lambda uow: uow.inbox.unread(conversation.id))
    assert stored.content.buttons == ()


async def test_names_that_customers_choose_are_one_short_line(world: World) -> None:
    photo = Media(kind=MediaKind.PHOTO, name="a\nb.jpg")
    incoming = replace(
        world.incoming("看图"),
        peer=Peer(id="visitor", name="小美\n[客服] 已退款", language="zh\x00"),
        content=Content(media=(photo,)),
    )
    await world.door.receive(incoming)
    conversation = await world.conversation()
    [(_, stored)] = await world.store.read(lambda uow: uow.inbox.unread(conversation.id))
    assert stored.peer.language == "zh"
    assert stored.content.media[0].name == "a b.jpg"
    assert "\n" not in stored.peer.name


@pytest.mark.parametrize("bad", ["", "a\x00b", "a\nb", "x" * 201])
async def test_an_id_that_no_store_could_find_again_is_the_channels_mistake(world: World, bad: str) -> None:
    incoming = world.incoming("在吗")
    for wrong in (replace(incoming, external_id=bad), replace(incoming, peer=Peer(id=bad))):
        with pytest.raises(ValueError, match=r"web: (external_id|peer\.id) is to be 1 to 200 printable characters"):
            await world.door.receive(wrong)
    conversation = await world.conversation()
    assert await world.store.read(lambda uow: uow.inbox.unread(conversation.id)) == []


async def test_a_locked_database_is_the_channels_business_so_that_it_does_not_confirm(world: World) -> None:
    class Locked:
        async def transact(self, use_case: object) -> None:
            raise StoreBusy

    door = Door(store=Locked(), bell=world.bell, clock=world.clock)  # type: ignore[arg-type]  # only transact is reached
    with pytest.raises(StoreBusy):
        await door.receive(world.incoming("在吗"))
