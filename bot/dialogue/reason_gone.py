"""找到了, 看错了, 修好了: the reason for a wish is gone, before it was registered or after.

Under way nothing is registered then, whatever was asked: a polite 好 afterwards must find no question to answer. What
stands registered is asked about, and never taken back without a word. The words are the language's pack's.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.conversation import Frame, FrameKind
from bot.core.orders import Order
from bot.dialogue.answers import read_mention
from bot.dialogue.leaving import leave
from bot.dialogue.order_items import orders_of
from bot.dialogue.questions import is_question
from bot.dialogue.registered import doubts_back, registered_of, thing_of
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.flows import Do
from bot.scripts.slots import SlotType
from bot.scripts.taken_back import Thing
from intents import normalize


def hear_gone(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Close what is under way if there is no reason for it any more. False when the message does not say so."""
    frame = talk.top
    if frame is None or frame.kind is not FrameKind.FLOW or message.press is not None or message.photos:
        return False
    if not (frame.asking or frame.retries) or is_question(message) or _picks(talk, frame, message):
        return False
    if not is_moot(talk, message.text) and not any(_is_gone(talk, one, message.text) for one in _things(talk, frame)):
        return False
    talk.note("the reason for it is gone: nothing is registered")
    leave(talk)
    return True


def is_moot(talk: Talk, text: str) -> bool:
    """Whether a message says that there is no reason for anything: 看错了, 没事了."""
    moot, plain = talk.pack.taken_back.moot, _plain(text)
    return moot is not None and moot.fullmatch(plain) is not None and not doubts_back(talk, text, plain)


def order_of_gone(talk: Talk, text: str) -> Order | None:
    """The order for which something is registered that these words leave without a reason: 到了, after 丢了."""
    for order in orders_of(talk):
        things = (thing_of(talk, one) for one in registered_of(talk, order))
        if any(thing is not None and _is_gone(talk, thing, text) for thing in things):
            return order
    return None


def is_put_in_doubt(talk: Talk, text: str) -> bool:
    """Whether a message says, right after something was registered, that it is wrong or has no reason: no, 看错了."""
    if talk.state.done is None or not talk.warm or talk.state.offer is not None:
        return False
    wrong = talk.pack.taken_back.wrong
    return is_moot(talk, text) or (wrong is not None and wrong.fullmatch(_plain(text)) is not None)


def _is_gone(talk: Talk, thing: Thing, text: str) -> bool:
    plain = _plain(text)
    return thing.gone is not None and thing.gone.fullmatch(plain) is not None and not doubts_back(talk, text, plain)


def _things(talk: Talk, frame: Frame) -> Iterator[Thing]:
    """What the flow under way may register, whatever that depends on."""
    flow = talk.pack.flows.get(frame.name)
    for step in flow.steps[frame.step :] if flow else ():
        if isinstance(step, Do):
            thing = talk.pack.taken_back.things.get(str(step.settings.get("kind", step.action)))
            if thing is not None:
                yield thing


def _picks(talk: Talk, frame: Frame, message: Message) -> bool:
    """收到了, asked whether the parcel came, is one of the answers."""
    slot = talk.pack.slots.get(frame.asking)
    return slot is not None and slot.type is SlotType.CHOICE and read_mention(talk, slot, message) is not None


def _plain(text: str) -> str:
    return normalize(text).text.strip()
