"""Which of at most three intents is meant, where no one of them is sure: asked, and the answer heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind
from bot.dialogue.handoff import hand_off
from bot.dialogue.order_words import without_labels
from bot.dialogue.patience import fall_back
from bot.dialogue.starting import start
from bot.dialogue.turn import MAX_WORDS, Talk
from bot.dialogue.understanding import Message, Reading, likely, match_text, meant, message_of
from bot.dialogue.wording import Outcome
from bot.scripts.book import Intent, Part
from intents import best_option

_ORDINAL: Final = 5  # characters of 第二个吧: so short, it is a choice before it is anything else
_FRAGMENT: Final = 3  # characters of a beginning that the next message may complete


def offer_choice(talk: Talk, message: Message, reading: Reading) -> bool:
    """Not sure, and nothing is open: ask which of at most three."""
    offered = (intent for intent in likely(talk, reading) if not intent.engine and intent.part is not Part.THREAT)
    options = _apart(offered)  # nobody picks 退货 or 不是
    if not options or talk.top is not None:
        return False
    if len(options) == 1:  # 破了个洞: whichever it is, the same is done about it
        start(talk, [talk.pack.intents[options[0]]], message)
        return True
    if fall_back(talk, message):
        return True
    talk.push(Frame(kind=FrameKind.ASK_WHICH, utterance=message.text[:MAX_WORDS], options=options[:3]))
    talk.tried(options[0], Outcome.ASKED_WHICH)
    return True


def hear_choice(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Which of the intents offered: by button, number or words. Another clear intent is taken instead."""
    chosen = _chosen(talk, frame, message, reading)
    if chosen is not None:
        talk.pop()
        said = "" if message.press or len(message.text) <= _ORDINAL else f"\n{message.text}"
        start(talk, [chosen], message_of(talk, f"{frame.utterance}{said}", photos=message.photos))
        return True
    clear = meant(talk, reading)
    if any(intent.engine == "cancel" for intent in clear):
        return False
    if {intent.engine for intent in clear} == {"affirm"}:
        talk.note("a yes says not which of them")
        return True
    if message.text and not without_labels(message):
        talk.note("a number says not which of them; it is kept for the one that was meant")
        talk.change(replace(frame, utterance=f"{frame.utterance}\n{message.text}"[:MAX_WORDS]))
        return True
    together = () if clear else meant(talk, match_text(talk, f"{frame.utterance}{message.text}"))
    told_more = len(message.text) > _ORDINAL and any(intent.id in frame.options for intent in together)
    if together and (told_more or len(frame.utterance) <= _FRAGMENT):  # 改, and then: 地址
        talk.pop()
        start(talk, together, message_of(talk, f"{frame.utterance}{message.text}", photos=message.photos))
        return True
    if any(intent.engine == "deny" for intent in clear) or not clear:
        hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=frame.utterance)
        return True
    talk.pop()
    return False


def _chosen(talk: Talk, frame: Frame, message: Message, reading: Reading) -> Intent | None:
    if message.press in frame.options:
        name: str | None = message.press
    else:
        name = next((name for name in reading.answered if name in frame.options), None)
    if name is None and (not reading.answered or len(message.text) <= _ORDINAL):
        name = best_option(message.text, {one: (talk.pack.intents[one].title,) for one in frame.options})
    if name is None:
        return None
    talk.note(f"{name} was meant")
    return talk.pack.intents[name]


def _apart(intents: Iterable[Intent]) -> tuple[str, ...]:
    """The likeliest of the intents that start the same flow, and all others."""
    flows: dict[str, str] = {}
    for intent in intents:
        flows.setdefault(intent.flow or intent.id, intent.id)
    return tuple(flows.values())
