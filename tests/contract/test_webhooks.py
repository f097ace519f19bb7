"""Tokens of programs, webhooks and their deliveries, in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Conflict, NotFound
from bot.core.webhooks import DeliveryState, Webhook, WebhookDelivery, WebhookEvent

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

LEASE = timedelta(seconds=30)


async def webhook(shop: Shop, url: str = "https://example.com/x") -> Webhook:
    events = (WebhookEvent.CASE_OPENED, WebhookEvent.MESSAGE_CREATED)
    return await shop.do(lambda uow: uow.webhooks.add(url, events, "salt", now=shop.now))


async def delivery(shop: Shop, to: Webhook, body: str = "{}") -> WebhookDelivery:
    return await shop.do(
        lambda uow: uow.webhook_deliveries.add(
            to.id, message_id=f"msg_{body}", event=WebhookEvent.CASE_OPENED, body=body, now=shop.now
        )
    )


async def claim(shop: Shop, to: Webhook) -> WebhookDelivery | None:
    return await shop.do(lambda uow: uow.webhook_deliveries.claim(to.id, now=shop.now, lease=LEASE))


async def settle(shop: Shop, one: WebhookDelivery, state: DeliveryState) -> None:
    settled = replace(one, state=state, next_at=None, settled_at=shop.now, status=200, error="")
    await shop.do(lambda uow: uow.webhook_deliveries.save(settled))


async def test_a_token_knows_its_agent_until_it_is_revoked(shop: Shop) -> None:
    agent = await shop.agent("lin")
    await shop.do(lambda uow: uow.api_tokens.add("h1", agent.id, "crm", now=shop.now))
    await shop.do(lambda uow: uow.api_tokens.add("h2", agent.id, "app", now=shop.now))
    assert await shop.do(lambda uow: uow.api_tokens.agent_of("h1")) == agent
    assert [one.name for one in await shop.do(lambda uow: uow.api_tokens.of_agent(agent.id))] == ["app", "crm"]
    assert await shop.do(lambda uow: uow.api_tokens.revoke(agent.id, "crm")) == 1
    assert await shop.do(lambda uow: uow.api_tokens.agent_of("h1")) is None
    assert await shop.do(lambda uow: uow.api_tokens.revoke(agent.id)) == 1
    assert await shop.do(lambda uow: uow.api_tokens.revoke(agent.id)) == 0


async def test_two_tokens_of_an_agent_have_two_names(shop: Shop) -> None:
    lin, wang = await shop.agent("lin"), await shop.agent("wang")
    await shop.do(lambda uow: uow.api_tokens.add("h1", lin.id, "crm", now=shop.now))
    with pytest.raises(Conflict) as refused:
        await shop.do(lambda uow: uow.api_tokens.add("h2", lin.id, "crm", now=shop.now))
    assert refused.value.code == "token_exists"
    await shop.do(lambda uow: uow.api_tokens.add("h3", wang.id, "crm", now=shop.now))


async def test_who_is_switched_off_has_no_token_that_works(shop: Shop) -> None:
    agent = await shop.agent("lin")
    await shop.do(lambda uow: uow.api_tokens.add("h1", agent.id, "crm", now=shop.now))
    assert (await shop.do(lambda uow: uow.agents.set_active(agent.id, active=False))).active is False
    assert await shop.do(lambda uow: uow.api_tokens.agent_of("h1")) is None
    assert (await shop.do(lambda uow: uow.agents.set_active(agent.id, active=True))).active
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.agents.set_active(99, active=True))


async def test_a_webhook_is_kept_changed_and_removed(shop: Shop) -> None:
    made = await webhook(shop)
    changed = replace(made, url="https://example.com/y", events=(WebhookEvent.CASE_CLOSED,), salt="s2", active=False)
    await shop.do(lambda uow: uow.webhooks.save(changed))
    assert await shop.do(lambda uow: uow.webhooks.listing()) == [changed]
    await delivery(shop, made)
    await shop.do(lambda uow: uow.webhooks.remove(made.id))
    for gone in (lambda uow: uow.webhooks.get(made.id), lambda uow: uow.webhooks.remove(made.id)):
        with pytest.raises(NotFound) as refused:
            await shop.do(gone)
        assert refused.value.code == "webhook_unknown"
    assert await shop.do(lambda uow: uow.webhook_deliveries.listing(made.id)) == []
    assert (await webhook(shop)).id != made.id


async def test_deliveries_are_claimed_oldest_first_and_by_one_at_a_time(shop: Shop) -> None:
    to = await webhook(shop)
    first = await delivery(shop, to, "1")
    shop.later(1)
    second = await delivery(shop, to, "2")
    claims = [await claim(shop, to) for _ in range(3)]
    assert [one and (one.id, one.attempt) for one in claims] == [(first.id, 1), (second.id, 1), None]
    shop.later(LEASE.total_seconds())
    again = await claim(shop, to)
    assert again is not None
    assert (again.id, again.attempt) == (first.id, 2)


async def test_what_is_due_is_told_for_each_active_receiver(shop: Shop) -> None:
    one, two, off = await webhook(shop), await webhook(shop), await webhook(shop)
    begun = shop.now
    for to in (one, off):
        await delivery(shop, to)
    await shop.do(lambda uow: uow.webhooks.save(replace(off, active=False)))
    assert await shop.do(lambda uow: uow.webhook_deliveries.due()) == {one.id: begun}
    shop.later(5)
    await delivery(shop, one, "later")
    await delivery(shop, two)
    assert await shop.do(lambda uow: uow.webhook_deliveries.due()) == {one.id: begun, two.id: shop.now}
    claimed = await claim(shop, two)
    assert claimed is not None
    await settle(shop, claimed, DeliveryState.DELIVERED)
    assert await shop.do(lambda uow: uow.webhook_deliveries.due()) == {one.id: begun}


async def test_deliveries_are_listed_newest_first_by_state_and_page(shop: Shop) -> None:
    to, other = await webhook(shop), await webhook(shop)
    made = [await delivery(shop, to, str(number)) for number in range(4)]
    await delivery(shop, other)
    await settle(shop, made[1], DeliveryState.DEAD)

    async def ids(**wanted: object) -> list[int]:
        found = await shop.do(lambda uow: uow.webhook_deliveries.listing(to.id, **wanted))  # type: ignore[arg-type]  # as named
        return [made.index(next(one for one in made if one.id == each.id)) for each in found]

    assert await ids() == [3, 2, 1, 0]
    assert await ids(limit=2) == [3, 2]
    assert await ids(before=made[2].id) == [1, 0]
    assert await ids(state=DeliveryState.DEAD) == [1]
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.webhook_deliveries.get(other.id, made[0].id))


async def test_a_span_is_replayed_by_state(shop: Shop) -> None:
    to, begun = await webhook(shop), shop.now
    made = []
    for number in range(3):
        made.append(await delivery(shop, to, str(number)))
        await settle(shop, made[-1], DeliveryState.DELIVERED if number == 1 else DeliveryState.DEAD)
        shop.later(60)

    async def replay(*states: DeliveryState, minutes: int) -> int:
        until = begun + timedelta(minutes=minutes)
        return await shop.do(
            lambda uow: uow.webhook_deliveries.replay(to.id, states, since=begun, until=until, now=shop.now)
        )

    assert await replay(DeliveryState.DEAD, minutes=2) == 1
    again = await claim(shop, to)
    assert again is not None
    assert (again.id, again.attempt, again.begun_at, again.settled_at) == (made[0].id, 1, shop.now, None)
    assert await replay(DeliveryState.DEAD, DeliveryState.DELIVERED, minutes=3) == 2


async def test_settled_deliveries_are_forgotten_when_they_are_old(shop: Shop) -> None:
    to = await webhook(shop)
    old, waiting = await delivery(shop, to, "old"), await delivery(shop, to, "waiting")
    await settle(shop, old, DeliveryState.DELIVERED)
    shop.later(60)
    young = await delivery(shop, to, "young")
    await settle(shop, young, DeliveryState.DEAD)
    before = shop.now
    assert await shop.do(lambda uow: uow.webhook_deliveries.forget(settled_before=before, limit=9)) == 1
    left = await shop.do(lambda uow: uow.webhook_deliveries.listing(to.id))
    assert [one.id for one in left] == [young.id, waiting.id]


async def test_what_became_of_a_delivery_that_is_gone_is_dropped(shop: Shop) -> None:
    to = await webhook(shop)
    one = await delivery(shop, to)
    await shop.do(lambda uow: uow.webhooks.remove(to.id))
    await settle(shop, one, DeliveryState.DELIVERED)
    assert await shop.do(lambda uow: uow.webhook_deliveries.listing(to.id)) == []
