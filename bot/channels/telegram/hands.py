"""What agents do in the desk group: messages in a topic, commands, and buttons of cards, each done once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.channels.telegram.card import CardPress, press_in
from bot.channels.telegram.commands import HINT, command_in, outcome_named
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.files import Files
from bot.channels.telegram.forum import Forum, Notice
from bot.channels.telegram.once import AlreadyDone, OnceStore
from bot.channels.telegram.translate import DeskPost, DeskPress
from bot.channels.telegram.words import OUTCOMES
from bot.core.cases import Agent, Outcome
from bot.core.errors import Conflict, MediaRefused, NotAllowed, NotFound
from bot.core.messages import Content
from bot.core.ports import Clock, Store, UnitOfWork
from bot.service.desk import Desk

log = structlog.get_logger(__name__)

_ALERT_LIMIT: Final = 200
_HINT_PAUSE: Final = timedelta(minutes=1)
_NO_CASE: Final = "这位顾客现在由机器人接待，没有发给顾客。顾客再找人工时，这里会出现新的卡片。"
_NOT_EDITED: Final = "改动不会同步给顾客，请把改好的话再发一条。"
_NO_FILES: Final = "命令不能带附件，没有执行，附件也没有发给顾客。"
_ANONYMOUS: Final = "匿名管理员发的话不知道是谁说的，没有发给顾客。请在群里关闭“匿名管理”后再发。"
_UNLINKED: Final = (
    "还不认识您的 Telegram 账号，没有执行。请管理员在服务器上关联：kefu agents link 登录名 --telegram-id {id}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doing:
    """One thing an agent does; `desk` does it once, whatever Telegram repeats."""

    desk: Desk
    agent: Agent
    case_id: int


_CommandHandler: TypeAlias = Callable[[_Doing, str], Awaitable[object]]
_PressHandler: TypeAlias = Callable[[Desk, Agent, int], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Turns what happens in the group into actions of the desk; a refusal is told to the agent, not to the customer."""

    bot: Bot
    store: Store
    desk: Desk
    clock: Clock
    account: str
    forum: Forum
    files: Files
    echoes: Echoes
    _hinted: dict[int, datetime] = field(default_factory=dict)

    async def hear(self, post: DeskPost) -> None:
        """A message in the group. Outside the topics of conversations agents are among themselves."""
        conversation_id = await self._conversation(post)
        if conversation_id is None:
            return
        agent = await self._agent(post.user_id)
        if agent is None or post.anonymous:
            self._hint(post)
            return
        try:
            await self._act(post, agent, conversation_id)
        except AlreadyDone:
            log.info("desk_update_repeated", update=post.update_id)
        except (Conflict, NotAllowed, NotFound) as refusal:
            self._answer(post, str(refusal))
        except MediaRefused as refusal:
            self._answer(post, f"没有发给顾客：{refusal}")

    async def press(self, press: DeskPress) -> None:
        """A button of a card; the answer shows on the agent's screen only."""
        agent = await self._agent(press.user_id)
        wanted = press_in(press.data)
        if agent is None:
            await self._alert(press, _UNLINKED.format(id=press.user_id))
        elif wanted is None:
            await self._alert(press, "这个按钮已经失效。")
        else:
            await self._do_press(press, wanted, agent)

    async def _do_press(self, press: DeskPress, wanted: CardPress, agent: Agent) -> None:
        handler, done = _PRESSES[wanted.action]
        try:
            await handler(self._once(press.update_id), agent, wanted.id)
        except AlreadyDone:
            await self._toast(press, done)
        except (Conflict, NotAllowed, NotFound) as refusal:
            await self._alert(press, str(refusal))
        else:
            await self._toast(press, done)

    async def _act(self, post: DeskPost, agent: Agent, conversation_id: int) -> None:
        if post.edited:
            raise Conflict(_NOT_EDITED)
        case_id = await self._open_case(conversation_id)
        doing = _Doing(desk=self._once(post.update_id), agent=agent, case_id=case_id)
        command = command_in(post.written.text)
        if command is None:
            await self._reply(post, doing)
        elif post.written.attachments:
            raise Conflict(_NO_FILES)
        elif command.name in _COMMANDS:
            await _COMMANDS[command.name](doing, command.argument)
        else:
            raise Conflict(HINT)

    async def _reply(self, post: DeskPost, doing: _Doing) -> None:
        fetched = [await self.files.fetch(attachment) for attachment in post.written.attachments]
        content = Content(text=post.written.text, media=(*post.written.media, *fetched))
        async with self.echoes.lock:
            entry = await doing.desk.reply(doing.case_id, doing.agent, content)
            self.echoes.own.add(entry.seq)

    async def _conversation(self, post: DeskPost) -> int | None:
        thread_id = post.thread_id
        if thread_id is None:
            return None
        return await self.store.read(lambda uow: uow.topics.conversation_of(self.forum.group, thread_id))

    async def _open_case(self, conversation_id: int) -> int:
        conversation = await self.store.read(lambda uow: uow.conversations.get(conversation_id))
        if conversation.case_id is None:
            raise Conflict(_NO_CASE)
        return conversation.case_id

    async def _agent(self, user_id: int) -> Agent | None:
        def query(uow: UnitOfWork) -> Agent | None:
            agent = uow.agents.by_telegram(user_id)
            return agent if agent is not None and agent.active else None

        return await self.store.read(query)

    def _once(self, update_id: int) -> Desk:
        once = OnceStore(store=self.store, account=self.account, update_id=update_id, now=self.clock())
        return replace(self.desk, store=once)

    def _hint(self, post: DeskPost) -> None:
        """Who is not linked is told how, at most once a minute, however much they write."""
        now = self.clock()
        if now - self._hinted.get(post.user_id, now - _HINT_PAUSE) >= _HINT_PAUSE:
            self._hinted[post.user_id] = now
            self._answer(post, _ANONYMOUS if post.anonymous else _UNLINKED.format(id=post.user_id))

    def _answer(self, post: DeskPost, text: str) -> None:
        self.forum.answer(Notice(thread_id=post.thread_id, reply_to=post.message_id, text=text))

    async def _toast(self, press: DeskPress, text: str) -> None:
        await self._answer_press(press, text, alert=False)

    async def _alert(self, press: DeskPress, text: str) -> None:
        await self._answer_press(press, text, alert=True)

    async def _answer_press(self, press: DeskPress, text: str, *, alert: bool) -> None:
        try:
            await self.bot.answer_callback_query(press.callback_id, text=text[:_ALERT_LIMIT], show_alert=alert)
        except AiogramError as error:
            log.info("press_not_answered", error=str(error))


async def _claim(doing: _Doing, _argument: str) -> object:
    return await doing.desk.claim(doing.case_id, doing.agent)


async def _note(doing: _Doing, argument: str) -> object:
    return await doing.desk.note(doing.case_id, doing.agent, argument)


async def _back(doing: _Doing, argument: str) -> object:
    return await doing.desk.give_back(doing.case_id, doing.agent, argument)


async def _close(doing: _Doing, argument: str) -> object:
    outcome = outcome_named(argument)
    if outcome is None:
        raise Conflict(f"不认识的结果“{argument[:40]}”，可以写：{'、'.join(OUTCOMES.values())}。")
    return await doing.desk.close(doing.case_id, doing.agent, outcome)


_COMMANDS: Final[Mapping[str, _CommandHandler]] = MappingProxyType(
    {"claim": _claim, "note": _note, "back": _back, "close": _close}
)
_PRESSES: Final[Mapping[str, tuple[_PressHandler, str]]] = MappingProxyType(
    {
        "claim": (lambda desk, agent, case_id: desk.claim(case_id, agent), "由您接待了"),
        "back": (lambda desk, agent, case_id: desk.give_back(case_id, agent, ""), "已交回机器人"),
        "close": (lambda desk, agent, case_id: desk.close(case_id, agent, Outcome.SOLVED), "已结束"),
        "dismiss": (lambda desk, agent, case_id: desk.close(case_id, agent, Outcome.OTHER), "已结束"),
        "approve": (lambda desk, agent, task_id: desk.decide(task_id, agent, approve=True), "已同意"),
        "refuse": (lambda desk, agent, task_id: desk.decide(task_id, agent, approve=False), "未同意"),
    }
)
