"""Taking up what the customer wants: questions are answered first, then the flow begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.core.orders import Order
from bot.dialogue import context
from bot.dialogue.answers import read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, filled, flow_slots, slots_needed, take_mentions
from bot.dialogue.context import open_slots
from bot.dialogue.cues import CUES
from bot.dialogue.handoff import hand_off
from bot.dialogue.label_wishes import wishes_beside
from bot.dialogue.order_items import names_unlikely, orders_of
from bot.dialogue.order_slot import doubt, named_together
from bot.dialogue.order_words import bound_number, order_named, says_further, says_other, without_labels
from bot.dialogue.piece_remedies import own_words
from bot.dialogue.pieces import about_same
from bot.dialogue.points import wish
from bot.dialogue.superseding import go_back, supersede
from bot.dialogue.turn import ALL_ORDERS, BINDING, GUESSED, MAX_WORDS, Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.book import POLITE, Intent
from bot.scripts.scope import COMMON
from bot.scripts.slots import TRAVELLING, Slot, SlotType
from intents import normalize

PERSON: Final[Mapping[str, HandOffReason]] = {
    "sensitive": HandOffReason.SENSITIVE,
    "handoff": HandOffReason.ASKED,
}
"""What `engine` of an intent calls a person, and why."""

_MOST_WISHES: Final = 4  # taken up at once: as many answers and one question are all a customer reads


def start(talk: Talk, intents: Sequence[Intent], message: Message) -> None:
    """Open a frame for each intent, so that questions are answered first and the first flow comes next.

    Args:
        talk: the turn in the making.
        intents: in the order in which the customer named them; those of the engine itself are for `hearing`, but a
            person who was chosen among several meanings is called here.
        message: what was said; slots are taken from it.
    """
    for intent in intents:
        talk.reach(wish(intent.id))
        if intent.engine in PERSON:
            hand_off(talk, PERSON[intent.engine], ask=message.text, intent=intent.id)
            return
    serious = [intent for intent in intents if intent.part not in POLITE] or list(intents)[:1]
    if len(serious) > _MOST_WISHES:
        hand_off(talk, HandOffReason.STUCK, ask=message.text)  # nothing is left out, and nothing is said in a rush
        return
    flows = [intent for intent in _without_answers(talk, serious) if intent.flow]
    answers = [intent for intent in serious if intent.reply and not _is_an_option(talk, intent, flows)]
    _open_beside_label(talk, flows, message)
    for intent in (*reversed(flows), *reversed(answers)):
        _open(talk, intent, message)


def _open_beside_label(talk: Talk, flows: Sequence[Intent], message: Message) -> None:
    """颜色换白的, behind an address: what only stands there waits below what the message begins with."""
    slots = [slot for intent in flows[:1] for slot in flow_slots(talk, intent.flow) if slot.type is SlotType.ADDRESS]
    if not any(read_mention(talk, slot, message) for slot in slots):
        return
    known = {*(intent.id for intent in flows), *(frame.intent for frame in talk.state.frames)}
    beside = {intent.id: (intent, said) for intent, said in wishes_beside(talk, message.text) if intent.id not in known}
    for intent, said in list(reversed(beside.values()))[-_MOST_WISHES + 1 :]:
        _open(talk, intent, message_of(talk, said))


def start_about(talk: Talk, intent: Intent, message: Message, order: Order) -> None:
    """Open a frame for the intent about this order, whatever others it might be about: 不要了, of the order in talk."""
    talk.remember_order(order.number)
    start(talk, [intent], message)
    frame = talk.state.frames[-1]
    own = (slot.name for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER and not slot.than)
    talk.change(replace(frame, slots={**frame.slots, **dict.fromkeys(own, order.number)}))


def _without_answers(talk: Talk, wanted: Sequence[Intent]) -> list[Intent]:
    """The wishes without those that only answer what another flow would ask; of two that do, the later stays."""
    left = list(wanted)
    for intent in wanted:
        if _only_an_answer(talk, intent, left):
            left.remove(intent)
    return left


def _only_an_answer(talk: Talk, intent: Intent, wanted: Sequence[Intent]) -> bool:
    """杯子碎了 beside 我要退货 is the reason of the return and no wish of its own."""
    said = next((match.text for match in talk.matches if match.intent == intent.id), "")
    for other in wanted:
        if other is intent or not other.flow or not said:
            continue
        for slot in flow_slots(talk, other.flow):
            answer = read_mention(talk, slot, message_of(talk, said)) if slot.type is SlotType.CHOICE else None
            if answer is not None:
                talk.note(f"{said!r} is the {slot.name} of {other.id}")
                return True
    return False


def _is_an_option(talk: Talk, intent: Intent, flows: Sequence[Intent]) -> bool:
    """退钱, beside 杯子碎了, says what is wanted, word for word, and asks nothing about a refund under way."""
    said = next((match.text for match in talk.matches if match.intent == intent.id), "")
    slots = [slot for flow in flows for slot in flow_slots(talk, flow.flow) if slot.type is SlotType.CHOICE]
    words = [normalize(word).text for slot in slots for one in slot.options for word in (one.title, *one.match)]
    return len(talk.matches) > 1 and normalize(said).text.strip() in words


def _open(talk: Talk, intent: Intent, message: Message) -> None:
    if any(frame.intent == intent.id and frame.kind is not FrameKind.ASK_WHICH for frame in talk.state.frames):
        _resume(talk, intent, message)
        return
    kind, name = (FrameKind.FLOW, intent.flow) if intent.flow else (FrameKind.REPLY, intent.reply)
    known = _inherited(talk, intent)
    proof = _half_proved(talk)
    named = _order_named_before(talk, intent, message)
    supersede(talk, intent, _own_part(talk, intent, message))
    told = own_words(talk, intent.id, message)
    message = message if told == message.text else message_of(talk, told, photos=message.photos)
    talk.note(f"opens {name} for {intent.id}")
    talk.push(Frame(kind=kind, name=name, intent=intent.id, utterance=message.text[:MAX_WORDS]))
    noted = worth_noting(talk, intent)
    parts = [slot for slot in noted if slot.type is not SlotType.ADDRESS]  # its receiver may stand in another part
    take_mentions(talk, parts, _own_part(talk, intent, message))
    take_mentions(talk, noted, message)
    _take_meant(talk, intent)
    if proof and not _names_order(talk):
        talk.change(replace(talk.state.frames[-1], slots={**talk.state.frames[-1].slots, BINDING: proof}))
    _keep_what_counts(talk)
    _inherit(talk, known, named)
    if _several_orders(talk, _own_part(talk, intent, message)):
        talk.warm_up(intent)
        return
    _leave_open(talk, message)
    _look_wider(talk, message)
    _doubt_order(talk, message)
    talk.warm_up(intent)


def _several_orders(talk: Talk, message: Message) -> bool:
    """取消台灯和保温杯: the first of them in the frame that was just opened, the other in one below it."""
    orders = [slot for slot in slots_needed(talk, talk.state.frames[-1]) if slot.type is SlotType.ORDER]
    return len(orders) == 1 and named_together(talk, orders[0], message)


def tells_again(talk: Talk, frame: Frame, intent: Intent) -> bool:
    """有洞, asked what happened in a refund for a fault: the intent says nothing but what is known there by now."""
    names = set(intent.means)
    return bool(intent.flow and names) and names <= {name for name in frame.slots if name in talk.pack.slots}


def _own_part(talk: Talk, intent: Intent, message: Message) -> Message:
    """What of a message with several wishes is about this one: the lamp, of 保温杯到哪了 台灯那单取消."""
    rather = talk.pack.pieces.rather
    if rather is not None and rather.search(normalize(message.text).text):  # 退台灯吧 不对 退四件套
        return message
    parts = [match.text for match in talk.matches if match.intent == intent.id]
    own = len(parts) == 1 and len(talk.matches) > 1 and parts[0] in message.text
    return message_of(talk, parts[0], photos=message.photos) if own else message


def _take_meant(talk: Talk, intent: Intent) -> None:
    """I ordered white and got green: whatever the words, a wrong item came, and nobody asks for the reason again."""
    for name, option in intent.means.items():
        slot = talk.pack.slots[name]
        if not filled(talk, talk.state.frames[-1], slot):
            accept(talk, slot, option)


def _resume(talk: Talk, intent: Intent, message: Message) -> None:
    """我要退货, said again in the middle of returning: bring that frame to the top and go on.

    What it says anew may ask for other steps than what was to be confirmed: 只取消T恤, at 确认取消吗.
    """
    talk.note(f"{intent.id} is already under way")
    same = go_back(talk, next(frame for frame in reversed(talk.state.frames) if frame.intent == intent.id))
    talk.lift(same)
    news = take_mentions(talk, slots_needed(talk, same), message)
    frame = talk.state.frames[-1]
    if news and frame.asking == CONFIRM:
        talk.change(replace(frame, step=frame.settled, asking="", tries=0))


def _inherited(talk: Talk, intent: Intent) -> dict[str, JsonValue]:
    """What the open frames know and this intent may use: everything in its own topic, else order, product, phone."""
    known = open_slots(talk)
    top = talk.top
    topic = talk.pack.intents[top.intent].topic if top and top.intent in talk.pack.intents else ""
    slots = [slot for name, slot in talk.pack.slots.items() if name in known and name != BINDING]
    return {slot.name: known[slot.name] for slot in slots if topic == intent.topic or slot.type in TRAVELLING}


def _half_proved(talk: Talk) -> JsonValue:
    """What was given of an order's number and digits, if the proof is still open. A frame for it alone is closed.

    600120260026, then 到哪了: the number is not asked for again, and its state is not told beside.
    """
    top = talk.top
    if top is None or BINDING not in top.slots:
        return None
    if top.kind is FrameKind.REPLY and not without_labels(message_of(talk, top.utterance)):
        talk.pop()
    return top.slots[BINDING]


def _names_order(talk: Talk) -> bool:
    """Whether the frame on top knows its order, or has a number of its own to prove."""
    slots = talk.state.frames[-1].slots
    return any(slot.type is SlotType.ORDER and name in slots for name, slot in talk.pack.slots.items()) or (
        BINDING in slots
    )


def _order_named_before(talk: Talk, intent: Intent, message: Message) -> dict[str, JsonValue]:
    """The order of a flow that asks what happened: 杯子碎了 is told of that order, whatever others have a cup."""
    top = talk.top
    asked = talk.pack.slots.get(top.asking) if top else None
    if top is None or not intent.flow or asked is None or asked.type is not SlotType.TEXT or GUESSED in top.slots:
        return {}
    if bound_number(talk, message) is not None or CUES.this_order.search(message.text) or says_further(message):
        return {}
    return {
        name: top.slots[name]
        for name, slot in talk.pack.slots.items()
        if slot.type is SlotType.ORDER and name in top.slots
    }


def _inherit(talk: Talk, known: dict[str, JsonValue], named: dict[str, JsonValue]) -> None:
    """What was just said counts more than what was known: 那 A2 到哪了, in the middle of returning A1."""
    frame = talk.state.frames[-1]
    if BINDING in frame.slots:
        orders = {name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER}
        known = {name: value for name, value in known.items() if name not in orders}
    if _about_another_piece(talk, frame, known):  # its reason, its photos and what it is worth are not known yet
        known = {name: value for name, value in known.items() if talk.pack.slots[name].type in TRAVELLING}
    talk.change(replace(frame, slots={**known, **frame.slots, **named}))
    for number in named.values():
        talk.remember_order(str(number))


def _about_another_piece(talk: Talk, frame: Frame, known: dict[str, JsonValue]) -> bool:
    """Whether the frame is about a thing of the order, and what is known is about another: 台灯也坏了."""
    order = context.order_in_talk(talk)
    items = [name for name in frame.slots.keys() & known.keys() if talk.pack.slots[name].type is SlotType.ITEMS]
    return order is not None and any(not about_same(talk.book, order, frame.slots[name], known[name]) for name in items)


def _leave_open(talk: Talk, message: Message) -> None:
    """另一单, 再退一单, 另一款: what was talked about is not meant, so that it is asked which is."""
    frame = talk.state.frames[-1]
    order = context.order_in_talk(talk)
    for slot in slots_needed(talk, frame):
        if slot.type is SlotType.ORDER and says_further(message) and order is not None:
            named = order_named(talk, slot, message)
            if named is None and BINDING not in frame.slots:
                kept: dict[str, JsonValue] = {**frame.slots, slot.name: order.number}
                talk.change(replace(frame, slots=kept, asking=slot.name))
            return
        if slot.type is SlotType.PRODUCT and CUES.other_product.search(message.text) and slot.name not in frame.slots:
            talk.change(replace(frame, asking=slot.name))
            return


def _look_wider(talk: Talk, message: Message) -> None:
    """Who names what the likely orders do not have is asked which order is meant, of all of them."""
    frame = talk.state.frames[-1]
    likely = context.fitting(talk, orders_of(talk))
    if _names_order(talk) or not likely:
        return
    if says_other(message) or names_unlikely(talk, message, likely):
        talk.note("the likely orders do not have what was named")
        talk.change(replace(frame, slots={**frame.slots, ALL_ORDERS: True}))


def _doubt_order(talk: Talk, message: Message) -> None:
    """600120260001 拖鞋小了: a product's name does not replace the order named, and is not passed over either."""
    frame = talk.state.frames[-1]
    for slot in slots_needed(talk, frame):
        if slot.type is SlotType.ORDER and not slot.than and slot.name in frame.slots and not frame.asking:
            doubt(talk, slot, str(frame.slots[slot.name]), message)
            return


def worth_noting(talk: Talk, intent: Intent) -> list[Slot]:
    """Slots to look for in the sentence that opens a frame: a reply reads what it can, a flow what it collects."""
    if intent.flow:
        return list(slots_needed(talk, talk.state.frames[-1]))
    return [
        slot for slot in talk.pack.slots.values() if slot.name in intent.needs or slot.topic in (intent.topic, COMMON)
    ]


def _keep_what_counts(talk: Talk) -> None:
    """A proof of an order is only for frames that need one."""
    frame = talk.state.frames[-1]
    if BINDING in frame.slots and not any(slot.type is SlotType.ORDER for slot in slots_needed(talk, frame)):
        talk.change(replace(frame, slots={name: value for name, value in frame.slots.items() if name != BINDING}))
