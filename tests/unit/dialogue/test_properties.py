"""Whatever happens, in whatever order: no crash, one handoff line at most, nothing told about a stranger's order."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.core.actions import CancelTimer, HandOff, Perform, Say, VerifyOrder
from bot.core.conversation import Owner, State
from bot.core.events import (
    Event,
    Facts,
    HandedBack,
    Notice,
    NotPerformed,
    OrderRefused,
    OrderVerified,
    Performed,
    Received,
)
from bot.core.messages import Content, Media, MediaKind
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue import Turn, step
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import MAX_FRAMES, MAX_SAYS
from bot.scripts import load_book

BOOK = load_book(Path(__file__).parent / "shop")
SECRET = "不可泄露的商品"
STATE = TypeAdapter(State)
MINE = tuple(
    Order(
        number=number,
        source="test",
        created_at=NOW - timedelta(days=age),
        fulfilment=fulfilment,
        items=(OrderItem(title=title),),
    )
    for number, age, fulfilment, title in (
        ("A2", 1, Fulfilment.SHIPPED, "小台灯"),
        ("A1", 4, Fulfilment.SIGNED, "陶瓷杯"),
        ("U1", 5, Fulfilment.UNPAID, "毛巾"),
    )
)
STRANGERS = Order(
    number="XM20260301001",
    source="test",
    created_at=NOW,
    fulfilment=Fulfilment.PACKED,
    phone="13800001234",
    items=(OrderItem(title=SECRET),),
)
_LINES = (
    "我要退货|我要换货|运费谁出|那运费呢|质量问题|不喜欢|坏了|算了|人工|人呢|孩子被烫伤了|好的|不用了|不对|都不是",
    "不对，是另一单|换成A1|第二个|2|我的快递到哪了|XM20260301001|XM20260301001 1234|1234|多少钱|杯子|台灯容量多大",
    "帮我改价|35|我要投诉|客服骂人|13800001234|你好|谢谢|hello|where is my parcel|啦啦啦|👍|。。。|在吗|今天能发货吗",
    "{{ shop.name }}|<b>x</b>|我要退货，运费谁出",
)
SENTENCES = st.sampled_from([sentence for line in _LINES for sentence in line.split("|")])
PRESSES = st.sampled_from(
    ["yes", "no", "human", "order:A1", "order:XM20260301001", "reason:quality", "track_parcel", "x"]
)
MEDIA = st.builds(Media, kind=st.sampled_from(list(MediaKind)), key=st.sampled_from(["", "k1", "k2"]))
CONTENTS = st.one_of(
    st.builds(Content, text=SENTENCES),
    st.builds(Content, text=st.text(max_size=30)),
    st.builds(Content, press=PRESSES),
    st.builds(Content, text=SENTENCES, media=st.lists(MEDIA, max_size=3).map(tuple)),
)
BURSTS = st.lists(st.builds(Received, content=CONTENTS, at=st.just(NOW)), min_size=1, max_size=3)
REPORTS = st.one_of(
    st.builds(HandedBack, outcome=st.sampled_from(["", "已退款"])),
    st.builds(
        Notice, reply=st.sampled_from(["price_changed", "price_refused", "refund_refused"]), order=st.just(MINE[2])
    ),
    st.builds(Performed, key=st.text(max_size=3)),
    st.builds(OrderRefused, key=st.text(max_size=3), left=st.integers(0, 3)),
)
FACTS = st.builds(
    Facts,
    orders=st.sampled_from([None, (), MINE[:1], MINE]),
    owner=st.sampled_from([Owner.BOT, Owner.BOT, Owner.BOT, Owner.QUEUE]),
    waiting=st.integers(0, 3),
)


def answers(turn: Turn, good: bool) -> list[Event]:
    """What the shell would report back."""
    events: list[Event] = []
    for action in turn.actions:
        match action:
            case Perform() if good:
                events.append(Performed(key=action.key, result={"id": "R1"}))
            case Perform():
                events.append(NotPerformed(key=action.key, reason="no"))
            case VerifyOrder() if good and action.number == STRANGERS.number and action.phone_tail == "1234":
                events.append(OrderVerified(key=action.key, order=STRANGERS))
            case VerifyOrder():
                events.append(OrderRefused(key=action.key, left=1))
    return events


def check(before: State, turn: Turn) -> None:
    said = [action.content.text for action in turn.actions if isinstance(action, Say)]
    assert all(text.strip() for text in said)
    assert len(said) <= MAX_SAYS + 1
    handoffs = [at for at, action in enumerate(turn.actions) if isinstance(action, HandOff)]
    assert len(handoffs) <= 1
    if handoffs:
        after = turn.actions[handoffs[0] + 1 :]
        assert all(isinstance(action, CancelTimer) for action in after), "nothing is said or done after a handoff"
        assert turn.state.frames == ()
        assert [a.reply for a in turn.actions if isinstance(a, Say)].count("common.handoff") == 1
    in_a_row = [*before.last_said[-1:], *said]
    lines = [a.reply for a in turn.actions if isinstance(a, Say)]
    pairs = pairwise(in_a_row) if "common.handoff" not in lines else ()
    assert all(one != other for one, other in pairs), "never the same sentence twice in a row"
    state = turn.state
    assert len(state.frames) <= MAX_FRAMES
    assert all(frame.tries <= 3 for frame in state.frames)
    assert len(state.attempts) <= 10
    assert len(state.last_said) <= 6
    assert len(state.photos) <= 6
    assert len(STATE.dump_json(state)) < 20_000
    assert STATE.validate_json(STATE.dump_json(state)) == state


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.one_of(BURSTS, REPORTS.map(lambda one: [one])), FACTS, st.booleans()), max_size=8))
def test_any_sequence_of_events_keeps_the_promises(turns: list[tuple[list[Event], Facts, bool]]) -> None:
    state = State()
    bound = False
    for at, (events, facts, good) in enumerate(turns):
        now = NOW + timedelta(minutes=at * 3)
        waiting = events
        for _ in range(8):
            turn = step(BOOK, state, waiting, facts=facts, now=now)
            check(state, turn)
            bound = bound or any(isinstance(event, OrderVerified) for event in waiting)
            assert bound or not any(SECRET in a.content.text for a in turn.actions if isinstance(a, Say))
            state = STATE.validate_json(STATE.dump_json(turn.state))
            waiting = answers(turn, good)
            if not waiting:
                break
        assert not waiting, "the shell is not asked for ever"


@settings(max_examples=150)
@given(st.lists(SENTENCES, min_size=1, max_size=6), st.sampled_from([(), MINE[:1], MINE]))
def test_the_customer_always_gets_a_person_by_asking(sentences: list[str], orders: tuple[Order, ...]) -> None:
    state = State()
    for text in [*sentences, "人工"]:
        turn = step(BOOK, state, [Received(content=Content(text=text), at=NOW)], facts=Facts(orders=orders), now=NOW)
        state = turn.state
    assert isinstance(turn.actions[-1], HandOff)
