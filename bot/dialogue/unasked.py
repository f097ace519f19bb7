"""What is said to a message of ours that nobody asked for, and a yes or no that answers no open question."""

from __future__ import annotations

from bot.dialogue.context import order_in_talk
from bot.dialogue.refusing import is_needless
from bot.dialogue.registered import is_bare
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.starting import start, start_about
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.dialogue.wordless import done_with_order
from bot.scripts.book import Intent
from bot.scripts.engine_replies import OUTREACH_TOPIC
from intents import normalize


def hear_about_offer(talk: Talk, message: Message, reading: Reading) -> bool:
    """别发了, right after a message of ours that nobody asked for, is about such messages, whatever else is open."""
    if talk.state.offer is None:
        return False
    wanted = [one for one in meant(talk, reading) if one.topic == OUTREACH_TOPIC] or _followed_up(talk, message)
    start(talk, wanted[:1], message)
    return bool(wanted)


def hear_yes_no(talk: Talk, message: Message, reading: Reading) -> bool:
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


def _followed_up(talk: Talk, message: Message) -> list[Intent]:
    """STOP, which in any other place gives up what is under way."""
    said = normalize(message.text).text
    ours = (intent for intent in talk.pack.intents.values() if intent.topic == OUTREACH_TOPIC)
    return [one for one in ours if any(normalize(line.text).text == said for line in one.spec.followups)]


def _answers_offer(talk: Talk, message: Message, *, yes: bool) -> bool:
    """没问题, after the shop asked unasked whether the address is right."""
    offer = talk.state.offer
    fine = yes or is_needless(message.text)  # 不用, asked whether the address is right, changes nothing of it
    intent = talk.pack.intents.get(offer.yes if fine else offer.no) if offer else None
    if intent is not None:
        start(talk, [intent], message)
    return intent is not None
