"""Several things in one message: each with what is to be done with it, and none that only says where another is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts import load_book
from bot.scripts.book import ScriptBook

CONTENT = Path(__file__).parents[3] / "scripts_yaml"
SHIRT = OrderItem(title="240g 重磅纯棉 T 恤", product_id="tshirt", price=Decimal(79))
LAMP = OrderItem(title="小满护眼台灯", product_id="lamp", price=Decimal(129))
PILLOW = OrderItem(title="慢回弹记忆枕", product_id="pillow", price=Decimal(109))


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def having(fulfilment: Fulfilment) -> Given:
    ordered = NOW - timedelta(days=3)
    order = Order(
        number="600120269018",
        source="test",
        fulfilment=fulfilment,
        created_at=ordered,
        paid_at=ordered,
        signed_at=ordered if fulfilment is Fulfilment.SIGNED else None,
        phone="13800002018",
        items=(SHIRT, LAMP, PILLOW),
        total=Decimal(317),
    )
    return Given(orders=(order,), bound=frozenset({order.number}), agents_on=1)


@pytest.mark.parametrize(
    ("said", "waits", "first"),
    [
        ("台灯退 T恤换L", "exchange_request", ("return_request", "台灯")),
        ("T恤退货，台灯换新的", "exchange_request", ("return_request", "T 恤")),
        ("退T恤，换台灯", "exchange_request", ("return_request", "T 恤")),
        ("台灯换货 T恤退货", "return_request", ("exchange_request", "台灯")),
        ("return the lamp and exchange the t-shirt", "exchange_request", ("return_request", "lamp")),
    ],
)
def test_each_thing_has_its_own_remedy(pack: ScriptBook, said: str, waits: str, first: tuple[str, str]) -> None:
    rehearsal = Rehearsal(pack, having(Fulfilment.SIGNED))
    rehearsal.hear(Content(text=said))
    below, top = rehearsal.state.frames
    assert (below.intent, top.intent) == (waits, first[0])
    told = str(top.slots.get("which_item", ""))
    assert [name for name in ("T 恤", "台灯", "T-shirt", "lamp") if name in told] == [first[1]]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("T恤和枕头退 台灯留", "240g 重磅纯棉 T 恤、慢回弹记忆枕"),
        ("退T恤 枕头 台灯留着", "240g 重磅纯棉 T 恤、慢回弹记忆枕"),
        ("跟台灯一起那件T恤退了", "240g 重磅纯棉 T 恤"),
        ("台灯旁边的T恤退掉", "240g 重磅纯棉 T 恤"),
        ("和T恤一起买的台灯退货", "小满护眼台灯"),
    ],
)
def test_only_what_is_meant_goes_back(pack: ScriptBook, said: str, meant: str) -> None:
    rehearsal = Rehearsal(pack, having(Fulfilment.SIGNED))
    rehearsal.hear(Content(text=said))
    assert rehearsal.hear(Content(text="不喜欢")).slots["which_item"] == meant


@pytest.mark.parametrize(
    "said",
    [
        "600120269018 2018 只取消枕头",
        "600120269018 2018 取消枕头",
        "600120269018 2018 把枕头取消 台灯留着",
        "600120269018 2018 cancel the pillow only",
        "600120269018 2018 return the pillow only",
    ],
)
def test_a_part_of_an_order_is_for_a_person_though_it_is_said_before_the_order_is_proved(
    pack: ScriptBook, said: str
) -> None:
    guest = having(Fulfilment.UNPRINTED)
    rehearsal = Rehearsal(pack, Given(orders=guest.orders, bound=frozenset(), agents_on=1))
    assert rehearsal.hear(Content(text=said)).asking != "confirm"
