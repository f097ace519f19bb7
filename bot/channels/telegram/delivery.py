"""The way out to customers: one parcel is one or more calls, and every end of a call has an honest name.

Telegram has no idempotency key. A message is sent again only when it surely did not arrive: Telegram refused it for
now (429), or no connection came about. A lost connection, a timeout and every 5xx leave it open: a gateway that
answers 502 has often passed the message on (docs/decisions/0004-telegram.md). It is `unknown`, for a person to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.channels.telegram.parts import parts
from bot.channels.telegram.posting import Poster
from bot.core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, DeliveryUnknown, NotFound
from bot.core.messages import Parcel
from bot.core.ports import Clock

PAUSE: Final = timedelta(seconds=1)
"""Between two messages to one chat, as Telegram's FAQ for bots asks. The parts of one message may follow at once."""
_REMEMBERED: Final = 1000
_REFUSALS: Final = (
    ("bot was blocked by the user", "顾客屏蔽了机器人"),
    ("user is deactivated", "顾客注销了 Telegram 账号"),
    ("chat not found", "找不到这个聊天"),
)


@dataclass(kw_only=True, slots=True)
class TelegramDeliverer:
    """Delivers parcels of channel `telegram`.

    It remembers how far a message of several parts got, so that the rest alone is tried again.
    """

    poster: Poster
    clock: Clock
    idempotent: bool = False
    _next_at: dict[int, datetime] = field(default_factory=dict)
    _sent_parts: dict[int, int] = field(default_factory=dict)

    async def deliver(self, parcel: Parcel) -> str:
        """Send and return the id of the last message. Raises a DeliveryError."""
        chat_id = int(parcel.peer_id)
        self._require_pause(chat_id)
        pieces = parts(parcel.content)
        if not pieces:
            raise DeliveryRefused("这条消息没有可以发送的内容")
        ref = ""
        for number in range(self._sent_parts.get(parcel.seq, 0), len(pieces)):
            try:
                ref = str((await self.poster.post(pieces[number], chat_id)).message_id)
            except (AiogramError, OSError, NotFound) as error:
                raise self._failure(error, parcel.seq, chat_id, number, len(pieces)) from error
            self._sent_parts[parcel.seq] = number + 1
        self._sent_parts.pop(parcel.seq, None)
        self._rest(chat_id, PAUSE)
        return ref

    def _require_pause(self, chat_id: int) -> None:
        left = self._next_at.get(chat_id, self.clock()) - self.clock()
        if left > timedelta(0):
            raise DeliveryDelayed("按 Telegram 的限速稍后发送", retry_after=left.total_seconds())

    def _rest(self, chat_id: int, length: timedelta) -> None:
        now = self.clock()
        if len(self._next_at) >= _REMEMBERED:
            self._next_at = {chat: at for chat, at in self._next_at.items() if at > now}
        self._next_at[chat_id] = now + length

    def _failure(self, error: Exception, seq: int, chat_id: int, sent: int, total: int) -> DeliveryError:
        failure = delivery_error(error, f"（{total} 段中已送出 {sent} 段）" if sent else "")
        if isinstance(failure, DeliveryDelayed):
            self._rest(chat_id, timedelta(seconds=failure.retry_after))
        elif isinstance(failure, DeliveryRefused | DeliveryUnknown):
            self._sent_parts.pop(seq, None)
        return failure


def delivery_error(error: Exception, progress: str = "") -> DeliveryError:
    """What an exception of aiogram says about the fate of the message; the text is for agents."""
    match error:
        case TelegramRetryAfter():
            return DeliveryDelayed("Telegram 要求稍后再发", retry_after=error.retry_after)
        case NotFound():
            return DeliveryRefused(f"附件已经不在服务器上{progress}")
        case TelegramEntityTooLarge():
            return DeliveryRefused(f"文件太大，Telegram 不收{progress}")
        case TelegramForbiddenError() | TelegramBadRequest() | TelegramMigrateToChat():
            return DeliveryRefused(_why(error.message) + progress)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return DeliveryError(f"Telegram 不接受这个机器人的令牌：{error.message}")
        case TelegramNetworkError() if never_left(error):
            return DeliveryError("连不上 Telegram")
        case TelegramNetworkError():
            return DeliveryUnknown(f"发送时连接断了，不知道是否送达{progress}")
        case _:
            return DeliveryUnknown(f"Telegram 出错，不知道是否送达{progress}")


def never_left(error: TelegramNetworkError) -> bool:
    """Whether no connection came about, so that Telegram cannot have got anything."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)


def _why(description: str) -> str:
    found = next((words for sign, words in _REFUSALS if sign in description), None)
    return found or f"Telegram 拒绝了这条消息：{description}"
