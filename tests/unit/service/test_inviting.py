"""A customer is asked how it was once for each case that was solved, when they are calm and the hour is right."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, Outcome
from bot.core.messages import Content, Peer
from bot.core.orders import Fulfilment
from bot.core.ratings import Satisfaction, Solver
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind
from bot.core.webhooks import WebhookEvent
from bot.service.timers import go_off
from bot.service.turns import take_turn

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.ratings import Rating
    from bot.core.roles import Agent
    from bot.core.tasks import Task
    from bot.core.timers import Timer
    from tests.unit.service.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FAR = timedelta(days=400)


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


async def closed(world: World, ann: Agent, outcome: Outcome = Outcome.SOLVED, **more: Any) -> Case:
    case = await world.hand_off(**more)
    await world.desk.reply(case.id, ann, Content(text="给您办好了"))
    return await world.desk.close(case.id, ann, outcome)


async def timers(world: World) -> list[Timer]:
    return await world.store.read(lambda uow: uow.timers.due(now=world.now + FAR, limit=100))


async def go_on(world: World, span: timedelta) -> list[str]:
    """Time goes by, every timer goes off at its moment; returns what was said to the customer."""
    before, until = len(await world.said()), world.now + span
    while True:
        due = [timer for timer in await timers(world) if timer.due_at <= until]
        if not due:
            break
        world.now = max(world.now, due[0].due_at)
        await world.store.transact(partial(go_off, room=world.room, timer_id=due[0].id))
    world.now = until
    return (await world.said())[before:]


async def asked(world: World, case: Case) -> Rating:
    rating = await world.store.read(lambda uow: uow.ratings.of_case(case.id))
    assert rating is not None
    return rating


async def press(world: World, value: str, title: str = "按钮") -> list[str]:
    before = len(await world.said())
    await world.door.receive(replace(world.incoming(title), content=Content(text=title, press=value)))
    await world.say()
    return (await world.said())[before:]


async def tasks(world: World) -> list[Task]:
    conversation = await world.conversation()
    return await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))


@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.REFUNDED, Outcome.EXCHANGED])
async def test_a_solved_case_is_asked_about_soon_and_once(world: World, ann: Agent, outcome: Outcome) -> None:
    case = await closed(world, ann, outcome)
    said = await go_on(world, HOUR)
    assert len(said) == 1
    rating = await asked(world, case)
    assert (rating.solver, rating.agent, rating.satisfaction) == (Solver.AGENT, ann, None)
    assert rating.expires_at - rating.invited_at == 3 * DAY
    await world.desk.reopen(case.id, ann)
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    assert await go_on(world, 2 * DAY) == []


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.SPAM, Outcome.OTHER])
async def test_a_case_that_was_not_solved_is_not_asked_about(world: World, ann: Agent, outcome: Outcome) -> None:
    await closed(world, ann, outcome)
    assert await go_on(world, 2 * DAY) == []


async def test_at_night_the_question_waits_for_the_morning(world: World, ann: Agent) -> None:
    world.now += 11 * HOUR + 58 * MINUTE  # 21:58 in the shop
    await closed(world, ann)
    assert await go_on(world, 10 * HOUR) == []
    assert len(await go_on(world, 2 * HOUR)) == 1


async def test_who_writes_about_something_else_is_answered_first(world: World, ann: Agent) -> None:
    await closed(world, ann)
    world.now += MINUTE
    await world.say("多少钱包邮")
    assert await go_on(world, 3 * MINUTE) == []
    assert len(await go_on(world, HOUR)) == 1


async def test_an_open_question_of_ours_comes_first(world: World, ann: Agent) -> None:
    await closed(world, ann)
    await world.say("我要退货")
    assert await go_on(world, 2 * DAY) == []


async def test_a_case_that_is_reopened_meanwhile_is_not_asked_about_until_it_ends(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await world.desk.reopen(case.id, ann)
    assert await go_on(world, HOUR) == []
    await world.desk.close(case.id, ann, Outcome.REFUSED)
    assert await go_on(world, 2 * DAY) == []


@pytest.mark.parametrize("words", ["你们这帮骗子", "我要投诉你们", "不给退款我就给差评"])
async def test_who_was_angry_is_not_asked(world: World, ann: Agent, words: str) -> None:
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    await world.say(words)
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    assert await go_on(world, 2 * DAY) == []


async def test_who_has_an_open_complaint_is_not_asked(world: World, ann: Agent) -> None:
    case = await world.hand_off()
    task = TaskDraft(
        key="k", kind=TaskKind.COMPLAINT, role=Role.AFTER_SALE, conversation_id=case.conversation_id, duty="查"
    )
    await world.store.transact(lambda uow: uow.tasks.register(task, now=world.now))
    await world.desk.reply(case.id, ann, Content(text="好的"))
    await world.desk.close(case.id, ann, Outcome.SOLVED)
    assert await go_on(world, 2 * DAY) == []


@pytest.mark.parametrize("more", [{"reason": HandOffReason.SENSITIVE}, {"intent": "complaint"}])
async def test_a_case_of_a_grave_matter_or_a_complaint_is_not_asked_about(
    world: World, ann: Agent, more: dict[str, Any]
) -> None:
    await closed(world, ann, **more)
    assert await go_on(world, 2 * DAY) == []


@pytest.mark.parametrize("change", [{"opted_out": True}, {"blocked": True}])
async def test_who_wants_no_messages_is_not_asked(world: World, ann: Agent, change: dict[str, Any]) -> None:
    case = await closed(world, ann)
    customer = await world.store.read(lambda uow: uow.customers.get(case.conversation_id))
    await world.store.transact(lambda uow: uow.customers.save(replace(customer, **change)))
    assert await go_on(world, 2 * DAY) == []


async def test_presses_are_kept_each_once_and_may_be_changed(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await go_on(world, HOUR)
    rating = await asked(world, case)
    assert len(await press(world, f"rate:{rating.id}:satisfaction:neutral")) == 1
    assert len(await press(world, f"rate:{rating.id}:rating_cause:attitude")) == 1
    assert len(await press(world, f"rate:{rating.id}:rating_cause:attitude")) == 1
    given = await asked(world, case)
    assert (given.satisfaction, given.cause, given.attitude) == (Satisfaction.NEUTRAL, "attitude", True)
    assert await tasks(world) == []
    await press(world, f"rate:{rating.id}:satisfaction:satisfied")
    changed = await asked(world, case)
    assert (changed.satisfaction, changed.cause, changed.attitude) == (Satisfaction.SATISFIED, "", False)
    history = await world.store.read(lambda uow: uow.cases.history(case.id))
    assert [event.data for event in history if event.kind is CaseEventKind.RATED] == [
        {"satisfaction": "neutral"},
        {"satisfaction": "neutral", "cause": "attitude"},
        {"satisfaction": "satisfied"},
    ]
    assert (await world.desk.card(case.id)).rating == changed


async def test_a_disappointed_customer_is_work_for_a_supervisor_once(world: World, ann: Agent) -> None:
    case = await closed(world, ann, order_number="A1")
    await go_on(world, HOUR)
    await world.say("不满意")
    await world.say("等太久了，而且讲不清楚")
    [task] = await tasks(world)
    assert (task.kind, task.role, task.order_number) == (TaskKind.FOLLOW_UP, Role.SUPERVISOR, "A1")
    assert task.args["satisfaction"] == "disappointed"
    assert task.args["rating_cause"] == "slow"
    assert task.args["words"] == "等太久了，而且讲不清楚"
    rating = await asked(world, case)
    await press(world, f"rate:{rating.id}:satisfaction:neutral")
    await press(world, f"rate:{rating.id}:satisfaction:disappointed")
    assert len(await tasks(world)) == 1


async def test_after_its_time_a_rating_stays_as_it_was(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await go_on(world, HOUR)
    rating = await asked(world, case)
    world.now += 3 * DAY
    [line] = await press(world, f"rate:{rating.id}:satisfaction:disappointed")
    assert "评价" in line
    assert (await asked(world, case)).satisfaction is None


async def test_somebody_elses_button_changes_nothing(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await go_on(world, HOUR)
    rating = await asked(world, case)
    other = replace(world.incoming("不满意"), peer=Peer(id="stranger"), external_id="s1")
    pressed = replace(other, content=Content(text="不满意", press=f"rate:{rating.id}:satisfaction:disappointed"))
    await world.door.receive(pressed)
    theirs = await world.store.transact(
        lambda uow: uow.conversations.of_peer("web", "demo", Peer(id="stranger"), now=world.now)
    )
    await world.store.transact(lambda uow: take_turn(uow, world.room, theirs))
    assert (await asked(world, case)).satisfaction is None
    assert len(await press(world, f"rate:{rating.id + 7}:satisfaction:disappointed")) == 1


async def test_a_press_while_a_person_speaks_counts_and_begins_no_wait(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await go_on(world, HOUR)
    rating = await asked(world, case)
    await world.desk.reopen(case.id, ann)
    assert await press(world, f"rate:{rating.id}:satisfaction:satisfied") == []
    assert (await asked(world, case)).satisfaction is Satisfaction.SATISFIED
    assert (await world.desk.card(case.id)).case.waiting_since is None
    await world.say("还有个问题")
    assert (await world.desk.card(case.id)).case.waiting_since is not None


async def test_words_about_something_else_are_answered_and_rate_nothing(world: World, ann: Agent) -> None:
    case = await closed(world, ann)
    await go_on(world, HOUR)
    await world.say("多少钱包邮")
    await world.say("一般")
    assert (await asked(world, case)).satisfaction is None


async def test_webhooks_are_told_of_a_rating_and_of_every_change(world: World, ann: Agent) -> None:
    webhook = await world.store.transact(
        lambda uow: uow.webhooks.add("https://example.com", (WebhookEvent.CASE_RATED,), "salt", now=world.now)
    )
    case = await closed(world, ann)
    await go_on(world, HOUR)
    rating = await asked(world, case)
    for _ in range(2):
        await press(world, f"rate:{rating.id}:satisfaction:disappointed")
    await press(world, f"rate:{rating.id}:rating_cause:slow")
    deliveries = await world.store.read(lambda uow: uow.webhook_deliveries.listing(webhook.id, limit=9))
    bodies = [json.loads(one.body) for one in reversed(deliveries)]
    assert [body["type"] for body in bodies] == ["case.rated"] * 2
    assert [body["data"]["rating"]["cause"] for body in bodies] == ["", "slow"]
    last = bodies[-1]["data"]
    assert (last["case"]["id"], last["by"], last["rating"]["agent"]["id"]) == (case.id, None, ann.id)
    assert last["rating"]["satisfaction"] == "disappointed"


async def done_by_bot(world: World) -> None:
    await world.order("600120260009", Fulfilment.SIGNED, signed_at=world.now - HOUR)
    for text in ("开发票", "公司", "演示科技有限公司 91330000TEST0001X", "是的"):
        await world.say(text)


async def test_what_the_bot_did_alone_is_rated_when_the_customer_falls_silent_and_rarely(world: World) -> None:
    await done_by_bot(world)
    assert await go_on(world, 10 * MINUTE) == []
    [line] = await go_on(world, 10 * MINUTE)
    rating = await world.store.read(lambda uow: uow.ratings.get(1))
    assert (rating.solver, rating.case_id, rating.agent) == (Solver.BOT, None, None)
    assert "还" in line or "吗" in line
    await world.say("不满意")
    [task] = [one for one in await tasks(world) if one.role is Role.SUPERVISOR]
    assert task.kind is TaskKind.FOLLOW_UP
    world.now += DAY
    await done_by_bot(world)
    await go_on(world, HOUR)
    rates = await world.store.read(lambda uow: uow.ratings.rates(since=world.now - 9 * DAY, until=world.now + DAY))
    assert (rates[Solver.BOT].invited, rates[Solver.BOT].disappointed) == (1, 1)


async def test_what_a_person_took_over_afterwards_is_not_rated_as_the_bots(world: World, ann: Agent) -> None:
    await done_by_bot(world)
    await world.say("转人工")
    case_id = (await world.conversation()).case_id
    assert case_id is not None
    await world.desk.claim(case_id, ann)
    await world.desk.close(case_id, ann, Outcome.OTHER)
    await go_on(world, 2 * HOUR)
    assert await world.store.read(lambda uow: uow.ratings.rates(since=world.now - DAY, until=world.now + DAY)) == {}
