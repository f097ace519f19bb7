"""One wish in the place of another: who now wants to exchange no longer wants to return.

The first is given up once the second is done, or given up too. A second that cannot be had (取消订单, of a parcel that
was signed for) leaves the first where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.dialogue.one_by_one import tell_wishes
from bot.dialogue.piece_reading import other_pieces
from bot.dialogue.piece_remedies import things_for
from bot.dialogue.piece_words import which_are_meant
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.book import Intent
from bot.scripts.slots import SlotType
from intents import normalize

_INSTEAD: Final = "_instead"
"""Slot under which a frame keeps the intent that it is to be given up for. Scripts cannot read it."""


def supersede(talk: Talk, intent: Intent, message: Message) -> None:
    """The frame on top is a flow of the same topic as the intent that is about to open: it waits to be given up for it.

    Two that go `beside` others (an invoice, a card) are both wanted, and so are two about different things of an order:
    四件套退 台灯换, and 台灯也要换 in the middle of returning the bedding.

    Args:
        talk: the turn in the making.
        intent: what is about to open.
        message: what was said of it.
    """
    top, flow = talk.top, talk.pack.flows.get(intent.flow)
    if top is None or flow is None or top.kind is not FrameKind.FLOW or top.pending:
        return
    if flow.beside and talk.pack.flows[top.name].beside:
        return
    before = talk.pack.intents.get(top.intent)
    if before is None or before.topic != intent.topic:
        return
    if _named_apart(talk, top, intent, message) or other_pieces(talk, top, message):
        tell_wishes(talk, intent, before)
    else:
        talk.note(f"{intent.id} takes the place of {before.id}")
        talk.change(replace(top, slots={**top.slots, _INSTEAD: intent.id}))


def _named_apart(talk: Talk, top: Frame, intent: Intent, message: Message) -> bool:
    """Whether one message names different things for the two wishes."""
    if top.opened != talk.state.turns:
        return False
    one, other = (things_for(talk, name, message) or _things(talk, name) for name in (top.intent, intent.id))
    return bool(one) and bool(other) and one.isdisjoint(other)


def _things(talk: Talk, intent: str) -> set[str]:
    parts = (which_are_meant(talk, normalize(match.text).text) for match in talk.matches if match.intent == intent)
    return {str(entity.value) for part in parts for entity in message_of(talk, part).values("product")}


def give_up_rivals(talk: Talk, frame: Frame) -> None:
    """`frame` is closed, and what it stood for is done or given up: so is what waits to be given up for it.

    An order cancelled gives up nothing about another order.
    """
    gone = [one for one in talk.state.frames if _waits_for(one, frame) and _is_given_up(talk, one, frame)]
    talk.state = replace(talk.state, frames=tuple(one for one in talk.state.frames if one not in gone))
    for one in gone:
        give_up_rivals(talk, one)
    restore(talk, frame)


def restore(talk: Talk, frame: Frame) -> None:
    """`frame` is closed and nothing came of it: what waits to be given up for it goes on."""
    frames = tuple(_kept(one) if _waits_for(one, frame) else one for one in talk.state.frames)
    talk.state = replace(talk.state, frames=frames)


def go_back(talk: Talk, frame: Frame) -> Frame:
    """The customer wants the first again (还是退货吧): its rival is closed. Returns the frame as it is now."""
    rival = frame.slots.get(_INSTEAD)
    if rival is None:
        return frame
    back = _kept(frame)
    frames = (back if one is frame else one for one in talk.state.frames if one.intent != rival)
    talk.state = replace(talk.state, frames=tuple(frames))
    return back


def _waits_for(one: Frame, frame: Frame) -> bool:
    return bool(frame.intent) and one.slots.get(_INSTEAD) == frame.intent


def _kept(frame: Frame) -> Frame:
    return replace(frame, slots={name: value for name, value in frame.slots.items() if name != _INSTEAD})


def _is_given_up(talk: Talk, one: Frame, other: Frame) -> bool:
    if not talk.pack.flows[one.name].beside:
        return True
    names = {name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER}
    orders = [_values(frame.slots[name] for name in names if name in frame.slots) for frame in (one, other)]
    return not orders[0] or not orders[1] or bool(orders[0] & orders[1])


def _values(values: Iterable[JsonValue]) -> set[str]:
    return {str(value) for value in values}
