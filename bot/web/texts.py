"""Every word of the interface, in Chinese and English: pairs, so that nothing is said in one language only.

What the bot says to customers is not here; that is in scripts_yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.web.api.texts import API
from bot.web.desk.texts import DESK
from bot.web.words import WORDS

LANGUAGES: Final = ("zh", "en")

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    **API,
    **DESK,
    **WORDS,
    # The shop page
    "shop.tagline": ("把日子，过得小而满。", "Small things that make a home."),
    "shop.intro": (
        "杯盘、灯、毯子和一把好伞：天天用得到的家居好物。",
        "Cups, lamps, blankets and one good umbrella: things you reach for every day.",
    ),
    "shop.products": ("店里的好物", "In the shop"),
    "shop.ask_about": ("问问客服", "Ask about it"),
    "shop.chat_now": ("和{bot}聊聊", "Chat with {bot}"),
    "shop.see_products": ("逛逛好物", "Browse"),
    "shop.open_hours": ("人工客服 {open} – {close}", "Our people are here {open} – {close}"),
    "shop.promise.ship": ("{cutoff} 前付款，当天发出", "Paid before {cutoff}, sent the same day"),
    "shop.promise.free": ("满 {amount} 包邮", "Free shipping over {amount}"),
    "shop.promise.returns": ("{days} 天无理由退换", "{days} days to change your mind"),
    "shop.demo": ("演示", "Demo"),
    "shop.guest": ("游客", "Guest"),
    "shop.returning": ("老顾客", "Returning customer"),
    "shop.hint.guest": ("查物流可以试试这一单", "To track an order, try this one"),
    "shop.hint.order": ("订单号", "Order"),
    "shop.hint.phone": ("手机后四位", "Last four digits"),
    "shop.hint.returning": ("您已登录，直接问“我的快递到哪了”。", "You are signed in: just ask where your parcel is."),
    "shop.footer": ("演示商店，商品和订单都是虚构的。", "A demo shop: its products and orders are made up."),
    "shop.suggest": (
        "我的快递到哪了|什么时候发货|想退货|能便宜点吗|转人工",
        "Where is my parcel?|When do you ship?|I want to return it|Talk to a person",
    ),
    # Errors of the chat line
    "chat.too_long": ("这条消息太长了，请分几条发。", "That message is too long. Please split it."),
    "chat.binary": ("这里只收文字消息，图片请用上传。", "Only text frames are read here; upload pictures instead."),
    "chat.not_json": ("消息格式不对：不是 JSON。", "The frame is not JSON."),
    "chat.unknown_kind": ("消息类型不认识。", "Unknown kind of frame."),
    "chat.wrong_field": ("消息里有字段不对：{where}", "A field of the frame is wrong: {where}"),
    "chat.hello_first": ("请先打招呼（hello），再发消息。", "Say hello first, then send messages."),
    "chat.hello_twice": ("已经打过招呼了。", "The conversation is already open."),
    "chat.empty": ("这条消息是空的。", "That message is empty."),
    "chat.upload_unknown": ("图片已经过期，请重新上传。", "That upload has expired. Please upload it again."),
    "chat.too_large": ("文件太大了，最多 {limit} MB。", "The file is too large; at most {limit} MB."),
    "chat.picture_refused": (
        "这个文件收不了，请发 JPG、PNG、GIF 或 WebP 图片。",
        "That file cannot be taken. Please send a JPG, PNG, GIF or WebP picture.",
    ),
    "chat.identity_refused": ("登录信息已失效，先按游客为您服务。", "Your sign-in has expired; continuing as a guest."),
    "chat.slow_down": ("您发得有点快，马上为您重发。", "That was a little fast; sending again shortly."),
    "chat.busy": ("系统有点忙，马上为您重发。", "We are a little busy; sending again shortly."),
    # Times
    "time.today": ("今天 {clock}", "today {clock}"),
    "time.yesterday": ("昨天 {clock}", "yesterday {clock}"),
    "time.date": ("{month}月{day}日 {clock}", "{month}/{day} {clock}"),
    "time.now": ("不到 1 分钟", "under a minute"),
    "time.minutes": ("{n} 分钟", "{n} min"),
    "time.hours": ("{n} 小时", "{n} h"),
    "time.days": ("{n} 天", "{n} d"),
}


def phrase(key: str, language: str, **values: object) -> str:
    """The text in this language, with its values. Raises KeyError for a key that is not in the table."""
    chinese, english = TEXTS[key]
    return (english if language == "en" else chinese).format_map(values)


def language_named(tag: str) -> str:
    """`en` for English tags such as `en-GB`, else `zh`, the language that is complete."""
    return "en" if tag.lower().startswith("en") else "zh"
