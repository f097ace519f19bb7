"""Which colour or size is wanted instead: 换成雾蓝, 1.8的, 大一码. One that the product does not have is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
from bot.scripts.slots import Option, Slot
from intents import exact_option, normalize

STEP: Final = "step"
"""Data of an option that means the next value of the last list: 1 for 大一码, -1 for 小一号."""

_MOST_BUTTONS: Final = 12
_OF_MANY: Final = frozenset("色的号码款米床个件配盖")  # characters that tell no colour or size from another
_PIECES: Final = re.compile(r"[\s/\-]+")


def variant_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What is wanted instead: a value of the product, an option, or any words where the product's are not known."""
    text = normalize(message.text).text
    if not text:
        return None
    lists = _lists(talk, slot)
    named = _named(lists, text)
    option = _option_in(slot, text)
    moved = _moved(talk, slot, option) if option is not None else None
    more = moved if option is not None and (option.data.get(STEP) or not named) else None
    value = " ".join(part for part in (named, more) if part)
    counts = [int(entity.value) for entity in message.values("count")]
    if value and max(counts, default=1) == 1:  # 两件白色的 is more than a colour
        return Answer(value=value)
    another = any(str(entity.value) in talk.book.products for entity in message.values("product"))
    if another or not lists or counts:  # 改成两件 is no colour that the product lacks
        return _as_said(slot, message, sure=another)
    numbered: dict[str, tuple[str, ...]] = dict.fromkeys(_choices(talk, slot), ())
    picked = exact_option(message.text, numbered)
    return Answer(value=_choices(talk, slot)[picked]) if picked else None


def variant_told(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The value that a sentence asks for: 想换1.8的, 换个新的. Only one that the product has, an option, or another."""
    words = normalize(told(slot, message.text)).text
    named = _named(_lists(talk, slot), words) if words else ""
    option = _option_in(slot, words) if words and not named else None
    value = named or (_moved(talk, slot, option) if option is not None else None)
    if value:
        return Answer(value=value)
    other = {str(entity.value) for entity in message_of(talk, words).values("product")} & talk.book.products.keys()
    own = {item.product_id for item in _items(talk)}
    return Answer(value=told(slot, message.text)) if other and own and not other & own else None  # 换成保温杯


def combined(talk: Talk, slot: Slot, before: str, now: str) -> str:
    """雾灰, after 1.8 米床 was chosen: both. What the new value names nothing of stays; 同款 replaces it whole."""
    lists = _lists(talk, slot)
    named = [_whole(values, now) for values in lists]
    if not any(named):
        return now
    return " ".join(
        value for value in (new or _whole(old, before) for new, old in zip(named, lists, strict=True)) if value
    )


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


def _named(lists: Iterable[Sequence[str]], text: str) -> str:
    """The value of each list that the text names, the last thing wanted first: 不要绿的 要白的."""
    *_, tail = CUES.wanted.split(text)
    found = [_best(values, tail) or _best(values, text) for values in lists]
    return " ".join(value for value in found if value)


def _best(values: Sequence[str], text: str) -> str:
    """The value most of which stands in the text; empty when none does or two do alike."""
    scores = {value: _score(normalize(value).text, text) for value in values}
    most = max(scores.values(), default=0)
    best = [value for value, score in scores.items() if score == most]
    return best[0] if most and len(best) == 1 else ""


def _score(value: str, text: str) -> int:
    if _stands(value, text):
        return 100 + len(value)
    pieces = [piece for piece in _PIECES.split(value) if len(piece) > 1]
    if value.isascii():
        return sum(len(piece) for piece in pieces if _stands(piece, text))
    whole = sum(10 * len(piece) for piece in pieces if piece != value and _stands(piece, text))
    return whole or len({char for char in value if not char.isascii()} & set(text) - _OF_MANY)


def _stands(piece: str, text: str) -> bool:
    pattern = rf"(?<![a-z0-9.']){re.escape(piece)}(?![a-z0-9]|\.\d)" if piece.isascii() else re.escape(piece)
    return re.search(pattern, text) is not None


def _option_in(slot: Slot, text: str) -> Option | None:
    words = ((option, normalize(word).text) for option in slot.options for word in (option.title, *option.match))
    found = [(len(word), option.id) for option, word in words if len(word) > 1 and _stands(word, text)]
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
