"""Every figure is documented, and counts what its name says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from bot.core.measures import BotApiCalled, BotApiQueued, BotApiRefused, Measure, WebhookTried
from bot.core.webhooks import DeliveryState
from bot.metrics import Metrics
from bot.storage import MemoryStore

NOW = datetime(2026, 3, 2, tzinfo=UTC)
GUIDE = Path(__file__).parents[2] / "docs" / "operations.md"


def metrics() -> Metrics:
    return Metrics(store=MemoryStore(), clock=lambda: NOW)


async def figures(of: Metrics) -> dict[tuple[str, ...], float]:
    text = (await of.expose()).body.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_the_guide_names_every_figure_and_no_other() -> None:
    text = (await metrics().expose()).body.decode()
    exposed = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in text_string_to_metric_families(text)
        if family.name.startswith("kefu_") and not family.name.endswith("_created")
    }
    table = "\n".join(line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `kefu_"))
    documented = set(re.findall(r"`(kefu_\w+)(?:\{[\w,]+\})?`", table))
    assert documented == {name if name != "kefu_build" else "kefu_build_info" for name in exposed}


async def test_what_happens_outside_of_the_web_is_counted() -> None:
    counting = metrics()
    happened: list[Measure] = [
        WebhookTried(fate=DeliveryState.DEAD),
        BotApiCalled(chat="group", calls=3),
        BotApiRefused(chat="private"),
        BotApiQueued(lane="card", change=1),
        BotApiQueued(lane="card", change=1),
        BotApiQueued(lane="card", change=-1),
    ]
    for measure in happened:
        counting.count(measure)
    found = await figures(counting)
    assert found["kefu_webhook_tries_total", "dead"] == 1
    assert found["kefu_telegram_calls_total", "group"] == 3
    assert found["kefu_telegram_too_many_requests_total", "private"] == 1
    assert found["kefu_telegram_queue", "card"] == 1


async def test_two_shops_of_one_process_do_not_mix() -> None:
    one, other = metrics(), metrics()
    one.count(BotApiCalled(chat="group", calls=3))
    assert ("kefu_telegram_calls_total", "group") not in await figures(other)
