"""The API's endpoints about webhooks: who is told of what, what became of it, and telling it again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from bot.core.webhooks import DeliveryState
from bot.desk.permissions import Act
from bot.web.api import models
from bot.web.api.access import PREFIX, acts, problems
from bot.web.wiring import MAX_ROW_ID, CurrentSite, RowId

router = APIRouter(prefix=PREFIX, tags=["webhooks"], responses=problems(401, 422, 503))


@router.get("/webhooks", summary="Webhooks", **acts(Act.WEBHOOKS))
async def list_webhooks(site: CurrentSite) -> list[models.Webhook]:
    """All receivers, oldest first."""
    return [models.Webhook.model_validate(one) for one in await site.services.webhooks.listing()]


@router.post("/webhooks", status_code=201, summary="Add a webhook", **acts(Act.WEBHOOKS, 409))
async def add(site: CurrentSite, body: models.NewWebhook) -> models.SecretWebhook:
    """Answers with the signing secret, which is shown only now (Standard Webhooks, `v1`)."""
    return models.SecretWebhook.model_validate(await site.services.webhooks.register(body.url, body.events))


@router.patch("/webhooks/{webhook_id}", summary="Change a webhook", **acts(Act.WEBHOOKS, 404, 409))
async def change(site: CurrentSite, webhook_id: RowId, body: models.WebhookChange) -> models.Webhook:
    """While one is switched off nothing is written for it, and what waits goes on waiting."""
    changed = await site.services.webhooks.change(webhook_id, url=body.url, events=body.events, active=body.active)
    return models.Webhook.model_validate(changed)


@router.post("/webhooks/{webhook_id}/secret", summary="Another secret", **acts(Act.WEBHOOKS, 404, 409))
async def renew_secret(site: CurrentSite, webhook_id: RowId) -> models.SecretWebhook:
    """Everything is signed with it from now on; shown only now."""
    return models.SecretWebhook.model_validate(await site.services.webhooks.renew_secret(webhook_id))


@router.delete("/webhooks/{webhook_id}", status_code=204, summary="Remove a webhook", **acts(Act.WEBHOOKS, 404))
async def remove(site: CurrentSite, webhook_id: RowId) -> Response:
    """With everything that is or was on its way to it."""
    await site.services.webhooks.remove(webhook_id)
    return Response(status_code=204)


@router.post("/webhooks/{webhook_id}/test", status_code=201, summary="Send a test", **acts(Act.WEBHOOKS, 404))
async def test(site: CurrentSite, webhook_id: RowId) -> models.WebhookDelivery:
    """An event `webhook.test`, whatever the webhook asked for."""
    return models.WebhookDelivery.model_validate(await site.services.webhooks.test(webhook_id))


@router.get("/webhooks/{webhook_id}/deliveries", summary="Deliveries", **acts(Act.WEBHOOKS, 404))
async def deliveries(
    site: CurrentSite,
    webhook_id: RowId,
    state: DeliveryState | None = None,
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[models.WebhookDelivery]:
    """Newest first: `before` is the id of the last one of the page before. Settled ones are kept for 30 days."""
    found = await site.services.webhooks.deliveries(webhook_id, state=state, before=before, limit=limit)
    return [models.WebhookDelivery.model_validate(one) for one in found]


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", summary="Send one again", **acts(Act.WEBHOOKS, 404)
)
async def replay(site: CurrentSite, webhook_id: RowId, delivery_id: RowId) -> models.WebhookDelivery:
    """With the id it had: a receiver that has it can tell."""
    return models.WebhookDelivery.model_validate(await site.services.webhooks.replay(webhook_id, delivery_id))


@router.post("/webhooks/{webhook_id}/replay", summary="Send a span again", **acts(Act.WEBHOOKS, 404))
async def replay_span(site: CurrentSite, webhook_id: RowId, body: models.ReplaySpan) -> models.Replayed:
    """What was written in the span and is in one of the states; the dead ones unless told."""
    count = await site.services.webhooks.replay_span(webhook_id, body.states, since=body.since, until=body.until)
    return models.Replayed(count=count)
