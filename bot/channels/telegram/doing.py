"""What an agent's command, button or answer does at the desk, each done once whatever Telegram repeats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from bot.channels.telegram.carried import Carries, alone, member_of, number_in, word_in
from bot.channels.telegram.commands import Command, outcome_named
from bot.channels.telegram.holes import filled
from bot.channels.telegram.order_actions import WITHOUT_WORDS, OrderAction
from bot.channels.telegram.words import OUTCOMES
from bot.core.cases import Card, Outcome
from bot.core.errors import Conflict
from bot.core.messages import Content
from bot.core.orders import Order
from bot.core.ports import Store
from bot.core.roles import Agent, Role
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
    key: str


Handler: TypeAlias = Callable[[Doing], Awaitable[str]]
"""Does it and returns what the agent reads then, empty when the card says it all."""
Written: TypeAlias = Callable[[Doing, str], Awaitable[str]]
"""The same, with words that the agent wrote."""


async def claim(doing: Doing, _words: str = "") -> str:
    """Take the case."""
    await doing.tools.desk.claim(doing.id, doing.agent)
    return "由您接待了"


async def note(doing: Doing, words: str) -> str:
    """Write to colleagues."""
    await doing.tools.desk.note(doing.id, doing.agent, words, key=doing.key)
    return ""


async def give_back(doing: Doing, outcome: str = "") -> str:
    """Return the conversation to the bot."""
    await doing.tools.desk.give_back(doing.id, doing.agent, outcome)
    return "已交回机器人"


async def close(doing: Doing, outcome: Outcome) -> str:
    """End the case with an outcome."""
    await doing.tools.desk.close(doing.id, doing.agent, outcome)
    return f"已结束：{OUTCOMES[outcome]}"


async def close_as(doing: Doing, words: str) -> str:
    """End the case with an outcome in words of the desk. Raises Conflict when that is none."""
    outcome = outcome_named(words)
    if outcome is None:
        raise Conflict(f"不认识的结果“{words[:40]}”，可以写：{'、'.join(OUTCOMES.values())}。")
    return await close(doing, outcome)


async def dismiss(doing: Doing) -> str:
    """End a case that needs nobody."""
    await doing.tools.desk.close(doing.id, doing.agent, Outcome.OTHER)
    return "已结束"


async def reopen(doing: Doing) -> str:
    """Take an ended case up again."""
    await doing.tools.desk.reopen(doing.id, doing.agent)
    return "由您重新接待了"


async def to_queue(doing: Doing, role: Role) -> str:
    """Pass the case on to the queue of a role."""
    await doing.tools.desk.transfer(doing.id, doing.agent, to_role=role)
    return "已转到队列"


async def to_colleague(doing: Doing, colleague: int) -> str:
    """Pass the case on to a person."""
    await doing.tools.desk.transfer(doing.id, doing.agent, to_agent=colleague)
    return "已转给同事"


async def escalate(doing: Doing) -> str:
    """Pass the case on to the supervisors."""
    await doing.tools.desk.escalate(doing.id, doing.agent)
    return "已请主管处理"


async def retry(doing: Doing, seq: int) -> str:
    """Send once more what did not arrive."""
    await doing.tools.desk.retry(doing.id, doing.agent, seq)
    return "正在重发"


async def say_canned(doing: Doing, name: str) -> str:
    """Send a canned reply as it was shown."""
    rendered = await doing.tools.canned.render(doing.id, doing.agent, name)
    await doing.tools.desk.reply(doing.id, doing.agent, Content(text=rendered.text))
    return "已发给顾客"


async def say_named(doing: Doing, name: str, words: str) -> bool:
    """Send the canned reply of this name, its holes filled from the words; False when there is none of that name.

    Raises Conflict when something is missing.
    """
    replies = await doing.tools.canned.listing(doing.id, doing.agent)
    rendered = next((one for one in replies if one.name == name), None)
    if rendered is None:
        return False
    await doing.tools.desk.reply(doing.id, doing.agent, Content(text=filled(rendered, words)))
    return True


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


async def perform(doing: Doing, action: OrderAction, written: str = "") -> str:
    """An order action on the order of the case. Raises Conflict when that is not known."""
    order = order_of(await doing.tools.desk.card(doing.id))
    args = action.arguments(order.number, written)
    await doing.tools.registers.perform(doing.id, doing.agent, action.action, args, key=doing.key)
    return f"已办：{action.title}"


def order_of(card: Card) -> Order:
    """What order actions are about: the order of the case, else the customer's only one.

    Raises Conflict when the customer has none that is known, or several: an agent does not guess.
    """
    if card.order is not None:
        return card.order
    if len(card.orders) == 1:
        return card.orders[0]
    if card.orders:
        raise Conflict("顾客有好几单，还不知道是哪一单：请先问清楚，或在网页客服台选订单操作。")
    raise Conflict("还没查到这位顾客的订单，办不了订单操作。")


async def shift(tools: DeskTools, agent: Agent, command: Command) -> str:
    """Begin to take cases, or stop."""
    on, told = SHIFTS[command.name]
    await tools.desk.shift(agent, on=on)
    return told


SHIFTS: Final[Mapping[str, tuple[bool, str]]] = MappingProxyType(
    {"on": (True, "已上线，开始接待。"), "off": (False, "已下线，不再给您派新的顾客。")}
)
"""Commands that are about the agent, wherever they are written."""

COMMANDS: Final[Mapping[str, Written]] = MappingProxyType(
    {"claim": claim, "note": note, "back": give_back, "close": close_as}
)
PRESSES: Final[Mapping[str, Carries[Doing, Any, str]]] = MappingProxyType(
    {
        "claim": alone(claim),
        "back": alone(give_back),
        "close": Carries(read=member_of(Outcome), do=close),
        "dismiss": alone(dismiss),
        "reopen": alone(reopen),
        "queue": Carries(read=member_of(Role), do=to_queue),
        "give": Carries(read=number_in, do=to_colleague),
        "escalate": alone(escalate),
        "retry": Carries(read=number_in, do=retry),
        "say": Carries(read=word_in, do=say_canned),
        "perform": Carries(read=WITHOUT_WORDS.get, do=perform),
        "approve": alone(approve),
        "refuse": alone(refuse),
        "done": alone(finish),
    }
)
"""What buttons of cards and tasks do; those that open a menu are in `menus`."""
