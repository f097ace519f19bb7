"""What a list of things that is to be confirmed becomes: 去掉 takes out, 还有 adds, 换成 swaps."""

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
SHIRT = OrderItem(title="240g 重磅纯棉 T 恤", product_id="tshirt", price=Decimal(79), quantity=2)
LAMP = OrderItem(title="小满护眼台灯", product_id="lamp", price=Decimal(129))
CUP = OrderItem(title="暖满保温杯 500ml", product_id="thermos", price=Decimal(69))
PILLOW = OrderItem(title="慢回弹记忆枕", product_id="pillow", price=Decimal(109))
ORDER = Order(
    number="A1",
    source="test",
    fulfilment=Fulfilment.SIGNED,
    created_at=NOW - timedelta(days=3),
    signed_at=NOW - timedelta(days=2),
    phone="13800001234",
    items=(SHIRT, LAMP, CUP, PILLOW),
    total=Decimal(465),
)
NAMES = {"T恤": "240g 重磅纯棉 T 恤", "台灯": "小满护眼台灯", "杯子": "暖满保温杯 500ml", "枕头": "慢回弹记忆枕"}


@pytest.fixture(scope="module")
def pack() -> ScriptBook:
    return load_book(CONTENT)


def returning(book: ScriptBook, *said: str) -> Rehearsal:
    rehearsal = Rehearsal(book, Given(orders=(ORDER,), bound=frozenset({"A1"}), agents_on=1))
    for line in said:
        rehearsal.hear(Content(text=line))
    return rehearsal


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("去掉台灯", "T恤"),
        ("台灯去掉吧", "T恤"),
        ("把台灯拿掉", "T恤"),
        ("台灯不退了", "T恤"),
        ("T恤不退了", "台灯"),
        ("还有杯子", "T恤 台灯 杯子"),
        ("再加一个枕头", "T恤 台灯 枕头"),
        ("枕头也算上", "T恤 台灯 枕头"),
        ("还有枕头和杯子", "T恤 台灯 杯子 枕头"),
        ("再加枕头 不要台灯", "T恤 枕头"),
        ("台灯换成枕头", "T恤 枕头"),
        ("不是台灯是枕头", "T恤 枕头"),
        ("只退枕头", "枕头"),
        ("另外再退一个枕头", "T恤 台灯 枕头"),
        ("去掉杯子", "T恤 台灯"),
    ],
)
def test_what_is_taken_out_or_added_leaves_the_rest(pack: ScriptBook, said: str, left: str) -> None:
    heard = returning(pack, "退T恤和台灯", "不喜欢").hear(Content(text=said))
    assert heard.slots["which_item"] == "、".join(NAMES[name] for name in left.split())
    assert heard.asking == "confirm"


def test_of_all_the_things_one_can_be_taken_out(pack: ScriptBook) -> None:
    heard = returning(pack, "都退", "不喜欢").hear(Content(text="去掉台灯"))
    assert heard.slots["which_item"] == "、".join(NAMES[name] for name in ("T恤", "杯子", "枕头"))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("remove the lamp", "T-shirt"),
        ("take the lamp out", "T-shirt"),
        ("add the pillow", "T-shirt lamp pillow"),
        ("and the thermos too", "T-shirt lamp thermos"),
    ],
)
def test_it_is_so_in_english(pack: ScriptBook, said: str, left: str) -> None:
    heard = returning(pack, "English please", "return the t-shirt and the lamp", "don't like it").hear(
        Content(text=said)
    )
    told = str(heard.slots["which_item"])
    every = {"T-shirt", "lamp", "thermos", "pillow"}
    assert {name for name in every if name in told} == set(left.split())


@pytest.mark.parametrize("said", ["两件T恤退一件", "退一件T恤 另一件留着", "退一件T恤"])
def test_one_of_two_is_one(pack: ScriptBook, said: str) -> None:
    assert returning(pack, said).hear(Content(text="不喜欢")).slots["which_item"] == f"{NAMES['T恤']} ×1"


def test_one_of_two_is_one_where_it_is_to_be_confirmed_and_stays_one(pack: ScriptBook) -> None:
    rehearsal = returning(pack, "退T恤", "不喜欢")
    assert rehearsal.hear(Content(text="只退一件")).slots["which_item"] == f"{NAMES['T恤']} ×1"
    heard = rehearsal.hear(Content(text="还有杯子"))
    assert heard.slots["which_item"] == f"{NAMES['T恤']} ×1、{NAMES['杯子']}"
