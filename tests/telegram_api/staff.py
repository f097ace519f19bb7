"""What agents and owners do in the shop's group: write in topics, press buttons, close, delete, migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .customers import announce_status, edit, press
from .formatting import formatted
from .methods_forum import erase_topic
from .models import ANONYMOUS_ADMIN, SUPERGROUP_ID_BASE, ChatState, Group, Place, Topic, User
from .wire import Json

if TYPE_CHECKING:
    from .world import Press, World

_SHUT = {
    "kicked": "bot was kicked from the supergroup chat",
    "left": "bot is not a member of the supergroup chat",
}


class StaffActions:
    """As for customers: the world changes at once, the bot learns of it by an update."""

    world: World

    def add_group(
        self,
        title: str = "客服组",
        *,
        group_id: int = SUPERGROUP_ID_BASE - 77,
        forum: bool = True,
        supergroup: bool = True,
    ) -> Group:
        """A group in which the bot already is an administrator."""
        group = Group(id=group_id, title=title, forum=forum, supergroup=supergroup)
        self.world.open_group(group)
        return group

    def add_agent(self, group: Group, agent: User, status: str = "member") -> User:
        """`status`: creator, administrator or member."""
        self.world.users[agent.id] = agent
        self.world.chats[group.id].members[agent.id] = status
        return agent

    def agent_says(self, place: Place, agent: User, text: str, *, reply_to: Json | None = None) -> Json:
        return self._agent_writes(place, _as(agent), formatted(text, None, None), reply_to)

    def anonymous_says(self, place: Place, text: str, *, reply_to: Json | None = None) -> Json:
        """As an administrator who hides behind the group."""
        chat, _ = self._spot(place)
        sender = _as(ANONYMOUS_ADMIN) | {"sender_chat": chat.wire}
        return self._agent_writes(place, sender, formatted(text, None, None), reply_to)

    def agent_sends_photo(
        self, place: Place, agent: User, picture: bytes, caption: str = "", *, media_group: str | None = None
    ) -> Json:
        content = self.world.files.add("photo", picture) | formatted(caption, None, None, key="caption")
        album = {"media_group_id": media_group} if media_group else {}
        return self._agent_writes(place, _as(agent), content | album, None)

    def agent_sends_document(self, place: Place, agent: User, data: bytes, name: str, caption: str = "") -> Json:
        content = self.world.files.add("document", data, name=name)
        content |= formatted(caption, None, None, key="caption")
        return self._agent_writes(place, _as(agent), content, None)

    def agent_sends_voice(self, place: Place, agent: User, sound: bytes) -> Json:
        return self._agent_writes(place, _as(agent), self.world.files.add("voice", sound), None)

    def agent_edits(self, place: Place, message: Json, text: str) -> Json:
        return edit(self.world, self._spot(place)[0], message, text)

    def agent_presses(self, agent: User, message: Json, data: str, *, stale: bool = False) -> Press:
        """As `user_presses`, in the group where the message stands."""
        chat = self.world.chats[message["chat"]["id"]]
        return press(self.world, chat, agent, message, data, stale=stale)

    def agent_creates_topic(self, group: Group, agent: User, name: str) -> Topic:
        message = self.world.create_topic(self.world.chats[group.id], by=_as(agent), name=name)
        return Topic(group=group, thread_id=message["message_id"], name=name)

    def close_topic(self, topic: Topic, agent: User) -> None:
        self._topic_state(topic, agent, closed=True)

    def reopen_topic(self, topic: Topic, agent: User) -> None:
        self._topic_state(topic, agent, closed=False)

    def rename_topic(self, topic: Topic, agent: User, name: str) -> None:
        chat = self.world.chats[topic.group.id]
        chat.topics[topic.thread_id].name = name
        content = {"forum_topic_edited": {"name": name}}
        self.world.topic_event(chat, topic.thread_id, by=_as(agent), content=content)

    def delete_topic(self, topic: Topic, *, symptom: str = "message thread not found") -> None:
        """No update tells the bot. `symptom` is what its next message there meets.

        "message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID", or `GONE_TO_GENERAL`: the message is taken
        and lands in the General topic, which only the missing thread id of the answer shows.
        """
        erase_topic(self.world, self.world.chats[topic.group.id], topic.thread_id, symptom=symptom)

    def set_bot_status(self, group: Group, status: str, *, by: User) -> None:
        """`status`: administrator, member, left or kicked; the last two shut the group to the bot."""
        chat = self.world.chats[group.id]
        old = chat.members[self.world.bot.id]
        chat.members[self.world.bot.id] = status
        chat.bot_can_manage_topics = status == "administrator"
        chat.shut = _SHUT.get(status)
        announce_status(self.world, chat, by=by, old=old, new=status)

    def forbid_topics(self, group: Group) -> None:
        """Take the right to manage topics from the bot: closed topics then refuse its messages too."""
        self.world.chats[group.id].bot_can_manage_topics = False

    def migrate_group(self, group: Group, *, by: User, forum: bool = True) -> Group:
        """Turn a basic group into a supergroup with a new id; calls to the old one name the new one."""
        new = Group(id=SUPERGROUP_ID_BASE - abs(group.id), title=group.title, forum=forum)
        old_chat, new_chat = self.world.chats[group.id], self.world.open_group(new)
        new_chat.members |= old_chat.members
        old_chat.migrated_to = new.id
        for chat, notice in (
            (old_chat, {"migrate_to_chat_id": new.id}),
            (new_chat, {"migrate_from_chat_id": group.id}),
        ):
            self.world.announce("message", self.world.store(chat, sender=_as(by), content=notice))
        return new

    def topics(self, group: Group) -> list[Topic]:
        """The topics that still exist, oldest first."""
        states = self.world.chats[group.id].topics
        return [
            Topic(group=group, thread_id=thread_id, name=state.name)
            for thread_id, state in states.items()
            if state.gone is None
        ]

    def topic_is_closed(self, topic: Topic) -> bool:
        return self.world.chats[topic.group.id].topics[topic.thread_id].closed

    def _topic_state(self, topic: Topic, agent: User, *, closed: bool) -> None:
        chat = self.world.chats[topic.group.id]
        chat.topics[topic.thread_id].closed = closed
        content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        self.world.topic_event(chat, topic.thread_id, by=_as(agent), content=content)

    def _agent_writes(self, place: Place, sender: Json, content: Json, reply_to: Json | None) -> Json:
        chat, thread_id = self._spot(place)
        replied = reply_to["message_id"] if reply_to else None
        message = self.world.store(chat, sender=sender, content=content, thread_id=thread_id, reply_to=replied)
        self.world.announce("message", message)
        return message

    def _spot(self, place: Place) -> tuple[ChatState, int | None]:
        match place:
            case Topic():
                return self.world.chats[place.group.id], place.thread_id
            case Group():
                return self.world.chats[place.id], None


def _as(user: User) -> Json:
    return {"from": user.wire()}
