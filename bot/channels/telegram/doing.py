"""What an agent's command, button or answer does at the desk, each done once whatever Telegram repeats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.channels.telegram.commands import Command, outcome_named
from bot.channels.telegram.order_actions import BY_CODE, OrderAction
from bot.channels.telegram.words import OUTCOMES
from bot.core.cases import Agent, Outcome, Role
from bot.core.errors import Conflict
from bot.core.messages import Content
from bot.core.ports import Store
from bot.service.canned import CannedReplies
from bot.service.desk import Desk
from bot.service.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools:
    """The services that agents act through."""

    desk: Desk
    registers: Registers
    canned: CannedReplies

    def over(self, store: Store) -> DeskTools:
        """The same over another store: one that remembers what was done."""
        return DeskTools(
            desk=replace(self.desk, store=store), registers=replace(self.registers, store=store), canned=self.canned
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One thing an agent does to a case or, where that says so, a task. `key` is its own: a repeat has the same."""

    tools: DeskTools
    agent: Agent
    id: int
    argument: str
    key: str


Handler: TypeAlias = Callable[[Doing], Awaitable[str]]
"""Does it and returns what the agent reads then, empty when the card says it all."""


async def claim(doing: Doing) -> str:
    """Take the case."""
    await doing.tools.desk.claim(doing.id, doing.agent)
    return "由您接待了"


async def note(doing: Doing) -> str:
    """Write to colleagues."""
    await doing.tools.desk.note(doing.id, doing.agent, doing.argument)
    return ""


async def give_back(doing: Doing) -> str:
    """Return the conversation to the bot."""
    await doing.tools.desk.give_back(doing.id, doing.agent, doing.argument)
    return "已交回机器人"


async def close(doing: Doing) -> str:
    """End the case with an outcome."""
    outcome = outcome_named(doing.argument)
    if outcome is None:
        raise Conflict(f"不认识的结果“{doing.argument[:40]}”，可以写：{'、'.join(OUTCOMES.values())}。")
    await doing.tools.desk.close(doing.id, doing.agent, outcome)
    return f"已结束：{OUTCOMES[outcome]}"


async def dismiss(doing: Doing) -> str:
    """End a case that needs nobody."""
    await doing.tools.desk.close(doing.id, doing.agent, Outcome.OTHER)
    return "已结束"


async def reopen(doing: Doing) -> str:
    """Take an ended case up again."""
    await doing.tools.desk.reopen(doing.id, doing.agent)
    return "由您重新接待了"


async def to_queue(doing: Doing) -> str:
    """Pass the case on to the queue of a role."""
    await doing.tools.desk.transfer(doing.id, doing.agent, to_role=Role(doing.argument))
    return "已转到队列"


async def to_colleague(doing: Doing) -> str:
    """Pass the case on to a person."""
    await doing.tools.desk.transfer(doing.id, doing.agent, to_agent=int(doing.argument))
    return "已转给同事"


async def escalate(doing: Doing) -> str:
    """Pass the case on to the supervisors."""
    await doing.tools.desk.escalate(doing.id, doing.agent, doing.argument)
    return "已请主管处理"


async def retry(doing: Doing) -> str:
    """Send once more what did not arrive."""
    await doing.tools.desk.retry(doing.id, doing.agent, int(doing.argument))
    return "正在重发"


async def say_canned(doing: Doing) -> str:
    """Send a canned reply as it was shown."""
    rendered = await doing.tools.canned.render(doing.id, doing.agent, doing.argument)
    await doing.tools.desk.reply(doing.id, doing.agent, Content(text=rendered.text))
    return "已发给顾客"


async def approve(doing: Doing) -> str:
    """Say yes to what waits for a decision."""
    await doing.tools.desk.decide(doing.id, doing.agent, approve=True)
    return "已同意"


async def refuse(doing: Doing) -> str:
    """Say no to it."""
    await doing.tools.desk.decide(doing.id, doing.agent, approve=False)
    return "未同意"


async def finish(doing: Doing) -> str:
    """Mark a task done."""
    await doing.tools.desk.finish(doing.id, doing.agent)
    return "已完成"


async def perform_chosen(doing: Doing) -> str:
    """An order action that was confirmed."""
    return await perform(doing, BY_CODE[doing.argument], "")


async def perform(doing: Doing, action: OrderAction, written: str) -> str:
    """An order action on the order of the case. Raises Conflict when the case is about no order."""
    card = await doing.tools.desk.card(doing.id)
    if card.order is None:
        raise Conflict("还不知道是哪一单，请在网页客服台操作。")
    args = action.arguments(card.order.number, written)
    await doing.tools.registers.perform(doing.id, doing.agent, action.action, args, key=doing.key)
    return f"已办：{action.title}"


async def shift(tools: DeskTools, agent: Agent, command: Command) -> str:
    """Begin to take cases, or stop."""
    on, told = SHIFTS[command.name]
    await tools.desk.shift(agent, on=on)
    return told


SHIFTS: Final[Mapping[str, tuple[bool, str]]] = MappingProxyType(
    {"on": (True, "已上线，开始接待。"), "off": (False, "已下线，不再给您派新的顾客。")}
)
"""Commands that are about the agent, wherever they are written."""

COMMANDS: Final[Mapping[str, Handler]] = MappingProxyType(
    {"claim": claim, "note": note, "back": give_back, "close": close}
)
PRESSES: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "claim": claim,
        "back": give_back,
        "close": close,
        "dismiss": dismiss,
        "reopen": reopen,
        "queue": to_queue,
        "give": to_colleague,
        "escalate": escalate,
        "retry": retry,
        "say": say_canned,
        "perform": perform_chosen,
        "approve": approve,
        "refuse": refuse,
        "done": finish,
    }
)
"""What buttons of cards and tasks do; those that open a menu are in `menus`."""
