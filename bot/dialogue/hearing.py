"""What the customer's message leads to: the first rule that applies decides.

The order of the rules is the policy. A person on request and grave matters come before everything, a correction
before an answer, an answer before a new wish, and what nobody understood goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answering import hear_answer, leave
from bot.dialogue.asking import CONFIRM, MAX_ASKS
from bot.dialogue.calling import call_person
from bot.dialogue.collect import accept, slots_needed
from bot.dialogue.corrections import correct, is_objection
from bot.dialogue.frames import advance
from bot.dialogue.handoff import hand_off
from bot.dialogue.order_words import says_other
from bot.dialogue.pressing import hear_press
from bot.dialogue.replies import common, say_reply
from bot.dialogue.starting import start
from bot.dialogue.turn import MAX_WORDS, WARM, Talk
from bot.dialogue.understanding import INDECENT, POLITE, Message, Reading, match_text, meant, read
from bot.dialogue.wording import Outcome
from bot.dialogue.wordless import hear_card, hear_code, letters_in, only_a_product
from bot.scripts.book import Intent, SlotType
from intents import normalize

_GIVEN_UP: Final = re.compile(r"\W*(?:算了|never ?mind|forget it)[吧啊呀了]*\W*(?:我?还是)?", re.IGNORECASE)
_KEPT_PHOTOS: Final = 6
_MOST_REPEATS: Final = 5  # of one sentence within minutes
_KEPT_HEARD: Final = 16
_KEPT_LETTERS: Final = 60
_FEWEST_LETTERS: Final = 2  # of a sentence that says anything


def hear(talk: Talk, message: Message) -> None:
    """Decide what to do about a message. Raises TemplateError, ScriptGone."""
    talk.state = replace(talk.state, unanswered=True)
    _listen(talk, message)
    reading = read(talk, message)
    before = talk.state
    _remember(talk, message, reading)
    for rule in _RULES:
        if rule(talk, message, reading):
            talk.note(f"rule: {rule.__name__.strip('_')}")
            if rule in (_answer, _correction):  # a part of the matter, not the matter
                talk.state = replace(talk.state, ask=before.ask, ask_at=before.ask_at)
            break
    if not talk.over and not talk.quiet:
        advance(talk)
    if talk.withheld and not talk.says:
        hand_off(talk, HandOffReason.STUCK, ask=message.text)


def _listen(talk: Talk, message: Message) -> None:
    """Keep what was written in the last minutes."""
    at = talk.state.heard_at
    lately = talk.state.heard if at is not None and talk.now - at <= WARM else ()
    text = normalize(message.text).text[:_KEPT_LETTERS]
    talk.state = replace(talk.state, heard=(*lately, text)[-_KEPT_HEARD:] if text else lately, heard_at=talk.now)


def _again_and_again(talk: Talk, message: Message, reading: Reading) -> bool:
    """The same sentence for the fifth time in minutes: whatever the bot answers, it does not help."""
    heard = talk.state.heard
    yes_no = {intent.engine for intent in meant(talk, reading)} & {"affirm", "deny", "cancel"}
    if message.press is not None or message.blank or yes_no or heard.count(heard[-1]) < _MOST_REPEATS:
        return False
    hand_off(talk, HandOffReason.STUCK, ask=message.text)
    return True


def _remember(talk: Talk, message: Message, reading: Reading) -> None:
    """Keep the sentence for the handoff card if it says something: not 在吗, 是的, 人工 or a number."""
    intents = meant(talk, reading)
    filler = intents and all(one.id in POLITE or (one.engine and one.engine != "sensitive") for one in intents)
    if not filler and letters_in(message) >= _FEWEST_LETTERS:
        talk.state = replace(talk.state, ask=message.text[:MAX_WORDS], ask_at=talk.now)


def _press(talk: Talk, message: Message, _reading: Reading) -> bool:
    return message.press is not None and hear_press(talk, message)


def _photos(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Photos go to the flow that wants them, now or later, or are kept until one does."""
    if not message.photos:
        return False
    frame = talk.top
    slots = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.IMAGES] if frame else []
    if frame is not None and any(slot.name == frame.asking for slot in slots):
        return False
    for slot in slots[:1]:
        before = frame.slots.get(slot.name) if frame else None
        photos = [*(before if isinstance(before, list) else []), *message.photos]
        accept(talk, slot, photos[: int(slot.max or _KEPT_PHOTOS)])
    if not slots:
        talk.state = replace(talk.state, photos=(*talk.state.photos, *message.photos)[-_KEPT_PHOTOS:])
    if not message.blank or message.press is not None:
        return False
    if frame is None:
        say_reply(talk, common("photo_received"))
    elif frame.asking:  # it is no answer and no miss: the question stays open and is not put again
        say_reply(talk, common("photo_kept"), tireless=False)
        talk.quiet = True
    return True


def _unreadable(talk: Talk, message: Message, _reading: Reading) -> bool:
    """A voice message or sticker alone: say so; an open question stays open and is not put again."""
    if not message.unreadable or not message.blank or message.photos:
        return False
    say_reply(talk, common("unsupported_media"))
    talk.quiet = True
    return True


def _blank(talk: Talk, message: Message, reading: Reading) -> bool:
    """Emoji and punctuation that mean nothing to the scripts: harmless, and no reason to give up."""
    if not message.blank or message.photos or message.press is not None or reading.answered:
        return False
    talk.harmless = True
    if not message.text:
        talk.quiet = True
    elif talk.top is None:
        say_reply(talk, common("nudge"), tireless=False)
    return True


def _correction(talk: Talk, message: Message, reading: Reading) -> bool:
    """A slot corrected. An objection that does not say what is right gets the confirmation in other words, once."""
    frame = talk.top
    if frame is not None and frame.asking == CONFIRM and talk.state.misses == 0 and is_objection(message):
        talk.state = replace(talk.state, misses=1)
        return True
    wishes = {one.id for one in meant(talk, reading) if one.flow or one.reply}
    other = bool(wishes - {frame.intent if frame else ""})
    return _understood(talk, correct(talk, message, wish=bool(wishes), other=other))


def _answer(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_answer(talk, message, reading))


def _cancel(talk: Talk, message: Message, reading: Reading) -> bool:
    """算了 closes what is under way; 算了，我要换货 goes straight on to the next thing."""
    intents = meant(talk, reading)
    given_up = _GIVEN_UP.match(message.text) if talk.top and not intents else None
    if given_up:  # 算了还是退货吧
        intents = meant(talk, match_text(talk, message.text[given_up.end() :]))
    elif not any(intent.engine == "cancel" for intent in intents):
        return False
    wanted = [intent for intent in intents if not intent.engine and intent.id not in POLITE]
    if talk.top is None:
        if not wanted:
            say_reply(talk, common("nothing_to_cancel"))
    else:
        leave(talk, silently=bool(wanted))
    start(talk, wanted, message)
    return _understood(talk, True)


def _wish(talk: Talk, message: Message, reading: Reading) -> bool:
    """New things the customer wants, or asks in the middle of something."""
    wanted = [intent for intent in meant(talk, reading) if not intent.engine]
    if not wanted and talk.top is None:
        wanted = [talk.pack.intents[name] for name in reading.asked if name in INDECENT & talk.pack.intents.keys()]
    if wanted:
        start(talk, wanted, message)
    return _understood(talk, bool(wanted))


def _again_for(talk: Talk, message: Message, _reading: Reading) -> bool:
    """不对，是另一单 or 那保温杯呢, after an answer: the same again, for an order still to be named or that product."""
    last = talk.state.attempts[-1].intent if talk.state.attempts else ""
    intent = talk.pack.intents.get(last)
    if talk.top is not None or not talk.warm or intent is None or intent.engine:
        return False
    about_product = any(talk.pack.slots[name].type is SlotType.PRODUCT for name in intent.needs)
    if not says_other(message) and not (about_product and only_a_product(message)):
        return False
    start(talk, [intent], message)
    return True


def _yes_no(talk: Talk, message: Message, reading: Reading) -> bool:
    """Yes or no where nothing asked for it. A no to a question that wants something else is no answer to it."""
    engines = {intent.engine for intent in meant(talk, reading)}
    if not engines & {"affirm", "deny"} or (talk.top is not None and "deny" in engines):
        return False
    if talk.top is None and not _answers_offer(talk, message, yes="deny" not in engines):
        say_reply(talk, common("nudge"), tireless=False)
    return True


def _answers_offer(talk: Talk, message: Message, *, yes: bool) -> bool:
    """没问题, after the shop asked unasked whether the address is right."""
    offer = talk.state.offer
    intent = talk.pack.intents.get(offer.yes if yes else offer.no) if offer else None
    if intent is not None:
        start(talk, [intent], message)
    return intent is not None


def _unsure(talk: Talk, message: Message, reading: Reading) -> bool:
    """Not sure, and nothing is open: ask which of at most three."""
    likely = [talk.pack.intents[name] for name in reading.asked if name in talk.pack.intents]
    options = _apart(intent for intent in likely if not intent.engine)  # nobody chooses between 退货 and 不是
    if not options or talk.top is not None:
        return False
    if len(options) == 1:  # 破了个洞: whichever it is, the same is done about it
        start(talk, [talk.pack.intents[options[0]]], message)
        return True
    talk.push(Frame(kind=FrameKind.ASK_WHICH, utterance=message.text[:MAX_WORDS], options=options[:3]))
    talk.tried(options[0], Outcome.ASKED_WHICH)
    return True


def _apart(intents: Iterable[Intent]) -> tuple[str, ...]:
    """The likeliest of the intents that start the same flow, and all others."""
    flows: dict[str, str] = {}
    for intent in intents:
        flows.setdefault(intent.flow or intent.id, intent.id)
    return tuple(flows.values())


def _missed(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Not understood. An open question is put again in other words; without one, a person reads it."""
    frame = talk.top
    if frame is None:
        wordless = not talk.state.misses and letters_in(message) < _FEWEST_LETTERS
        talk.state = replace(talk.state, misses=talk.state.misses + 1)
        if not talk.lost and not wordless:
            hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=message.text)
        else:
            say_reply(talk, common("nudge"), tireless=False)
        return True
    if frame.retries:
        return True  # it waits for the orders, not for an answer
    misses = talk.state.misses + 1
    talk.state = replace(talk.state, misses=misses)
    if misses > _patience(talk, frame) or frame.tries >= MAX_ASKS:
        hand_off(talk, HandOffReason.STUCK, ask=message.text)
    return True


def _patience(talk: Talk, frame: Frame) -> int:
    """How many answers may miss before a person takes over: as many as the question has other wordings."""
    slot = talk.pack.slots.get(frame.asking)
    return max(1, len(slot.again)) if slot else 1


def _understood(talk: Talk, yes: bool) -> bool:
    if yes:
        talk.state = replace(talk.state, misses=0)
    return yes


_RULES: Final[tuple[Callable[[Talk, Message, Reading], bool], ...]] = (
    call_person,
    _again_and_again,
    _press,
    _photos,
    _unreadable,
    _blank,
    _correction,
    _answer,
    _cancel,
    hear_code,
    _wish,
    _again_for,
    hear_card,
    _yes_no,
    _unsure,
    _missed,
)
