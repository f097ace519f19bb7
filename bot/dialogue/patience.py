"""How long the bot goes on: who needs a moment is not hurried, and a talk that leads nowhere ends with a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame
from bot.dialogue.answers import read_answer
from bot.dialogue.asking import CONFIRM, MAX_ASKS
from bot.dialogue.confirming import asks
from bot.dialogue.handoff import hand_off
from bot.dialogue.replies import MAX_TOLD, say_reply
from bot.dialogue.turn import PAUSED, WARM, Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.scripts.book import Part
from bot.scripts.slots import FREE_TEXT
from intents import normalize

MAX_FALLBACKS: Final = 6
"""How often a customer may not be understood in one sitting, whatever they write and is answered in between."""

_MOST_REPEATS: Final = 5  # of one sentence within minutes
_LONGEST_PAUSE: Final = 40  # characters; who writes more says more than that they look for something
_KEPT_HEARD: Final = 16
_KEPT_LETTERS: Final = 60


def listen(talk: Talk, message: Message) -> None:
    """Keep what was written in the last minutes; after a longer pause all begins anew."""
    at = talk.state.heard_at
    same_sitting = at is not None and talk.now - at <= WARM
    lately = talk.state.heard if same_sitting else ()
    text = normalize(message.text).text[:_KEPT_LETTERS]
    heard = (*lately, text)[-_KEPT_HEARD:] if text else lately
    fallbacks = talk.state.fallbacks if same_sitting else 0
    talk.state = replace(talk.state, heard=heard, heard_at=talk.now, fallbacks=fallbacks)


def again_and_again(talk: Talk, message: Message, reading: Reading) -> bool:
    """The same sentence for the fifth time in minutes: whatever the bot answers, it does not help."""
    heard = talk.state.heard
    yes_no = {intent.engine for intent in meant(talk, reading)} & {"affirm", "deny", "cancel"}
    if message.press is not None or message.blank or yes_no or heard.count(heard[-1]) < _MOST_REPEATS:
        return False
    hand_off(talk, HandOffReason.STUCK, ask=message.text)
    return True


def hear_pause(talk: Talk, message: Message, reading: Reading) -> bool:
    """等一下，我找找, at an open question: no answer and no miss. The question stays open and is not put again."""
    intents = meant(talk, reading)
    if talk.top is None or not talk.top.asking or message.photos or not intents or len(message.text) > _LONGEST_PAUSE:
        return False
    told = message.values("phone")  # 等下 电话是13900001119 says what is to be changed
    if told or any(intent.part is not Part.PAUSE for intent in intents) or _answers(talk, talk.top, message):
        return False
    for intent in intents:
        say_reply(talk, intent.reply, most=MAX_TOLD)
    frame = talk.top
    talk.change(replace(frame, slots={**frame.slots, PAUSED: True}))
    talk.quiet = True
    return True


def _answers(talk: Talk, frame: Frame, message: Message) -> bool:
    """再等等 is one of the options of 您希望怎么办呢."""
    slot = talk.pack.slots.get(frame.asking)
    return slot is not None and slot.type not in FREE_TEXT and read_answer(talk, slot, message) is not None


def fall_back(talk: Talk, message: Message) -> bool:
    """Count a message that was not understood. True when there were too many of them: a person was called."""
    fallbacks = talk.state.fallbacks + 1
    talk.state = replace(talk.state, fallbacks=fallbacks)
    if fallbacks < MAX_FALLBACKS:
        return False
    talk.note(f"not understood {fallbacks} times in one sitting")
    hand_off(talk, HandOffReason.STUCK, ask=message.text)
    return True


def miss(talk: Talk, frame: Frame, message: Message) -> None:
    """An open question was not answered: it is put again in other words, as often as it has some; then a person."""
    misses = talk.state.misses + 1
    talk.state = replace(talk.state, misses=misses)
    slot = talk.pack.slots.get(frame.asking)
    if frame.asking == CONFIRM:
        talk.missed = "question" if asks(talk, message) else "statement"
    patience = max(1, len(slot.again)) if slot else 1
    if not fall_back(talk, message) and (misses > patience or frame.tries >= MAX_ASKS):
        hand_off(talk, HandOffReason.STUCK, ask=message.text)
