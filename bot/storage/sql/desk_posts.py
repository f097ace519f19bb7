"""Messages in the desk's group and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.storage.sql.schema import desk_places, desk_posts, desk_questions, reminders, task_posts
from bot.storage.sql.statements import insert_into


@dataclass(frozen=True, slots=True)
class SqlDeskPosts:
    """See `bot.core.ports.DeskPosts`."""

    connection: Connection

    def place(self, name: str) -> tuple[int, int | None] | None:
        """(chat_id, thread_id) of a fixed place."""
        query = select(desk_places.c.chat_id, desk_places.c.thread_id).where(desk_places.c.name == name)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else (row.chat_id, row.thread_id)

    def put_place(self, name: str, chat_id: int, thread_id: int | None) -> None:
        """Create or replace the place."""
        where = {"chat_id": chat_id, "thread_id": thread_id}
        self.connection.execute(
            insert_into(self.connection, desk_places)
            .values(name=name, **where)
            .on_conflict_do_update(index_elements=[desk_places.c.name], set_=where)
        )

    def own(self, chat_id: int, message_ids: Sequence[int], seq: int) -> None:
        """An agent wrote these; together they became message `seq`."""
        rows = [{"chat_id": chat_id, "message_id": message_id, "seq": seq} for message_id in message_ids]
        self.connection.execute(insert_into(self.connection, desk_posts).on_conflict_do_nothing(), rows)

    def seq_of(self, chat_id: int, message_id: int) -> int | None:
        """The message of the transcript that an agent's post became."""
        where = desk_posts.c.chat_id == chat_id, desk_posts.c.message_id == message_id
        return self.connection.scalar(select(desk_posts.c.seq).where(*where))

    def put_question(self, chat_id: int, message_id: int, case_id: int, action: str) -> None:
        """This post of the bot asks an agent for what `action` of the case needs."""
        asked = {"case_id": case_id, "action": action}
        self.connection.execute(
            insert_into(self.connection, desk_questions)
            .values(chat_id=chat_id, message_id=message_id, **asked)
            .on_conflict_do_update(index_elements=[desk_questions.c.chat_id, desk_questions.c.message_id], set_=asked)
        )

    def question(self, chat_id: int, message_id: int) -> tuple[int, str] | None:
        """(case id, action) that a post of the bot asks about."""
        where = desk_questions.c.chat_id == chat_id, desk_questions.c.message_id == message_id
        row = self.connection.execute(select(desk_questions.c.case_id, desk_questions.c.action).where(*where)).first()
        return None if row is None else (row.case_id, row.action)

    def answered(self, chat_id: int, message_id: int) -> None:
        """What this post asked for was done: it is a question no more."""
        where = desk_questions.c.chat_id == chat_id, desk_questions.c.message_id == message_id
        self.connection.execute(delete(desk_questions).where(*where))

    def task_posts(self) -> dict[int, tuple[int, int]]:
        """The posts of tasks that are still kept up to date."""
        rows = self.connection.execute(select(task_posts.c.task_id, task_posts.c.chat_id, task_posts.c.message_id))
        return {row.task_id: (row.chat_id, row.message_id) for row in rows}

    def put_task_post(self, task_id: int, chat_id: int, message_id: int | None) -> None:
        """The post of a task; None once it is not kept up to date any more."""
        if message_id is None:
            self.connection.execute(delete(task_posts).where(task_posts.c.task_id == task_id))
            return
        post = {"chat_id": chat_id, "message_id": message_id}
        self.connection.execute(
            insert_into(self.connection, task_posts)
            .values(task_id=task_id, **post)
            .on_conflict_do_update(index_elements=[task_posts.c.task_id], set_=post)
        )

    def reminder(self, case_id: int) -> tuple[datetime, str] | None:
        """The last reminder of a case that was passed on."""
        query = select(reminders.c.at, reminders.c.problem).where(reminders.c.case_id == case_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else (row.at, row.problem)

    def put_reminder(self, case_id: int, at: datetime, problem: str) -> None:
        """Replace it."""
        told = {"at": at, "problem": problem}
        self.connection.execute(
            insert_into(self.connection, reminders)
            .values(case_id=case_id, **told)
            .on_conflict_do_update(index_elements=[reminders.c.case_id], set_=told)
        )
