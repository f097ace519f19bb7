"""Figures for Prometheus: counts what happens, and reads what stands in the queues when somebody looks.

One `Metrics` has one registry of its own, so that two shops in a process (as in tests) never mix. Labels take few
values, all chosen by us: no words, names or numbers of a customer can get in, because `bot.core.measures` holds none.
"""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from typing import Final

import structlog
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from bot.core.errors import StorageError
from bot.core.measures import (
    Answered,
    Arrived,
    Backlog,
    BotApiCalled,
    BotApiQueued,
    BotApiRefused,
    Decided,
    Exposition,
    Handled,
    Left,
    Measure,
    Pile,
    SocketMoved,
    TurnsTaken,
    WebhookTried,
)
from bot.core.ports import Clock, Store

log = structlog.get_logger(__name__)

_HTTP_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_TURN_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_REPLY_SECONDS: Final = (15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
"""Shops promise minutes, and nights lie between."""


class Metrics:
    """A shop's figures. `count` is the `Meter` that everything in the shop is given."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._registry = CollectorRegistry()
        self._history = 0
        self._looking = asyncio.Lock()
        self._count_talk()
        self._count_web()
        self._gauge_queues()
        ProcessCollector(registry=self._registry)
        build = Info("kefu_build", "What runs.", registry=self._registry)
        build.info({"version": version("kefu"), "python": platform.python_version()})

    def _count_talk(self) -> None:
        registry = self._registry
        self._arrived = Counter(
            "kefu_messages_received", "Customers' messages; repeats are kept once.", ["channel", "fate"],
            registry=registry,
        )  # fmt: skip
        self._left = Counter(
            "kefu_messages_sent", "Tries to send a message to a customer; waiting is tried again.",
            ["channel", "author", "fate"], registry=registry,
        )  # fmt: skip
        self._decided = Counter(
            "kefu_turns", "Turns of customers, by what came of reading them.", ["decision"], registry=registry
        )
        self._turns = Histogram(
            "kefu_turn_seconds", "Time to read and answer the conversations due together.",
            buckets=_TURN_SECONDS, registry=registry,
        )  # fmt: skip
        self._handoffs = Counter(
            "kefu_handoffs", "Cases opened, by why a person is needed.", ["reason"], registry=registry
        )
        self._first_replies = Histogram(
            "kefu_first_reply_seconds", "From the handoff to the first answer of a person.",
            buckets=_REPLY_SECONDS, registry=registry,
        )  # fmt: skip

    def _count_web(self) -> None:
        registry = self._registry
        self._webhooks = Counter("kefu_webhook_tries", "Calls of webhooks.", ["fate"], registry=registry)
        self._bot_api = Counter(
            "kefu_telegram_calls", "Messages and edits by the Bot API.", ["chat"], registry=registry
        )
        self._bot_api_refused = Counter(
            "kefu_telegram_too_many_requests", "Calls that the Bot API answered with 429.", ["chat"], registry=registry
        )
        self._bot_api_queue = Gauge(
            "kefu_telegram_queue", "Calls that wait for their turn, by what for.", ["lane"], registry=registry
        )
        self._answered = Counter("kefu_http_requests", "Requests.", ["route", "method", "status"], registry=registry)
        self._answer_seconds = Histogram(
            "kefu_http_request_seconds", "Until an answer began.", ["route", "method"],
            buckets=_HTTP_SECONDS, registry=registry,
        )  # fmt: skip
        self._sockets = Gauge("kefu_websockets", "Open WebSockets.", ["route"], registry=registry)

    def _gauge_queues(self) -> None:
        registry = self._registry
        self._database = Gauge("kefu_database_up", "1 when the database answered just now.", registry=registry)
        self._cases = Gauge("kefu_cases_open", "Open cases.", ["status", "role"], registry=registry)
        self._depth = Gauge(
            "kefu_queue_depth", "Things that wait: for a person, to be read, sent, done.", ["queue"], registry=registry
        )
        self._age = Gauge(
            "kefu_queue_oldest_seconds", "How long the oldest of them has waited; 0 for none.", ["queue"],
            registry=registry,
        )  # fmt: skip
        self._outbox = Gauge(
            "kefu_outbox_depth", "Messages on their way out: waiting, or being sent.", ["channel", "fate"],
            registry=registry,
        )  # fmt: skip
        self._outbox_age = Gauge(
            "kefu_outbox_oldest_seconds", "How long the oldest of them has been there.", ["channel", "fate"],
            registry=registry,
        )  # fmt: skip

    def count(self, measure: Measure) -> None:
        """Count something that happened."""
        match measure:
            case Arrived(channel=channel, repeated=repeated):
                self._arrived.labels(channel, "repeated" if repeated else "stored").inc()
            case Left(channel=channel, author=author, fate=fate):
                self._left.labels(channel, author.value, fate.value).inc()
            case Decided(decision=decision):
                self._decided.labels(decision.value).inc()
            case TurnsTaken(seconds=seconds):
                self._turns.observe(seconds)
            case WebhookTried(fate=state):
                self._webhooks.labels(state.value).inc()
            case Answered() | SocketMoved():
                self._count_request(measure)
            case BotApiQueued() | BotApiCalled() | BotApiRefused():
                self._count_bot_api(measure)

    def _count_request(self, measure: Answered | SocketMoved) -> None:
        match measure:
            case Answered(route=route, method=method):
                self._answered.labels(route, method, f"{measure.status // 100}xx").inc()
                self._answer_seconds.labels(route, method).observe(measure.seconds)
            case SocketMoved(route=route, change=change):
                self._sockets.labels(route).inc(change)

    def _count_bot_api(self, measure: BotApiQueued | BotApiCalled | BotApiRefused) -> None:
        match measure:
            case BotApiQueued(lane=lane, change=change):
                self._bot_api_queue.labels(lane).inc(change)
            case BotApiCalled(chat=chat, calls=calls):
                self._bot_api.labels(chat).inc(calls)
            case BotApiRefused(chat=chat):
                self._bot_api_refused.labels(chat).inc()

    async def expose(self) -> Exposition:
        """All figures in Prometheus' text format, those of the queues as they are now.

        While the database does not answer, what is read from it is left out, and `kefu_database_up` is 0.
        """
        async with self._looking:  # two at once would count the same stretch of history twice
            now = self._clock()
            try:
                backlog, handled = await self._store.read(
                    lambda uow: (uow.gauges.backlog(now=now), uow.gauges.handled(after=self._history))
                )
            except StorageError as error:
                log.warning("figures_not_read", error=str(error))
                self._forget_queues()
                self._database.set(0)
            else:
                self._database.set(1)
                self._show(backlog, now)
                self._add(handled)
            return Exposition(body=generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def _forget_queues(self) -> None:
        for gauge in (self._cases, self._depth, self._age, self._outbox, self._outbox_age):
            gauge.clear()

    def _show(self, backlog: Backlog, now: datetime) -> None:
        self._forget_queues()
        for (status, role), cases in backlog.cases.items():
            self._cases.labels(status.value, role.value).set(cases)
        for queue, pile in _piles(backlog):
            self._depth.labels(queue).set(pile.count)
            self._age.labels(queue).set(_age(pile, now))
        for (channel, fate), pile in backlog.outbox.items():
            self._outbox.labels(channel, fate.value).set(pile.count)
            self._outbox_age.labels(channel, fate.value).set(_age(pile, now))

    def _add(self, handled: Handled) -> None:
        """The first look counts the whole history, so that a restart does not begin anew."""
        self._history = handled.seen
        for reason, cases in handled.handoffs.items():
            self._handoffs.labels(reason.value).inc(cases)
        for seconds in handled.first_replies:
            self._first_replies.observe(seconds)


def _piles(backlog: Backlog) -> Iterable[tuple[str, Pile]]:
    return (
        ("person", backlog.waiting),
        ("inbox", backlog.inbox),
        ("timers", backlog.timers),
        ("webhooks", backlog.webhooks),
    )


def _age(pile: Pile, now: datetime) -> float:
    return max((now - pile.oldest).total_seconds(), 0) if pile.oldest is not None else 0
