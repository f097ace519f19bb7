"""What a topic is called, and whose it is by its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.foundlings import TASKS_NAME, Foundlings, conversation_named, topic_name
from bot.channels.telegram.translate import TopicMade
from bot.core.messages import Peer
from bot.storage import MemoryStore
from tests.unit.channels.telegram.conftest import NOW

if TYPE_CHECKING:
    from bot.channels.telegram.forum import Forum

GROUP = -1_001_234_567_890


@given(st.text(max_size=200), st.text(min_size=1, max_size=200), st.integers(min_value=1, max_value=10**12))
def test_whatever_a_customer_is_called_the_topic_is_known_by_its_name(name: str, peer: str, number: int) -> None:
    title = topic_name(Peer(id=peer, name=name), number)
    assert len(title) <= 100
    assert conversation_named(title) == number


@pytest.mark.parametrize("name", ["", TASKS_NAME, "小美", "小美 · ", "小美 · 0", "小美 · x", "小美 · ٣", "小美·1"])
def test_other_names_are_of_no_conversation(name: str) -> None:
    assert conversation_named(name) is None


@dataclass
class FakeForum:
    """The group, and what is to be done there soon."""

    group: int = GROUP
    errands: list[Any] = field(default_factory=list)

    def soon(self, errand: Any) -> None:
        self.errands.append(errand)


@dataclass
class Desk:
    store: MemoryStore = field(default_factory=MemoryStore)
    forum: FakeForum = field(default_factory=FakeForum)

    async def made(self, thread_id: int, name: str) -> int:
        """Tell of a topic; how many were to be closed by then."""
        foundlings = Foundlings(store=self.store, forum=cast("Forum", self.forum))
        await foundlings.found(TopicMade(thread_id=thread_id, name=name))
        return len(self.forum.errands)

    async def conversation(self) -> int:
        peer = Peer(id="5001", name="小美")
        found = await self.store.transact(lambda uow: uow.conversations.of_peer("telegram", "7", peer, now=NOW))
        return found.id


async def test_the_first_topic_of_a_conversation_is_used_and_told_twice_changes_nothing() -> None:
    desk = Desk()
    number = await desk.conversation()
    assert await desk.made(5, f"小美 · {number}") == 0
    await desk.store.transact(lambda uow: uow.topics.link(number, GROUP, 5, 71))
    assert await desk.made(5, f"小美 · {number}") == 0
    assert await desk.store.read(lambda uow: uow.topics.of_conversation(number)) == (GROUP, 5, 71)


async def test_a_second_topic_is_closed_and_the_one_in_use_stays() -> None:
    desk = Desk()
    number = await desk.conversation()
    await desk.made(5, f"小美 · {number}")
    assert await desk.made(6, f"小美 · {number}") == 1
    assert await desk.store.read(lambda uow: uow.topics.of_conversation(number)) == (GROUP, 5, None)


async def test_in_a_group_that_moved_the_new_topic_is_used() -> None:
    desk = Desk()
    number = await desk.conversation()
    await desk.store.transact(lambda uow: uow.topics.link(number, GROUP - 1, 5, 71))
    assert await desk.made(6, f"小美 · {number}") == 0
    assert await desk.store.read(lambda uow: uow.topics.of_conversation(number)) == (GROUP, 6, None)


async def test_the_topic_of_tasks_is_used_once_too() -> None:
    desk = Desk()
    assert await desk.made(5, TASKS_NAME) == 0
    assert await desk.made(6, TASKS_NAME) == 1
    assert await desk.store.read(lambda uow: uow.desk_posts.place("tasks")) == (GROUP, 5)


@pytest.mark.parametrize("name", ["小美 · 77", "活动通知"])
async def test_a_topic_of_nobody_we_know_is_left_alone(name: str) -> None:
    desk = Desk()
    assert await desk.made(5, name) == 0
    assert await desk.store.read(lambda uow: uow.topics.conversation_of(GROUP, 5)) is None
