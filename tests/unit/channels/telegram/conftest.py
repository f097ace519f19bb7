"""Updates as Telegram writes them, made by the Bot API server's own world."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.telegram_api import BotApiServer, Group, Topic, User

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


class Feed:
    """People act in a world without a network; `updates` are what Telegram would have sent of it."""

    def __init__(self) -> None:
        self.api = BotApiServer(clock=NOW.timestamp)
        self.group = self.api.add_group()
        self.customer = User(id=5001, first_name="小", last_name="美", language_code="zh-hans")
        self.agent = self.api.add_agent(self.group, User(id=9001, first_name="阿强"))

    @property
    def updates(self) -> list[dict[str, Any]]:
        return self.api.world.updates.pending

    def topic(self) -> Topic:
        made = self.api.agent_creates_topic(self.group, self.agent, "小美")
        self.updates.clear()
        return made

    def elsewhere(self) -> Group:
        return self.api.add_group("买家群", group_id=-1_000_000_000_555)


@pytest.fixture
def feed() -> Feed:
    return Feed()
