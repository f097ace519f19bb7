"""Collecting slots: what was said already is taken, each missing thing is asked for, every value is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.dialogue import context, order_slot
from bot.dialogue.answers import complete, read_mention
from bot.dialogue.asking import Progress, put
from bot.dialogue.handoff import hand_off
from bot.dialogue.order_pointing import follow_product
from bot.dialogue.order_words import bound_number
from bot.dialogue.phones_said import unclear_phones
from bot.dialogue.points import Question, question
from bot.dialogue.receiving import parted
from bot.dialogue.relabelling import is_partial, is_whole, put_together, relabelled
from bot.dialogue.replies import say_reply
from bot.dialogue.superseding import restore
from bot.dialogue.text_answers import is_printed
from bot.dialogue.turn import BINDING, PHONES, PLACE, SAID, UNCHANGED, ScriptGone, Talk
from bot.dialogue.understanding import Message, message_of
from bot.dialogue.wording import Outcome
from bot.scripts.flows import Collect
from bot.scripts.slots import OF_THE_ORDER, Slot, SlotType


def collect(talk: Talk, names: Sequence[str]) -> Progress:
    """Fill these slots of the frame on top, in order; stops at the first question or refusal."""
    for name in names:
        progress = fill(talk, slot_of(talk, name))
        if progress is not Progress.DONE:
            return progress
    return Progress.DONE


def fill(talk: Talk, slot: Slot) -> Progress:
    """Fill one slot, or ask for it. A slot whose `when` does not hold is passed over."""
    if slot.when is not None and not slot.when.holds(context.build(talk)):
        return Progress.DONE
    frame = talk.state.frames[-1]
    if not filled(talk, frame, slot) or frame.asking == slot.name:
        progress = _find_or_ask(talk, frame, slot)
        if progress is not Progress.DONE:
            return progress
    return _check(talk, slot)


def slot_of(talk: Talk, name: str) -> Slot:
    """The slot of the scripts. Raises ScriptGone."""
    slot = talk.pack.slots.get(name)
    if slot is None:
        raise ScriptGone(f"there is no slot {name} in {talk.pack.language}")
    return slot


def slots_needed(talk: Talk, frame: Frame) -> tuple[Slot, ...]:
    """Every slot that a frame may collect, in order."""
    if frame.name in talk.pack.flows:
        return flow_slots(talk, frame.name)
    return tuple(slot_of(talk, name) for name in reply_needs(talk, frame))


def reply_needs(talk: Talk, frame: Frame) -> tuple[str, ...]:
    """What a reply cannot do without: also the order whose number came with it, where it can tell of one."""
    intent = talk.pack.intents.get(frame.intent)
    if intent is None:
        return ()
    if BINDING not in frame.slots or not intent.orders:
        return intent.needs
    own = (slot.name for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER and not slot.than)
    return tuple(dict.fromkeys((*intent.needs, *own)))


def flow_slots(talk: Talk, flow: str) -> tuple[Slot, ...]:
    """Every slot that a flow may collect, in order."""
    steps = talk.pack.flows[flow].steps
    names = [name for step in steps if isinstance(step, Collect) for name in step.slots]
    return tuple(slot_of(talk, name) for name in dict.fromkeys(names))


def knows_order(talk: Talk, frame: Frame) -> bool:
    """Whether the frame goes on with an order that was named, so that nothing of it can be said without the orders."""
    orders = {slot.name for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER}
    return bool(orders) and not frame.slots.keys().isdisjoint({*orders, BINDING})


def order_wanted(talk: Talk, frame: Frame) -> Slot | None:
    """The order slot that is asked for, else the first that has no order yet; the one a proof is about."""
    orders = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER]
    asked = (slot for slot in orders if slot.name == frame.asking)
    return next(asked, next((slot for slot in orders if not filled(talk, frame, slot)), None))


def filled(talk: Talk, frame: Frame, slot: Slot) -> bool:
    """Whether the frame has a value for the slot that still counts."""
    return slot.name in frame.slots and complete(talk, slot, frame.slots[slot.name])


def accept(talk: Talk, slot: Slot, value: JsonValue) -> None:
    """Store a value in the frame on top; the question for it is closed when the value is complete."""
    if slot.type is SlotType.ORDER:
        order_slot.take(talk, slot, str(value))
        return
    if slot.type is SlotType.PRODUCT:
        talk.remember_product(str(value))
        follow_product(talk, str(value))
    frame = talk.state.frames[-1]
    done = frame.asking == slot.name and complete(talk, slot, value)
    news = not filled(talk, frame, slot) and complete(talk, slot, value)
    slots = {**frame.slots, **_parts(talk, frame, slot, value)}
    slots = {name: one for name, one in slots.items() if one is not None}
    changed = replace(frame, slots=slots, questions=0 if news else frame.questions)
    talk.change(replace(changed, asking="", tries=0) if done else changed)


def _parts(talk: Talk, frame: Frame, slot: Slot, value: JsonValue) -> dict[str, JsonValue]:
    """An address with a name and a phone fills the slots for these too, where the flow has them; None empties one.

    A phone alone changes the phone: the parcel goes where it was to go. Which of two it is, is asked.
    """
    if slot.type is SlotType.PHONE:
        return {slot.name: value, PHONES: None}
    if slot.type is not SlotType.ADDRESS or SlotType.PHONE not in {one.type for one in slots_needed(talk, frame)}:
        return {slot.name: value}
    parts = parted(str(value))
    known: dict[str, JsonValue] = {name: parts[name] for name in parts.keys() & {"receiver", "phone"}}
    unclear = unclear_phones(str(value))
    if unclear or "phone" in known:
        known |= {PHONES: [*unclear], "phone": None} if unclear else {PHONES: None}
    place = parts.get("address", "")
    if filled(talk, frame, slot):
        before = str(frame.slots[slot.name])
        return {**known, slot.name: (relabelled(before, place, own=True) if place else None) or before}
    known[PLACE] = None if place and is_whole(place) else frame.slots.get(PLACE)
    return {**known, **({slot.name: place} if place and is_whole(place) else {UNCHANGED: value})}


def take_mentions(talk: Talk, slots: Sequence[Slot], message: Message, *, spent: str = "") -> list[str]:
    """Take what the message says, unasked, about slots that the frame on top still lacks; their names.

    Words that one choice was read from (`spent` to begin with) answer no other: 还是不行 is about one attempt only.
    """
    taken = []
    used = {spent}
    for slot in slots:
        frame = talk.state.frames[-1]
        told_of = slot.type is SlotType.TEXT and slot.said is not None  # 客服态度差 半天没人理, asked what happened
        if filled(talk, frame, slot) or (frame.asking == slot.name and not told_of):
            continue
        answer = read_mention(talk, slot, message)
        if answer is not None and slot.type is SlotType.CHOICE and any(answer.words in one for one in used):
            continue
        if answer is not None and slot.type is SlotType.PRODUCT and _compared(frame, answer.value):
            continue
        if answer is not None:
            accept(talk, slot, answer.value)
            if slot.type is SlotType.ORDER and not slot.than and bound_number(talk, message) is None:
                order_slot.name_guess(talk, message)
            taken.append(slot.name)
            used |= {answer.words} if slot.type is SlotType.CHOICE else set()
        elif slot.type is SlotType.ORDER and (slot.than or bound_number(talk, message) is None):
            order_slot.claim(talk, message, asked=bool(slot.than and bound_number(talk, message)))
    return taken


def refuse(talk: Talk, slot: Slot) -> Progress:
    """The value does not meet the slot's requirement: say so and leave the flow."""
    frame = talk.state.frames[-1]
    talk.note(f"{slot.name} does not meet {slot.require.source if slot.require else 'its requirement'}")
    if slot.otherwise:
        talk.reach(question(slot.name, Question.OTHERWISE))
        say_reply(talk, slot.otherwise)
    else:
        hand_off(talk, HandOffReason.STUCK)
        return Progress.LEFT
    talk.tried(frame.intent, Outcome.NOT_POSSIBLE)
    talk.pop()
    restore(talk, frame)
    return Progress.LEFT


def _find_or_ask(talk: Talk, frame: Frame, slot: Slot) -> Progress:
    if slot.type is SlotType.ORDER:
        return order_slot.seek(talk, frame, slot)
    half_proved = order_wanted(talk, frame)
    if half_proved is not None and BINDING in frame.slots:  # 什么时候发货 600120260010: it was bought, whoever asks
        return order_slot.seek(talk, frame, half_proved)
    if slot.type is SlotType.ADDRESS and UNCHANGED in frame.slots:
        return _keep_address(talk, frame, slot)
    if slot.type is SlotType.IMAGES and talk.state.photos:
        return _take_kept_photos(talk, slot)
    if slot.type in OF_THE_ORDER and frame.asking != slot.name:  # 台灯坏了: which order it is in was not known yet
        told = read_mention(talk, slot, message_of(talk, frame.utterance))
        if told is not None:
            accept(talk, slot, told.value)
            return Progress.DONE
    if is_printed(slot) and SAID in frame.slots and frame.asking != slot.name:
        accept(talk, slot, frame.slots[SAID])
        return Progress.DONE
    product = _product_in_talk(talk) if slot.type is SlotType.PRODUCT else ""
    if product and frame.asking != slot.name and not _compared(frame, product):
        accept(talk, slot, product)
        return Progress.DONE
    return put(talk, frame, slot)


def _keep_address(talk: Talk, frame: Frame, slot: Slot) -> Progress:
    """The address on the order stays, but for the part that was given; of an unknown one, what was said stands for it.

    Words that do not tell what of it they change (放门口) leave the question where it is.
    """
    order = context.order_in_talk(talk)
    said = str(frame.slots[UNCHANGED])
    place = parted(said).get("address", "")
    before = order.address if order is not None else ""
    kept = str(frame.slots.get(PLACE, ""))
    together = put_together(kept, place) if kept and place else ""
    whole = together or (relabelled(before, place) if place else before or said)
    slots = {name: value for name, value in frame.slots.items() if name not in (UNCHANGED, PLACE)}
    if whole is None:
        talk.note(f"{place!r} does not tell which part of the address it is")
        talk.change(replace(frame, slots={**slots, PLACE: place} if is_partial(place) else slots))
        return put(talk, talk.state.frames[-1], slot)
    talk.change(replace(frame, slots={**slots, slot.name: whole}, asking="", tries=0))
    return Progress.DONE


def _product_in_talk(talk: Talk) -> str:
    """The product named a moment ago that the shop still has, else the only one of the order under way.

    雨伞怎么用, then 那怎么清洗; and 你们到底有没有货, while an order is to be hurried. Empty when there is none.
    """
    if talk.warm and talk.state.product_id in talk.book.products:
        return talk.state.product_id
    order = context.order_in_talk(talk) if any(knows_order(talk, frame) for frame in talk.state.frames[:-1]) else None
    items = {item.product_id for item in order.items} if order else set()
    only = next(iter(items)) if len(items) == 1 else ""
    return only if only in talk.book.products else ""


def _compared(frame: Frame, product: JsonValue) -> bool:
    """Whether a flow has this product in another slot already: 保温杯 is not also the one it is compared with."""
    return frame.kind is FrameKind.FLOW and product in frame.slots.values()


def _take_kept_photos(talk: Talk, slot: Slot) -> Progress:
    """Photos that came before anybody asked are the answer when they are asked for."""
    photos = talk.state.photos[-int(slot.max or len(talk.state.photos)) :]
    talk.state = replace(talk.state, photos=())
    accept(talk, slot, list(photos))
    changed = talk.state.frames[-1]
    return Progress.DONE if filled(talk, changed, slot) else put(talk, changed, slot)


def _check(talk: Talk, slot: Slot) -> Progress:
    if slot.require is None or slot.require.holds(context.build(talk)):
        return Progress.DONE
    return refuse(talk, slot)
