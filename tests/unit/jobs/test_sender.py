"""What becomes of each message on its way out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

import bot.jobs.sender
from bot.core.errors import (
    DeliveryDelayed,
    DeliveryError,
    DeliveryRefused,
    DeliveryUnknown,
    StoreBusy,
)
from bot.core.measures import Left, Measure
from bot.core.messages import Author, Content, Delivery, Draft, Parcel, Peer, TranscriptEntry
from bot.jobs.sender import OutboxSender
from bot.service.bell import InProcessBell
from bot.storage import MemoryStore


@dataclass
class Post:
    """A channel that answers as the test says and remembers what it was given."""

    answers: list[DeliveryError] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)
    idempotent: bool = False

    async def deliver(self, parcel: Parcel) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.delivered.append(parcel.content.text)
        return f"ref-{parcel.seq}"


@dataclass
class Room:
    post: Post
    store: MemoryStore = field(default_factory=MemoryStore)
    bell: InProcessBell = field(default_factory=InProcessBell)
    now: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC)

    def sender(self) -> OutboxSender:
        return OutboxSender(
            store=self.store, bell=self.bell, clock=lambda: self.now, deliverers={"post": self.post}, name="s"
        )

    async def send_all(self) -> datetime | None:
        """Rounds until nothing more can be sent now; returns when more can be."""
        sender = self.sender()
        while (due := await sender.run_once()) is not None and due <= self.now:
            pass
        return due

    async def write(self, text: str, peer: str = "p", channel: str = "post") -> TranscriptEntry:
        return await self.store.transact(
            lambda uow: uow.outbox.put(
                uow.conversations.of_peer(channel, "a", Peer(id=peer), now=self.now),
                Draft(author=Author.BOT, content=Content(text=text)),
                now=self.now,
            )
        )

    async def delivery(self, entry: TranscriptEntry) -> tuple[Delivery | None, str]:
        entries = await self.store.read(lambda uow: uow.transcript.entries(entry.conversation_id))
        found = next(each for each in entries if each.seq == entry.seq)
        return found.delivery, found.error


@pytest.fixture
def room() -> Room:
    return Room(post=Post())


async def test_messages_of_one_conversation_go_out_in_order_and_are_marked_sent(room: Room) -> None:
    entries = [await room.write(text) for text in ("一", "二", "三")]
    assert await room.send_all() is None
    assert room.post.delivered == ["一", "二", "三"]
    assert [await room.delivery(entry) for entry in entries] == [(Delivery.SENT, "")] * 3


async def test_too_fast_waits_as_long_as_the_platform_says_and_holds_what_follows(room: Room) -> None:
    room.post.answers = [DeliveryDelayed("429", retry_after=7)]
    first, _ = await room.write("一"), await room.write("二")
    assert await room.send_all() == room.now + timedelta(seconds=7)
    assert (room.post.delivered, await room.delivery(first)) == ([], (Delivery.WAITING, "429"))
    room.now += timedelta(seconds=7)
    await room.send_all()
    assert room.post.delivered == ["一", "二"]


async def test_one_slow_customer_does_not_hold_up_another(room: Room) -> None:
    room.post.answers = [DeliveryDelayed("429", retry_after=60)]
    await room.write("一", peer="slow")
    await room.send_all()
    await room.write("甲", peer="other")
    await room.send_all()
    assert room.post.delivered == ["甲"]


async def test_a_refusal_is_shown_as_failed_and_the_next_message_goes_on(room: Room) -> None:
    room.post.answers = [DeliveryRefused("bot was blocked by the user")]
    first = await room.write("一")
    await room.write("二")
    await room.send_all()
    assert await room.delivery(first) == (Delivery.FAILED, "bot was blocked by the user")
    assert room.post.delivered == ["二"]


async def test_a_lost_answer_is_unknown_and_never_sent_again(room: Room) -> None:
    room.post.answers = [DeliveryUnknown("connection lost")]
    entry = await room.write("一")
    await room.send_all()
    room.now += timedelta(hours=1)
    await room.send_all()
    assert await room.delivery(entry) == (Delivery.UNKNOWN, "connection lost")
    assert room.post.delivered == []


async def test_an_unreachable_platform_is_tried_again_ever_more_slowly_and_then_given_up(room: Room) -> None:
    room.post.answers = [DeliveryError("unreachable")] * 8
    entry = await room.write("一")
    waits = []
    while (due := await room.send_all()) is not None:
        waits.append((due - room.now).total_seconds())
        room.now = due
    assert waits == [2, 4, 8, 16, 32, 60, 60]
    assert await room.delivery(entry) == (Delivery.FAILED, "unreachable")


async def test_what_was_being_sent_when_the_process_died_is_unknown_after_the_restart(room: Room) -> None:
    entry = await room.write("一")
    await room.sender()._claim()
    await room.send_all()
    assert (await room.delivery(entry))[0] is Delivery.UNKNOWN
    assert room.post.delivered == []


async def test_where_sending_twice_shows_once_it_is_sent_again_after_the_restart(room: Room) -> None:
    room.post.idempotent = True
    entry = await room.write("一")
    await room.sender()._claim()
    await room.send_all()
    assert (await room.delivery(entry))[0] is Delivery.SENT
    assert room.post.delivered == ["一"]


async def test_other_channels_messages_are_left_to_their_own_sender(room: Room) -> None:
    entry = await room.write("一", channel="telegram")
    await room.send_all()
    assert await room.delivery(entry) == (Delivery.WAITING, "")


async def test_a_sent_message_wakes_the_conversations_windows(room: Room) -> None:
    entry = await room.write("一")
    async with room.bell.listen(f"conversation:{entry.conversation_id}") as rings:
        await room.send_all()
        await anext(rings)


async def test_a_bug_in_a_channel_leaves_that_message_unknown_and_sends_the_others(room: Room) -> None:
    class Broken(Post):
        async def deliver(self, parcel: Parcel) -> str:
            if parcel.content.text == "一":
                raise RuntimeError("no such attribute")
            return await super().deliver(parcel)

    room.post = Broken()
    first, second = await room.write("一", peer="p1"), await room.write("二", peer="p2")
    await room.send_all()
    assert await room.delivery(first) == (Delivery.UNKNOWN, "RuntimeError while it was being sent")
    assert (await room.delivery(second))[0] is Delivery.SENT


@pytest.mark.parametrize(("idempotent", "fate"), [(True, Delivery.SENT), (False, Delivery.UNKNOWN)])
async def test_a_message_whose_fate_could_not_be_stored_is_not_left_hanging(
    room: Room, monkeypatch: pytest.MonkeyPatch, idempotent: bool, fate: Delivery
) -> None:
    room.post.idempotent = idempotent
    entry, sender = await room.write("一"), room.sender()

    async def locked(*_: object, **__: object) -> None:
        raise StoreBusy

    with monkeypatch.context() as patch:
        patch.setattr(OutboxSender, "_settle", locked)
        with pytest.raises(StoreBusy):
            await sender.run_once()
    await sender.run_once()
    assert (await room.delivery(entry))[0] is fate


class SlowPost(Post):
    """A channel that keeps the chat `slow` waiting until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()

    async def deliver(self, parcel: Parcel) -> str:
        if parcel.peer_id == "slow":
            await self.let_go.wait()
        return await super().deliver(parcel)


async def test_a_slow_chat_keeps_nobody_else_waiting_and_its_own_messages_in_order(room: Room) -> None:
    room.post = post = SlowPost()
    sender = room.sender()
    for text in ("慢一", "慢二"):
        await room.write(text, peer="slow")
    await room.write("甲", peer="p1")
    await sender.run_once()
    await room.write("乙", peer="p2")
    room.now += timedelta(minutes=2)  # longer than a lease: it is slow, not gone
    assert await sender.run_once() is None
    assert post.delivered == ["甲", "乙"]
    async with room.bell.listen("outbox") as rings:
        post.let_go.set()
        await anext(rings)
    await sender.run_once()
    assert post.delivered == ["甲", "乙", "慢一", "慢二"]


async def test_stopping_waits_for_what_is_being_sent(room: Room) -> None:
    room.post = post = SlowPost()
    sender, entry = room.sender(), await room.write("慢", peer="slow")
    await sender.run_once()
    post.let_go.set()
    await sender.close()
    assert await room.delivery(entry) == (Delivery.SENT, "")


async def test_when_everything_in_its_hands_is_slow_it_takes_no_more(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.jobs.sender, "_BATCH", 1)
    room.post = post = SlowPost()
    sender, waiting = room.sender(), await room.write("慢", peer="slow")
    await sender.run_once()
    other = await room.write("甲", peer="p1")
    assert await sender.run_once() == room.now
    assert (await room.delivery(other))[0] is Delivery.WAITING
    post.let_go.set()
    await sender.close()
    await sender.run_once()
    assert [(await room.delivery(each))[0] for each in (waiting, other)] == [Delivery.SENT] * 2


async def test_being_asked_to_wait_is_no_attempt(room: Room) -> None:
    room.post.answers = [DeliveryDelayed("429", retry_after=1)] * 20 + [DeliveryError("unreachable")]
    entry = await room.write("一")
    for _ in range(20):
        room.now += timedelta(seconds=1)
        await room.send_all()
    room.now += timedelta(seconds=1)
    assert await room.send_all() == room.now + timedelta(seconds=2)  # as after a first attempt
    assert (await room.delivery(entry))[0] is Delivery.WAITING


async def test_what_became_of_every_try_is_counted(room: Room) -> None:
    room.post.answers = [DeliveryError("unreachable")]
    counted: list[Measure] = []
    await room.write("一")
    sender = room.sender()
    sender.meter = counted.append
    await sender.run_once()
    room.now += timedelta(seconds=2)
    await sender.run_once()
    assert counted == [Left(channel="post", author=Author.BOT, fate=fate) for fate in (Delivery.WAITING, Delivery.SENT)]


async def test_a_round_is_one_batch_so_that_stopping_does_not_wait_for_a_long_queue(room: Room) -> None:
    for text in ("一", "二", "三"):
        await room.write(text)
    assert await room.sender().run_once() == room.now
    assert room.post.delivered == ["一"]
