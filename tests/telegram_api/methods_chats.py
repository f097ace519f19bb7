"""Who is who: the bot itself, chats, members, commands, and files to download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiogram.methods import GetChat, GetChatMember, GetFile, GetMe, SetMyCommands

from .formatting import wire_of
from .registry import serves
from .wire import Json, bad_request

if TYPE_CHECKING:
    from .models import ChatState, User
    from .world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)


@serves(GetMe)
def get_me(world: World, _request: GetMe) -> Json:
    rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return world.bot.wire() | rights


@serves(GetFile)
def get_file(world: World, request: GetFile) -> Json:
    return world.files.describe(request.file_id)


@serves(GetChat)
def get_chat(world: World, request: GetChat) -> Json:
    chat = world.chat(request.chat_id)
    full = {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    return chat.wire | full


@serves(GetChatMember)
def get_chat_member(world: World, request: GetChatMember) -> Json:
    chat = world.chat(request.chat_id)
    user = world.users.get(request.user_id)
    if user is None:
        raise bad_request("user not found")
    status = chat.members.get(user.id, "member" if chat.group is None else "left")
    return member_wire(chat, user, status)


def member_wire(chat: ChatState, user: User, status: str) -> Json:
    """A ChatMember of that status, with every right an administrator can have."""
    member: Json = {"status": status, "user": user.wire()}
    match status:
        case "administrator":
            topics = {"can_manage_topics": chat.bot_can_manage_topics}
            return member | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True) | topics
        case "creator":
            return member | {"is_anonymous": False}
        case "kicked":
            return member | {"until_date": 0}
        case _:
            return member


@serves(SetMyCommands)
def set_my_commands(world: World, request: SetMyCommands) -> bool:
    for command in request.commands:
        if not _COMMAND.fullmatch(command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands = [wire_of(command) for command in request.commands]
    world.changed()
    return True
