"""Which things of an order are meant, and how many: 只退台灯, 一个, 除了台灯都退. Nothing else is an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.messages import Button
from bot.core.orders import Order, OrderItem
from bot.dialogue import context
from bot.dialogue.order_items import is_item, shared_piece
from bot.dialogue.translating import in_language
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from bot.dialogue.wording import item_button
from bot.scripts.book import Slot, SlotType
from intents import best_option, normalize

_MOST_BUTTONS: Final = 6
_TWO: Final = 2  # pieces, below which there is nothing to choose from
_WORD_FOR_WORD: Final = 2.0  # beyond any likeness: only the words themselves, or a number (第二个), remain
_NOT_BEFORE: Final = re.compile(
    r"(?:不是|不[退换要]|别[退换]|除了?|除去|\bnot|\bexcept|\bkeep(?:ing)?)(?: the)?\s*$|留[着下]?$"
)
_NOT_BEHIND: Final = re.compile(
    r"\s*(?:我?(?:保?留着?|不[退换动])|(?:没问题|[挺很还都]*好的|没坏)|除外|以外|之外|\b(?:is|are) (?:fine|ok))"
)
_ITS_ORDER: Final = re.compile(r"\s*那一?单|\s+order\b")  # 台灯那单 says which order, 台灯那个 which thing
_INSTEAD: Final = re.compile(
    r"[换改](?:成|为|一?个|一?件)|发成|(?:来|发来|收到)的?是|\b(?:for|into|instead|got|received)\b"
    r"|(?<!want )(?<!like )(?<!need )(?<!have )\bto\b"
)
_RATHER: Final = re.compile(r"还是(?=[退换修])|\b(?:rather|actually)\b")  # what stands before it is not meant any more
_ALSO: Final = re.compile(r"[也还]一?[起并]?[要想]?[退换修]|一起|一并|都退|加上|\b(?:also|too|as well|both)\b")
_JOINTS: Final = {"zh": "、"}


def things_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The answer to which things: by button, number or name, with a count where there are several of one."""
    order = context.order_in_talk(talk)
    if order is None or not message.text:
        return None
    named = things_named(talk, slot, message)
    if named is not None:
        return named
    if message.values("count"):
        return None
    choices = _choices(talk, slot, order)
    fixed = {option.id: option.match for option in slot.options}
    words = {choice: (title, *fixed.get(choice, ())) for choice, title in choices.items()}
    picked = best_option(message.text, words, cutoff=_WORD_FOR_WORD)
    return Answer(value=choices[picked]) if picked is not None else None


def things_named(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What of the order a message names, asked or not; of several pieces of one thing also how many (只退一个)."""
    order = context.order_in_talk(talk)
    if order is None or not message.text or sum(item.quantity for item in order.items) < _TWO:
        return None
    text = _RATHER.split(_INSTEAD.split(normalize(message.text).text, maxsplit=1)[0])[-1]
    option = next((one for one in slot.options for word in (one.title, *one.match) if _stands(word, text)), None)
    meant, left_out = _named(talk, order, message, text)
    if not meant and left_out and len(left_out) < len(order.items):
        meant = [item for item in order.items if item not in left_out]
    if not meant:
        if option is not None:
            return Answer(value=option.title)
        meant = list(order.items) if len(order.items) == 1 and message.values("count") else []
    counts = [int(entity.value) for entity in message.values("count") if entity.text in text]
    if not meant or (len(meant) == 1 and any(count > meant[0].quantity for count in counts[:1])):
        return None
    if len(order.items) == 1 and not counts:  # the only thing of the order: which is no question, how many is
        return None
    return Answer(value=_told(talk, order, meant, counts))


def says_also(message: Message) -> bool:
    """Whether what is named comes on top of what was chosen: 台灯也一起退."""
    return _ALSO.search(normalize(message.text).text) is not None


def with_more(talk: Talk, before: JsonValue, more: JsonValue, message: Message) -> JsonValue:
    """台灯也一起退 adds to what was chosen; what else is named takes its place."""
    order = context.order_in_talk(talk)
    if order is None or not says_also(message):
        return more
    chosen = [*chosen_items(talk, order, before), *chosen_items(talk, order, more)]
    told = [item for item in order.items if item in chosen]
    return _told(talk, order, told, ()) if chosen_items(talk, order, before) and told else more


def things_fit(talk: Talk, slot: Slot, value: JsonValue) -> bool:
    """Whether a stored value still names things of the order: another one may be meant meanwhile."""
    order = context.order_in_talk(talk)
    if not isinstance(value, str) or not value:
        return False
    known = {option.title for option in slot.options}
    return value in known or order is None or any(item in order.items for item in chosen_items(talk, order, value))


def chosen_items(talk: Talk, order: Order, value: JsonValue) -> tuple[OrderItem, ...]:
    """The lines of the order that a value names; empty when it names none of them in particular."""
    shown = in_language(talk, order).items
    return tuple(item for item, one in zip(order.items, shown, strict=True) if one.title in str(value))


def items_meant(talk: Talk, order: Order) -> tuple[OrderItem, ...]:
    """The lines of the order that the flow on top is about: those chosen, else all of them."""
    slots = talk.top.slots if talk.top else {}
    names = [name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ITEMS and name in slots]
    chosen = chosen_items(talk, order, slots[names[0]]) if names else ()
    return chosen or order.items


def thing_buttons(talk: Talk, slot: Slot) -> tuple[Button, ...]:
    """A button for each thing of the order, for each number of pieces of a single one, and for the slot's options."""
    order = context.order_in_talk(talk)
    choices = _choices(talk, slot, order) if order is not None else {}
    return tuple(Button(value=f"{slot.name}:{name}", title=item_button(title)) for name, title in choices.items())


def thing_pressed(talk: Talk, slot: Slot, choice: str) -> str | None:
    """The value that a button's choice stands for; None when the order has no such thing any more."""
    order = context.order_in_talk(talk)
    return _choices(talk, slot, order).get(choice) if order is not None else None


def _choices(talk: Talk, slot: Slot, order: Order) -> dict[str, str]:
    items = in_language(talk, order).items
    if len(items) == 1:
        counted = [f"{items[0].title} ×{count}" for count in range(1, min(items[0].quantity, _MOST_BUTTONS))]
    else:
        counted = [item.title for item in items[:_MOST_BUTTONS]]
    return {f"no{place}": title for place, title in enumerate(counted)} | {one.id: one.title for one in slot.options}


def _named(talk: Talk, order: Order, message: Message, text: str) -> tuple[list[OrderItem], list[OrderItem]]:
    """The lines that the text names as meant, and those that it leaves out: 四件套留着, 除了台灯."""
    products = [(str(entity.value), normalize(entity.text).text) for entity in message.values("product")]
    known = [(product, word) for product, word in products if product in talk.book.products]
    meant: list[OrderItem] = []
    left_out: list[OrderItem] = []
    for item in order.items:
        words = [word for product, word in known if is_item(talk, item, product)]
        word = next((one for one in words if one in text), "" if known else shared_piece(text, item.title))
        if word:
            at = text.find(word)
            if _ITS_ORDER.match(text, at + len(word)):
                continue
            out = _NOT_BEFORE.search(text[:at]) or _NOT_BEHIND.match(text[at + len(word) :])
            (left_out if out else meant).append(item)
    return meant, left_out


def _told(talk: Talk, order: Order, meant: Sequence[OrderItem], counts: Sequence[int]) -> str:
    titles = [in_language(talk, order).items[order.items.index(item)].title for item in meant]
    if len(meant) == len(counts):
        titles = [f"{title} ×{count}" for title, count in zip(titles, counts, strict=True)]
    return _JOINTS.get(talk.pack.language, ", ").join(titles)


def _stands(word: str, text: str) -> bool:
    plain = normalize(word).text
    pattern = rf"(?<![a-z]){re.escape(plain)}(?![a-z])" if plain.isascii() else re.escape(plain)
    return len(plain) > 1 and re.search(pattern, text) is not None
