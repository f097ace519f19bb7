"""The handoff card of a topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.card import view_of
from bot.channels.telegram.keyboards import CardPress, press_in
from bot.channels.telegram.texts import TEXT_LIMIT, units
from bot.channels.telegram.words import PERFORMED
from bot.core.actions import HandOffReason
from bot.core.cases import Card, Case, CaseStatus, Note
from bot.core.catalogue import ACTIONS as CATALOGUE
from bot.core.conversation import Attempt, Conversation
from bot.core.customers import Customer, Tier
from bot.core.messages import Author, Content, Delivery, Peer, TranscriptEntry
from bot.core.orders import Fulfilment, Order, OrderItem, RefundState, TrackingEvent
from bot.core.ratings import Rating, Satisfaction, Solver
from bot.core.roles import Agent, Role
from bot.core.tasks import AuditEntry, Remark, Task, TaskKind, TaskStatus

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
AGENT = Agent(id=1, login="aqiang", name="阿强", role=Role.AFTER_SALE)
CASE = Case(
    id=12,
    conversation_id=1,
    status=CaseStatus.WAITING,
    reason=HandOffReason.STUCK,
    intent="return_request",
    title="办理退货",
    ask="<b>坏了</b> & 要退",
    slots={"原因": "质量问题"},
    attempts=(Attempt(at=NOW, intent="return_request", title="办理退货", outcome="没有办成"),),
    opened_at=NOW,
)
CARD = Card(
    case=CASE,
    conversation=Conversation(id=1, channel="web", account="main", peer=Peer(id="v1", name="小美")),
    customer=Customer(conversation_id=1),
    order=None,
    orders=(),
    tasks=(),
    remarks={},
    audit=(),
    entries=(),
    notes=(),
    history=(),
    past_cases=2,
)
ORDER = Order(
    number="A1",
    source="test",
    created_at=NOW,
    fulfilment=Fulfilment.SHIPPED,
    receiver="演示顾客",
    phone="13800001234",
    address="演示路 1 号",
    items=(OrderItem(title="保温杯", quantity=2, variant="蓝"),),
    total=Decimal(59),
    freight=Decimal(8),
    paid_at=NOW,
    refund=RefundState.REQUESTED,
    refund_amount=Decimal(20),
    carrier="中通",
    tracking_number="7500001",
    events=(TrackingEvent(at=NOW, text="已到达", place="杭州"),),
    message="尽快",
    remark="老客户",
)
PRICE = Task(
    id=3,
    key="t",
    kind=TaskKind.PRICE_CHANGE,
    role=Role.PRE_SALE,
    conversation_id=1,
    status=TaskStatus.OPEN,
    created_at=NOW,
    approver=Role.PRE_SALE,
    args={"price": "50.00"},
)


TAKEN = ["menu:12:close", "back:12", "menu:12:canned", "menu:12:orders", "menu:12:transfer", "escalate:12"]


def shown(card: Card) -> str:
    return view_of(card, ZONE).text


def pressable(card: Card) -> list[str]:
    keyboard = view_of(card, ZONE).keyboard
    rows = keyboard.inline_keyboard if keyboard else []
    return [button.callback_data or "" for row in rows for button in row]


def entry(delivery: Delivery, text: str = "退款好了", error: str = "顾客屏蔽了机器人") -> TranscriptEntry:
    return TranscriptEntry(
        seq=1,
        conversation_id=1,
        author=Author.AGENT,
        content=Content(text=text),
        at=NOW,
        delivery=delivery,
        error=error,
    )


def test_it_tells_why_what_was_asked_collected_and_tried() -> None:
    assert shown(CARD).splitlines() == [
        "#12 小美",
        "🟡 等待接待 · 售后（3月2日 10:00 起）",
        "来自 网页",
        "",
        "原因 机器人没问到需要的信息",
        "问题 办理退货",
        "<b>坏了</b> & 要退",
        "已经问到",
        "· 原因：质量问题",
        "机器人试过",
        "· 办理退货：没有办成",
    ]


def test_what_the_customer_wrote_is_marked_by_position_and_never_by_tags() -> None:
    view = view_of(CARD, ZONE)
    [quote] = [entity for entity in view.entities if entity.type == "blockquote"]
    assert quote.extract_from(view.text) == "<b>坏了</b> & 要退"


def test_it_shows_the_order_as_an_agent_needs_it() -> None:
    lines = shown(replace(CARD, order=ORDER, orders=(ORDER, replace(ORDER, number="A2")))).splitlines()
    assert lines[12:] == [
        "订单 A1 · 已发货",
        "· 保温杯 蓝 × 2",
        "实付 ¥59.00（含运费 ¥8.00）",
        "退款 已申请退款 ¥20.00",
        "运单 中通 7500001",
        "物流 3月2日 10:00 杭州 已到达",
        "收货 演示顾客 尾号 1234",
        "地址 演示路 1 号",
        "买家留言 尽快",
        "备注 老客户",
        "",
        "其他订单 A2",
    ]


@pytest.mark.parametrize(
    ("status", "outcome", "line", "buttons"),
    [
        (
            CaseStatus.WAITING,
            "",
            "🟡 等待接待 · 售后（3月2日 10:00 起）",
            ["claim:12", "menu:12:transfer", "dismiss:12"],
        ),
        (CaseStatus.TAKEN, "", "🟢 阿强 接待中", TAKEN),
        (CaseStatus.ANSWERED, "", "🟢 阿强 接待中", TAKEN),
        (CaseStatus.RETURNED, "补发一个", "↩️ 阿强 已交回机器人：补发一个", ["reopen:12"]),
        (CaseStatus.CLOSED, "refunded", "✅ 阿强 已结束：已退款", ["reopen:12"]),
    ],
)
def test_status_and_buttons_belong_together(status: CaseStatus, outcome: str, line: str, buttons: list[str]) -> None:
    assignee = None if status is CaseStatus.WAITING else AGENT
    card = replace(CARD, case=replace(CASE, status=status, outcome=outcome, assignee=assignee))
    assert line in shown(card)
    assert pressable(card) == buttons


def test_an_open_price_change_can_be_decided_and_a_decided_one_not() -> None:
    assert pressable(replace(CARD, tasks=(PRICE,)))[3:] == ["approve:3", "refuse:3"]
    decided = replace(PRICE, status=TaskStatus.APPROVED, decided_by=AGENT)
    assert "P0003 改价到 50.00 已同意（阿强）" in shown(replace(CARD, tasks=(decided,)))
    assert len(pressable(replace(CARD, tasks=(decided,)))) == 3


def test_messages_that_did_not_arrive_are_shown_and_those_that_did_are_not() -> None:
    card = replace(
        CARD,
        entries=(entry(Delivery.FAILED), entry(Delivery.UNKNOWN, text="", error="断了"), entry(Delivery.SENT)),
    )
    assert "⚠️ 没有送达：“退款好了” 顾客屏蔽了机器人\n⚠️ 不确定是否送达：“附件” 断了" in shown(card)
    assert shown(card).count("⚠️") == 2


def test_it_tells_who_the_customer_is_and_what_was_before() -> None:
    record = Customer(
        conversation_id=1, tags=("老客户",), temperament="急性子", tier=Tier.KEY, first_deal_at=NOW, blocked=True
    )
    past = replace(CASE, id=5, status=CaseStatus.CLOSED, outcome="refunded")
    text = shown(replace(CARD, customer=record, past=(past,), past_cases=1))
    assert "顾客（以往接待 1 次）\n⭐ 重点顾客 · 3月2日首单 · 老客户 · 急性子\n· #5 办理退货 已退款" in text
    assert "🚫 已拉黑" in text


def test_a_customer_who_shut_the_bot_out_is_marked() -> None:
    card = replace(CARD, customer=Customer(conversation_id=1, unreachable_since=NOW))
    assert "📵 3月2日 10:00 起顾客屏蔽了机器人" in shown(card)


def test_what_became_of_a_reminder_stands_under_the_state() -> None:
    assert view_of(CARD, ZONE, reminded="⏰ 已私下提醒 阿强").text.splitlines()[3] == "⏰ 已私下提醒 阿强"


def test_what_did_not_arrive_can_be_sent_again_when_a_colleague_wrote_it() -> None:
    lost = replace(entry(Delivery.FAILED), case_id=12, seq=77)
    bots = replace(lost, author=Author.BOT, seq=78)
    taken = replace(CARD, case=replace(CASE, status=CaseStatus.TAKEN, assignee=AGENT), entries=(lost, bots))
    assert [data for data in pressable(taken) if data.startswith("retry")] == ["retry:12:77"]


def test_the_talk_before_the_handoff_is_folded_and_what_came_later_is_not() -> None:
    before = replace(entry(Delivery.SENT, "您好"), author=Author.BOT, at=NOW)
    later = replace(entry(Delivery.SENT, "在的亲"), seq=2, at=NOW + timedelta(minutes=1))
    view = view_of(replace(CARD, entries=(before, later)), ZONE)
    [fold] = [entity for entity in view.entities if entity.type == "expandable_blockquote"]
    assert fold.extract_from(view.text) == "🤖 机器人\n您好"
    assert "在的亲" not in view.text


def test_notes_are_shown_as_what_they_are() -> None:
    note = Note(id=1, case_id=12, agent=AGENT, text="老客户", at=NOW)
    assert "备注（顾客看不到）\n📝 阿强：老客户" in shown(replace(CARD, notes=(note,)))


def test_the_fullest_card_still_fits_in_one_message() -> None:
    long = "😀长" * 1000
    items = tuple(OrderItem(title=long) for _ in range(20))
    events = (TrackingEvent(at=NOW, text=long, place=long),)
    order = replace(ORDER, number=long, items=items, address=long, message=long, remark=long, receiver=long)
    case = replace(
        CASE,
        title=long,
        ask=long,
        slots={f"{number}{long}": long for number in range(20)},
        attempts=tuple(Attempt(at=NOW, intent="x", title=long, outcome=long) for _ in range(10)),
        status=CaseStatus.RETURNED,
        outcome=long,
        assignee=replace(AGENT, name="名" * 80),
    )
    card = replace(
        CARD,
        case=case,
        conversation=replace(CARD.conversation, peer=Peer(id="1", name=long)),
        order=replace(order, events=events, carrier=long, signed_at=NOW),
        orders=tuple(replace(ORDER, number="9" * 30 + str(number)) for number in range(9)),
        tasks=tuple(replace(PRICE, decided_by=replace(AGENT, name=long)) for _ in range(9)),
        entries=tuple(entry(Delivery.FAILED, long, long) for _ in range(9)),
        notes=tuple(Note(id=1, case_id=12, agent=AGENT, text=long, at=NOW) for _ in range(9)),
    )
    view = view_of(card, ZONE)
    assert units(view.text) <= TEXT_LIMIT
    assert max(entity.offset + entity.length for entity in view.entities) <= units(view.text)


def test_the_view_stays_equal_while_nothing_changes() -> None:
    assert view_of(CARD, ZONE) == view_of(CARD, ZONE)
    assert view_of(CARD, ZONE) != view_of(replace(CARD, case=replace(CASE, opened_at=NOW + timedelta(hours=1))), ZONE)


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("claim:12", CardPress(action="claim", id=12)),
        ("close:12:solved", CardPress(action="close", id=12, argument="solved")),
        ("canned:3:a:b", CardPress(action="canned", id=3, argument="a:b")),
    ],
)
def test_a_button_is_read_back(data: str, press: CardPress) -> None:
    assert press_in(data) == press


@pytest.mark.parametrize("data", ["", "claim", "claim:", "claim:x", "claim:１２", "yes"])
def test_anything_else_is_no_button_of_a_card(data: str) -> None:
    assert press_in(data) is None


def test_the_card_shows_remarks_of_the_order_and_what_could_not_be_done() -> None:
    order = Order(number="A1", source="t", created_at=NOW, fulfilment=Fulfilment.SHIPPED)
    remarks = {"A1": (Remark(id=1, order_number="A1", text="【改地址】T0001 杭州 2026-03-02 小满", at=NOW),)}
    refused = AuditEntry(
        key="k",
        conversation_id=1,
        action="cancel_order",
        at=NOW,
        done=False,
        result={"reason": "shipped", "detail": "订单已经发货"},
    )
    text = shown(replace(CARD, order=order, remarks=remarks, audit=(refused, replace(refused, done=True))))
    assert "【改地址】T0001 杭州 2026-03-02 小满" in text
    assert text.count("· 取消订单：订单已经发货") == 1


def test_a_refund_that_waits_for_a_decision_has_its_amount_on_the_button() -> None:
    refund = replace(PRICE, kind=TaskKind.REFUND, approver=Role.AFTER_SALE, args={"amount": "99"})
    keyboard = view_of(replace(CARD, tasks=(refund,)), ZONE).keyboard
    assert keyboard is not None
    assert keyboard.inline_keyboard[-1][0].text == "同意 F0003 99"
    assert pressable(replace(CARD, tasks=(replace(refund, approver=None),)))[3:] == []


def test_every_action_has_words_on_the_card() -> None:
    assert set(PERFORMED) == set(CATALOGUE)


def test_what_the_customer_said_of_the_service_stands_on_the_card_once_they_did() -> None:
    asked = Rating(
        id=1, conversation_id=1, case_id=12, solver=Solver.AGENT, invited_at=NOW, expires_at=NOW + timedelta(days=3)
    )
    assert "评价" not in shown(replace(CARD, rating=asked))
    said = replace(asked, satisfaction=Satisfaction.DISAPPOINTED, cause="slow", words="等太久")
    assert "评价 😞 不满意 · 回复慢\n等太久" in shown(replace(CARD, rating=said, rating_cause="回复慢"))
