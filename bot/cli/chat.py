"""`kefu chat`: talk to the shop in a terminal, with everything in memory and every decision on request."""

from __future__ import annotations

import asyncio
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.text import Text

from bot.bootstrap import Shop, build_shop, read_scripts, utc_now
from bot.channels import console
from bot.cli.shops import config_option, find_config
from bot.core.conversation import Owner
from bot.core.messages import Button
from bot.core.roles import Role
from bot.jobs.sender import OutboxSender
from bot.jobs.timers import TimerJob
from bot.jobs.worker import InboxWorker
from bot.logs import configure_logs
from bot.orders.demo import DEMO_BUYER, demo_orders
from bot.service.turns import Taken
from bot.storage import MemoryStore
from intents import Match

_HANDED_OVER = "   (a person has the conversation; /back returns to the bot)"
_GLANCE: Final = 1.0  # seconds between two looks at what is due while nothing is typed
_AUTHORS = {"bot": ("bot", "cyan"), "agent": ("agent", "magenta")}


@click.command()
@click.option("--why", is_flag=True, help="Show what each message was taken for, and every decision.")
@click.option("--guest", is_flag=True, help="Be a stranger; without it you are the demo's returning customer.")
@config_option
def chat(why: bool, guest: bool, config_path: Path | None) -> None:
    """Chat with the scripts. /photo sends a photo, /back returns from a person to the bot, /quit leaves."""
    configure_logs("warning", as_json=False)
    with asyncio.Runner() as runner:
        talk = runner.run(_open(config_path, why=why, guest=guest))
        while (line := _read_line(talk.terminal, lambda: runner.run(talk.let_time_pass()))) not in (None, "/quit"):
            runner.run(talk.take(line or ""))


@dataclass(slots=True, kw_only=True)
class _Terminal:
    """What is on the screen: the buttons that may be answered, and how decisions are shown.

    `prompted` says whether the cursor stands behind the prompt.
    """

    out: Console
    why: bool
    offered: tuple[Button, ...] = ()
    taken: Taken | None = field(default=None)
    prompted: bool = False

    def show(self, author: str, text: str, buttons: tuple[Button, ...]) -> None:
        """Print one message of the shop. Text is data: no markup is read from it."""
        mark, colour = _AUTHORS[author]
        if self.prompted:
            self.out.print()
            self.prompted = False
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
    timers: TimerJob
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
        await self.let_time_pass()
        taken = self.terminal.taken
        if taken is not None and taken.conversation.owner is not Owner.BOT:
            self.terminal.out.print(Text(_HANDED_OVER, style="yellow"))

    async def let_time_pass(self) -> None:
        """Do all that is due: timers, what was typed, what is to be shown."""
        await self.timers.run_once()
        for job in (self.worker, self.sender):
            while await job.run_once() is not None:
                pass


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
    return _Talk(shop=shop, terminal=terminal, worker=worker, sender=sender, timers=shop.timers())


def _read_line(terminal: _Terminal, let_time_pass: Callable[[], None]) -> str | None:
    """One typed line; None at the end of the input. Until it is there, time passes for the shop as well.

    Read in the main thread: Ctrl-C cannot reach a thread that waits for input.
    """
    try:
        while True:
            if not terminal.prompted:
                click.echo("> ", nl=False)
                terminal.prompted = True
            if _is_typed():
                line = input("").strip()
                terminal.prompted = False
                return line
            let_time_pass()
    except (EOFError, KeyboardInterrupt):
        return None


def _is_typed() -> bool:
    """Whether a line can be read at once. Input that no terminal gives is simply read: it never keeps one waiting."""
    if sys.platform == "win32" or not sys.stdin.isatty():  # there `select` knows sockets only
        return True
    return bool(select.select([sys.stdin], [], [], _GLANCE)[0])


async def _give_back(shop: Shop, terminal: _Terminal) -> None:
    """Play the agent who takes the case and returns it."""
    agent = await shop.store.transact(
        lambda uow: uow.agents.put(login="you", name="you", role=Role.SUPERVISOR, password_hash="")
    )
    for row in await shop.desk.queue():
        await shop.desk.claim(row.case.id, agent)
        await shop.desk.give_back(row.case.id, agent, "")
    terminal.taken = None
