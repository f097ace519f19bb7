"""What customers do in their private chats with the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .formatting import formatted
from .methods_chats import member_wire
from .wire import Json
from .world import Press

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import ChatState, User
    from .world import World


class CustomerActions:
    """Each deed changes the world at once and queues the update that Telegram would send.

    Messages are handed back as JSON, to answer, edit or press them later.
    """

    world: World

    def user_says(self, user: User, text: str, *, reply_to: Json | None = None) -> Json:
        return self._customer_writes(user, formatted(text, None, None), reply_to=reply_to)

    def user_sends_photo(
        self, user: User, picture: bytes, caption: str = "", *, media_group: str | None = None
    ) -> Json:
        content = self.world.files.add("photo", picture) | _caption(caption)
        return self._customer_writes(user, content | ({"media_group_id": media_group} if media_group else {}))

    def user_sends_album(self, user: User, pictures: Sequence[bytes], caption: str = "") -> list[Json]:
        """One update for each picture, the caption on the first; nothing marks the end."""
        album = self.world.next_album()
        captions = [caption] + [""] * (len(pictures) - 1)
        return [
            self.user_sends_photo(user, picture, text, media_group=album)
            for picture, text in zip(pictures, captions, strict=True)
        ]

    def user_sends_voice(self, user: User, sound: bytes, *, duration: int = 3) -> Json:
        return self._customer_writes(user, self.world.files.add("voice", sound, duration=duration))

    def user_sends_video(self, user: User, video: bytes, caption: str = "") -> Json:
        return self._customer_writes(user, self.world.files.add("video", video) | _caption(caption))

    def user_sends_sticker(self, user: User, picture: bytes, emoji: str = "👍") -> Json:
        return self._customer_writes(user, self.world.files.add("sticker", picture, emoji=emoji))

    def user_sends_document(
        self, user: User, data: bytes, name: str, caption: str = "", *, size: int | None = None
    ) -> Json:
        """`size` claims more bytes than there are, for files that are too big to download."""
        content = self.world.files.add("document", data, name=name, size=size) | _caption(caption)
        return self._customer_writes(user, content)

    def user_sends_location(self, user: User, latitude: float, longitude: float) -> Json:
        return self._customer_writes(user, {"location": {"latitude": latitude, "longitude": longitude}})

    def user_presses(self, user: User, message: Json, data: str, *, stale: bool = False) -> Press:
        """Press the button with that data.

        Raises:
            ValueError: the message as it is now has no such button; `stale` presses what an old screen still shows.
        """
        return press(self.world, self.world.chats[user.id], user, message, data, stale=stale)

    def user_edits(self, user: User, message: Json, text: str) -> Json:
        return edit(self.world, self.world.chats[user.id], message, text)

    def user_deletes(self, user: User, message: Json) -> None:
        """The bot is not told."""
        self.world.remove(self.world.chats[user.id], message["message_id"])

    def user_blocks_bot(self, user: User) -> None:
        chat = self.world.open_private(user)
        chat.shut = "bot was blocked by the user"
        self._membership(user, chat, "member", "kicked")

    def user_unblocks_bot(self, user: User) -> None:
        chat = self.world.open_private(user)
        chat.shut = None
        self._membership(user, chat, "kicked", "member")

    def expire_presses(self) -> None:
        """Let all button presses so far grow too old to be answered."""
        for pressed in self.world.presses.values():
            pressed.expired = True

    def _customer_writes(self, user: User, content: Json, *, reply_to: Json | None = None) -> Json:
        chat = self.world.open_private(user)
        replied = reply_to["message_id"] if reply_to else None
        message = self.world.store(chat, sender={"from": user.wire()}, content=content, reply_to=replied)
        self.world.announce("message", message)
        return message

    def _membership(self, user: User, chat: ChatState, old: str, new: str) -> None:
        announce_status(self.world, chat, by=user, old=old, new=new)


def _caption(text: str) -> Json:
    return formatted(text, None, None, key="caption")


def announce_status(world: World, chat: ChatState, *, by: User, old: str, new: str) -> None:
    """Tell the bot that its own standing in a chat changed."""
    change = {"chat": chat.wire, "from": by.wire(), "date": world.now()}
    change["old_chat_member"] = member_wire(chat, world.bot, old)
    change["new_chat_member"] = member_wire(chat, world.bot, new)
    world.announce("my_chat_member", change)


def edit(world: World, chat: ChatState, message: Json, text: str) -> Json:
    """A person changes the text or caption of a message."""
    current = chat.messages[message["message_id"]]
    key = "text" if "text" in current else "caption"
    entities = "entities" if key == "text" else "caption_entities"
    content = formatted(text, None, None, key=key)
    edited = world.replace(chat, current, content, dropped={key, entities})
    world.announce("edited_message", edited)
    return edited


def press(world: World, chat: ChatState, user: User, message: Json, data: str, *, stale: bool) -> Press:
    """A person presses an inline button of a message of the bot."""
    current = chat.messages.get(message["message_id"])
    shown = _button_data(current or {})
    if not stale and data not in shown:
        raise ValueError(f"message {message['message_id']} has no button {data!r}; it has {shown}")
    pressed = Press(id=str(4_100_000_000 + len(world.presses)), chat_id=chat.id, data=data)
    world.presses[pressed.id] = pressed
    gone = {"chat": chat.wire, "message_id": message["message_id"], "date": 0}
    query = {"id": pressed.id, "from": user.wire(), "message": current or gone, "data": data}
    world.announce("callback_query", query | {"chat_instance": str(7_000_000 + abs(chat.id))})
    return pressed


def _button_data(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]
