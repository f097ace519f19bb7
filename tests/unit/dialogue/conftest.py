"""A small shop to talk to, its orders, and a way to write talks in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.actions import Action, CancelTimer, HandOff, Perform, Rate, Say, StartTimer, VerifyOrder
from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Event, Facts, Received
from bot.core.messages import Content, Media, MediaKind
from bot.core.orders import Fulfilment, Order, OrderItem, TrackingEvent
from bot.dialogue import Turn, step
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.dialogue.turn import Talk
from bot.scripts import load_book, load_conversations
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc

SHOP = Path(__file__).parent / "shop"


@pytest.fixture(scope="session")
def shop_path() -> Path:
    return SHOP


@pytest.fixture(scope="session")
def book() -> ScriptBook:
    return load_book(SHOP)


def make_order(number: str, fulfilment: str = "signed", title: str = "陶瓷杯", **more: Any) -> Order:
    values: dict[str, Any] = {
        "created_at": NOW - timedelta(days=3),
        "phone": "13800001234",
        "items": (OrderItem(title=title),),
    }
    return Order(number=number, source="test", fulfilment=Fulfilment(fulfilment), **{**values, **more})


@pytest.fixture(scope="session")
def order() -> Callable[..., Order]:
    return make_order


@pytest.fixture(scope="session")
def two_orders() -> Given:
    """A lamp on its way (A2, newest) and a cup that arrived (A1)."""
    event = TrackingEvent(at=NOW - timedelta(hours=2), text="到达杭州")
    lamp = make_order("A2", "shipped", "小台灯", carrier="顺丰", tracking_number="SF1", events=(event,), shipped_at=NOW)
    answers = {"create_return": {"id": "R7"}, "create_task": {"id": "T1"}}
    return Given(orders=(lamp, make_order("A1")), bound=frozenset({"A1", "A2"}), actions=answers)


@pytest.fixture(scope="session")
def one_order(two_orders: Given) -> Given:
    """Only the cup (A1)."""
    return Given(orders=two_orders.orders[1:], bound=frozenset({"A1"}), actions=two_orders.actions)


@pytest.fixture(scope="session")
def photo() -> Callable[..., Content]:
    """One message with this many photos."""

    def make(count: int = 1, text: str = "") -> Content:
        return Content(text=text, media=tuple(Media(kind=MediaKind.PHOTO, key=f"p{at}") for at in range(count)))

    return make


@pytest.fixture(scope="session")
def wrote() -> Callable[..., Received]:
    """The customer wrote this, or pressed that."""

    def make(text: str = "", press: str | None = None) -> Received:
        return Received(content=Content(text=text, press=press), at=NOW)

    return make


@pytest.fixture(scope="session")
def take(book: ScriptBook) -> Callable[..., Turn]:
    """One step from a state; facts by name, another book if need be."""

    def run(state: State, *events: Event, scripts: ScriptBook = book, **facts: Any) -> Turn:
        return step(scripts, state, events, facts=Facts(**facts), now=NOW)

    return run


@pytest.fixture(scope="session")
def labels() -> Callable[..., list[str]]:
    """What was decided: the replies said, and the kinds of the other actions."""

    def name(actions: tuple[Action, ...]) -> list[str]:
        return [action.reply if isinstance(action, Say) else type(action).__name__ for action in actions]

    return name


@pytest.fixture(scope="session")
def returning() -> Frame:
    """A return under way, asking for the reason."""
    return Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request", asking="reason", tries=1)


@pytest.fixture
def read_test(tmp_path: Path) -> Callable[[str], ConversationDoc]:
    """Read a conversation test file of the topic `chat` and give its first test."""

    def read(text: str) -> ConversationDoc:
        for name in ("shop.yaml", "zh/chat.yaml"):
            target = tmp_path / name
            target.parent.mkdir(exist_ok=True)
            target.write_text((SHOP / name).read_text("utf-8"), "utf-8")
        path = tmp_path / "tests" / "zh" / "chat.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        return load_conversations(tmp_path)["zh", "chat"].tests[0]

    return read


def label(action: Action) -> str:
    """What was decided, in a word: the reply said, or what is done."""
    match action:
        case Say():
            return action.reply
        case HandOff():
            return f"handoff {action.reason}"
        case Perform():
            return f"does {action.name}"
        case VerifyOrder():
            return f"verifies {action.number} {action.phone_tail}"
        case StartTimer():
            return f"starts {action.key}"
        case CancelTimer():
            return f"cancels {action.key}"
        case Rate():
            return f"rates {action.rating_id} {action.said}"


@pytest.fixture
def play(book: ScriptBook) -> Callable[..., list[list[str]]]:
    """Say these messages one after the other; what came of each. A list of messages is a burst."""

    def run(*messages: str | Content | list[str], given: Given | None = None) -> list[list[str]]:
        rehearsal = Rehearsal(book, given)
        turns = []
        for message in messages:
            burst = message if isinstance(message, list) else [message]
            contents = [one if isinstance(one, Content) else Content(text=one) for one in burst]
            turns.append([label(action) for action in rehearsal.hear(*contents).actions])
        return turns

    return run


@pytest.fixture
def confirming(book: ScriptBook, two_orders: Given, photo: Callable[..., Content]) -> Rehearsal:
    """A return of the cup for a fault, about to be confirmed."""
    rehearsal = Rehearsal(book, two_orders)
    for content in (Content(text="杯子想退货"), Content(text="质量问题"), photo(1)):
        rehearsal.hear(content)
    return rehearsal


@pytest.fixture
def talk(book: ScriptBook, order: Callable[..., Order]) -> Talk:
    event = TrackingEvent(at=NOW - timedelta(hours=5), text="到达杭州")
    known = order(
        "A1",
        paid_at=NOW - timedelta(days=4),
        signed_at=NOW - timedelta(days=2, hours=3),
        carrier="顺丰",
        events=(event,),
    )
    slots = {"order": "A1", "reason": "quality", "photos": ["a", "b"], "product": "cup", "price": 12, "detail": "慢"}
    frame = Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request", slots=slots)  # type: ignore[arg-type]
    return Talk(book=book, facts=Facts(orders=(known,)), now=NOW, state=State(language="zh", frames=(frame,)))
