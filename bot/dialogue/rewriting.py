"""抬头错了 李四, 重写 老婆辛苦了: a text that is to be confirmed is written anew.

What leads up to a text (`lead_in` of its slot) leads up to another one where the first has just been read out.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.answers import read_answer
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import filled, slots_needed
from bot.dialogue.replacing import ask_anew, correct_to
from bot.dialogue.text_answers import is_printed, names_other_option
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, message_of
from bot.scripts.slots import Slot
from intents.names import is_person

_EXCHANGE: Final = re.compile(
    r"(?:把|将|change |replace )?[“\"']?(?P<one>[^\s，,。“”]{1,20}?)[”\"']?"
    r"(?:改[成为]|换[成为]| to | with )[\s“\"']*(?P<other>[^，,。“”]{1,30}?)[”\"']?[了吧啊呀.]*",
    re.IGNORECASE,
)


def rewrite(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Take the message as the new text. False when it does not begin as one does; nothing has changed then."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or message.press is not None or not message.text:
        return False
    printed = [slot for slot in slots_needed(talk, frame) if is_printed(slot) and filled(talk, frame, slot)]
    slot = next((one for one in printed if _begins(one, message.text) is not None), None)
    if slot is None:
        slot = next((one for one in printed if _names_another(str(frame.slots[one.name]), message.text)), None)
    if exchanged := next((one for one in printed if _exchanged(frame, one, message.text)), None):
        return correct_to(talk, exchanged, _exchanged(frame, exchanged, message.text))
    if slot is None or names_other_option(talk, slot, message.text):  # 贺卡写生日快乐, at a note on packing
        return False
    text = message.text.strip()[_begins(slot, message.text) or 0 :].strip()
    answer = read_answer(talk, slot, message_of(talk, text)) if text else None
    if answer is None:
        talk.note(f"{slot.name} is wrong, and nothing is said that is right")
        ask_anew(talk, slot)
        return True
    talk.note(f"{slot.name} is written anew")
    return correct_to(talk, slot, str(answer.value))


def _exchanged(frame: Frame, slot: Slot, text: str) -> str:
    """老公生日快乐, of 把老婆改成老公 where 老婆生日快乐 is to be confirmed. Else empty."""
    found, before = _EXCHANGE.fullmatch(text.strip()), str(frame.slots[slot.name])
    wrong = found["one"] if found is not None else ""
    return before.replace(wrong, found["other"], 1) if found is not None and wrong and wrong in before else ""


def _begins(slot: Slot, text: str) -> int | None:
    """Where the new text begins; None when the message does not lead up to one."""
    found = slot.lead_in.match(text.strip()) if slot.lead_in else None
    return found.end() if found is not None and found.end() else None


def _names_another(before: str, text: str) -> bool:
    """李四, where 张三 is to be confirmed."""
    return is_person(before) and is_person(text.strip()) and text.strip() != before
