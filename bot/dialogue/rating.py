"""The customer says how the service was: the question, what answers it, and a kind word for each answer.

A rating is never pressed for. It is asked once, the buttons work as long as it can be changed, and words count only
while the question is the last thing that was said; anything else that the customer writes is answered as always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.core.actions import Rate, StartTimer
from bot.core.conversation import JsonValue, Offer, State
from bot.core.errors import TemplateError
from bot.core.events import Rated, TimerFired
from bot.core.messages import Button
from bot.core.ratings import Fate, Pressed, Rating, Said, Satisfaction, Solver, buttons_of, pressed, wants_cause
from bot.core.timers import TimerKind
from bot.dialogue.answers import read_answer, read_mention
from bot.dialogue.questions import is_question
from bot.dialogue.replies import say_reply
from bot.dialogue.turn import BESIDE, ScriptGone, Talk
from bot.dialogue.understanding import Message, Reading, likely, meant, message_of
from bot.dialogue.wordless import letters_in
from bot.scripts.book import POLITE, Pack, Part, ScriptBook
from bot.scripts.engine_replies import CAUSE_SLOT, OUTREACH_TOPIC, RATING_TOPIC, SATISFACTION_SLOT
from bot.scripts.rating_policy import rating_policy
from bot.scripts.slots import Option
from intents import normalize

BOT_KEY: Final = TimerKind.RATING.value
"""The conversation's own key of the timer that asks about what the bot did."""

_LONGEST: Final = 40  # characters of a sentence that only says how it was: 挺满意的，客服很耐心
_FEWEST: Final = 2  # letters of words worth keeping
_STOP: Final = re.compile(r"[，,。.！!；;~～\n]")
_UNIT: Final = re.compile(r"[a-z0-9']+|\w")
_YES_NO: Final = ("affirm", "deny")


def invite(talk: Talk, event: TimerFired) -> None:
    """Ask how it was. Not said when the scripts fail: nobody waits for it, so no person is called either."""
    rating_id, solver = event.args.get("rating"), event.args.get("solver", Solver.AGENT)
    if not isinstance(rating_id, int):
        return
    try:
        buttons = _buttons(talk, rating_id, SATISFACTION_SLOT)
        said = say_reply(talk, _reply("invite"), buttons=buttons, rating={"solver": solver})
    except (TemplateError, ScriptGone) as error:
        talk.note(f"not said: {error}")
        return
    if said:
        talk.state = replace(talk.state, offer=Offer(rating=rating_id, question=SATISFACTION_SLOT))


def invite_later(talk: Talk, before: State) -> None:
    """What the bot has just done by itself may be rated, too, once the customer falls silent."""
    policy = rating_policy(talk.book.shop)
    if policy is None or policy.bot_after is None or talk.over or talk.state.frames:
        return
    if talk.state.done is not None and talk.state.done is not before.done:
        since: dict[str, JsonValue] = {"since": talk.now.isoformat()}
        talk.act(StartTimer(key=BOT_KEY, kind=TimerKind.RATING, after=policy.bot_after, args=since))


def take_press(talk: Talk, message: Message) -> Message | None:
    """What is left of a message without a press on a button of a rating; None when there was nothing else."""
    press = pressed(message.press)
    option = _option(talk.pack, press) if press is not None else None
    if press is None or option is None:
        return message
    left = replace(message, press=None, pressed="")
    alone = not left.text and not left.photos and left.unread is None
    talk.act(Rate(rating_id=press.rating_id, said=_said(press.question, option), quiet=not alone))
    return None if alone else left


def hear_rating(talk: Talk, message: Message, reading: Reading) -> bool:
    """满意, 2 or 等太久了, right after the question. With another matter beside it, both are heard."""
    offer = talk.state.offer
    if offer is None or not offer.rating or message.press is not None or message.photos or not message.text:
        return False
    if offer.question == CAUSE_SLOT and is_question(message) and _other_matter(talk, reading):
        return False  # 快递到哪了 is asked, and no reason
    said, other = _answered(talk, offer.question, message.text, beside=BESIDE), False
    if said is None and _other_matter(talk, reading):
        said, other = _answered(talk, offer.question, _first_clause(message.text), beside=BESIDE), True
    elif said is None:
        said = _answered(talk, offer.question, message.text) or _own_words(talk, offer, message, reading)
    if said is None:
        return False
    talk.act(Rate(rating_id=offer.rating, said=said, quiet=other))
    talk.quiet = not other
    return not other


def answer_rating(talk: Talk, event: Rated) -> None:
    """Thank the customer, or ask once what could have been better. Raises TemplateError, ScriptGone."""
    rating = event.rating
    if event.quiet:
        return
    talk.state = replace(talk.state, offer=None)
    if rating is None or event.fate is Fate.LATE:
        say_reply(talk, _reply("late"), tireless=False)
    elif event.fate is Fate.KEPT:
        say_reply(talk, _reply("kept"), tireless=False, rating=_view(rating))
    elif rating.satisfaction is Satisfaction.SATISFIED:
        say_reply(talk, _reply("thanks"), rating=_view(rating))
    elif wants_cause(rating) and not rating.cause and not rating.words:
        say_reply(talk, _reply("ask_cause"), buttons=_buttons(talk, rating.id, CAUSE_SLOT), rating=_view(rating))
        talk.state = replace(talk.state, offer=Offer(rating=rating.id, question=CAUSE_SLOT))
    else:
        say_reply(talk, _reply("noted"), rating=_view(rating))
        if not rating.words:
            talk.state = replace(talk.state, offer=Offer(rating=rating.id))


def option_pressed(book: ScriptBook, language: str, press: Pressed) -> Said | None:
    """What a press says, where no dialogue hears it; None when the scripts have no such option."""
    option = _option(book.packs.get(language) or book.packs[book.default_language], press)
    return _said(press.question, option) if option is not None else None


def _reply(name: str) -> str:
    return f"{RATING_TOPIC}.{name}"


def _view(rating: Rating) -> dict[str, str]:
    return {
        "satisfaction": rating.satisfaction or "",
        "cause": rating.cause,
        "solver": rating.solver,
        "words": rating.words,
    }


def _buttons(talk: Talk, rating_id: int, question: str) -> tuple[Button, ...]:
    slot = talk.pack.slots.get(question)
    if slot is None:
        raise ScriptGone(f"there is no slot {question} in {talk.pack.language}")
    return buttons_of(rating_id, question, ((option.id, option.title) for option in slot.options))


def _option(pack: Pack, press: Pressed) -> Option | None:
    slot = pack.slots.get(press.question)
    if slot is None or press.question not in _QUESTIONS:
        return None
    return next((option for option in slot.options if option.id == press.option), None)


def _said(question: str, option: Option) -> Said:
    if question == SATISFACTION_SLOT:
        return Said(satisfaction=Satisfaction(option.id))
    return Said(cause=option.id, attitude=option.data.get("attitude") is True)


def _other_matter(talk: Talk, reading: Reading) -> bool:
    """Whether it asks for something. 挺好用的 is what customers say unasked, and 谢谢 nothing to be answered."""
    intents = meant(talk, reading)
    return any(one.part not in POLITE and one.topic != OUTREACH_TOPIC and one.engine not in _YES_NO for one in intents)


def _answered(talk: Talk, question: str, text: str, *, beside: int = _LONGEST) -> Said | None:
    """What a sentence says of the service, with fewer letters `beside` that; None when that cannot be told."""
    if question not in _QUESTIONS or len(text) > _LONGEST:
        return None
    found = _QUESTIONS[question](talk, text)
    return found[0] if found is not None and found[1] < beside else None


def _satisfaction_in(talk: Talk, text: str) -> tuple[Said, int] | None:
    """2, or 不满意，等太久了, which says why as well; with the number of letters that say something else."""
    found = _option_in(talk, SATISFACTION_SLOT, text, asked=True)
    if found is None:
        return None
    said, rest = _said(SATISFACTION_SLOT, found[0]), found[1]
    why = _option_in(talk, CAUSE_SLOT, rest, asked=False) if rest else None
    if why is not None:
        said, rest = replace(_said(CAUSE_SLOT, why[0]), satisfaction=said.satisfaction, words=text), why[1]
    return (replace(said, words=text) if _length(rest) >= BESIDE else said), _length(rest)


def _cause_in(talk: Talk, text: str) -> tuple[Said, int] | None:
    """等太久了; or 还是满意吧, after all."""
    cause = _option_in(talk, CAUSE_SLOT, text, asked=True)
    if cause is not None:
        said, rest = _said(CAUSE_SLOT, cause[0]), _length(cause[1])
        return (replace(said, words=text) if rest >= BESIDE else said), rest
    changed = _option_in(talk, SATISFACTION_SLOT, text, asked=False)
    return (_said(SATISFACTION_SLOT, changed[0]), _length(changed[1])) if changed is not None else None


def _option_in(talk: Talk, name: str, text: str, *, asked: bool) -> tuple[Option, str] | None:
    """The option that the text surely names, and the letters beside it; a bare number only where it was asked for."""
    slot = talk.pack.slots.get(name)
    if slot is None:
        return None
    message = message_of(talk, text)
    answer = read_answer(talk, slot, message) if asked else read_mention(talk, slot, message)
    option = next((one for one in slot.options if answer is not None and one.id == answer.value), None)
    if answer is None or option is None or not answer.sure:
        return None
    rest = normalize(text).text.replace(answer.words, " ", 1) if answer.words else ""
    return option, rest.strip()


def _length(rest: str) -> int:
    """In Chinese characters, or words of another language: the agent was, beside rude, is no more than 客服真的."""
    return len(_UNIT.findall(rest))


def _own_words(talk: Talk, offer: Offer, message: Message, reading: Reading) -> Said | None:
    """Why it was not better, in the customer's own words: nothing that the scripts understand."""
    if offer.question == SATISFACTION_SLOT or letters_in(message) < _FEWEST:
        return None
    understood = [one for one in meant(talk, reading) if one.part is not Part.HURRY]  # 等了两个小时才有人理我
    return None if understood or likely(talk, reading) else Said(words=message.text)


def _first_clause(text: str) -> str:
    """满意, of 满意，那我的快递到哪了."""
    return _STOP.split(text.strip(), maxsplit=1)[0]


_QUESTIONS: Final[Mapping[str, Callable[[Talk, str], tuple[Said, int] | None]]] = {
    SATISFACTION_SLOT: _satisfaction_in,
    CAUSE_SLOT: _cause_in,
}
