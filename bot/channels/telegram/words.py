"""The words of the Telegram desk, in Chinese: what agents read on cards and in topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.actions import HandOffReason
from bot.core.cases import Outcome
from bot.core.messages import MediaKind
from bot.core.orders import Fulfilment, RefundState
from bot.core.ratings import Satisfaction
from bot.core.tasks import TaskKind, TaskStatus

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
SATISFACTION: Final[Mapping[Satisfaction, str]] = MappingProxyType(
    {Satisfaction.SATISFIED: "😊 满意", Satisfaction.NEUTRAL: "😐 一般", Satisfaction.DISAPPOINTED: "😞 不满意"}
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
        TaskKind.EXCHANGE: "换货",
        TaskKind.REFUND: "退款",
        TaskKind.REPAIR: "维修",
        TaskKind.RESEND: "补发",
        TaskKind.COUPON: "优惠券",
        TaskKind.PRICE_CHANGE: "改价",
        TaskKind.PRICE_PROTECTION: "价保",
        TaskKind.TRANSFER: "转账登记",
        TaskKind.COMPLAINT: "投诉",
        TaskKind.CHANGE_ADDRESS: "改地址",
        TaskKind.CHANGE_ITEM: "改商品",
        TaskKind.CANCEL_ORDER: "取消订单",
        TaskKind.MERGE_ORDERS: "合并发货",
        TaskKind.ORDER_NOTE: "订单备注",
        TaskKind.VOID_SLIP: "作废单据",
        TaskKind.RECALL_PARCEL: "拦回包裹",
        TaskKind.AWAIT_PARCEL: "等退货到仓",
        TaskKind.HURRY_SHIPPING: "催发货",
        TaskKind.CONTACT_COURIER: "联系快递",
        TaskKind.FOLLOW_UP: "跟进",
    }
)
PERFORMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "create_return": "登记退货",
        "create_exchange": "登记换货",
        "create_repair": "登记维修",
        "request_resend": "申请补发",
        "request_refund": "申请退款",
        "register_return_tracking": "登记退货单号",
        "change_address": "改地址",
        "change_item": "改商品",
        "cancel_order": "取消订单",
        "merge_orders": "合并发货",
        "add_order_note": "订单备注",
        "offer_coupon": "补偿优惠券",
        "contact_courier": "联系快递",
        "hurry_shipping": "催发货",
        "request_price_change": "申请改价",
        "request_price_protection": "申请价保",
        "register_transfer": "登记转账",
        "register_complaint": "登记投诉",
        "note_customer": "记顾客情况",
        "set_notices": "通知设置",
        "create_task": "转给同事",
    }
)
"""Actions of `bot.core.catalogue`."""

TASK_STATUSES: Final[Mapping[TaskStatus, str]] = MappingProxyType(
    {
        TaskStatus.OPEN: "待处理",
        TaskStatus.APPROVED: "已同意",
        TaskStatus.REFUSED: "未同意",
        TaskStatus.DONE: "已完成",
        TaskStatus.REPLACED: "已被新的取代",
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
