"""Buttons that only show something: a menu in place of a card's buttons, a canned reply before it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from aiogram.types import InlineKeyboardMarkup

from bot.channels.telegram import keyboards
from bot.channels.telegram.doing import Doing
from bot.channels.telegram.order_actions import BY_CODE, OrderAction
from bot.core.errors import Conflict
from bot.core.ports import Store
from bot.desk.permissions import RECEIVING


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What pressing leads to: other buttons, words for who pressed, or a question to answer."""

    keyboard: InlineKeyboardMarkup | None = None
    words: str = ""
    question: OrderAction | None = None


_Opener: TypeAlias = Callable[[Doing, Store], Awaitable[Shown]]


async def open_menu(doing: Doing, store: Store) -> Shown:
    """The menu of that name. Raises Conflict for one that is not there any more."""
    opener = _MENUS.get(doing.argument)
    if opener is None:
        raise Conflict("这个按钮已经失效。")
    return await opener(doing, store)


async def preview(doing: Doing, _store: Store) -> Shown:
    """A canned reply filled in, before it goes. Raises Conflict when something in it must be filled by hand."""
    rendered = await doing.tools.canned.render(doing.id, doing.agent, doing.argument)
    if rendered.holes:
        missing = "、".join(f"〔{hole.name}〕" for hole in rendered.holes)
        raise Conflict(f"“{rendered.title}”还缺{missing}，请自己写，或在网页客服台填好再发。")
    confirm = keyboards.confirm_menu(doing.id, f"发送“{rendered.title}”", "say", rendered.name)
    return Shown(keyboard=confirm, words=rendered.text)


async def choose_order_action(doing: Doing, _store: Store) -> Shown:
    """What can be done for the order: asks for what must be written, else for a confirmation."""
    action = BY_CODE[doing.argument]
    if action.slot:
        return Shown(question=action, words="请回复话题里的提问")
    return Shown(keyboard=keyboards.confirm_menu(doing.id, action.title, "perform", action.code))


async def _main(doing: Doing, _store: Store) -> Shown:
    return Shown(keyboard=keyboards.card_keyboard(await doing.tools.desk.card(doing.id)))


async def _close(doing: Doing, _store: Store) -> Shown:
    return Shown(keyboard=keyboards.outcomes_menu(doing.id))


async def _transfer(doing: Doing, store: Store) -> Shown:
    everybody = await store.read(lambda uow: uow.agents.listing())
    here = [one for one in everybody if one.active and one.on_shift and one.id != doing.agent.id]
    return Shown(keyboard=keyboards.transfer_menu(doing.id, [one for one in here if one.role in RECEIVING]))


async def _canned(doing: Doing, _store: Store) -> Shown:
    replies = await doing.tools.canned.listing(doing.id, doing.agent)
    return Shown(keyboard=keyboards.canned_menu(doing.id, [(one.name, one.title) for one in replies]))


async def _orders(doing: Doing, _store: Store) -> Shown:
    return Shown(keyboard=keyboards.orders_menu(doing.id))


_MENUS: Final[Mapping[str, _Opener]] = MappingProxyType(
    {"main": _main, "close": _close, "transfer": _transfer, "canned": _canned, "orders": _orders}
)
OPENERS: Final[Mapping[str, _Opener]] = MappingProxyType(
    {"menu": open_menu, "canned": preview, "order": choose_order_action}
)
