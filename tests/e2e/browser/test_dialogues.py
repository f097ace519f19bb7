"""The whole talks of scripts_yaml/tests, typed into the real widget: it shows what the rehearsal promised."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.bootstrap import utc_now
from bot.core.actions import Say
from bot.core.messages import Author
from bot.core.orders import Order
from bot.dialogue.rehearsal import given_of
from bot.dialogue.talks import played
from bot.scripts import load_book, load_conversations
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc, TurnDoc
from bot.scripts.tree import Text
from tests.e2e.browser.conftest import CustomerPage
from tests.telegram_api.samples import png
from tests.web_shop.running import RunningShop, running_shop

SCRIPTS = Path(__file__).parents[3] / "scripts_yaml"
DIALOGUES = load_conversations(SCRIPTS)["zh", "dialogues"].tests
BURST = 0.8
"""Seconds of silence that end a burst; a browser types one message after the other."""
A_MESSAGE = 0.1
"""Seconds of silence more for each message of the longest burst: the browser may be a slow one."""


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    """The demo shop's scripts."""
    return load_book(SCRIPTS)


@pytest.fixture
def dialogue(request: pytest.FixtureRequest) -> ConversationDoc:
    """The talk, today, and without what the widget cannot send."""
    test: ConversationDoc = request.param
    turns = [turn for turn in test.talk if not any(one.sends for one in turn.user)]
    given = test.given
    if given is not None:
        given = given.model_copy(update={"now": Text.made(utc_now().isoformat(), given.now.place)})
    return test.model_copy(update={"talk": turns, "given": given})


@pytest.fixture
async def shop(book: ScriptBook, dialogue: ConversationDoc, tmp_path: Path) -> AsyncIterator[RunningShop]:
    """A shop with the orders of the talk; those the customer is bound to are the demo buyer's."""
    given = given_of(dialogue.given, book)
    orders: list[Order] = [
        replace(order, buyer="demo-buyer" if order.number in given.bound else "another") for order in given.orders
    ]
    longest = max(len(turn.user) for turn in dialogue.talk)
    async with running_shop(book, tmp_path, orders=orders, quiet=BURST + A_MESSAGE * longest) as running:
        yield running


@pytest.mark.parametrize("dialogue", [pytest.param(one, id=one.name) for one in DIALOGUES], indirect=True)
async def test_the_widget_hears_what_the_rehearsal_says(
    customer: Callable[..., Awaitable[CustomerPage]],
    shop: RunningShop,
    book: ScriptBook,
    dialogue: ConversationDoc,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "lamp.png"
    picture.write_bytes(png())
    visitor = await customer("/?customer=returning")
    await visitor.open()
    bubbles = visitor.chat.locator(".turn:not(.pending) .bubble:not(.typing)")
    replies: list[str] = []
    seen = 0
    for turned in played(book, "zh", dialogue):
        seen += await _do(visitor, shop, turned.doc, picture)
        said = [action.reply for action in turned.heard.actions if isinstance(action, Say)]
        replies += said
        seen += len(said)
        await expect(bubbles).to_have_count(seen)
    assert await _replies(shop) == replies
    texts = await visitor.said()
    assert all(one != other for one, other in pairwise(texts) if len(one) > 12), "said twice running"


async def _do(visitor: CustomerPage, shop: RunningShop, turn: TurnDoc, picture: Path) -> int:
    """Play the customer's or the shop's part of a turn; how many bubbles it adds."""
    if turn.shop is not None:
        await _hand_back(shop, str(turn.shop.outcome or ""))
        return 0
    for one in turn.user:
        if one.text is not None:
            await visitor.say(str(one.text))
        for _ in range(one.photo or 0):
            await visitor.chat.locator("input[type=file]").set_input_files(picture)
            await expect(visitor.chat.locator(".preview:not(.busy)")).to_have_count(1)
            await visitor.chat.locator(".go").click()
    return sum(one.text is not None for one in turn.user)


async def _hand_back(shop: RunningShop, outcome: str) -> None:
    await shop.credentials("amei")
    agent = await shop.shop.store.transact(lambda uow: next(one for one in uow.agents.listing() if one.login == "amei"))
    for row in await shop.shop.desk.queue():
        await shop.shop.desk.claim(row.case.id, agent)
        await shop.shop.desk.give_back(row.case.id, agent, outcome)


async def _replies(shop: RunningShop) -> list[str]:
    """Which replies the bot sent, in order."""
    entries = await shop.shop.store.transact(lambda uow: uow.transcript.last(1, 200))
    return [entry.reply for entry in entries if entry.author is Author.BOT]
