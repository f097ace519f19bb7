"""Which colour or size is wanted instead: 换成雾蓝, 1.8的, 大一码. One that the product does not have is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.messages import Button
from bot.core.orders import OrderItem
from bot.dialogue import context
from bot.dialogue.cues import CUES
from bot.dialogue.order_things import items_in_question
from bot.dialogue.telling import told
from bot.dialogue.text_answers import MOST_TEXT
from bot.dialogue.translating import fact_in, item_in
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message, message_of
from bot.dialogue.variant_words import named, stands, turned_down, without
from bot.scripts.slots import Option, Slot
from intents import exact_option, normalize
from intents.entities import find_entities

STEP: Final = "step"
"""Data of an option that means the next value of the last list: 1 for 大一码, -1 for 小一号."""

_MOST_BUTTONS: Final = 12
_COUNT: Final = re.compile(r"(?<![\d.])(?:[2-9]|\d{2,})(?![\d.])")
_MINUS: Final = re.compile(r"\W*[-−]\s*\d")


def variant_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What is wanted instead: a value of the product, an option, or any words where the product's are not known."""
    text = normalize(message.text).text
    if not text:
        return None
    lists = _lists(talk, slot)
    value = _value(talk, slot, lists, text)
    counted = _counted(message, value)
    if value and not counted:
        return Answer(value=value)
    another = any(str(entity.value) in talk.book.products for entity in message.values("product"))
    if another or not lists or counted:  # 改成两件 is no colour that the product lacks
        return _as_said(slot, message, sure=another or (counted and _is_only_counted(message, value)))
    numbered: dict[str, tuple[str, ...]] = dict.fromkeys(_choices(talk, slot), ())
    picked = None if _MINUS.match(message.text) else exact_option(message.text, numbered)
    return Answer(value=_choices(talk, slot)[picked]) if picked else None


def variant_told(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The value that a sentence asks for: 想换1.8的, 换个新的. Only one that the product has, an option, or another."""
    words = normalize(told(slot, CUES.not_wanted.sub(" ", message.text))).text
    value = named(_lists(talk, slot), words) if words else ""
    option = _option_in(slot, words) if words and not value else None
    value = value or (_moved(talk, slot, option) if option is not None else None) or ""
    if value:
        return Answer(value=value)
    other = {str(entity.value) for entity in message_of(talk, words).values("product")} & talk.book.products.keys()
    own = {item.product_id for item in _items(talk)}
    return Answer(value=told(slot, message.text)) if other and own and not other & own else None  # 换成保温杯


def variant_turned_down(talk: Talk, slot: Slot, value: str, message: Message) -> Answer | None:
    """What 不要木纹了 leaves of the value to be confirmed: nothing, and all of it where another is turned down."""
    denied = turned_down(_lists(talk, slot), message.text)
    return Answer(value="" if any(one in value for one in denied) else value) if denied else None


def combined(talk: Talk, slot: Slot, before: str, now: str) -> str:
    """雾灰, after 1.8 米床 was chosen: both; 两件 beside it too. What the new value names nothing of stays.

    同款 replaces it whole.
    """
    lists = _lists(talk, slot)
    news, olds = [_whole(values, now) for values in lists], [_whole(values, before) for values in lists]
    if any(news):
        return " ".join(value for value in (new or old for new, old in zip(news, olds, strict=True)) if value)
    counts = any(entity.kind == "count" for entity in find_entities(now))
    return " ".join(value for value in (*olds, now) if value) if counts else now


def _whole(values: Sequence[str], text: str) -> str:
    return next((value for value in sorted(values, key=len, reverse=True) if value in text), "")


def variant_buttons(talk: Talk, slot: Slot) -> tuple[Button, ...]:
    """A button for every colour and size, if they are few, and for the slot's options."""
    return tuple(Button(value=f"{slot.name}:{name}", title=title) for name, title in _choices(talk, slot).items())


def variant_pressed(talk: Talk, slot: Slot, choice: str) -> str | None:
    """The value that a button's choice stands for."""
    return _choices(talk, slot).get(choice)


def _choices(talk: Talk, slot: Slot) -> dict[str, str]:
    values = [value for values in _lists(talk, slot) if len(values) > 1 for value in values]
    shown = values if len(values) <= _MOST_BUTTONS else []
    fixed = {one.id: one.title for one in slot.options if not one.data.get(STEP)}
    return {f"no{place}": value for place, value in enumerate(dict.fromkeys(shown))} | fixed


def _lists(talk: Talk, slot: Slot) -> list[Sequence[str]]:
    """The values of the things in question, by fact: all colours, all sizes. Empty when no product is known."""
    lists: list[Sequence[str]] = []
    for name in slot.among:
        values = [value for item in _items(talk) for value in fact_in(talk, talk.book.product_of(item), name)]
        if values:
            lists.append(tuple(dict.fromkeys(values)))
    return lists


def _items(talk: Talk) -> tuple[OrderItem, ...]:
    order = context.order_in_talk(talk)
    return items_in_question(talk, order) if order is not None else ()


def _value(talk: Talk, slot: Slot, lists: Sequence[Sequence[str]], text: str) -> str:
    """黑 L, of 黑色大一码: what is named of each list; a step counts from the size they name, 小一点 of 现在是L."""
    own = named(lists, text)
    option = _option_in(slot, text)
    if option is None or (own and not option.data.get(STEP)):
        return own
    return " ".join(part for part in (own, _moved(talk, slot, option)) if part)


def _counted(message: Message, value: str) -> bool:
    """Whether more than one is wanted: 两件白色的 is more than a colour, and so is white and two."""
    lent = find_entities(f"{message.text} pieces") if value and message.text.isascii() else ()  # white and two
    counts = [int(entity.value) for entity in (*message.entities, *lent) if entity.kind == "count"]
    bare = _COUNT.search(without(value, message.text)) if value else None
    return max(counts, default=1) != 1 or bare is not None


def _is_only_counted(message: Message, value: str) -> bool:
    """改两件, 白色的要两个: a number of pieces, maybe a colour, and nothing besides."""
    text = message.text
    for entity in message.values("count"):
        text = text.replace(entity.text, "")
    return bool(message.values("count")) and not without(value, text)


def _option_in(slot: Slot, text: str) -> Option | None:
    words = ((option, normalize(word).text) for option in slot.options for word in (option.title, *option.match))
    found = [(len(word), option.id) for option, word in words if len(word) > 1 and stands(word, text)]
    return next((one for one in slot.options if found and one.id == max(found)[1]), None)


def _moved(talk: Talk, slot: Slot, option: Option) -> str | None:
    """The next larger or smaller value of the thing in question; the option's words where its own is not known.

    None where there is none larger.
    """
    step = option.data.get(STEP)
    if not isinstance(step, int):
        return option.title
    for item in _items(talk):
        values = fact_in(talk, talk.book.product_of(item), slot.among[-1])
        at = next((place for place, value in enumerate(values) if value in _pieces_of(talk, item)), None)
        if at is not None:
            return values[at + step] if 0 <= at + step < len(values) else None
    return option.title


def _pieces_of(talk: Talk, item: OrderItem) -> list[str]:
    shown = f"{item.variant}/{item_in(talk, item).variant}"
    return [piece.strip() for piece in re.split(r"[/;；,，]", shown)]


def _as_said(slot: Slot, message: Message, *, sure: bool) -> Answer | None:
    """In the customer's words; sure where they name another product, any text where nothing is known to choose from."""
    begins = slot.lead_in.match(message.text.strip()) if slot.lead_in else None
    text = message.text.strip()[begins.end() if begins else 0 :].strip()
    if message.blank or len(text) < (slot.min or 1):
        return None
    return Answer(value=text[: int(slot.max or MOST_TEXT)], sure=sure)
