"""Buttons that only show something: a menu in place of a card's buttons, a canned reply before it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from aiogram.types import InlineKeyboardMarkup

from bot.channels.telegram import keyboards
from bot.channels.telegram.carried import Carries, word_in
from bot.channels.telegram.doing import Doing, order_of
from bot.channels.telegram.holes import missing_words
from bot.channels.telegram.order_actions import BY_CODE, OrderAction
from bot.core.errors import Conflict
from bot.core.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What pressing leads to: other buttons, words for who pressed, or a question to answer."""

    keyboard: InlineKeyboardMarkup | None = None
    words: str = ""
    question: OrderAction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who wants to see what of which case, and where colleagues are looked up."""

    doing: Doing
    store: Store


_Menu: TypeAlias = Callable[[Looking], Awaitable[Shown]]


async def open_menu(looking: Looking, menu: _Menu) -> Shown:
    """One of the menus."""
    return await menu(looking)


async def preview(looking: Looking, name: str) -> Shown:
    """A canned reply filled in, before it goes. Raises Conflict when something in it must be filled by hand."""
    doing = looking.doing
    rendered = await doing.tools.canned.render(doing.id, doing.agent, name)
    if rendered.holes:
        raise Conflict(missing_words(rendered))
    confirm = keyboards.confirm_menu(doing.id, f"发送“{rendered.title}”", "say", rendered.name)
    return Shown(keyboard=confirm, words=rendered.text)


async def choose_order_action(looking: Looking, action: OrderAction) -> Shown:
    """What can be done for the order: asks for what must be written, else for a confirmation."""
    if action.slot:
        return Shown(question=action, words="请回复话题里的提问")
    return Shown(keyboard=keyboards.confirm_menu(looking.doing.id, action.title, "perform", action.code))


async def _main(looking: Looking) -> Shown:
    doing = looking.doing
    return Shown(keyboard=keyboards.card_keyboard(await doing.tools.desk.card(doing.id)))


async def _close(looking: Looking) -> Shown:
    return Shown(keyboard=keyboards.outcomes_menu(looking.doing.id))


async def _transfer(looking: Looking) -> Shown:
    doing = looking.doing
    others = [one for one in await doing.tools.desk.receivers() if one.agent.id != doing.agent.id]
    return Shown(keyboard=keyboards.transfer_menu(doing.id, others))


async def _canned(looking: Looking) -> Shown:
    doing = looking.doing
    replies = await doing.tools.canned.listing(doing.id, doing.agent)
    return Shown(keyboard=keyboards.canned_menu(doing.id, [(one.name, one.title) for one in replies]))


async def _orders(looking: Looking) -> Shown:
    doing = looking.doing
    card = await doing.tools.desk.card(doing.id)
    return Shown(keyboard=keyboards.orders_menu(doing.id, order_of(card), card.tasks))


_MENUS: Final[Mapping[str, _Menu]] = MappingProxyType(
    {"main": _main, "close": _close, "transfer": _transfer, "canned": _canned, "orders": _orders}
)
OPENERS: Final[Mapping[str, Carries[Looking, Any, Shown]]] = MappingProxyType(
    {
        "menu": Carries(read=_MENUS.get, do=open_menu),
        "canned": Carries(read=word_in, do=preview),
        "order": Carries(read=BY_CODE.get, do=choose_order_action),
    }
)
