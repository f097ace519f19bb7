"""A customer's message on its way to the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.buttons import data_of
from bot.channels.telegram.files import Files
from bot.channels.telegram.letters import Letters
from bot.channels.telegram.translate import Letter
from bot.core.messages import Author, Button, Content, Draft, Incoming, Peer
from bot.service.bell import InProcessBell
from bot.service.door import Door
from bot.storage import MemoryStore

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.core.ports import UnitOfWork
    from bot.service.chat import Chat
    from tests.integration.telegram.conftest import Hour
    from tests.telegram_api import BotApiServer

PEER = Peer(id="5001", name="小美")
LONG = "reason:" + "杯口有一道很长的裂纹" * 3


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def letters(bot: Bot, chat: Chat, clock: Hour, store: MemoryStore) -> Letters:
    door = Door(store=store, bell=InProcessBell(), clock=clock)
    return Letters(bot=bot, door=door, store=store, clock=clock, files=Files(bot=bot, chat=chat), account="7")


def press(clock: Hour, data: str, callback_id: str = "1") -> Letter:
    incoming = Incoming(
        channel="telegram",
        account="7",
        external_id=f"callback:{callback_id}",
        peer=PEER,
        content=Content(press=data),
        sent_at=clock.now,
    )
    return Letter(incoming=incoming, callback_id=callback_id)


async def offer(store: MemoryStore, clock: Hour) -> None:
    def use_case(uow: UnitOfWork) -> None:
        conversation = uow.conversations.of_peer("telegram", "7", PEER, now=clock.now)
        content = Content(text="原因是？", buttons=(Button(value=LONG, title="有裂纹"),))
        uow.outbox.put(conversation, Draft(author=Author.BOT, content=content), now=clock.now)

    await store.transact(use_case)


async def heard(store: MemoryStore, clock: Hour) -> Content:
    def query(uow: UnitOfWork) -> Content:
        conversation = uow.conversations.of_peer("telegram", "7", PEER, now=clock.now)
        return uow.transcript.last(conversation.id, 1)[0].content

    return await store.read(query)


async def test_a_long_value_comes_back_whole_from_its_digest(letters: Letters, store: MemoryStore, clock: Hour) -> None:
    await offer(store, clock)
    await letters.receive(press(clock, data_of(LONG)))
    assert await heard(store, clock) == Content(text="有裂纹", press=LONG)


async def test_a_digest_that_nobody_knows_any_more_stays_as_it_is(
    letters: Letters, store: MemoryStore, clock: Hour
) -> None:
    await letters.receive(press(clock, data_of("something else " * 9)))
    assert (await heard(store, clock)).press == data_of("something else " * 9)


async def test_a_press_too_old_to_be_answered_is_stored_all_the_same(
    letters: Letters, store: MemoryStore, clock: Hour, bot_api: BotApiServer
) -> None:
    await letters.receive(press(clock, "yes", callback_id="999"))
    assert (await heard(store, clock)).press == "yes"
    assert bot_api.calls("answerCallbackQuery")[0].error is not None
