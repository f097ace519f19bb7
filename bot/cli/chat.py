"""`kefu chat`: talk to the shop in a terminal, with everything in memory and every decision on request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.bootstrap import Shop, build_shop, read_scripts, utc_now
from bot.channels import console
from bot.cli.shops import config_option, find_config
from bot.core.cases import Role
from bot.core.conversation import Owner
from bot.core.messages import Button
from bot.jobs.sender import OutboxSender
from bot.jobs.worker import InboxWorker
from bot.logs import configure_logs
from bot.orders.demo import DEMO_BUYER, demo_orders
from bot.service.turns import Taken
from bot.storage import MemoryStore
from intents import Match

_HANDED_OVER = "   (a person has the conversation; /back returns to the bot)"
_AUTHORS = {"bot": ("小", "cyan"), "agent": ("人", "magenta")}


@click.command()
@click.option("--why", is_flag=True, help="Show what each message was taken for, and every decision.")
@click.option("--guest", is_flag=True, help="Be a stranger; without it you are the demo's returning customer.")
@config_option
def chat(why: bool, guest: bool, config_path: Path | None) -> None:
    """Chat with the scripts. /photo sends a photo, /back returns from a person to the bot, /quit leaves."""
    configure_logs("warning", as_json=False)
    with asyncio.Runner() as runner:
        talk = runner.run(_open(config_path, why=why, guest=guest))
        while (line := _read_line()) is not None and line != "/quit":
            runner.run(talk.take(line))


@dataclass(slots=True, kw_only=True)
class _Terminal:
    """What is on the screen: the buttons that may be answered, and how decisions are shown."""

    out: Console
    why: bool
    offered: tuple[Button, ...] = ()
    taken: Taken | None = field(default=None)

    def show(self, author: str, text: str, buttons: tuple[Button, ...]) -> None:
        """Print one message of the shop. Text is data: no markup is read from it."""
        mark, colour = _AUTHORS[author]
        self.out.print(Text(f"{mark} ", style=f"bold {colour}") + Text(text))
        for place, button in enumerate(buttons, 1):
            self.out.print(Text(f"   [{place}] {button.title}", style=colour))
        self.offered = buttons or self.offered

    def explain(self, taken: Taken) -> None:
        """Print how the message was read and what was decided."""
        self.taken = taken
        if not self.why:
            return
        for turn in taken.steps:
            for match in turn.matches:
                self.out.print(Text(f"   · {_reading(match)}", style="dim"))
            for line in turn.trace:
                self.out.print(Text(f"   · {line}", style="dim"))


def _reading(match: Match) -> str:
    ranked = "  ".join(f"{each.intent} {each.confidence:.2f}" for each in match.candidates[:3])
    return f"{match.decision}: {ranked}  (in scope {match.in_scope:.2f})"


@dataclass(slots=True, kw_only=True)
class _Talk:
    """The customer at the keyboard and the shop they talk to."""

    shop: Shop
    terminal: _Terminal
    worker: InboxWorker
    sender: OutboxSender
    lines: int = 0

    async def take(self, line: str) -> None:
        """Bring one typed line to the shop and show all it says to it."""
        self.lines += 1
        if line == "/back":
            await _give_back(self.shop, self.terminal)
        elif line:
            now = self.shop.clock()
            message = console.incoming(line, self.terminal.offered, number=self.lines, now=now)
            self.terminal.offered = ()
            await self.shop.door.receive(message)
        for job in (self.worker, self.sender):
            while await job.run_once() is not None:
                pass
        taken = self.terminal.taken
        if taken is not None and taken.conversation.owner is not Owner.BOT:
            self.terminal.out.print(Text(_HANDED_OVER, style="yellow"))


async def _open(config_path: Path | None, *, why: bool, guest: bool) -> _Talk:
    config = find_config(config_path)
    shop = build_shop(config, MemoryStore(), read_scripts(config), clock=utc_now)
    orders = demo_orders(shop.clock(), shop.book().products, shop=shop.book().shop)
    await shop.store.transact(lambda uow: uow.orders.upsert(orders))
    terminal = _Terminal(out=Console(highlight=False), why=why)
    worker = InboxWorker(
        store=shop.store,
        bell=shop.bell,
        clock=shop.clock,
        book=shop.book,
        presence=shop.presence,
        name="console",
        quiet=timedelta(0),
        patience=timedelta(0),
        on_turn=terminal.explain,
    )
    sender = shop.sender({console.CHANNEL: console.ConsoleDeliverer(show=terminal.show)}, name="console")
    if not guest:
        await shop.chat.identify(console.CHANNEL, console.ACCOUNT, console.PEER, DEMO_BUYER)
    return _Talk(shop=shop, terminal=terminal, worker=worker, sender=sender)


def _read_line() -> str | None:
    """One typed line; None at the end of the input.

    Read in the main thread, with nothing else to run meanwhile: Ctrl-C cannot reach a thread that waits for input.
    """
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return None


async def _give_back(shop: Shop, terminal: _Terminal) -> None:
    """Play the agent who takes the case and returns it."""
    agent = await shop.store.transact(
        lambda uow: uow.agents.put(login="you", name="you", role=Role.SUPERVISOR, password_hash="")
    )
    for row in await shop.desk.queue():
        await shop.desk.claim(row.case.id, agent)
        await shop.desk.give_back(row.case.id, agent, "")
    terminal.taken = None
