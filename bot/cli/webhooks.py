"""`kefu webhooks`: which other systems are told of cases and messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from bot.bootstrap import utc_now
from bot.cli.shops import config_option, find_config, in_store
from bot.config import Config
from bot.core.ports import Store
from bot.core.webhooks import SUBSCRIBABLE, DeliveryState, Webhook, WebhookDelivery, WebhookEvent
from bot.service.bell import InProcessBell
from bot.service.webhooks import Registered, Webhooks

T = TypeVar("T")

_EVENTS: Final = [event.value for event in WebhookEvent if event in SUBSCRIBABLE]
_STATES: Final = [state.value for state in DeliveryState]

_event_option = click.option(
    "--event",
    "events",
    type=click.Choice(_EVENTS),
    multiple=True,
    default=_EVENTS,
    help="An event to tell of; may be given several times. All of them when left out.",
)
_which = click.argument("webhook_id", metavar="ID", type=click.IntRange(min=1))


@click.group()
def webhooks() -> None:
    """Tell other systems of cases and messages, signed after the Standard Webhooks specification."""


@webhooks.command()
@click.argument("url")
@_event_option
@config_option
def add(url: str, events: Sequence[str], config_path: Path | None) -> None:
    """Tell this address from now on, and print the secret that receivers check signatures with, once."""
    wanted = [WebhookEvent(event) for event in events]
    _show_secret(_with_webhooks(config_path, lambda service: service.register(url, wanted)))


@webhooks.command("list")
@config_option
def list_webhooks(config_path: Path | None) -> None:
    """Show all receivers."""
    found = _with_webhooks(config_path, lambda service: service.listing())
    if not found:
        click.echo("None yet. Add one with: kefu webhooks add https://example.com/kefu")
    for webhook in found:
        click.echo(_line(webhook))


@webhooks.command()
@_which
@click.argument("state", type=click.Choice(["on", "off"]))
@config_option
def switch(webhook_id: int, state: str, config_path: Path | None) -> None:
    """Switch a webhook on or off; what waits for it goes on waiting."""
    click.echo(_line(_with_webhooks(config_path, lambda service: service.change(webhook_id, active=state == "on"))))


@webhooks.command()
@_which
@config_option
def remove(webhook_id: int, config_path: Path | None) -> None:
    """Forget a webhook with everything that is or was on its way to it."""
    _with_webhooks(config_path, lambda service: service.remove(webhook_id))
    click.echo(f"{webhook_id}  removed")


@webhooks.command()
@_which
@config_option
def secret(webhook_id: int, config_path: Path | None) -> None:
    """Sign with another secret from now on, and print it."""
    _show_secret(_with_webhooks(config_path, lambda service: service.renew_secret(webhook_id)))


@webhooks.command()
@_which
@config_option
def test(webhook_id: int, config_path: Path | None) -> None:
    """Send the event webhook.test; a running shop does so within a second."""
    click.echo(_delivery(_with_webhooks(config_path, lambda service: service.test(webhook_id))))


@webhooks.command()
@_which
@click.option("--state", type=click.Choice(_STATES), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@config_option
def deliveries(webhook_id: int, state: str | None, limit: int, config_path: Path | None) -> None:
    """Show what became of the last deliveries, newest first."""
    wanted = None if state is None else DeliveryState(state)
    for one in _with_webhooks(config_path, lambda service: service.deliveries(webhook_id, state=wanted, limit=limit)):
        click.echo(_delivery(one))


@webhooks.command()
@_which
@click.argument("delivery_id", metavar="[DELIVERY]", type=click.IntRange(min=1), required=False)
@click.option("--since", type=click.DateTime(), help="UTC; with this, everything from then on that is dead.")
@click.option("--until", type=click.DateTime(), help="UTC; now when left out.")
@click.option("--state", "states", type=click.Choice(_STATES), multiple=True, default=["dead"], show_default=True)
@config_option
def replay(
    webhook_id: int,
    delivery_id: int | None,
    since: datetime | None,
    until: datetime | None,
    states: Sequence[str],
    config_path: Path | None,
) -> None:
    """Send one delivery again, or with --since those of a span. Each keeps its id, so receivers can tell."""
    if (delivery_id is None) == (since is None):
        raise click.UsageError("Give either a DELIVERY or --since.")
    if delivery_id is not None:
        click.echo(_delivery(_with_webhooks(config_path, lambda service: service.replay(webhook_id, delivery_id))))
        return
    begin = since.replace(tzinfo=UTC) if since else utc_now()
    end = until.replace(tzinfo=UTC) if until else utc_now()
    wanted = [DeliveryState(state) for state in states]
    count = _with_webhooks(config_path, lambda service: service.replay_span(webhook_id, wanted, since=begin, until=end))
    click.echo(f"{count} sent again")


def _show_secret(registered: Registered) -> None:
    click.echo(_line(registered.webhook))
    click.echo(f"secret (shown only now): {registered.secret}")


def _line(webhook: Webhook) -> str:
    off = "" if webhook.active else "  switched off"
    return f"{webhook.id}  {webhook.url}  {' '.join(webhook.events)}{off}"


def _delivery(one: WebhookDelivery) -> str:
    why = f"  {one.error}" if one.error else ""
    again = f"  again at {one.next_at:%Y-%m-%d %H:%M:%S} UTC" if one.next_at and one.attempt else ""
    return f"{one.id}  {one.created_at:%Y-%m-%d %H:%M:%S}  {one.event}  {one.state}  tries: {one.attempt}{why}{again}"


def _with_webhooks(config_path: Path | None, call: Callable[[Webhooks], Awaitable[T]]) -> T:
    config = find_config(config_path, channels=False)
    return in_store(config, lambda store: call(_service(config, store)))


def _service(config: Config, store: Store) -> Webhooks:
    """With a bell that nobody hears: a shop that runs looks again within a second."""
    return Webhooks(
        store=store,
        bell=InProcessBell(),
        clock=utc_now,
        secret=config.secret,
        allow_private=config.webhooks.allow_private_networks,
    )
