"""What the customer's message leads to: the first rule that takes it decides.

The rules stand in `bot.dialogue.rules`, each with the reason why it stands where it does.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.actions import HandOffReason
from bot.dialogue.consent import question_holds
from bot.dialogue.frames import advance
from bot.dialogue.handoff import hand_off
from bot.dialogue.patience import listen
from bot.dialogue.rules import RULES
from bot.dialogue.turn import MAX_WORDS, Talk
from bot.dialogue.understanding import Message, Reading, meant, read
from bot.dialogue.wordless import says_anything
from bot.scripts.book import POLITE


def hear(talk: Talk, message: Message) -> None:
    """Decide what to do about a message. Raises TemplateError, ScriptGone."""
    at = talk.state.heard_at
    talk.away = at is not None and talk.now - at > question_holds(talk.book.shop)
    talk.state = replace(talk.state, unanswered=True)
    listen(talk, message)
    reading = read(talk, message)
    before = talk.state
    _remember(talk, message, reading)
    rule = next(rule for rule in RULES if rule.hear(talk, message, reading))
    talk.note(f"rule: {rule.name}, because {rule.because}")
    if rule.understood:
        talk.state = replace(talk.state, misses=0)
    if rule.of_matter:
        talk.state = replace(talk.state, ask=before.ask, ask_at=before.ask_at)
    if not talk.over and not talk.quiet:
        advance(talk)
    if talk.withheld and not talk.says:
        hand_off(talk, HandOffReason.STUCK, ask=message.text)


def _remember(talk: Talk, message: Message, reading: Reading) -> None:
    """Keep the sentence for the handoff card if it says something: not 在吗, 是的, 人工 or a number."""
    intents = meant(talk, reading)
    filler = intents and all(one.part in POLITE or (one.engine and one.engine != "sensitive") for one in intents)
    if not filler and says_anything(message):
        talk.state = replace(talk.state, ask=message.text[:MAX_WORDS], ask_at=talk.now)
