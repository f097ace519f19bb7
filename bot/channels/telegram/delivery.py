"""The way out to customers: one parcel is one or more calls, and every end of a call has an honest name.

Telegram has no idempotency key. A message is sent again only when it surely did not arrive: Telegram refused it for
now (429), or no connection came about. A lost connection, a timeout and every 5xx leave it open: a gateway that
answers 502 has often passed the message on (docs/decisions/0004-telegram.md). It is `unknown`, for a person to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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

from bot.channels.telegram.governor import Governor
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.parts import parts
from bot.channels.telegram.posting import Poster
from bot.core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, DeliveryUnknown, NotFound
from bot.core.messages import Parcel

_REFUSALS: Final = (
    ("bot was blocked by the user", "顾客屏蔽了机器人"),
    ("user is deactivated", "顾客注销了 Telegram 账号"),
    ("chat not found", "找不到这个聊天"),
)


@dataclass(kw_only=True, slots=True)
class TelegramDeliverer:
    """Delivers parcels of channel `telegram`, at the governor's pace.

    It remembers what a message of several parts became so far, so that the rest alone is tried again.
    """

    poster: Poster
    governor: Governor
    idempotent: bool = False
    _sent: dict[int, list[str]] = field(default_factory=dict)

    async def deliver(self, parcel: Parcel) -> str:
        """Send and return the ids of what was sent, one for each part, comma-separated. Raises a DeliveryError."""
        chat_id = int(parcel.peer_id)
        self._require_no_pause(chat_id)
        pieces = parts(parcel.content)
        if not pieces:
            raise DeliveryRefused("这条消息没有可以发送的内容")
        sent = self._sent.setdefault(parcel.seq, [])
        async with self.governor.turn(chat_id, Lane.CUSTOMER) as turn:
            for piece in pieces[len(sent) :]:
                await turn.spend(piece.weight)
                try:
                    sent.append(str((await self.poster.post(piece, chat_id)).message_id))
                except (AiogramError, OSError, NotFound) as error:
                    raise self._failure(error, parcel.seq, chat_id, len(pieces)) from error
            self.governor.rest(chat_id)
        return ",".join(self._sent.pop(parcel.seq))

    def _require_no_pause(self, chat_id: int) -> None:
        """A chat that must rest comes back later: waiting here would hold up the others of the batch."""
        left = self.governor.pause(chat_id).total_seconds()
        if left > 0:
            raise DeliveryDelayed("按 Telegram 的限速稍后发送", retry_after=left)

    def _failure(self, error: Exception, seq: int, chat_id: int, total: int) -> DeliveryError:
        sent = len(self._sent[seq])
        failure = delivery_error(error, f"（{total} 段中已送出 {sent} 段）" if sent else "")
        if isinstance(failure, DeliveryDelayed):
            self.governor.refused(chat_id, failure.retry_after)
        elif isinstance(failure, DeliveryRefused | DeliveryUnknown):
            del self._sent[seq]
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
