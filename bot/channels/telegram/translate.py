"""One Telegram update as what it means here. Pure: no network, no store, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, TypeAlias

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, InaccessibleMessage, Message, Update, User

from bot.channels.telegram.contents import Attachment, Written, read_message
from bot.core.messages import Content, Incoming, Peer

CHANNEL: Final = "telegram"
_START: Final = re.compile(r"/start(@\w+)?(\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A customer's message for the one door in; its attachments are still to be fetched.

    `callback_id` is set for a pressed button: Telegram shows a clock on it until it is answered. `command` is what was
    typed when it begins with a slash.
    """

    incoming: Incoming
    command: str = ""
    attachments: tuple[Attachment, ...] = ()
    callback_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPost:
    """What somebody wrote in the desk group. `thread_id` is None in the General topic.

    An anonymous administrator writes in the group's name: who it is cannot be known. An album is one post of several
    messages, its `members`; `album` names it. `answered` is the message of a bot that it replies to, `answered_text`
    what that says.
    """

    update_ids: tuple[int, ...]
    thread_id: int | None
    message_ids: tuple[int, ...]
    user_id: int
    anonymous: bool
    edited: bool
    written: Written
    album: str = ""
    answered: int | None = None
    answered_text: str = ""
    members: tuple[DeskPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPress:
    """A button of a card pressed by somebody in the desk group."""

    update_id: int
    callback_id: str
    user_id: int
    data: str
    message_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicClosed:
    """Somebody closed a topic of the desk group, or opened it again."""

    thread_id: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMade:
    """The bot made a topic of the desk group; what it asked Telegram for may have been answered to nobody."""

    thread_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMoved:
    """The desk group became a supergroup: it has another id from now on."""

    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The bot's own standing in a chat changed: a customer blocked it, a group threw it out."""

    chat_id: int
    private: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Nothing for us, and why. `group` is the id of a group that is not the desk's."""

    why: str
    group: int | None = None


Meaning: TypeAlias = Letter | DeskPost | DeskPress | TopicClosed | TopicMade | GroupMoved | Standing | Ignored


def translate(update: Update, *, account: str, desk_group: int | None, now: datetime) -> Meaning:
    """What an update means.

    A customer's message is known by `chat:message`; its edited form is a message of its own, known by
    `chat:message:edit date`, since the bot may have answered the first form already. A press is known by its own id.
    """
    if update.message is not None:
        return _message(update.message, update.update_id, account, desk_group)
    if update.edited_message is not None:
        return _edited(update.edited_message, update.update_id, account, desk_group)
    if update.callback_query is not None:
        return _press(update.callback_query, update.update_id, account, desk_group, now)
    if update.my_chat_member is not None:
        return _standing(update.my_chat_member)
    return Ignored(why="a kind of update nobody asked for")


def _message(message: Message, update_id: int, account: str, desk_group: int | None) -> Meaning:
    written = read_message(message)
    if message.chat.type == ChatType.PRIVATE:
        if written is None:
            return Ignored(why=f"a notice: {message.content_type}")
        return _letter(message, account, f"{message.chat.id}:{message.message_id}", written)
    if message.chat.id != desk_group:
        return _elsewhere(message.chat.id)
    if written is None:
        return _notice(message, account)
    return _desk_post(message, update_id, written, edited=False)


def _edited(message: Message, update_id: int, account: str, desk_group: int | None) -> Meaning:
    """Only the words count: an edited caption does not bring its photo a second time, a live location moves on."""
    text = message.text or message.caption or ""
    if message.chat.id == desk_group:
        return _desk_post(message, update_id, Written(text=text), edited=True)
    if message.chat.type != ChatType.PRIVATE:
        return _elsewhere(message.chat.id)
    if not text:
        return Ignored(why="an edit without words")
    external_id = f"{message.chat.id}:{message.message_id}:{message.edit_date}"
    return _letter(message, account, external_id, Written(text=text), edited=True)


def _letter(message: Message, account: str, external_id: str, written: Written, *, edited: bool = False) -> Letter:
    language = (message.from_user.language_code if message.from_user else None) or ""
    incoming = Incoming(
        channel=CHANNEL,
        account=account,
        external_id=external_id,
        peer=Peer(id=str(message.chat.id), name=message.chat.full_name, language=language),
        content=Content(text=_greeting(written.text, language), media=written.media, edited=edited),
        sent_at=_utc(message.edit_date) if message.edit_date else message.date,
    )
    command = written.text if written.text.startswith("/") and not edited else ""
    return Letter(incoming=incoming, attachments=written.attachments, command=command)


def _greeting(text: str, language: str) -> str:
    """Telegram sends /start for who opens the chat: a customer who comes in and has not said anything yet."""
    if not _START.match(text):
        return text
    return "Hello" if language.startswith("en") else "您好"


def _press(query: CallbackQuery, update_id: int, account: str, desk_group: int | None, now: datetime) -> Meaning:
    message = query.message
    if message is None or query.data is None:
        return Ignored(why="a press outside any chat")
    if message.chat.id == desk_group:
        return DeskPress(
            update_id=update_id,
            callback_id=query.id,
            user_id=query.from_user.id,
            data=query.data,
            message_id=message.message_id,
            thread_id=message.message_thread_id if isinstance(message, Message) else None,
        )
    if message.chat.type != ChatType.PRIVATE:
        return _elsewhere(message.chat.id)
    user = query.from_user
    incoming = Incoming(
        channel=CHANNEL,
        account=account,
        external_id=f"callback:{query.id}",
        peer=Peer(id=str(message.chat.id), name=user.full_name, language=user.language_code or ""),
        content=Content(text=_title(message, query.data), press=query.data),
        sent_at=now,
    )
    return Letter(incoming=incoming, callback_id=query.id)


def _elsewhere(group: int) -> Ignored:
    return Ignored(why="a group that is not the desk's; telegram.desk_group in config.yaml names that one", group=group)


def _title(message: Message | InaccessibleMessage, data: str) -> str:
    """What the customer read on the button; empty when the message is too old for Telegram to show it to us."""
    if isinstance(message, InaccessibleMessage) or message.reply_markup is None:
        return ""
    buttons = [button for row in message.reply_markup.inline_keyboard for button in row]
    return next((button.text for button in buttons if button.callback_data == data), "")


def _notice(message: Message, account: str) -> Meaning:
    if message.migrate_to_chat_id is not None:
        return GroupMoved(group=message.migrate_to_chat_id)
    match message.content_type:
        case ContentType.FORUM_TOPIC_CLOSED | ContentType.FORUM_TOPIC_REOPENED if message.message_thread_id:
            closed = message.content_type == ContentType.FORUM_TOPIC_CLOSED
            return TopicClosed(thread_id=message.message_thread_id, closed=closed)
        case ContentType.FORUM_TOPIC_CREATED if message.forum_topic_created and _by(message, account):
            return TopicMade(
                thread_id=message.message_thread_id or message.message_id, name=message.forum_topic_created.name
            )
        case _:
            return Ignored(why=f"a notice: {message.content_type}")


def _by(message: Message, account: str) -> bool:
    return message.from_user is not None and str(message.from_user.id) == account


def _desk_post(message: Message, update_id: int, written: Written, *, edited: bool) -> Meaning:
    user: User | None = message.from_user
    anonymous = message.sender_chat is not None
    if user is None or (user.is_bot and not anonymous):
        return Ignored(why="a bot in the desk group")
    replied = _answered(message)
    return DeskPost(
        update_ids=(update_id,),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        message_ids=(message.message_id,),
        user_id=user.id,
        anonymous=anonymous,
        edited=edited,
        written=written,
        album=message.media_group_id or "",
        answered=replied.message_id if replied else None,
        answered_text=(replied.text or "") if replied else "",
    )


def _answered(message: Message) -> Message | None:
    """The message of a bot that this replies to."""
    replied = message.reply_to_message
    ours = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return replied if ours else None


def one_post(posts: Sequence[DeskPost]) -> DeskPost:
    """The parts of an album as one post, in their order."""
    first = posts[0]
    written = Written(
        text="\n".join(post.written.text for post in posts if post.written.text),
        attachments=tuple(one for post in posts for one in post.written.attachments),
        media=tuple(one for post in posts for one in post.written.media),
    )
    return replace(
        first,
        members=tuple(posts),
        update_ids=tuple(one for post in posts for one in post.update_ids),
        message_ids=tuple(one for post in posts for one in post.message_ids),
        written=written,
    )


def _standing(change: ChatMemberUpdated) -> Standing:
    private = change.chat.type == ChatType.PRIVATE
    return Standing(chat_id=change.chat.id, private=private, status=str(change.new_chat_member.status))


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
