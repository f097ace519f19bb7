"""The tree of names that texts may read."""

from __future__ import annotations

from bot.core.orders import Order, OrderItem
from bot.scripts.book import Product
from bot.scripts.slots import Option, Slot, SlotType
from bot.scripts.variables import ORDER, RESERVED, Leaf, first_unknown, known_names, leaf_of

REASON = Slot(
    name="reason",
    topic="returns",
    type=SlotType.CHOICE,
    title="原因",
    ask=(),
    options=(Option(id="quality", title="质量问题", data={"fault": "shop"}),),
)
PHOTOS = Slot(name="photos", topic="returns", type=SlotType.IMAGES, title="照片", ask=())
MUG = Product(id="mug", title="杯子", facts={"care": "不放洗碗机", "faults": [{"sign": "裂"}], "size": None})
NAMES = known_names({"name": "小满", "fees": {"far": 15}}, {"reason": REASON, "photos": PHOTOS}, {"mug": MUG})


def test_every_source_of_names_is_in_the_tree() -> None:
    for path in (
        "shop.fees.far",
        "reason.fault",
        "reason.title",
        "photos.count",
        "product.care",
        "order.last_event.at",
    ):
        assert first_unknown(tuple(path.split(".")), NAMES) is None, path


def test_an_unknown_part_is_found_with_the_names_beside_it() -> None:
    assert first_unknown(("reason", "falt"), NAMES) == (1, ("id", "title", "fault"))
    assert first_unknown(("shop", "name", "first"), NAMES) == (2, ())
    assert first_unknown(("product", "size"), NAMES) == (1, ("id", "title", "care", "faults"))  # no product says it
    unknown = first_unknown(("order", "items", "[]", "name"), NAMES)
    assert unknown is not None
    assert unknown[0] == 3


def test_what_stands_in_a_list_of_free_data_is_not_second_guessed() -> None:
    assert first_unknown(("product", "faults", "[]", "sign"), NAMES) is None
    assert leaf_of(("product", "faults", "[]", "sign"), NAMES) is Leaf.TEXT


def test_a_leaf_says_what_it_holds_and_a_group_is_none() -> None:
    assert leaf_of(("order", "total"), NAMES) is Leaf.MONEY
    assert leaf_of(("shop", "fees", "far"), NAMES) is Leaf.NUMBER
    assert leaf_of(("order",), NAMES) is None


def test_an_order_in_texts_is_the_order_of_the_core_and_what_is_counted_from_it() -> None:
    counted = {
        "last_event",
        "days_since_signed",
        "hours_since_paid",
        "hours_since_shipped",
        "hours_since_event",
        "is_paid",
    }
    arranged = {"cancelling", "returning", "exchanging", "refunding", "arranged", "registered", "hurrying", "sent_back"}
    of_pieces = {
        "repairing",
        "resending",
        "remedy",
        "chosen_total",
        "part_chosen",
        "paid_back",
        "settling",
        "tracing",
        "recalling",
        "silent",
    }
    wished = {"other_title", "other_price", "same_variant"}
    assert {name for name in ORDER if not _has(Order, name)} == counted | arranged | of_pieces | wished
    items = ORDER["items"]
    assert not isinstance(items, Leaf)
    item = items["[]"]
    assert not isinstance(item, Leaf)
    assert [name for name in item if not _has(OrderItem, name)] == []


def _has(owner: type[Order] | type[OrderItem], name: str) -> bool:
    return name in owner.__slots__ or hasattr(owner, name)


def test_only_slots_of_their_type_may_be_called_order_and_product() -> None:
    assert RESERVED["order"] is SlotType.ORDER
    assert RESERVED["product"] is SlotType.PRODUCT
    assert RESERVED["shop"] is None
