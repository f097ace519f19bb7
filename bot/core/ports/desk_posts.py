"""What was posted to a group of agents, so that it can be changed, answered and found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class DeskPosts(Protocol):
    """Messages in the desk's group and what they stand for. Nothing here is ever sent to a customer."""

    def place(self, name: str) -> tuple[int, int | None] | None:
        """(chat_id, thread_id) of a fixed place, by its name."""
        ...

    def put_place(self, name: str, chat_id: int, thread_id: int | None) -> None:
        """Create or replace the place."""
        ...

    def own(self, chat_id: int, message_ids: Sequence[int], seq: int) -> None:
        """An agent wrote these; together they became message `seq` of the transcript."""
        ...

    def seq_of(self, chat_id: int, message_id: int) -> int | None:
        """The message of the transcript that an agent's post became."""
        ...

    def put_question(self, chat_id: int, message_id: int, case_id: int, action: str) -> None:
        """This post of the bot asks an agent for what `action` of the case needs."""
        ...

    def question(self, chat_id: int, message_id: int) -> tuple[int, str] | None:
        """(case id, action) that a post of the bot asks about; None when it is no question."""
        ...

    def answered(self, chat_id: int, message_id: int) -> None:
        """What this post asked for was done: it is a question no more."""
        ...

    def task_posts(self) -> dict[int, tuple[int, int]]:
        """The posts of tasks that are still kept up to date: task id → (chat_id, message_id)."""
        ...

    def put_task_post(self, task_id: int, chat_id: int, message_id: int | None) -> None:
        """The post of a task; None once it is settled and not kept up to date any more."""
        ...

    def reminder(self, case_id: int) -> tuple[datetime, str] | None:
        """The last reminder of a case that was passed on to its assignee: when it was due, and why it failed if so."""
        ...

    def put_reminder(self, case_id: int, at: datetime, problem: str) -> None:
        """Replace it."""
        ...
