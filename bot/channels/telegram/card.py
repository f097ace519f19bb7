"""The handoff card of a topic: a `Card` as text with entities and buttons. Pure.

Entities mark what is bold by position, so nothing a customer wrote can turn into markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from aiogram.utils.formatting import BlockQuote, Bold, Text, as_list

from bot.channels.telegram.order_lines import order_lines
from bot.channels.telegram.texts import cut
from bot.channels.telegram.words import CHANNELS, OUTCOMES, PERFORMED, REASONS, TASK_STATUSES, TASKS, moment
from bot.core.cases import Card, Case, CaseStatus, Outcome, Task, TaskKind, TaskStatus
from bot.core.messages import Delivery, TranscriptEntry

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
ACTIONS: Final = frozenset({"claim", "back", "close", "dismiss", "approve", "refuse"})
"""What buttons of cards can ask for; approve and refuse are about a task, the others about a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What Telegram shows of a card. Two equal views need no edit."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPress:
    """What a button of a card asks for: `action` on the case or task with this id."""

    action: str
    id: int


def view_of(card: Card, zone: ZoneInfo) -> CardView:
    """The card as it stands now; times are those of the shop."""
    blocks = [
        _head(card, zone),
        _why(card),
        *_order(card, zone),
        *_tasks(card),
        *_refusals(card),
        *_notes(card),
        *_troubles(card),
    ]
    text, entities = as_list(*blocks, sep="\n\n").render()
    return CardView(text=text, entities=tuple(entities), keyboard=_keyboard(card))


def press_in(data: str) -> CardPress | None:
    """Read what a card's button carries; None when it is none of ours."""
    action, _, number = data.partition(":")
    known = action in ACTIONS and number.isascii() and number.isdigit()
    return CardPress(action=action, id=int(number)) if known else None


def _head(card: Card, zone: ZoneInfo) -> Text:
    case, peer = card.case, card.conversation.peer
    name = cut(peer.name, 60) or f"访客 {cut(peer.id, 20)}"
    channel = CHANNELS.get(card.conversation.channel, card.conversation.channel)
    past = f" · 以往接待 {card.past_cases} 次" if card.past_cases else ""
    return as_list(Bold(f"#{case.id} {name}"), _status(case, zone), f"来自 {channel}{past}")


def _status(case: Case, zone: ZoneInfo) -> str:
    agent = case.assignee.name if case.assignee else ""
    match case.status:
        case CaseStatus.WAITING:
            return f"🟡 等待接待（{moment(case.opened_at, zone)} 起）"
        case CaseStatus.TAKEN:
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


def _order(card: Card, zone: ZoneInfo) -> Iterator[Text]:
    if card.order is not None:
        title, *lines = order_lines(card.order, zone)
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
    price = f"到 {task.args['price']}" if task.kind is TaskKind.PRICE_CHANGE else _amount(task)
    decided = f"（{task.decided_by.name}）" if task.decided_by else ""
    return cut(f"{task.number} {TASKS[task.kind]}{price} {TASK_STATUSES[task.status]}{decided}", _LINE)


def _refusals(card: Card) -> Iterator[Text]:
    """What the shop could not do for the customer: who takes the case must know it was tried."""
    refused = [entry for entry in card.audit if not entry.done][-_REFUSALS:]
    if refused:
        lines = (f"{PERFORMED.get(entry.action, entry.action)}：{entry.result.get('detail', '')}" for entry in refused)
        yield as_list(Bold("没有办成"), *(f"· {cut(line, _LINE)}" for line in lines))


def _amount(task: Task) -> str:
    return f" {task.args['amount']}" if task.args.get("amount") else ""


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


def _keyboard(card: Card) -> InlineKeyboardMarkup | None:
    case = card.case
    rows: list[list[InlineKeyboardButton]] = []
    match case.status:
        case CaseStatus.WAITING:
            rows.append([_button("🙋 接待", "claim", case.id), _button("不用接待，结束", "dismiss", case.id)])
        case CaseStatus.TAKEN:
            rows.append([_button("↩️ 交回机器人", "back", case.id), _button("✅ 已解决，结束", "close", case.id)])
        case CaseStatus.RETURNED | CaseStatus.CLOSED:
            return None
    for task in card.tasks[:_TASKS]:
        if task.approver is not None and task.status is TaskStatus.OPEN:
            what = f" 改到 {task.args['price']}" if task.kind is TaskKind.PRICE_CHANGE else _amount(task)
            approve = _button(f"同意 {task.number}{what}", "approve", task.id)
            rows.append([approve, _button("不同意", "refuse", task.id)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _button(title: str, action: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=title, callback_data=f"{action}:{number}")
