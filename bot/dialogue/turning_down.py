"""别退 修一下行不, 换货太麻烦了 退吧: what is to be confirmed is turned down in passing, and another way may be named.

Who says so wants nothing of what was asked, whether or not the rest is understood: the question must not stand below
it, for a polite 好 to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.amending import right_words, says_instead
from bot.dialogue.consent import declines, denies_the_matter, insists
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, match_text, meant
from bot.scripts.book import POLITE, Intent
from bot.scripts.flows import Confirm

_CLAUSES: Final = re.compile(r"[,，。;；!！\n]+|(?<=[一-龥])\s+(?=[一-龥])")
_LONGEST: Final = 40  # characters; who writes more tells something


def turned_down(talk: Talk, frame: Frame, message: Message) -> bool:
    """Whether a clause says no to the very matter, 别退 修一下行不, or yes to another of its topic: 还是换吧."""
    if len(message.text) > _LONGEST:
        return False
    for said, clause in _without_values(frame, message):
        if declines(talk, frame, clause) and (clause != said or _names(talk, frame, clause)):
            return True
        if denies_the_matter(talk, frame, clause):
            return True
    return bool(wanted_instead(talk, frame, message))


def wanted_instead(talk: Talk, frame: Frame, message: Message) -> list[Intent]:
    """The other flows of the topic that the message names: 退吧 at an exchange, 改成仅退款."""
    mine = talk.pack.intents.get(frame.intent)
    topic = mine.topic if mine else ""
    found = [one for _, clause in _without_values(frame, message) for one in _other(talk, frame, clause)]
    right = right_words(message.text) if says_instead(message.text) else ""
    if right:
        found += [one for one in meant(talk, match_text(talk, right)) if one.flow and one.part not in POLITE]
    others = {one.flow: one for one in reversed(found) if one.topic == topic and one.id != frame.intent}
    clear = [one for one in others.values() if one in meant(talk, match_text(talk, message.text))]
    return list(others.values()) if len(others) == 1 else clear[:1]


def _without_values(frame: Frame, message: Message) -> Iterator[tuple[str, str]]:
    """The clauses of a message, and each without the products and values it names: 不要木纹了 says 不要了 of 木纹."""
    words = [entity.text for entity in message.values("product")]
    words += [value for name, value in frame.slots.items() if isinstance(value, str) and not name.startswith("_")]
    for clause in _CLAUSES.split(message.text):
        plain = clause
        for word in words:
            plain = plain.replace(word, "") if word else plain
        if plain.strip():
            yield clause, plain


def _names(talk: Talk, frame: Frame, clause: str) -> bool:
    """Whether a clause has a word of the matter: 退, of a return."""
    intent = talk.pack.intents.get(frame.intent)
    title = intent.title if intent else ""
    return any(word in clause.lower() for word in (title.lower().split() if title.isascii() else title))


def _other(talk: Talk, frame: Frame, clause: str) -> list[Intent]:
    """The intents whose own confirmation a clause would be a yes to, and to that of the matter it would not be."""
    if insists(talk, frame, clause):
        return []
    found = []
    for intent in talk.pack.intents.values():
        flow = talk.pack.flows.get(intent.flow) if intent.flow and intent.flow != frame.name else None
        asked = [at for at, step in enumerate(flow.steps) if isinstance(step, Confirm) and step.yes] if flow else []
        if flow and any(
            insists(talk, replace(frame, name=flow.name, step=at, intent=intent.id), clause) for at in asked
        ):
            found.append(intent)
    return found
