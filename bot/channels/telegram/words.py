"""The words of the Telegram desk, in Chinese: what agents read on cards and in topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.actions import HandOffReason
from bot.core.cases import Outcome, TaskKind, TaskStatus
from bot.core.messages import MediaKind
from bot.core.orders import Fulfilment, RefundState

REASONS: Final[Mapping[HandOffReason, str]] = MappingProxyType(
    {
        HandOffReason.ASKED: "顾客要找人工",
        HandOffReason.NOT_UNDERSTOOD: "机器人没听懂",
        HandOffReason.SENSITIVE: "敏感问题，需要人工",
        HandOffReason.STUCK: "机器人没问到需要的信息",
        HandOffReason.FAILED: "机器人没办成",
        HandOffReason.SCRIPT: "按流程需要人工",
        HandOffReason.ORDERS_DOWN: "查不到订单系统",
        HandOffReason.LOCKED: "订单核对错了太多次",
    }
)
OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.SOLVED: "已解决",
        Outcome.REFUNDED: "已退款",
        Outcome.EXCHANGED: "已换货",
        Outcome.REFUSED: "未同意",
        Outcome.SPAM: "骚扰",
        Outcome.OTHER: "其他",
    }
)
FULFILMENTS: Final[Mapping[Fulfilment, str]] = MappingProxyType(
    {
        Fulfilment.UNPAID: "待付款",
        Fulfilment.UNPRINTED: "已付款，未打单",
        Fulfilment.PRINTED: "已打单",
        Fulfilment.PACKED: "已打包",
        Fulfilment.SHIPPED: "已发货",
        Fulfilment.SIGNED: "已签收",
        Fulfilment.CLOSED: "已关闭",
    }
)
REFUNDS: Final[Mapping[RefundState, str]] = MappingProxyType(
    {
        RefundState.REQUESTED: "已申请退款",
        RefundState.WAITING_RETURN: "等待退货",
        RefundState.GOODS_RECEIVED: "已收到退货",
        RefundState.REFUNDED: "已退款",
    }
)
TASKS: Final[Mapping[TaskKind, str]] = MappingProxyType(
    {
        TaskKind.RETURN: "退货",
        TaskKind.PRICE_CHANGE: "改价",
        TaskKind.HURRY_SHIPPING: "催发货",
        TaskKind.CONTACT_COURIER: "联系快递",
        TaskKind.FOLLOW_UP: "跟进",
    }
)
TASK_STATUSES: Final[Mapping[TaskStatus, str]] = MappingProxyType(
    {
        TaskStatus.OPEN: "待处理",
        TaskStatus.APPROVED: "已同意",
        TaskStatus.REFUSED: "未同意",
        TaskStatus.DONE: "已完成",
    }
)
MEDIA: Final[Mapping[MediaKind, str]] = MappingProxyType(
    {
        MediaKind.PHOTO: "图片",
        MediaKind.VIDEO: "视频",
        MediaKind.VOICE: "语音",
        MediaKind.FILE: "文件",
        MediaKind.STICKER: "表情",
        MediaKind.LOCATION: "位置",
    }
)
CHANNELS: Final[Mapping[str, str]] = MappingProxyType({"web": "网页", "telegram": "Telegram", "console": "终端"})


def money(amount: Decimal, currency: str) -> str:
    """¥12.00; other currencies by their code."""
    return f"¥{amount:.2f}" if currency == "CNY" else f"{currency} {amount:.2f}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Date and time of day where the shop is."""
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
