"""The fixed topic of tasks: work that the bot registered while no person had a case with that customer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from aiogram.exceptions import AiogramError

from bot.channels.telegram.card import CardView
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.foundlings import TASKS_NAME, TASKS_PLACE
from bot.channels.telegram.group_calls import GroupCalls, PostGone, TopicGone
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.task_view import task_view
from bot.channels.telegram.waiting import BackOff, Stopped, pause, ring_or
from bot.core.errors import KefuError
from bot.core.ports import Bell, Store, UnitOfWork
from bot.core.tasks import UNDER_WAY
from bot.scripts.book import ScriptBook
from bot.service.desk import Desk
from bot.service.tasks import TaskRow, task_row

log = structlog.get_logger(__name__)

_LOOK_ROUND_S: Final = 60.0


@dataclass(slots=True, kw_only=True)
class TaskBoard:
    """Posts each task once, keeps the post up to date, and lets it be when the task is settled.

    Tasks of a customer with an open case stand on that card; they come here when the case ends before them.
    """

    store: Store
    desk: Desk
    book: Callable[[], ScriptBook]
    bell: Bell
    forum: Forum
    zone: ZoneInfo
    _views: dict[int, CardView] = field(default_factory=dict)

    async def run(self) -> None:
        """Keep the topic up to date until the shop stops."""
        back_off = BackOff()
        async with self.bell.listen("desk") as rings:
            with contextlib.suppress(Stopped):
                while True:
                    if await self._updated():
                        back_off.reset()
                        await ring_or(self.forum.stopping, rings, _LOOK_ROUND_S)
                    else:
                        await pause(self.forum.stopping, back_off.next())

    async def update(self) -> None:
        """Post and edit what changed. Raises AiogramError, TopicGone, Stopped."""
        under_way = {row.task.id: row for row in await self.desk.tasks(UNDER_WAY)}
        posted = await self.store.read(lambda uow: uow.desk_posts.task_posts())
        for task_id, row in under_way.items():
            if task_id not in posted and row.case_id is None:
                await self._post(row)
        for task_id, (chat_id, message_id) in posted.items():
            if chat_id == self.forum.group:
                await self._follow(task_id, message_id, under_way.get(task_id))

    async def _updated(self) -> bool:
        try:
            await self.update()
        except (AiogramError, KefuError, TopicGone) as error:
            log.warning("tasks_not_shown", error=str(error))
            return False
        except Stopped:
            raise
        except Exception:  # the loop's last line of defence: a bad task must not stop the shop
            log.exception("tasks_crashed")
            return False
        return True

    async def _post(self, row: TaskRow) -> None:
        view = task_view(row, self.zone)
        async with self.forum.turn(Lane.SPARE) as group:
            try:
                message_id = await group.post_view(await self._thread(group), view)
            except TopicGone:
                await self.store.transact(_lost)
                raise
        where = self.forum.group
        await self.store.transact(lambda uow: uow.desk_posts.put_task_post(row.task.id, where, message_id))
        self._views[row.task.id] = view

    async def _follow(self, task_id: int, message_id: int, row: TaskRow | None) -> None:
        """A settled task shows how it ended, once; after a restart one that is open is taken to look as it did."""
        settled = row is None
        row = row or await self._row(task_id)
        view = task_view(row, self.zone)
        if self._views.setdefault(task_id, view) != view or settled:
            async with self.forum.turn(Lane.SPARE) as group:
                with contextlib.suppress(PostGone):
                    await group.edit_view(message_id, view)
            self._views[task_id] = view
        if settled:
            del self._views[task_id]
            await self.store.transact(lambda uow: uow.desk_posts.put_task_post(task_id, self.forum.group, None))

    async def _row(self, task_id: int) -> TaskRow:
        book = self.book()
        return await self.store.read(lambda uow: task_row(uow, book, uow.tasks.get(task_id)))

    async def _thread(self, group: GroupCalls) -> int:
        place = await self.store.read(lambda uow: uow.desk_posts.place(TASKS_PLACE))
        if place is not None and place[0] == group.group and place[1] is not None:
            return place[1]
        thread_id = await group.create(TASKS_NAME)
        await self.store.transact(lambda uow: uow.desk_posts.put_place(TASKS_PLACE, group.group, thread_id))
        return thread_id


def _lost(uow: UnitOfWork) -> None:
    """Somebody deleted the topic: it is made anew, with what was in it."""
    place = uow.desk_posts.place(TASKS_PLACE)
    for task_id, (chat_id, _) in uow.desk_posts.task_posts().items():
        uow.desk_posts.put_task_post(task_id, chat_id, None)
    if place is not None:
        uow.desk_posts.put_place(TASKS_PLACE, place[0], None)
