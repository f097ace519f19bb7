"""What is to be done with each thing that a message names: T恤退 台灯换 is a return and an exchange, each of its own.

Which words are a remedy, and of which intent, is written in the language's pack (`pieces` of common.yaml). What is
done with a thing stands beside it: behind it where the clause begins with a thing, before it where with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from bot.dialogue.piece_words import Spot, kept, landmarks, spots
from bot.dialogue.questions import is_question
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from bot.scripts.book import Intent
from intents import normalize

_CLAUSE_END: Final = re.compile(r"[，,。；;！!]+|(?<=[一-龥])\s+|\s+(?=[一-龥])")

_Said = tuple[int, str]
"""Where a remedy begins, and the name of its group."""


def remedies(talk: Talk, text: str, names: Iterable[str]) -> dict[Spot, str]:
    """What is done with the things named, by their places in a text; empty unless it is not the same with all."""
    places = sorted({spot for name in names for spot in spots(name, text)})
    said = _said(talk, text, places)
    if len({name for _, name in said}) < 2:
        return {}
    clauses = [
        ([one for one in places if begin <= one[0] < end], [one for one in said if begin <= one[0] < end])
        for begin, end in _clauses(text)
    ]
    found: dict[Spot, str] = {}
    for at, (own, verbs) in enumerate(clauses):
        for spot in own:
            remedy = _beside(spot, own[0], verbs) or _from_others(clauses, at)
            if remedy:
                found[spot] = remedy
    return found if len(set(found.values())) > 1 else {}


def own_remedy(talk: Talk, intent: str) -> str:
    """The group that stands for what an intent does with a thing; empty where it does none of them."""
    pattern, known = talk.pack.pieces.remedy, talk.pack.intents.get(intent)
    if pattern is None or known is None or not known.flow:
        return ""
    flows = {name: talk.pack.intents[name].flow for name in pattern.groupindex if name in talk.pack.intents}
    return next((name for name, flow in flows.items() if flow == known.flow), "")


def things_for(talk: Talk, intent: str, message: Message) -> set[str]:
    """The products that a message names for what this intent does, where it does not want the same for all."""
    own = own_remedy(talk, intent)
    return {product for product, remedy in _wanted(talk, message) if own and remedy == own}


def own_words(talk: Talk, intent: str, message: Message) -> str:
    """What of a message is not said of things that something else is to be done with; all of it where nothing is."""
    text, own = normalize(message.text).text, own_remedy(talk, intent)
    found = remedies(talk, text, [normalize(one.text).text for one in message.values("product")])
    if not own or own not in found.values():
        return message.text
    mine = []
    for begin, end in _clauses(text):
        told = {remedy for at, remedy in found.items() if begin <= at[0] < end}
        told |= {name for at, name in _said(talk, text, tuple(found)) if begin <= at < end}
        if not told or own in told:
            mine.append(text[begin:end])
    return "".join(mine).strip()


def wishes_for_each(talk: Talk, message: Message, wanted: Sequence[Intent]) -> list[Intent]:
    """What is wanted, with a wish for each remedy that the message names a thing of its own for."""
    told = [remedy for _, remedy in _wanted(talk, message)]
    each = [talk.pack.intents[name] for name in dict.fromkeys(told) if name in talk.pack.intents]
    if len(each) < 2 or is_question(message):
        return list(wanted)
    flows = {intent.flow for intent in each}
    return [*each, *(intent for intent in wanted if intent.flow and intent.flow not in flows)]


def _wanted(talk: Talk, message: Message) -> list[tuple[str, str]]:
    """Each product that is named, not to be left alone, and what is to be done with it, in order."""
    text = normalize(message.text).text
    products = {normalize(one.text).text: str(one.value) for one in message.values("product")}
    left_out, aside = kept(talk, text, products), landmarks(talk, text, products)
    found = remedies(talk, text, products)
    places = sorted((spot, product) for name, product in products.items() for spot in spots(name, text))
    return [
        (product, found[spot])
        for spot, product in places
        if spot in found and not left_out.get(spot, False) and spot not in aside
    ]


def _clauses(text: str) -> list[Spot]:
    """Where each clause begins and ends."""
    ends = [*(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]
    return list(pairwise([0, *ends]))


def _said(talk: Talk, text: str, places: Sequence[Spot]) -> list[_Said]:
    pattern = talk.pack.pieces.remedy
    every = pattern.finditer(text) if pattern is not None else ()
    return [
        (found.start(), found.lastgroup or "")
        for found in every
        if not any(begin <= found.start() < end for begin, end in places)
    ]


def _beside(spot: Spot, first: Spot, verbs: Sequence[_Said]) -> str:
    """What a clause says of a thing: the next that follows it, or the last before it where a remedy leads."""
    before = [name for at, name in verbs if at < spot[0]]
    behind = [name for at, name in verbs if at > spot[0]]
    leads = bool(verbs) and verbs[0][0] < first[0]
    if leads:
        return before[-1]
    return behind[0] if behind else before[-1] if before else ""


def _from_others(clauses: Sequence[tuple[list[Spot], list[_Said]]], at: int) -> str:
    """What is said of things that stand alone: 退T恤 台灯 goes on with 退, T恤 台灯 退 waits for it."""
    behind = next(((own, verbs) for own, verbs in clauses[at + 1 :] if verbs), None)
    before = next((verbs for _, verbs in reversed(clauses[:at]) if verbs), None)
    if behind is not None and (not behind[0] or before is None):
        return behind[1][0][1]
    return before[-1][1] if before is not None else ""
