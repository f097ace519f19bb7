"""Telegram's allowance of about 20 messages a minute for each group: counted always, enforced when asked."""

from __future__ import annotations

import math
from collections import defaultdict

from .wire import too_many_requests

WINDOW_S = 60.0
TELEGRAM_PER_MINUTE = 20

COUNTED = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendVoice",
        "sendVideo",
        "sendSticker",
        "sendLocation",
        "sendMediaGroup",
        "copyMessage",
        "copyMessages",
        "forwardMessage",
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
        "createForumTopic",
        "editForumTopic",
        "closeForumTopic",
        "reopenForumTopic",
        "deleteForumTopic",
        "pinChatMessage",
    }
)
"""Calls that spend the allowance: sends, edits and topic changes; deletions, reactions and typing do not."""


class GroupBudget:
    """Calls by group and time. An album spends one for each of its pictures."""

    def __init__(self) -> None:
        self.per_minute: int | None = None
        self._spent: dict[int, list[float]] = defaultdict(list)

    def spend(self, chat_id: int, method: str, weight: int, now: float) -> None:
        """Count a call to a group.

        Raises:
            ApiError: 429 with the seconds until there is room, when a limit is set and reached.
        """
        if chat_id >= 0 or method not in COUNTED:
            return
        if self.per_minute is not None:
            recent = [at for at in self._spent[chat_id] if at > now - WINDOW_S]
            if len(recent) + weight > self.per_minute and recent:
                raise too_many_requests(max(1, math.ceil(recent[0] + WINDOW_S - now)))
        self._spent[chat_id] += [now] * weight

    def spent(self, chat_id: int) -> int:
        """All counted calls to this group since the server started."""
        return len(self._spent[chat_id])

    def busiest_minute(self, chat_id: int) -> int:
        """The most calls within any 60 seconds."""
        times = self._spent[chat_id]
        return max((sum(start <= at < start + WINDOW_S for at in times) for start in times), default=0)
