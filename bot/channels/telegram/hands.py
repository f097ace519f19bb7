"""What agents write in the desk group: words for customers, commands, answers to questions; each done once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.channels.telegram.commands import HINT, Command, command_in
from bot.channels.telegram.doing import COMMANDS, SHIFTS, perform, say_named, shift
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.files import Files
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.once import AlreadyDone, PartlyDone
from bot.channels.telegram.order_actions import BY_CODE, OrderAction
from bot.channels.telegram.people import People
from bot.channels.telegram.questions import looks_asked
from bot.channels.telegram.translate import DeskPost, one_post
from bot.core.errors import Conflict, Declined, MediaRefused
from bot.core.messages import Content
from bot.core.ports import Clock, Store
from bot.core.roles import Agent
from bot.desk.wording import of_error
from bot.service.edits import Edits

log = structlog.get_logger(__name__)

_HINT_PAUSE: Final = timedelta(minutes=1)
_ALBUMS: Final = 50
"""Refused albums of which a part may come late: what went with a note is no more for the customer than the note."""
_NO_CASE: Final = "这位顾客现在由机器人接待，没有发给顾客。顾客再找人工时，这里会出现新的卡片。"
_NOT_RELAYED: Final = "这条没有对应的顾客消息，改动没有同步。要发给顾客请再发一条。"
_NO_FILES: Final = "命令不能带附件，没有执行，附件也没有发给顾客。"
_REST_OF_ALBUM: Final = "同一组里有内容没有发给顾客，这条也没有发。要发给顾客请另发一次。"
_OLD_QUESTION: Final = "这个提问已失效，内容没有发给顾客，请从卡片的按钮重新开始。"
_WORDS_WANTED: Final = "这里只要文字，没有登记，附件也没有发给顾客。"
_ANONYMOUS: Final = "匿名管理员发的话不知道是谁说的，没有发给顾客。请在群里关闭“匿名管理”后再发。"
UNLINKED: Final = (
    "还不认识您的 Telegram 账号，没有执行。请管理员在服务器上关联：kefu agents link 登录名 --telegram-id {id}"
)
"""What somebody reads whose Telegram account belongs to no agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Turns what happens in the group into actions of the desk; a refusal is told to the agent, not to the customer."""

    store: Store
    people: People
    edits: Edits
    clock: Clock
    forum: Forum
    files: Files
    echoes: Echoes
    _hinted: dict[int, datetime] = field(default_factory=dict)
    _refused: deque[str] = field(default_factory=lambda: deque(maxlen=_ALBUMS))

    async def hear(self, post: DeskPost) -> None:
        """A message in the group. Outside the topics of conversations agents are among themselves."""
        command = command_in(post.written.text)
        conversation_id = await self._conversation(post)
        if conversation_id is None and (post.edited or not (command and command.name in SHIFTS)):
            return
        agent = await self.people.agent(post.user_id)
        if agent is None or post.anonymous:
            self._hint(post)
            return
        try:
            told = await self._act(post, command, agent, conversation_id)
        except AlreadyDone:
            log.info("desk_update_repeated", updates=post.update_ids)
        except Declined as refusal:
            self._refuse(post, of_error(refusal, "zh"))
        except MediaRefused as refusal:
            self._refuse(post, f"没有发给顾客：{refusal}")
        else:
            if told:
                self._answer(post, told)

    async def _act(self, post: DeskPost, command: Command | None, agent: Agent, conversation_id: int | None) -> str:
        if post.edited:
            return await self._edit(post, command, agent)
        if post.album in self._refused:
            raise Conflict(_REST_OF_ALBUM)
        if command is not None:
            return await self._command(post, command, agent, conversation_id)
        question = await self._question(post)
        if question is not None or looks_asked(post.answered_text):
            return await self._answer_question(post, question, agent)
        await self._reply(post, agent, await self._open_case(conversation_id or 0))
        return ""

    async def _command(self, post: DeskPost, command: Command, agent: Agent, conversation_id: int | None) -> str:
        if post.written.attachments or post.written.media:
            raise Conflict(_NO_FILES)
        if command.name in SHIFTS:
            return await shift(self.people.tools_for(post.update_ids), agent, command)
        case_id = await self._open_case(conversation_id or 0)
        doing = self.people.doing(agent, post.update_ids, case_id)
        if command.name in COMMANDS:
            await COMMANDS[command.name](doing, command.argument)
        elif not await say_named(doing, command.name, command.argument):
            raise Conflict(HINT)
        return ""

    async def _edit(self, post: DeskPost, command: Command | None, agent: Agent) -> str:
        """Only what was relayed to the customer is changed there; a command is no message, before or after."""
        seq = await self.store.read(lambda uow: uow.desk_posts.seq_of(self.forum.group, post.message_ids[0]))
        if seq is None or command is not None:
            raise Conflict(_NOT_RELAYED)
        await self.edits.change(seq, agent, post.written.text)
        return ""

    async def _question(self, post: DeskPost) -> tuple[int, OrderAction] | None:
        """The case and the action that the post answers a question about."""
        if post.answered is None:
            return None
        asked = post.answered
        found = await self.store.read(lambda uow: uow.desk_posts.question(self.forum.group, asked))
        action = BY_CODE.get(found[1]) if found else None
        return None if found is None or action is None else (found[0], action)

    async def _answer_question(self, post: DeskPost, question: tuple[int, OrderAction] | None, agent: Agent) -> str:
        if question is None:
            raise Conflict(_OLD_QUESTION)
        if post.written.attachments or post.written.media:
            raise Conflict(_WORDS_WANTED)
        case_id, action = question
        told = await perform(self.people.doing(agent, post.update_ids, case_id), action, post.written.text)
        asked = post.answered or 0
        await self.store.transact(lambda uow: uow.desk_posts.answered(self.forum.group, asked))
        return told

    async def _reply(self, post: DeskPost, agent: Agent, case_id: int) -> None:
        """To the customer, at once even as an album. What of an album was relayed before stays relayed."""
        fetched = [await self.files.fetch(attachment) for attachment in post.written.attachments]
        content = Content(text=post.written.text, media=(*post.written.media, *fetched))
        desk = self.people.tools_for(post.update_ids).desk
        try:
            async with self.echoes.lock:
                entry = await desk.reply(case_id, agent, content)
                self.echoes.own.add(entry.seq)
        except PartlyDone as part:
            fresh = [one for one in post.members if one.update_ids[0] in part.fresh]
            await self._reply(one_post(fresh), agent, case_id)
            return
        await self.store.transact(lambda uow: uow.desk_posts.own(self.forum.group, post.message_ids, entry.seq))

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

    def _refuse(self, post: DeskPost, why: str) -> None:
        if post.album:
            self._refused.append(post.album)
        self._answer(post, why)

    def _hint(self, post: DeskPost) -> None:
        """Who is not linked is told how, at most once a minute, however much they write."""
        now = self.clock()
        if now - self._hinted.get(post.user_id, now - _HINT_PAUSE) >= _HINT_PAUSE:
            self._hinted[post.user_id] = now
            self._answer(post, _ANONYMOUS if post.anonymous else UNLINKED.format(id=post.user_id))

    def _answer(self, post: DeskPost, text: str) -> None:
        self.forum.soon(lambda group: group.say(post.thread_id, text, reply_to=post.message_ids[0]))
