"""What webhooks are told of, and that it is exactly what was kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.cases import Outcome
from bot.core.errors import Conflict
from bot.core.messages import Content
from bot.core.roles import Role
from bot.core.webhooks import SUBSCRIBABLE, Webhook, WebhookEvent
from bot.scripts import load_book

if TYPE_CHECKING:
    from bot.core.roles import Agent
    from bot.scripts.book import ScriptBook
    from tests.unit.service.conftest import World

CASES = (
    WebhookEvent.CASE_OPENED,
    WebhookEvent.CASE_ASSIGNED,
    WebhookEvent.CASE_RETURNED,
    WebhookEvent.CASE_CLOSED,
    WebhookEvent.CASE_REOPENED,
)


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    """The small shop's: what is told does not depend on how much a shop knows."""
    return load_book(Path(__file__).parents[2] / "web_shop" / "scripts")


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


async def subscribe(world: World, *events: WebhookEvent) -> Webhook:
    return await world.store.transact(
        lambda uow: uow.webhooks.add("https://example.com", events, "salt", now=world.now)
    )


async def told(world: World, webhook: Webhook) -> list[dict[str, Any]]:
    found = await world.store.read(lambda uow: uow.webhook_deliveries.listing(webhook.id, limit=200))
    return [json.loads(one.body) for one in reversed(found)]


async def types(world: World, webhook: Webhook) -> list[str]:
    return [one["type"] for one in await told(world, webhook)]


async def test_a_case_is_told_from_its_opening_to_its_end(world: World, ann: Agent) -> None:
    webhook = await subscribe(world, *CASES)
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await world.desk.claim(case.id, ann)  # changes nothing, so nothing is told
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    await world.desk.reopen(case.id, ann)
    await world.desk.give_back(case.id, ann, "补发一只")

    assert await types(world, webhook) == [
        "case.opened",
        "case.assigned",
        "case.closed",
        "case.reopened",
        "case.returned",
    ]
    opened, assigned, closed, *_ = await told(world, webhook)
    assert opened["data"]["case"] | {"opened_at": ""} == {
        "id": case.id,
        "status": "waiting",
        "role": case.role.value,
        "reason": "asked",
        "intent": "",
        "title": "",
        "ask": "人工",
        "language": case.language,
        "tier": "normal",
        "order_number": "",
        "assignee": None,
        "opened_at": "",
        "ended_at": None,
        "outcome": "",
    }
    assert opened["timestamp"] == world.now.isoformat()
    assert opened["data"]["conversation"] == {"id": case.conversation_id, "channel": "web", "customer": "访客"}
    assert assigned["data"]["by"] == {"id": ann.id, "name": "ann", "role": "after_sale"}
    assert assigned["data"]["case"]["assignee"] == assigned["data"]["by"]
    assert (closed["data"]["case"]["status"], closed["data"]["case"]["outcome"]) == ("closed", "solved")


async def test_passing_a_case_on_is_told_when_a_person_gets_it(world: World, ann: Agent) -> None:
    ben = await world.agent("ben", Role.PRE_SALE)
    webhook = await subscribe(world, WebhookEvent.CASE_ASSIGNED)
    case = await world.hand_off()
    await world.desk.transfer(case.id, ann, to_role=Role.PRE_SALE)
    assert await types(world, webhook) == []
    await world.desk.transfer(case.id, ann, to_agent=ben.id)
    [assigned] = await told(world, webhook)
    assert assigned["data"]["case"]["assignee"]["name"] == "ben"


async def test_messages_of_all_three_are_told_once(world: World, ann: Agent) -> None:
    webhook = await subscribe(world, WebhookEvent.MESSAGE_CREATED)
    await world.say("在吗")
    await world.door.receive(world.incoming("在吗", external_id="1"))  # the platform repeats it
    case = await world.hand_off()
    await world.desk.reply(case.id, ann, Content(text="您好，我是阿安"), key="k")
    await world.desk.reply(case.id, ann, Content(text="您好，我是阿安"), key="k")

    messages = [one["data"]["message"] for one in await told(world, webhook)]
    assert [one["author"] for one in messages] == ["customer", "bot", "agent"]
    assert (messages[0]["text"], messages[0]["agent"], messages[0]["case_id"]) == ("在吗", None, None)
    assert (messages[2]["text"], messages[2]["case_id"]) == ("您好，我是阿安", case.id)
    assert messages[2]["agent"] == {"id": ann.id, "name": "ann"}


async def test_a_note_is_never_told(world: World, ann: Agent) -> None:
    webhook = await subscribe(world, *SUBSCRIBABLE)
    case = await world.hand_off()
    await world.desk.note(case.id, ann, "MARKER 只给同事看")
    await world.desk.transfer(case.id, ann, to_role=Role.PRE_SALE, note="MARKER 转给你")
    await world.desk.escalate(case.id, ann, "MARKER 很急")
    found = await world.store.read(lambda uow: uow.webhook_deliveries.listing(webhook.id))
    assert found
    assert not any("MARKER" in one.body for one in found)


async def test_what_is_undone_is_not_told(world: World, ann: Agent) -> None:
    ben = await world.agent("ben", Role.AFTER_SALE)
    webhook = await subscribe(world, *SUBSCRIBABLE)
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    before = await types(world, webhook)
    with pytest.raises(Conflict):
        await world.desk.reply(case.id, ben, Content(text="抢答"))
    assert await types(world, webhook) == before


async def test_a_receiver_is_told_only_what_it_asked_for_and_only_while_it_is_on(world: World, ann: Agent) -> None:
    webhook = await subscribe(world, WebhookEvent.CASE_CLOSED)
    other = await subscribe(world, WebhookEvent.CASE_CLOSED)
    await world.store.transact(lambda uow: uow.webhooks.save(replace(other, active=False)))
    case = await world.hand_off()
    await world.desk.close(case.id, ann, Outcome.SPAM)
    assert await types(world, webhook) == ["case.closed"]
    assert await types(world, other) == []


async def test_every_event_can_be_asked_for_and_receivers_of_one_event_get_one_id(world: World, ann: Agent) -> None:
    first, second = await subscribe(world, WebhookEvent.CASE_OPENED), await subscribe(world, WebhookEvent.CASE_OPENED)
    await world.hand_off()
    [one] = await world.store.read(lambda uow: uow.webhook_deliveries.listing(first.id))
    [other] = await world.store.read(lambda uow: uow.webhook_deliveries.listing(second.id))
    assert one.message_id == other.message_id
    assert {*CASES, WebhookEvent.CASE_RATED, WebhookEvent.MESSAGE_CREATED} == SUBSCRIBABLE
