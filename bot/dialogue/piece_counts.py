"""How many pieces of a thing are meant: 两件T恤退一件 is one of two, and 退T恤和一个台灯 says it of the lamp alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.orders import OrderItem
from bot.dialogue.piece_words import Spot, spots
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from intents import normalize

_Count = tuple[Spot, int]


def counts_told(
    talk: Talk, message: Message, meant: Sequence[OrderItem], names: Mapping[OrderItem, str]
) -> dict[OrderItem, int]:
    """How many of each line the message says, of lines of which there are several; not of those it does not say."""
    text = normalize(message.text).text
    every = _counts(message, text)
    own = {item: spots(names.get(item, ""), text) for item in meant}
    others = sorted(at for name in names.values() for at in spots(name, text))
    told = {}
    for item in meant:
        mine = [count for count in every if _belongs(count, own[item], others)]
        if item.quantity > 1 and mine:
            told[item] = _meant(talk, text, mine)
    return told


def count_alone(talk: Talk, message: Message) -> int | None:
    """The 1 of 只退一件, where no thing is named beside it; None where a number is said of something else."""
    text, words = normalize(message.text).text, talk.pack.pieces
    every = _counts(message, text)
    only = words.only is not None and words.only.search(text) is not None
    counted = [count for count in every if only or _is_done_with(talk, text, count)]
    return counted[0][1] if len(counted) == 1 and not message.values("product") else None


def _counts(message: Message, text: str) -> list[_Count]:
    """The counts of a message, and where they stand in its normalised text."""
    found: list[_Count] = []
    free = 0
    for entity in message.values("count"):
        word = normalize(entity.text).text
        at = text.find(word, free)
        if at >= 0:
            free = at + len(word)
            found.append(((at, free), int(entity.value)))
    return found


def _belongs(count: _Count, own: Sequence[Spot], names: Sequence[Spot]) -> bool:
    """Whether a count is said of the line that stands at `own`: right before it, or behind it and before the next."""
    (begin, end), _ = count
    ahead = next((at for at in names if at[0] == end), None)
    if ahead is not None or not own:
        return not own or ahead in own
    before = [at for at in names if at[1] <= begin]
    return before[-1] in own if before else names[:1] == list(own[:1])


def _meant(talk: Talk, text: str, counts: Sequence[_Count]) -> int:
    """两件T恤退一件: the one that something is done with, else the smallest."""
    done = [count[1] for count in counts if _is_done_with(talk, text, count)]
    return done[0] if done else min(number for _, number in counts)


def _is_done_with(talk: Talk, text: str, count: _Count) -> bool:
    verb = talk.pack.pieces.verb
    return verb is not None and verb.search(text[: count[0][0]]) is not None
