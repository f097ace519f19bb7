"""Reading a parcel's label, or a part of it, out of a message: as the answer to its question, or said in passing.

小孩误食了 and 小二介入 are no address; 电话末尾是8001 is what is wrong with the one that is known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.dialogue import context
from bot.dialogue.addresses import address_within, is_address, without_question
from bot.dialogue.chinese_receiving import is_receiver
from bot.dialogue.label_wishes import label_part
from bot.dialogue.phones_said import amended_phone, unclear_phones
from bot.dialogue.receiving import new_phone, new_receiver, parted
from bot.dialogue.regions import region_in
from bot.dialogue.relabelling import is_partial, relabelled
from bot.dialogue.text_answers import read_text
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from bot.scripts.slots import Slot, SlotType

_CALLED: Final = re.compile(r"^(?:就|要|应该|改|换|写)*[叫是成为]\s*(?=[一-龥·]{2,4}\W*$)")  # 叫王小六
_OF_PHONE: Final = re.compile(r"电话|手机|号码|联系方式|\b(?:phone|mobile|number|tel)\b", re.IGNORECASE)


def read_address(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What says where or to whom, as a whole: 小孩误食了 and 小二介入 are no address."""
    name = _CALLED.sub("", message.text.strip())
    if is_receiver(name):
        return Answer(value=_renamed(name), sure=False)
    region = region_in(message.text)
    if region:  # 浙江杭州, of which a street is still to come
        return Answer(value=region)
    plain = without_question(label_part(talk, _without_orders(talk, message)))
    parts, unclear = parted(plain), unclear_phones(plain)
    if not (parts or unclear) or not (is_address(message) or "receiver" in parts or unclear):
        return None
    if parts.keys() == {"address"} and not _fits_label(talk, slot, parts["address"]):
        return None
    if len(plain) < (slot.min or 1) and any(char.isdigit() for char in plain):  # 2号: the rest of it is on the order
        return Answer(value=plain)
    found = read_text(talk, slot, replace(message, text=plain))
    whole = found is None or found.value == message.text.strip()
    return found if found is None or whole else replace(found, words=str(found.value))


def _fits_label(talk: Talk, slot: Slot, place: str) -> bool:
    """Whether it is an address, or tells which part of the one that stands is another: 放门口 does not."""
    frame, order = talk.top, context.order_in_talk(talk)
    before = str(frame.slots.get(slot.name, "") if frame else "") or (order.address if order else "")
    return is_partial(place) or relabelled(before, place) is not None


def _without_orders(talk: Talk, message: Message) -> str:
    """The text without the numbers of their orders: one stands before the address to say whose it is."""
    numbers = [order.number for order in talk.facts.orders or () if order.number in message.text]
    return re.sub("|".join(map(re.escape, numbers)), "", message.text).strip() if numbers else message.text


def address_told(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """An address: 改成杭州市西湖区文三路 1 号 张三 13800005555; or what alone is new of it: 电话换成 13800005555."""
    message = replace(message, text=label_part(talk, message.text))
    alone = _CALLED.sub("", message.text.strip())
    receiver = alone if is_receiver(alone) else new_receiver(message.text)
    phone = alone if [alone] == [entity.text for entity in message.values("phone")] else _phone_instead(talk, message)
    found = address_within(message)
    whole = found or " ".join(one for one in (_renamed(receiver) if receiver else "", phone) if one)
    if len(whole) < (slot.min or 1):
        return None
    return Answer(value=f"{found}{_to_whom(message.text, found)}" if found else whole, words=found or whole)


def _phone_instead(talk: Talk, message: Message) -> str:
    """The phone that takes the place of the one that is known; or what is to be asked about: 电话错了 1380013."""
    frame = talk.top
    known = next((str(frame.slots[name]) for name in _phone_slots(talk) if name in frame.slots), "") if frame else ""
    unclear = unclear_phones(message.text) if _OF_PHONE.search(message.text) else ()
    return new_phone(message.text) or amended_phone(known, message.text) or " ".join(unclear)


def _phone_slots(talk: Talk) -> list[str]:
    return [name for name, slot in talk.pack.slots.items() if slot.type is SlotType.PHONE]


def _to_whom(text: str, found: str) -> str:
    """Name and phone of 寄给我妈 李芳 13700001111 湖南长沙麓山路1号, which stand before the address."""
    ahead = text.partition(found)[0] if found in text else ""
    before, given = parted(ahead) if ahead.strip() else {}, parted(found)
    named = [before.get(part, "") for part in ("receiver", "phone") if part not in given]
    return "".join(f" {one}" for one in named if is_receiver(one) or one[:1].isdigit())


def _renamed(receiver: str) -> str:
    return f"name is {receiver}" if receiver.isascii() else f"收件人改成{receiver}"
