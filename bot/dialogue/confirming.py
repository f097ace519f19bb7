"""The answer to a confirmation: only a yes to what the customer has just read is one.

Where a yes cannot be sure to be about that (they asked for a moment, the order moved on, the question is hours old,
nobody knows the orders right now), the question is put anew, and the next yes counts. A press of its own button does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.amending import right_words
from bot.dialogue.asking import CONFIRM, verdict_of
from bot.dialogue.collect import knows_order
from bot.dialogue.consent import (
    agrees,
    asks_whether,
    declines,
    denies_the_matter,
    doubts,
    gives_up,
    insists,
    names_the_matter,
    only_reads,
    picks,
    refuses,
)
from bot.dialogue.context import order_in_talk
from bot.dialogue.leaving import leave
from bot.dialogue.order_items import lacks
from bot.dialogue.order_words import state_seen
from bot.dialogue.questions import is_question
from bot.dialogue.registered import is_bare, says_back
from bot.dialogue.starting import start
from bot.dialogue.turn import PAUSED, SEEN, Talk
from bot.dialogue.turning_down import turned_down, wanted_instead
from bot.dialogue.understanding import Message, Reading, match_text, meant
from bot.scripts.book import POLITE, Intent

_LIKELY: Final = 0.6  # how sure a meaning is that is answered beside an open confirmation


def hear_confirmation(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Take the message as a yes or no to the open confirmation. False when it is neither; nothing has changed then."""
    verdict = _yes_or_no(talk, frame, message, reading)
    instead = _wanted_instead(talk, frame, message) if verdict is None else []
    if instead:
        leave(talk, silently=True)
        start(talk, instead, message)
        return True
    if verdict is None and turned_down(talk, frame, message):
        other = wanted_instead(talk, frame, message)
        if not other:  # another flow of the topic takes its place, and knows all that was said
            leave(talk)
        start(talk, other, message)
        return True
    if verdict is None:
        # 知道了, 能取消吗 and a mere 取消 are no misses, and are asked whether that means yes
        text = _without_its_thing(talk, message)
        return only_reads(talk, text) or asks_whether(talk, frame, text) or names_the_matter(talk, text)
    why = _why_anew(talk, frame, message, verdict=verdict)
    if why:
        talk.note(why)
        talk.change(replace(frame, step=frame.settled, asking="", tries=0))
    elif verdict and talk.facts.orders is None and knows_order(talk, frame):
        talk.note("a yes that nothing can be done about yet: the question stays open")
    elif verdict:
        talk.change(replace(frame, step=frame.step + 1, asking="", tries=0))
    else:
        wanted = [one for one in meant(talk, reading) if not one.engine and one.part not in POLITE]
        wanted = [one for one in wanted if one.id != frame.intent]  # don't cancel is no wish to cancel
        if refuses(talk, frame, message.text):  # wrong button, and nothing is wrong with any button
            wanted = []
        if gives_up(talk, frame, message.text) or denies_the_matter(talk, frame, message.text):
            wanted = []  # cancel that, of a card, is no wish to cancel the order, and 不要换了 neither
        leave(talk, silently=bool(wanted))
        start(talk, wanted, message)
    return True


def answers_plainly(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether words that may name a value are an answer: 1 is the first button, and 贺卡不写了 no kind of note."""
    return picks(talk, frame, text) is not None or says_back(talk, text) or refuses(talk, frame, text)


def hear_question(talk: Talk, message: Message, reading: Reading) -> bool:
    """Answer what was asked in the middle of a confirmation, if it is likely enough: the question stands below again.

    An answer to something else costs the customer a line; none at all leaves them with a yes they cannot give.
    """
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or not asks(talk, message):
        return False
    options = [candidate for match in reading.matches[:1] for candidate in match.candidates[:1]]
    intents = [talk.pack.intents[one.intent] for one in options if one.confidence >= _LIKELY]
    wanted = [one for one in intents if one.reply and not one.engine and one.part not in POLITE]
    start(talk, wanted, message)
    return bool(wanted)


def asks(talk: Talk, message: Message) -> bool:
    """Whether the words ask something: 是不是扣手续费."""
    return is_question(message) or doubts(talk, message.text)


def _why_anew(talk: Talk, frame: Frame, message: Message, *, verdict: bool) -> str:
    """Why the question is put anew, whatever was answered; empty if the answer counts."""
    if (talk.away or talk.state.offer is not None) and ":" not in (message.press or ""):
        return "the question was put long ago, or something else was said since: a bare yes or no is not about it"
    if not verdict or talk.facts.orders is None:
        return ""
    if frame.slots.get(SEEN, state_seen(talk)) != state_seen(talk):
        return "the order moved on since the question was put"
    bare = verdict_of(frame, message.press) is None and not insists(talk, frame, message.text)
    return "a moment was asked for: 好 may be an answer to 您慢慢来" if PAUSED in frame.slots and bare else ""


def _yes_or_no(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool | None:
    pressed = verdict_of(frame, message.press)
    if pressed is not None:
        return pressed
    text, plain = message.text, _without_its_thing(talk, message)
    picked = picks(talk, frame, text)
    if picked is not None or agrees(talk, frame, text) or insists(talk, frame, plain):
        return picked is not False
    if is_bare(talk, text) and is_bare(talk, frame.utterance):
        return None  # 不要了, and then 不要了: of the goods, or of taking them back?
    if gives_up(talk, frame, text):
        return False
    if declines(talk, frame, plain) or refuses(talk, frame, plain) or says_back(talk, text):
        return False
    denied = any(intent.engine == "deny" for intent in meant(talk, reading))
    return False if denied and not doubts(talk, text) else None


def _wanted_instead(talk: Talk, frame: Frame, message: Message) -> list[Intent]:
    """改地址, of 不是取消 是改地址: a no to the matter, and behind it what is wanted."""
    right = right_words(message.text)
    if not right or not declines(talk, frame, message.text.partition(right)[0].rstrip("是 ,，")):
        return []
    told = meant(talk, match_text(talk, right))
    return [one for one in told if one.flow and one.part not in POLITE and one.id != frame.intent]


def _without_its_thing(talk: Talk, message: Message) -> str:
    """台灯留着, of an order of one lamp, says 留着 of the order; of several things one may be meant alone."""
    order = order_in_talk(talk)
    if order is None or sum(item.quantity for item in order.items) != 1 or lacks(talk, order, message):
        return message.text
    text = message.text
    for entity in message.values("product"):
        text = text.replace(entity.text, "")
    return text
