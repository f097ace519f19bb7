"""What leans on the answer just given: 那新疆呢, after the freight was told; 那保温杯呢; 不对，是另一单.

The same is answered again for what is new. Follow-ups that are sentences of their own (那运费呢) stand in the scripts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.dialogue.answers import read_mention
from bot.dialogue.collect import flow_slots
from bot.dialogue.context import bound_order
from bot.dialogue.cues import CUES
from bot.dialogue.order_items import has_product, lacks
from bot.dialogue.order_words import order_named, says_other
from bot.dialogue.piece_words import says_also
from bot.dialogue.starting import start, worth_noting
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, message_of
from bot.dialogue.wordless import only_a_product
from bot.scripts.book import Intent, Pack
from bot.scripts.flows import Confirm
from bot.scripts.slots import Slot, SlotType
from intents import normalize

_LEANS: Final = re.compile(
    rf"^\W*(?P<before>{CUES.leans_before.pattern})?\s*(?P<what>.+?)\s*(?P<after>{CUES.leans_behind.pattern})?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_VARIES: Final = frozenset({SlotType.CHOICE, SlotType.PRODUCT})


def vary(talk: Talk, message: Message, _reading: Reading) -> bool:
    """那新疆呢: nothing but another value of what the last answer was about, which is answered for that value."""
    intent = _last_answered(talk)
    found = _LEANS.match(message.text)
    if intent is None or found is None or message.press is not None or message.photos:
        return False
    leans = found["before"] or found["after"]
    what = message_of(talk, found["what"])
    for slot in worth_noting(talk, intent):
        if slot.type not in _VARIES or not (leans or slot.type is SlotType.CHOICE):
            continue
        if _is_value(talk, slot, what) and _reads(talk.pack, intent, slot):
            talk.note(f"{intent.id} again, with another {slot.name}")
            start(talk, [intent], what)
            return True
    return False


def once_more(talk: Talk, message: Message, _reading: Reading) -> bool:
    """不对，是另一单 or 那保温杯呢, after an answer: the same again, for an order still to be named or that product.

    伞也催, which is no sentence of its own, wants for another order what was done for one.
    """
    last = talk.state.attempts[-1].intent if talk.state.attempts else ""
    intent = talk.pack.intents.get(last)
    if talk.top is not None or not talk.warm or intent is None or intent.engine:
        return False
    about_product = any(talk.pack.slots[name].type is SlotType.PRODUCT for name in intent.needs)
    of_order = _only_tells(talk, intent) and _leans(message) and _in_another_order(talk, message)
    again = says_other(message) or ((about_product or of_order) and only_a_product(message))
    if not again and not (intent.flow and says_also(talk, message) and _another_order(talk, message)):
        return False
    start(talk, [intent], message)
    if not again:
        _as_before(talk)
    return True


def _as_before(talk: Talk) -> None:
    """T恤也开, once an invoice is made out: what was chosen for the one is not asked again of the other."""
    frame, done = talk.top, talk.state.done
    if frame is None or done is None or frame.intent != done.intent:
        return
    chosen = {name for name, slot in talk.pack.slots.items() if slot.type is SlotType.CHOICE} & done.slots.keys()
    talk.change(replace(frame, slots={**{name: done.slots[name] for name in chosen}, **frame.slots}))


def _only_tells(talk: Talk, intent: Intent) -> bool:
    """Whether it tells of an order, as 到哪了 does, with nothing to confirm: 那伞呢 cancels none."""
    flow = talk.pack.flows.get(intent.flow)
    if flow is None or any(isinstance(step, Confirm) for step in flow.steps):
        return False
    return any(slot.type is SlotType.ORDER for slot in flow_slots(talk, intent.flow))


def _in_another_order(talk: Talk, message: Message) -> bool:
    """那台灯呢, once it is told where the thermos is, and there are lamps in other orders."""
    order = bound_order(talk, talk.state.order_number)
    named = [str(entity.value) for entity in message.values("product")]
    if order is None or not lacks(talk, order, message):
        return False
    return any(has_product(talk, one, name) for one in talk.facts.orders or () for name in named)


def _leans(message: Message) -> bool:
    found = _LEANS.match(message.text)
    return found is not None and bool(found["before"] or found["after"])


def _another_order(talk: Talk, message: Message) -> bool:
    """伞也催, once the lamp is hurried: of another order than the one just talked about."""
    slots = (slot for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER and not slot.than)
    named = [one for slot in slots if (one := order_named(talk, slot, message)) is not None]
    return any(one.value != talk.state.order_number for one in named)


def _is_value(talk: Talk, slot: Slot, what: Message) -> bool:
    """Whether the words are a value of the slot, and nothing more."""
    answer = read_mention(talk, slot, what)
    return answer is not None and normalize(answer.words).text == normalize(what.text).text


def _last_answered(talk: Talk) -> Intent | None:
    """The question that was answered a moment ago, if nothing is under way."""
    last = talk.state.attempts[-1].intent if talk.state.attempts else ""
    intent = talk.pack.intents.get(last)
    return intent if talk.top is None and talk.warm and intent is not None and intent.reply else None


def _reads(pack: Pack, intent: Intent, slot: Slot) -> bool:
    """Whether the answer is another one for another value of the slot."""
    names = {slot.name, "product"} if slot.type is SlotType.PRODUCT else {slot.name}
    for one in pack.replies[intent.reply].alternatives:
        conditions = (one.when,) if one.when is not None else ()
        if any(names & {reference.path[0] for reference in text.references} for text in (*one.texts, *conditions)):
            return True
    return False
