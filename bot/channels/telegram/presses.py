"""Buttons that agents press, under cards and under tasks; what comes of it shows on their own screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.channels.telegram.doing import PRESSES, Doing
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.group_calls import GroupCalls
from bot.channels.telegram.hands import UNLINKED
from bot.channels.telegram.keyboards import CardPress, card_keyboard, press_in
from bot.channels.telegram.menus import OPENERS, Looking, Shown
from bot.channels.telegram.once import AlreadyDone
from bot.channels.telegram.order_actions import OrderAction
from bot.channels.telegram.people import People
from bot.channels.telegram.questions import question_text
from bot.channels.telegram.texts import cut
from bot.channels.telegram.translate import DeskPress
from bot.core.errors import Conflict, Declined
from bot.core.ports import Store
from bot.desk.wording import of_error

log = structlog.get_logger(__name__)

_ALERT_LIMIT: Final = 200
_STALE: Final = "这个按钮已经失效。"
_LEAVE_THE_CARD: Final = frozenset({"say", "perform"})
"""What may not change the card: its own buttons have to be brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presses:
    """Turns presses into actions of the desk, each done once, and into menus."""

    bot: Bot
    store: Store
    people: People
    forum: Forum

    async def press(self, press: DeskPress) -> None:
        """Do what the button says, or tell who pressed why not."""
        agent = await self.people.agent(press.user_id)
        wanted = press_in(press.data)
        if agent is None:
            await self._tell(press, UNLINKED.format(id=press.user_id), alert=True)
            return
        try:
            if wanted is None:
                raise Conflict(_STALE)
            await self._do(press, wanted, self.people.doing(agent, (press.update_id,), wanted.id))
        except AlreadyDone:
            await self._tell(press, "已经办过了", alert=False)
        except Declined as refusal:
            await self._tell(press, of_error(refusal, "zh"), alert=True)

    async def _do(self, press: DeskPress, wanted: CardPress, doing: Doing) -> None:
        """Raises Conflict for a button that is none of ours any more."""
        opens, does = OPENERS.get(wanted.action), PRESSES.get(wanted.action)
        if opens is not None and (show := opens.bound(wanted.argument)) is not None:
            await self._show(press, doing, await show(Looking(doing=doing, store=self.store)))
        elif does is not None and (handle := does.bound(wanted.argument)) is not None:
            await self._tell(press, await handle(doing), alert=False)
            if wanted.action in _LEAVE_THE_CARD:
                self._restore(press, doing)
        else:
            raise Conflict(_STALE)

    async def _show(self, press: DeskPress, doing: Doing, shown: Shown) -> None:
        await self._tell(press, shown.words, alert=bool(shown.words))
        keyboard, question = shown.keyboard, shown.question
        if keyboard is not None:
            self.forum.soon(lambda group: group.edit_keyboard(press.message_id, keyboard))
        if question is not None:
            self.forum.soon(lambda group: self._ask(group, press, doing.id, question))

    async def _ask(self, group: GroupCalls, press: DeskPress, case_id: int, question: OrderAction) -> None:
        """Only the post that is remembered here is a question: what people write can look like one."""
        text = question_text(case_id, question)
        asked = await group.ask(press.thread_id, text, whom=press.user_id)
        await self.store.transact(lambda uow: uow.desk_posts.put_question(group.group, asked, case_id, question.code))

    def _restore(self, press: DeskPress, doing: Doing) -> None:
        async def restore(group: GroupCalls) -> None:
            card = await self.people.tools.desk.card(doing.id)
            await group.edit_keyboard(press.message_id, card_keyboard(card))

        self.forum.soon(restore)

    async def _tell(self, press: DeskPress, text: str, *, alert: bool) -> None:
        try:
            await self.bot.answer_callback_query(press.callback_id, text=cut(text, _ALERT_LIMIT), show_alert=alert)
        except AiogramError as error:
            log.info("press_not_answered", error=str(error))
