"""Posts of the desk's group in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.memory.tables import Tables
from bot.storage.values import utc


@dataclass(frozen=True, slots=True)
class MemoryDeskPosts:
    """See `bot.core.ports.DeskPosts`."""

    tables: Tables

    def place(self, name: str) -> tuple[int, int | None] | None:
        """(chat_id, thread_id) of a fixed place."""
        return self.tables.desk_places.get(name)

    def put_place(self, name: str, chat_id: int, thread_id: int | None) -> None:
        """Create or replace the place."""
        self.tables.desk_places[name] = (chat_id, thread_id)

    def own(self, chat_id: int, message_ids: Sequence[int], seq: int) -> None:
        """An agent wrote these; together they became message `seq`."""
        for message_id in message_ids:
            self.tables.desk_posts[chat_id, message_id] = seq

    def seq_of(self, chat_id: int, message_id: int) -> int | None:
        """The message of the transcript that an agent's post became."""
        return self.tables.desk_posts.get((chat_id, message_id))

    def put_question(self, chat_id: int, message_id: int, case_id: int, action: str) -> None:
        """This post of the bot asks an agent for what `action` of the case needs."""
        self.tables.desk_questions[chat_id, message_id] = (case_id, action)

    def question(self, chat_id: int, message_id: int) -> tuple[int, str] | None:
        """(case id, action) that a post of the bot asks about."""
        return self.tables.desk_questions.get((chat_id, message_id))

    def answered(self, chat_id: int, message_id: int) -> None:
        """What this post asked for was done: it is a question no more."""
        self.tables.desk_questions.pop((chat_id, message_id), None)

    def task_posts(self) -> dict[int, tuple[int, int]]:
        """The posts of tasks that are still kept up to date."""
        return dict(self.tables.task_posts.items())

    def put_task_post(self, task_id: int, chat_id: int, message_id: int | None) -> None:
        """The post of a task; None once it is not kept up to date any more."""
        if message_id is not None:
            self.tables.task_posts[task_id] = (chat_id, message_id)
        elif task_id in self.tables.task_posts:
            del self.tables.task_posts[task_id]

    def reminder(self, case_id: int) -> tuple[datetime, str] | None:
        """The last reminder of a case that was passed on."""
        return self.tables.reminders.get(case_id)

    def put_reminder(self, case_id: int, at: datetime, problem: str) -> None:
        """Replace it."""
        self.tables.reminders[case_id] = (utc(at), problem)
