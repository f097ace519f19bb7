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
from bot.dialogue.address_said import hear_address, hear_correction_of_offer
from bot.dialogue.amending import says_instead
from bot.dialogue.answering import hear_answer
from bot.dialogue.answers import read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.attachments import hear_no_photos, hear_photos, hear_unreadable
from bot.dialogue.calling import call_person, hear_threat
from bot.dialogue.collect import filled, slots_needed
from bot.dialogue.confirming import answers_plainly, hear_question
from bot.dialogue.consent import names_the_matter, question_holds
from bot.dialogue.context import order_in_talk
from bot.dialogue.corrections import contradict, correct, is_correction, is_objection, object_to_order
from bot.dialogue.digressing import hear_outer
from bot.dialogue.facts_told import hear_fact
from bot.dialogue.following import once_more, vary
from bot.dialogue.frames import advance
from bot.dialogue.handoff import hand_off
from bot.dialogue.leaving import leave
from bot.dialogue.meanwhile import keep
from bot.dialogue.offered import hear_early, take_offered
from bot.dialogue.order_words import bound_numbers, claimed
from bot.dialogue.other_way import hear_other_way
from bot.dialogue.patience import again_and_again, fall_back, hear_pause, listen, miss
from bot.dialogue.pressing import hear_press
from bot.dialogue.queueing import queue_another
from bot.dialogue.rating import hear_rating
from bot.dialogue.refusing import hear_refusal, is_needless
from bot.dialogue.registered import is_bare
from bot.dialogue.reopening import reopen
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.rewriting import rewrite
from bot.dialogue.second_wish import hear_also
from bot.dialogue.starting import start, start_about, tells_again
from bot.dialogue.taking_back import hear_what_back, order_lately, take_back
from bot.dialogue.turn import MAX_WORDS, Talk
from bot.dialogue.understanding import Message, Reading, is_question, likely, match_text, meant, read, without_codes
from bot.dialogue.wording import Outcome
from bot.dialogue.wordless import done_with_order, hear_card, hear_code, letters_in
from bot.scripts.book import POLITE, Intent, Part, SlotType
from bot.scripts.engine_replies import OUTREACH_TOPIC
from intents import normalize

_GIVEN_UP: Final = re.compile(r"\W*(?:算了|never ?mind|forget it)[吧啊呀了]*\W*(?:我?还是)?", re.IGNORECASE)
_FEWEST_LETTERS: Final = 2  # of a sentence that says anything


def hear(talk: Talk, message: Message) -> None:
    """Decide what to do about a message. Raises TemplateError, ScriptGone."""
    at = talk.state.heard_at
    talk.away = at is not None and talk.now - at > question_holds(talk.book.shop)
    talk.state = replace(talk.state, unanswered=True)
    listen(talk, message)
    reading = read(talk, message)
    before = talk.state
    _remember(talk, message, reading)
    for rule in _RULES:
        if rule(talk, message, reading):
            talk.note(f"rule: {rule.__name__.strip('_')}")
            if rule in (hear_rating, _answer, _outer_answer, _correction):  # a part of the matter, not the matter
                talk.state = replace(talk.state, ask=before.ask, ask_at=before.ask_at)
            break
    if not talk.over and not talk.quiet:
        advance(talk)
    if talk.withheld and not talk.says:
        hand_off(talk, HandOffReason.STUCK, ask=message.text)


def _remember(talk: Talk, message: Message, reading: Reading) -> None:
    """Keep the sentence for the handoff card if it says something: not 在吗, 是的, 人工 or a number."""
    intents = meant(talk, reading)
    filler = intents and all(one.part in POLITE or (one.engine and one.engine != "sensitive") for one in intents)
    if not filler and letters_in(message) >= _FEWEST_LETTERS:
        talk.state = replace(talk.state, ask=message.text[:MAX_WORDS], ask_at=talk.now)


def _press(talk: Talk, message: Message, _reading: Reading) -> bool:
    return message.press is not None and hear_press(talk, message)


def _blank(talk: Talk, message: Message, reading: Reading) -> bool:
    """Emoji and punctuation that mean nothing to the scripts: harmless, and no reason to give up."""
    if not message.blank or message.photos or message.press is not None or reading.answered:
        return False
    talk.harmless = True
    if not message.text:
        talk.quiet = True
    elif talk.top is None:
        say_reply(talk, common("nudge"), most=MAX_TOLD)
    return True


def _about_offer(talk: Talk, message: Message, reading: Reading) -> bool:
    """别发了, right after a message of ours that nobody asked for, is about such messages, whatever else is open."""
    if talk.state.offer is None:
        return False
    wanted = [one for one in meant(talk, reading) if one.topic == OUTREACH_TOPIC] or _followed_up(talk, message)
    start(talk, wanted[:1], message)
    return _understood(talk, bool(wanted))


def _followed_up(talk: Talk, message: Message) -> list[Intent]:
    """STOP, which in any other place gives up what is under way."""
    said = normalize(message.text).text
    ours = (intent for intent in talk.pack.intents.values() if intent.topic == OUTREACH_TOPIC)
    return [one for one in ours if any(normalize(line.text).text == said for line in one.spec.followups)]


def _correction(talk: Talk, message: Message, reading: Reading) -> bool:
    """A slot corrected. An objection that does not say what is right gets the confirmation in other words, once."""
    frame = talk.top
    if frame is not None and frame.asking == CONFIRM and answers_plainly(talk, frame, message.text):
        return False
    if object_to_order(talk, message):
        return _understood(talk, True)
    if frame is not None and frame.asking == CONFIRM and talk.state.misses == 0 and is_objection(message):
        talk.state = replace(talk.state, misses=1)
        return True
    wishes = {one.id for one in meant(talk, reading) if one.flow or one.reply}
    asks = any(one.reply for one in meant(talk, reading)) or (is_question(message) and bool(wishes))
    other = bool(wishes - {frame.intent if frame else ""})
    if not other and not is_correction(message) and queue_another(talk, message, wish=bool(wishes)):
        return _understood(talk, True)
    if not is_correction(message) and contradict(talk, message, question=asks):
        return _understood(talk, True)
    wish = other or (bool(wishes) and not says_instead(message.text))  # 不对 换成藏青, in the middle of an exchange
    return _understood(talk, correct(talk, message, wish=wish, other=other))


def _hear_also(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_also(talk, message, reading))


def _other_way(talk: Talk, message: Message, _reading: Reading) -> bool:
    return _understood(talk, hear_other_way(talk, message))


def _rewritten(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, rewrite(talk, message, reading))


def _answer(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_answer(talk, message, reading))


def _hear_fact(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_fact(talk, message, reading))


def _outer_answer(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_outer(talk, message, reading))


def _cancel(talk: Talk, message: Message, reading: Reading) -> bool:
    """算了 closes what is under way; 算了，我要换货 goes straight on to the next thing."""
    intents = meant(talk, reading)
    given_up = _GIVEN_UP.match(message.text) if talk.top and not intents else None
    if given_up:  # 算了还是退货吧
        intents = meant(talk, match_text(talk, message.text[given_up.end() :]))
    elif not any(intent.engine == "cancel" for intent in intents) or names_the_matter(talk, message.text):
        return False
    wanted = [intent for intent in intents if not intent.engine and intent.part not in POLITE]
    if talk.top is None:
        order = order_lately(talk)
        told = [] if wanted else _to_cancel(talk, message)
        if told and order is not None and is_bare(talk, message.text):  # 取消, of the order just told about
            start_about(talk, told[0], message, order)
        elif told:
            start(talk, told, message)
        elif not wanted:
            if order is not None:
                talk.remember_order(order.number)
            say_reply(talk, common("nothing_to_cancel"))
    else:
        leave(talk, silently=bool(wanted))
    start(talk, wanted, message)
    return _understood(talk, True)


def _to_cancel(talk: Talk, message: Message) -> list[Intent]:
    """Cancel 600120260002, or 取消 right after an order was looked up: the order is what is to be cancelled."""
    slot = next((slot for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER and not slot.than), None)
    named = any(claimed(talk, message, asked=True)) or bool(bound_numbers(talk, message))
    if slot is None or not (named or (talk.warm and talk.state.order_number)):
        return []
    verb = without_codes(message)
    told = meant(talk, match_text(talk, f"{verb} {slot.title}" if verb.isascii() else f"{verb}{slot.title}"))
    return [intent for intent in told if intent.flow and intent.part not in POLITE]


def _reopened(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, reopen(talk, message, reading))


def _wish(talk: Talk, message: Message, reading: Reading) -> bool:
    """New things the customer wants, or asks in the middle of something."""
    wanted = [intent for intent in meant(talk, reading) if not intent.engine]
    if talk.top is not None and _asks_what_happened(talk) and not is_question(message):
        wanted = [intent for intent in wanted if not tells_again(talk, talk.top, intent)]
    if _same_again(talk, message, wanted):
        return False
    if not wanted and talk.top is None:
        wanted = [one for one in likely(talk, reading) if one.part is Part.RUDE]
    order = order_in_talk(talk) if talk.top is None and talk.warm and is_bare(talk, message.text) else None
    if order is not None and len(wanted) == 1:  # I don't want it, of the order just told about
        start_about(talk, wanted[0], message, order)
    elif wanted:
        start(talk, wanted, message)
    return _understood(talk, bool(wanted))


def _same_again(talk: Talk, message: Message, wanted: list[Intent]) -> bool:
    """取消了还能恢复吗, at 确认取消吗, is no wish to cancel: if it tells nothing new, it was not understood."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or [one.id for one in wanted] != [frame.intent]:
        return False
    return not any(
        read_mention(talk, slot, message) is not None
        for slot in slots_needed(talk, frame)
        if not filled(talk, frame, slot)
    )


def _hear_question(talk: Talk, message: Message, reading: Reading) -> bool:
    return _understood(talk, hear_question(talk, message, reading))


def _yes_no(talk: Talk, message: Message, reading: Reading) -> bool:
    """Yes or no where nothing asked for it. A no to a question that wants something else is no answer to it."""
    engines = {intent.engine for intent in meant(talk, reading)}
    if not engines & {"affirm", "deny"} or (talk.top is not None and "deny" in engines):
        return False
    if talk.top is None and not _answers_offer(talk, message, yes="deny" not in engines):
        order = order_in_talk(talk) if "deny" in engines and talk.warm and talk.state.order_number else None
        fresh = talk.state.done is None or is_bare(talk, message.text)
        wanted = done_with_order(talk, message.text) if order is not None and fresh else []
        if order is not None and wanted:  # 不要了, of the order just told about
            start_about(talk, wanted[0], message, order)
        else:
            say_reply(talk, common("nudge"), most=MAX_TOLD)
    return True


def _asks_what_happened(talk: Talk) -> bool:
    """Whether a text about a thing of the order is asked for, or pictures of it."""
    slot = talk.pack.slots.get(talk.top.asking) if talk.top else None
    return slot is not None and (slot.of_item or slot.type is SlotType.IMAGES)


def _answers_offer(talk: Talk, message: Message, *, yes: bool) -> bool:
    """没问题, after the shop asked unasked whether the address is right."""
    offer = talk.state.offer
    fine = yes or is_needless(message.text)  # 不用, asked whether the address is right, changes nothing of it
    intent = talk.pack.intents.get(offer.yes if fine else offer.no) if offer else None
    if intent is not None:
        start(talk, [intent], message)
    return intent is not None


def _unsure(talk: Talk, message: Message, reading: Reading) -> bool:
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
            _to_a_person(talk, message)
        else:
            say_reply(talk, common("nudge"), most=MAX_TOLD)
        return True
    if frame.retries:
        return True  # it waits for the orders, not for an answer
    miss(talk, frame, message)
    return True


def _to_a_person(talk: Talk, message: Message) -> None:
    """Soon after a person agreed on something, whoever reads it next and the customer are told once more what."""
    state = talk.state
    if not state.agreed or state.agreed_at is None or talk.now - state.agreed_at > question_holds(talk.book.shop):
        hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=message.text)
        return
    agreed = {"outcome": state.agreed, "goes_on": False}
    hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=message.text, because=common("agreed_unclear"), handed_back=agreed)


def _understood(talk: Talk, yes: bool) -> bool:
    if yes:
        talk.state = replace(talk.state, misses=0)
    return yes


_RULES: Final[tuple[Callable[[Talk, Message, Reading], bool], ...]] = (
    call_person,
    again_and_again,
    hear_rating,
    _press,
    hear_photos,
    hear_no_photos,
    hear_unreadable,
    _blank,
    hear_threat,
    hear_pause,
    take_back,
    hear_what_back,
    _about_offer,
    hear_refusal,
    hear_early,
    _other_way,
    _rewritten,
    _hear_also,
    _correction,
    _answer,
    _hear_fact,
    _outer_answer,
    take_offered,
    _cancel,
    vary,
    keep,
    hear_code,
    hear_correction_of_offer,
    _reopened,
    _wish,
    once_more,
    hear_card,
    _yes_no,
    hear_address,
    _unsure,
    _hear_question,
    _missed,
)
