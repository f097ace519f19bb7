"""The handoff card of a topic: a `Card` as text with entities and buttons. Pure.

Entities mark what is bold by position, so nothing a customer wrote can turn into markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardMarkup, MessageEntity
from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Text, as_list

from bot.channels.telegram.fold import folded
from bot.channels.telegram.keyboards import card_keyboard, subject
from bot.channels.telegram.lines import post_of
from bot.channels.telegram.order_lines import order_lines
from bot.channels.telegram.texts import TEXT_LIMIT, cut, units
from bot.channels.telegram.words import CHANNELS, OUTCOMES, PERFORMED, REASONS, SATISFACTION, TASK_STATUSES, moment
from bot.core.cases import Card, Case, CaseStatus, Outcome
from bot.core.customers import Tier
from bot.core.messages import Delivery, TranscriptEntry
from bot.core.tasks import Task
from bot.desk.wording import ROLES

# Each line is cut so that the whole card stays under the 4096 units of one message, whatever customers write.
_ASK: Final = 400
_LINE: Final = 80
_SLOTS: Final = 6
_TRIES: Final = 4
_TASKS: Final = 4
_NOTES: Final = 3
_REMARKS: Final = 3
_REFUSALS: Final = 2
_TROUBLES: Final = 3
_BEFORE: Final = "之前的对话"
_PAST: Final = 2
_TAGS: Final = 4
_TIERS: Final = {Tier.KEY: "⭐ 重点顾客", Tier.NORMAL: "", Tier.SMALL: "小额顾客", Tier.PROBLEM: "⚠️ 需留意的顾客"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What Telegram shows of a card. Two equal views need no edit."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None


def view_of(card: Card, zone: ZoneInfo, *, reminded: str = "") -> CardView:
    """The card as it stands now; times are those of the shop.

    Whose turn it is does not show: the topic below tells that, and an edit for each message would double the calls.
    `reminded` is what became of the last private reminder.
    """
    blocks = [
        _head(card, zone, reminded),
        _why(card),
        *_rating(card),
        *_customer(card, zone),
        *_order(card, zone),
        *_tasks(card),
        *_refusals(card),
        *_notes(card),
        *_troubles(card),
    ]
    blocks += _fold(card, TEXT_LIMIT - units(as_list(*blocks, sep="\n\n").as_kwargs()["text"]))
    text, entities = as_list(*blocks, sep="\n\n").render()
    return CardView(text=text, entities=tuple(entities), keyboard=card_keyboard(card))


def _head(card: Card, zone: ZoneInfo, reminded: str) -> Text:
    case, peer = card.case, card.conversation.peer
    name = cut(peer.name, 60) or f"访客 {cut(peer.id, 20)}"
    channel = CHANNELS.get(card.conversation.channel, card.conversation.channel)
    lines = [Bold(f"#{case.id} {name}"), _status(case, zone), f"来自 {channel}"]
    if card.customer.blocked:
        lines.append("🚫 已拉黑，不会回复这位顾客")
    if card.customer.unreachable_since is not None:
        lines.append(f"📵 {moment(card.customer.unreachable_since, zone)} 起顾客屏蔽了机器人，消息送不到")
    if reminded:
        lines.append(cut(reminded, _LINE))
    return as_list(*lines)


def _status(case: Case, zone: ZoneInfo) -> str:
    agent = case.assignee.name if case.assignee else ""
    match case.status:
        case CaseStatus.WAITING:
            return f"🟡 等待接待 · {ROLES[case.role][0]}（{moment(case.waiting_since or case.opened_at, zone)} 起）"
        case CaseStatus.TAKEN | CaseStatus.ANSWERED:
            return f"🟢 {agent} 接待中"
        case CaseStatus.RETURNED:
            agreed = f"：{cut(case.outcome, _LINE)}" if case.outcome else ""
            return f"↩️ {agent} 已交回机器人{agreed}"
        case CaseStatus.CLOSED:
            return f"✅ {agent} 已结束：{OUTCOMES[Outcome(case.outcome)]}"


def _why(card: Card) -> Text:
    case = card.case
    lines: list[Text | str] = [Text(Bold("原因 "), REASONS[case.reason])]
    if case.title:
        lines.append(Text(Bold("问题 "), cut(case.title, _LINE)))
    if case.ask:
        lines.append(BlockQuote(cut(case.ask, _ASK)))
    if case.slots:
        shown = list(case.slots.items())[:_SLOTS]
        lines += [Bold("已经问到"), *(f"· {cut(f'{title}：{value}', _LINE)}" for title, value in shown)]
    if case.attempts:
        shown_tries = case.attempts[-_TRIES:]
        tries = (f"· {cut(f'{attempt.title}：{attempt.outcome}', _LINE)}" for attempt in shown_tries)
        lines += [Bold("机器人试过"), *tries]
    return as_list(*lines)


def _rating(card: Card) -> Iterator[Text]:
    """What the customer said of the service; an invitation that nobody answered yet is no news."""
    rating = card.rating
    if rating is not None and rating.satisfaction is not None:
        said = " · ".join(filter(None, (SATISFACTION[rating.satisfaction], card.rating_cause)))
        lines = [Text(Bold("评价 "), said)]
        yield as_list(*lines, *([BlockQuote(cut(rating.words, _LINE))] if rating.words else []))


def _customer(card: Card, zone: ZoneInfo) -> Iterator[Text]:
    customer = card.customer
    since = f"{moment(customer.first_deal_at, zone).split()[0]}首单" if customer.first_deal_at else ""
    facts = [_TIERS[customer.tier], since, "、".join(customer.tags[:_TAGS]), customer.temperament]
    lines = [cut(" · ".join(fact for fact in facts if fact), _LINE)] if any(facts) else []
    lines += [f"· #{past.id} {cut(past.title or past.ask, 30)} {_ended(past)}" for past in card.past[:_PAST]]
    if lines:
        yield as_list(Bold(f"顾客（以往接待 {card.past_cases} 次）" if card.past_cases else "顾客"), *lines)


def _ended(case: Case) -> str:
    return OUTCOMES.get(Outcome(case.outcome), "") if case.status is CaseStatus.CLOSED else cut(case.outcome, 20)


def _order(card: Card, zone: ZoneInfo) -> Iterator[Text]:
    if card.order is not None:
        title, *lines = order_lines(card.order, zone)
        if card.return_until is not None:
            lines.append(f"无理由退货到 {card.return_until.month}月{card.return_until.day}日")
        remarks = card.remarks.get(card.order.number, ())[-_REMARKS:]
        yield as_list(Bold(title), *lines, *(cut(remark.text, _LINE) for remark in remarks))
    others = [order for order in card.orders if card.order is None or order.number != card.order.number]
    if others:
        listed = "、".join(order.number for order in others[:3])
        yield Text(Bold("其他订单 "), f"{listed}{f' 等 {len(others)} 单' if len(others) > 3 else ''}")


def _tasks(card: Card) -> Iterator[Text]:
    if card.tasks:
        yield as_list(Bold("登记"), *(f"· {_task(task)}" for task in card.tasks[:_TASKS]))


def _task(task: Task) -> str:
    decided = f"（{task.decided_by.name}）" if task.decided_by else ""
    return cut(f"{task.number} {subject(task)} {TASK_STATUSES[task.status]}{decided}", _LINE)


def _refusals(card: Card) -> Iterator[Text]:
    """What the shop could not do for the customer: who takes the case must know it was tried."""
    refused = [entry for entry in card.audit if not entry.done][-_REFUSALS:]
    if refused:
        lines = (f"{PERFORMED.get(entry.action, entry.action)}：{entry.result.get('detail', '')}" for entry in refused)
        yield as_list(Bold("没有办成"), *(f"· {cut(line, _LINE)}" for line in lines))


def _notes(card: Card) -> Iterator[Text]:
    if card.notes:
        notes = (f"📝 {cut(f'{note.agent.name}：{note.text}', _LINE)}" for note in card.notes[-_NOTES:])
        yield as_list(Bold("备注（顾客看不到）"), *notes)


def _troubles(card: Card) -> Iterator[Text]:
    """Messages that did not arrive, or may not have: an agent must know."""
    lost = [entry for entry in card.entries if entry.delivery in {Delivery.FAILED, Delivery.UNKNOWN}]
    if lost:
        yield as_list(*(_trouble(entry) for entry in lost[-_TROUBLES:]))


def _trouble(entry: TranscriptEntry) -> str:
    what = "没有送达" if entry.delivery is Delivery.FAILED else "不确定是否送达"
    said = cut(entry.content.text, 40) or "附件"
    return f"⚠️ {what}：“{said}” {cut(entry.error, 80)}".rstrip()


def _fold(card: Card, room: int) -> Iterator[Text]:
    """What was said before the handoff, one tap away, as far as there is room for it."""
    before, room = folded(card), room - units(_BEFORE) - 3
    while before and units(post_of(before).text) > room:
        before = before[1:]
    if before:
        yield as_list(Bold(_BEFORE), ExpandableBlockQuote(post_of(before).text))
