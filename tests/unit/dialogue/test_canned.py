"""What canned replies read of a case: its order, and the slots read back from the words of the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.actions import HandOffReason
from bot.core.cases import Case, CaseStatus
from bot.core.conversation import Conversation
from bot.core.messages import Peer
from bot.core.orders import Order
from bot.core.roles import Agent, Role
from bot.dialogue.canned import values_of_case
from bot.scripts.book import ScriptBook

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ANN = Agent(id=1, login="ann", name="阿安", role=Role.AFTER_SALE)


def values(
    book: ScriptBook, *orders: Order, number: str = "", slots: Mapping[str, str] | None = None
) -> dict[str, Any]:
    case = Case(
        id=1,
        conversation_id=1,
        status=CaseStatus.TAKEN,
        reason=HandOffReason.ASKED,
        intent="",
        title="",
        ask="人工",
        slots=dict(slots or {}),
        order_number=number,
        opened_at=NOW,
    )
    conversation = Conversation(id=1, channel="web", account="shop", peer=Peer(id="p", name="小周"))
    return values_of_case(book, case, conversation, orders, ANN, now=NOW)


def test_the_order_of_the_case_is_meant_and_not_another(book: ScriptBook, order: Callable[..., Order]) -> None:
    told = values(book, order("A1"), order("A2"), number="A2")

    assert told["order"]["number"] == "A2"


def test_of_several_orders_none_is_guessed(book: ScriptBook, order: Callable[..., Order]) -> None:
    assert values(book, order("A1"), order("A2"))["order"] is None


def test_a_choice_is_read_back_with_its_data(book: ScriptBook) -> None:
    told = values(book, slots={"原因": "质量问题"})

    assert (told["reason"]["id"], told["reason"]["fault"]) == ("quality", "shop")


def test_words_that_no_option_has_any_more_are_nothing(book: ScriptBook) -> None:
    assert values(book, slots={"原因": "以前的选项"})["reason"] is None


def test_who_writes_and_to_whom_is_known(book: ScriptBook) -> None:
    told = values(book)

    assert (told["agent"]["name"], told["customer"]["name"]) == ("阿安", "小周")
