"""Orders by what is in them: customers say 台灯那单, and sometimes name what an order does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from bot.core.orders import Fulfilment, Order, OrderItem, RefundState
from bot.dialogue import context
from bot.dialogue.cues import CUES
from bot.dialogue.piece_words import kept_throughout
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from intents import normalize

_SHARED_WITHIN: Final = 80  # characters compared with a product's title
_PIECE: Final = re.compile(r"[一-龥]|[a-z]{3,}")


def orders_of(talk: Talk) -> tuple[Order, ...]:
    """The customer's orders, newest first, those that are over last."""
    over = [order for order in talk.facts.orders or () if is_over(order)]
    return (*(order for order in talk.facts.orders or () if order not in over), *over)


def is_over(order: Order) -> bool:
    """Whether nothing is left to say about an order in most talks."""
    return order.fulfilment is Fulfilment.CLOSED or order.refund is RefundState.REFUNDED


def names_unlikely(talk: Talk, message: Message, likely: Sequence[Order]) -> bool:
    """Whether the words are about something that no likely order has: 台灯怎么还没到, and a cup is under way."""
    products = [_names_of(talk, str(entity.value)) for entity in message.values("product")]
    if any(not any(_has(order, *product) for order in likely) for product in products):
        return True
    text = normalize(message.text).text
    return _most_shared(text, [order for order in orders_of(talk) if order not in likely]) > _most_shared(text, likely)


def lacks(talk: Talk, order: Order, message: Message) -> bool:
    """Whether the message is about a product that is not in this order: 拖鞋小了, of an order of a thermos flask.

    Not when a word of both is the same (杯子 is said of a 保温杯), nor for what is wanted instead (换成拖鞋) or came
    instead (收到的是拖鞋).
    """
    products = [entity for entity in message.values("product") if str(entity.value) in talk.book.products]
    named = [entity for entity in products if not CUES.came_or_wanted.search(message.text[: entity.span[0]])]
    if not named or not order.items:
        return False
    return not any(_has(order, *_names_of(talk, str(one.value))) or _alike(one.text, order) for one in named)


def came_or_wanted(message: Message, words: str) -> bool:
    """Whether 四件套 is only what is wanted or came instead: 可以换成四件套吗, which points at no other order."""
    before, found, behind = message.text.partition(words)
    return bool(found and words) and CUES.came_or_wanted.search(before) is not None and not CUES.its_order.match(behind)


def _is_wished_for(message: Message, words: str) -> bool:
    """四件套, of 可以换成四件套吗; not of 换成四件套那单, which names an order."""
    before, _, behind = message.text.partition(words)
    return CUES.wished_for.search(before) is not None and CUES.its_order.match(behind) is None


def by_product(talk: Talk, message: Message) -> Answer | None:
    """The only order that has the product the customer names; not one to be left out (台灯不取消) or wished for."""
    for entity in message.values("product"):
        if kept_throughout(talk, message, entity.text) or _is_wished_for(message, entity.text):
            continue
        found = [order for order in orders_of(talk) if _has(order, *_names_of(talk, str(entity.value)))]
        alive = [order for order in found if not is_over(order)] or found
        meant = alive if len(alive) == 1 else context.fitting(talk, found)
        if len(meant) == 1:
            return Answer(value=meant[0].number, words=entity.text)
    return None


def by_shared_words(text: str, orders: Sequence[Order]) -> str | None:
    """台灯那单 shares 台灯 with 晚风护眼台灯 and with no other: the order with the longest piece in common."""
    shared = {order.number: _most_shared(text, [order]) for order in orders}
    longest = max(shared.values())
    found = [number for number, length in shared.items() if length == longest]
    return found[0] if longest and len(found) == 1 else None


def is_item(talk: Talk, item: OrderItem, product_id: str) -> bool:
    """Whether a line of an order is this product."""
    return _is(item, *_names_of(talk, product_id))


def has_product(talk: Talk, order: Order, product_id: str) -> bool:
    """Whether a product is in the order, by its id or by its name."""
    return _has(order, *_names_of(talk, product_id))


def shared_by(talk: Talk, message: Message) -> str:
    """The product named that several of the customer's orders have; empty when there is none."""
    for entity in message.values("product"):
        product = str(entity.value)
        if sum(has_product(talk, order, product) for order in orders_of(talk)) > 1:
            return product
    return ""


def shared_piece(text: str, title: str) -> str:
    """The longest piece of a title that stands in the text; empty if it is too short to be a word."""
    one, other = text[:_SHARED_WITHIN], normalize(title).text[:_SHARED_WITHIN]
    match = SequenceMatcher(a=one, b=other, autojunk=False).find_longest_match()
    piece = one[match.a : match.a + match.size].strip()
    return piece if len(piece) >= (4 if piece.isascii() else 2) else ""


def _alike(word: str, order: Order) -> bool:
    """Whether a product's word shares a word, or a Chinese character, with a title of the order."""
    said = set(_PIECE.findall(normalize(word).text))
    return any(said & set(_PIECE.findall(normalize(item.title).text)) for item in order.items)


def _names_of(talk: Talk, product_id: str) -> tuple[str, Sequence[str]]:
    """A product as an order may name it: by its id, or by words in the title of a line."""
    product = talk.book.products.get(product_id)
    return product_id, (product.title, *product.aliases) if product else ()


def _has(order: Order, product: str, names: Sequence[str]) -> bool:
    return any(_is(item, product, names) for item in order.items)


def _is(item: OrderItem, product: str, names: Sequence[str]) -> bool:
    return item.product_id == product or any(name in item.title for name in names)


def _most_shared(text: str, orders: Sequence[Order]) -> int:
    return max((len(shared_piece(text, item.title)) for order in orders for item in order.items), default=0)
