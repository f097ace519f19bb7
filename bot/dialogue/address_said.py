"""An address, or a part of one, where nothing asked for it: where the parcel goes is to be changed.

台灯寄给我妈 李芳 13700001111 湖南长沙麓山路1号 has no word for an address in it, and 电话不对 是13912345678, after the
shop asked unasked whether the address is right, says what is not.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.addresses import address_within, is_address
from bot.dialogue.answers import read_answer, read_mention
from bot.dialogue.collect import accept, flow_slots
from bot.dialogue.corrections import is_correction
from bot.dialogue.receiving import new_phone, new_receiver
from bot.dialogue.relabelling import is_whole
from bot.dialogue.reopening import reopen_for
from bot.dialogue.starting import start
from bot.dialogue.turn import UNCHANGED, Talk
from bot.dialogue.understanding import Answer, Message, Reading, meant
from bot.scripts.book import Intent
from bot.scripts.slots import Slot, SlotType

_GOES_THERE: Final = re.compile(
    r"[寄送发改换]\s*(?:到|往|去|给|成|为)|地址|\b(?:send|ship|deliver|change)\b.*\bto\b", re.IGNORECASE | re.DOTALL
)


def hear_correction_of_offer(talk: Talk, message: Message, _reading: Reading) -> bool:
    """名字错了 王五, after the shop asked whether the address is right: the flow of its no begins with that."""
    offer = talk.state.offer
    intent = talk.pack.intents.get(offer.no) if offer is not None and talk.top is None else None
    if intent is None:
        return False
    slots = _addresses(talk, intent)
    told = [(slot, read_mention(talk, slot, message) or _part(talk, slot, message)) for slot in slots]
    if not any(answer for _, answer in told):
        return False
    start(talk, [intent], message)
    for slot, answer in told:
        frame = talk.state.frames[-1]
        if answer is not None and frame.name == intent.flow and not frame.slots.keys() & {slot.name, UNCHANGED}:
            accept(talk, slot, answer.value)
    return True


def _part(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """门牌号错了 是2号, or 电话13900001111: no address by itself, and what is new of the one that was asked about."""
    news = is_correction(message) or bool(message.values("phone"))
    return read_answer(talk, slot, message) if news and is_address(message) else None


def hear_address(talk: Talk, message: Message, reading: Reading) -> bool:
    """A whole address and that something goes there, or who gets it instead; nothing else was understood."""
    if talk.top is not None or any(not intent.engine for intent in meant(talk, reading)):
        return False
    found = address_within(message) if _GOES_THERE.search(message.text) else ""
    if not (found and is_whole(found)) and not new_phone(message.text) and not new_receiver(message.text):
        return False
    flows = {one.flow: one for one in reversed(list(talk.pack.intents.values())) if _addresses(talk, one)}
    if len(flows) != 1:
        return False
    if not reopen_for(talk, message, {one.id for one in flows.values()}):
        start(talk, list(flows.values()), message)
    return True


def _addresses(talk: Talk, intent: Intent) -> list[Slot]:
    """The slots of an intent's flow for where a parcel goes; none where only a part of it is noted for the courier."""
    slots = flow_slots(talk, intent.flow) if intent.flow else ()
    label = any(slot.type is SlotType.PHONE for slot in slots)
    return [slot for slot in slots if label and slot.type is SlotType.ADDRESS]
