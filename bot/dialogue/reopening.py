"""门牌错了 是9号, once the change is registered: the flow is taken up again with all that was said, that part changed.

What was registered stays until the new is confirmed; the action that registers it knows how the one replaces the other.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from bot.core.conversation import Frame
from bot.dialogue.answers import read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import slots_needed
from bot.dialogue.corrections import correct, is_correction
from bot.dialogue.order_words import claimed, order_named, says_further
from bot.dialogue.piece_reading import other_pieces
from bot.dialogue.piece_words import says_also
from bot.dialogue.text_answers import is_printed
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.scripts.flows import Confirm
from bot.scripts.slots import FREE_TEXT, SlotType


def reopen(talk: Talk, message: Message, reading: Reading) -> bool:
    """Take the message as a correction of what was done last. False when it corrects nothing; nothing has changed then.

    Somebody who says the wish anew (名字改成王五) means the same registration, unless another order is named.
    """
    return reopen_for(talk, message, {one.id for one in meant(talk, reading) if one.flow or one.reply})


def reopen_for(talk: Talk, message: Message, wishes: Set[str]) -> bool:
    """The same, for a message that is known to wish these: 电话是13800002222 after a label was registered."""
    done = talk.state.done
    if done is None or talk.top is not None or not talk.warm or message.press is not None:
        return False
    at = _confirmed_at(talk, done)
    again = done.intent in wishes
    if at is None or not (again or is_correction(message)) or (again and _another(talk, done, message)):
        return False
    if message.values("phone") and _another_order(talk, done, message):  # 保温杯那单电话改成13800002222
        return False
    before = talk.state
    talk.push(replace(done, step=at, asking=CONFIRM))
    corrected = correct(talk, message, wish=bool(wishes), other=bool(wishes - {done.intent}))
    anew = _of_another_kind(talk, done) or _tells_another(talk, done, message)
    if corrected and (is_correction(message) or not anew):
        talk.note(f"{done.name} is taken up again")
        return True
    talk.state = before
    return False


def registered(frame: Frame) -> Frame | None:
    """What to keep of a flow that came to its end: nothing of one that registered nothing."""
    fresh = replace(frame, step=0, settled=0, asking="", tries=0, questions=0, pending="", result={}, retries=0)
    return fresh if frame.result.get("id") else None


def _of_another_kind(talk: Talk, done: Frame) -> bool:
    """不要放价格单, once a card is registered: another kind of note, whose text is not that of the card."""
    frame = talk.state.frames[-1]
    slots = [slot for slot in slots_needed(talk, done) if slot.name in done.slots]
    kinds = [slot.name for slot in slots if slot.type is SlotType.CHOICE]
    texts = [slot.name for slot in slots if slot.type in FREE_TEXT]
    other = any(frame.slots.get(name, done.slots[name]) != done.slots[name] for name in kinds)
    return other and bool(texts) and all(frame.slots.get(name) == done.slots[name] for name in texts)


def _tells_another(talk: Talk, done: Frame, message: Message) -> bool:
    """不要放价格单, once 包装好点 is registered: a second note of its kind, where nothing of the first was changed."""
    frame = talk.state.frames[-1]
    texts = [slot for slot in slots_needed(talk, done) if is_printed(slot) and slot.name in done.slots]
    told = [(slot, read_mention(talk, slot, message)) for slot in texts if frame.slots == done.slots]
    return any(one is not None and one.value != done.slots[slot.name] for slot, one in told)


def _another(talk: Talk, done: Frame, message: Message) -> bool:
    """T恤也要退, once the lamp is registered: a return of its own, or of another order."""
    return says_also(talk, message) or _another_piece(talk, done, message) or _another_order(talk, done, message)


def _another_piece(talk: Talk, done: Frame, message: Message) -> bool:
    """台灯仅退款, once the shirt is refunded: what was asked about the shirt is not known of the lamp."""
    return not is_correction(message) and bool(other_pieces(talk, done, message))


def _another_order(talk: Talk, done: Frame, message: Message) -> bool:
    """保温杯那单改地址, after the address of the other was changed, is a new wish."""
    numbers = (done.slots[slot.name] for slot in slots_needed(talk, done) if slot.name in done.slots)
    known = {str(number) for number in numbers}
    orders = [slot for slot in slots_needed(talk, done) if slot.type is SlotType.ORDER]
    named = [order_named(talk, slot, message) for slot in orders]
    other = any(one is not None and str(one.value) not in known for one in named)
    return other or bool(claimed(talk, message, asked=False)[0]) or says_further(message)


def _confirmed_at(talk: Talk, frame: Frame) -> int | None:
    """The step at which the customer agreed; None for a flow without one, or that the scripts no longer have."""
    flow = talk.pack.flows.get(frame.name)
    steps = flow.steps if flow else ()
    return next((at for at, step in enumerate(steps) if isinstance(step, Confirm)), None)
