"""Whether words are a yes or a no to what is about to be done.

A yes moves parcels and money, so that only a message which is a yes from its first word to its last is one: 好的 is,
and 确认取消吧. 好烦, 嗯？, 是的 等等 and 好的，什么时候到账 are not, however much they resemble one. A no does no harm
and is heard behind a yes too: 好的不退了.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Final

from bot.core.conversation import Frame, JsonValue
from bot.dialogue.asking import CONFIRM
from bot.dialogue.registered import is_bare
from bot.dialogue.replies import YES_NO
from bot.dialogue.turn import ScriptGone, Talk
from bot.scripts.book import Pack
from bot.scripts.flows import Confirm
from bot.scripts.spans import span_of
from intents import exact_option, normalize
from intents.pinyin import sound

_HOLDS: Final = timedelta(hours=3)
"""For a shop that says nothing about it: somebody who comes back later has other things in mind, and the order may have
moved on; within a lunch break or a meeting neither is likely."""

_ASKS: Final = re.compile(r"[?？]")
_TRAILS_OFF: Final = re.compile(r"(?:…|[.。]{2,})\s*$")
_A_WORD: Final = 3  # characters of a message that may be taken for a word and what stands around it
_LONGEST: Final = 40  # characters of a message that says nothing but yes or no


def question_holds(shop: Mapping[str, JsonValue]) -> timedelta:
    """How long a question is still the one that a bare yes or no answers."""
    table = shop.get("understanding")
    span = table.get("question_holds") if isinstance(table, Mapping) else None
    return span_of(span) if isinstance(span, str) else _HOLDS


def agrees(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message is a yes as a whole: nothing in it asks, doubts, objects or is about something else."""
    plain = _plain(talk, text)
    if plain is None or _TRAILS_OFF.search(text):  # 嗯…
        return False
    _, yes = _by_meaning(talk.pack, "affirm")
    return _made_of(plain, yes | _own_yes(talk, frame), filler={*talk.pack.consent.beside, *_title_of(talk, frame)})


def insists(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message says of the very matter that it is to be done: 取消啊, 算了 还是取消吧, after 确认取消吗.

    取消 alone may be the wish to leave it as well.
    """
    plain = _plain(talk, text)
    if plain is None:
        return False
    words = talk.pack.consent
    led = words.after_all.match(plain) if words.after_all is not None else None
    rest = plain[led.end() :].strip() if led else plain
    own = _own_yes(talk, frame)
    denials = tuple(words.no)  # 不要, of 不要了, denies as much
    stems = frozenset(word[:-1] for word in own if word[-1] in words.beside and not word.startswith(denials))
    if not led and rest in stems:
        return False
    _, yes = _by_meaning(talk.pack, "affirm")
    return bool(rest) and _made_of(rest, own | stems, filler={*words.beside, *yes, *_title_of(talk, frame)})


def gives_up(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message takes back what was about to be done: cancel that, asked whether the card says so.

    Where the matter itself is to cancel, it may be a yes as well.
    """
    return is_bare(talk, text) and not any(is_bare(talk, word) for word in _asked(talk, frame).yes)


def _own_yes(talk: Talk, frame: Frame) -> frozenset[str]:
    """What is a yes to this question alone. 不要了, and then 不要了, says twice the same and agrees to nothing."""
    own = frozenset(_unmarked(word) for word in _asked(talk, frame).yes)
    denials = frozenset(word for word in own if word.startswith(tuple(talk.pack.consent.no)))
    opened_so = is_bare(talk, frame.utterance) and any(word in _unmarked(frame.utterance) for word in denials)
    return own - denials if opened_so else own


def denies_the_matter(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a text denies what would be a yes to the question: 其实不用换, where 换 would agree."""
    plain, no = _unmarked(text).strip(), tuple(talk.pack.consent.no)
    yes = [word for word in _own_yes(talk, frame) if not word.startswith(no)]
    gap = " " if plain.isascii() else ""
    return not doubts(talk, text) and any(f"{one}{gap}{word}" in plain for one in no for word in yes)


def only_reads(talk: Talk, text: str) -> bool:
    """Whether a message says no more than that it was read: 知道了, 好的收到, 嗯哼."""
    plain = _plain(talk, text)
    if plain is None:
        return False
    read, yes = _by_meaning(talk.pack, "affirm")
    only_read = talk.pack.consent.read
    if len(plain) <= _A_WORD and only_read is not None and only_read.fullmatch(plain):
        return True
    return _made_of(plain, read, filler={*talk.pack.consent.beside, *yes})


def refuses(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message is a no in words of its own, about nothing but the matter: 点错了, 谁要取消了, 可以不取消吗."""
    plain, words = _unmarked(text).strip(), talk.pack.consent
    if words.refuses is None or not 0 < len(plain) <= _LONGEST:
        return False
    rest = words.refuses.sub(" ", plain)
    _, yes = _by_meaning(talk.pack, "affirm")
    return rest != plain and _is_about(talk, frame, rest, yes)


def asks_whether(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message only asks back what was asked: 能取消吗, 确认吗."""
    plain = _unmarked(text).strip()
    _, yes = _by_meaning(talk.pack, "affirm")
    return doubts(talk, text) and len(plain) <= _LONGEST and _is_about(talk, frame, plain, yes)


def _is_about(talk: Talk, frame: Frame, text: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether a text has nothing but words of the matter, those that stand beside a yes or a no, and some more."""
    words = talk.pack.consent
    plain = words.doubt.sub(" ", text) if words.doubt is not None else text
    plain = "".join(char if char.isalnum() else " " for char in plain).strip()
    around = frozenset({*words.beside, *words.but, *_title_of(talk, frame)}) | more
    return not plain or _made_of(plain, around, filler=set(around))


def doubts(talk: Talk, text: str) -> bool:
    """Whether words make a yes or a no doubtful: 行不行啊."""
    doubt = talk.pack.consent.doubt
    return bool(_ASKS.search(text)) or (doubt is not None and doubt.search(_unmarked(text).strip()) is not None)


def picks(talk: Talk, frame: Frame, text: str) -> bool | None:
    """The yes or no that a number stands for, in the order of the buttons: 1, 选2, 第一个. None for any other text."""
    plain = _plain(talk, text)
    if plain is None:
        return None
    buttons = talk.pack.replies[_asked(talk, frame).reply].alternatives[-1].buttons
    numbered: dict[str, tuple[str, ...]] = {button.value: () for button in buttons if button.value in YES_NO}
    picked = exact_option(plain, numbered)
    return None if picked is None else picked == "yes"


def _asked(talk: Talk, frame: Frame) -> Confirm:
    """The step whose confirmation is open. Raises ScriptGone."""
    step = talk.pack.flows[frame.name].steps[frame.step]
    if not isinstance(step, Confirm):
        raise ScriptGone(f"step {frame.step} of {frame.name} asks for no confirmation")
    return step


def declines(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message is nothing but a no, a yes that takes itself back included: 好吧 不过先别取消."""
    plain, words = _plain(talk, text), talk.pack.consent
    if plain is None:
        return False
    read, yes = _by_meaning(talk.pack, "affirm")
    title = set(_title_of(talk, frame))
    given_up = {word for word in _by_meaning(talk.pack, "cancel")[1] if not title.issuperset(word)}
    no = frozenset({*_by_meaning(talk.pack, "deny")[1], *given_up, *words.no})
    return _made_of(plain, no, filler={*words.beside, *words.but, *read, *yes, *title})


def names_the_matter(talk: Talk, text: str) -> bool:
    """Whether 取消, at 确认取消吗？, may be the matter to be confirmed as well as the wish to leave it."""
    frame, plain = talk.top, _plain(talk, text)
    if frame is None or frame.asking != CONFIRM or plain is None:
        return False
    return set(plain) <= set(_title_of(talk, frame)) if not plain.isascii() else plain in set(_title_of(talk, frame))


def _plain(talk: Talk, text: str) -> str | None:
    """The text as it is read; None for one that asks or doubts, or says more than yes or no."""
    plain = _unmarked(text).strip()
    return plain if 0 < len(plain) <= _LONGEST and not doubts(talk, text) else None


def _unmarked(text: str) -> str:
    """Normalised, and without apostrophes: dont is don't."""
    return normalize(text).text.replace("'", "")


def _title_of(talk: Talk, frame: Frame) -> Iterable[str]:
    """取消, of 确认取消, says only again what the question is about."""
    intent = talk.pack.intents.get(frame.intent)
    words = _unmarked(intent.title) if intent else ""
    return words.split() if words.isascii() else set(words) - {word for word in talk.pack.consent.no if len(word) == 1}


def _by_meaning(pack: Pack, engine: str) -> tuple[frozenset[str], frozenset[str]]:
    """The examples of an engine's intents: those that only say that something was read, and the others."""
    examples = (example.text for one in pack.intents.values() if one.engine == engine for example in one.spec.examples)
    return _sorted_out(tuple(examples), pack.consent.read)


@lru_cache(maxsize=16)
def _sorted_out(examples: tuple[str, ...], only_read: re.Pattern[str] | None) -> tuple[frozenset[str], frozenset[str]]:
    written = {_unmarked(example) for example in examples}
    words = written | {word.replace(" ", "") for word in written}  # shide
    read = frozenset(word for word in words if only_read is not None and only_read.fullmatch(word))
    return read, frozenset(words - read)


def _made_of(text: str, words: frozenset[str], *, filler: set[str]) -> bool:
    """Whether a text is some of these words, one at least, with nothing but filler between them."""
    heard = sound(text)
    open_at = {0: False}  # places that words so far can end at, and whether one of them counted
    for at in range(len(text)):
        if at not in open_at:
            continue
        if not text[at].isalnum() and text[at] not in words:
            open_at[at + 1] = open_at[at] or open_at.get(at + 1, False)
        for length in range(1, len(text) - at + 1):
            part = text[at : at + length]
            if not _ends(text, at + length):
                continue
            counts = part in words or (length > 1 and heard[at : at + length] in _sounds(words))
            if counts or part in filler:
                open_at[at + length] = open_at[at] or counts or open_at.get(at + length, False)
    return open_at.get(len(text), False)


def _ends(text: str, at: int) -> bool:
    """Whether a word may end here: yes does not within yesterday."""
    return at == len(text) or not (text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum())


@lru_cache(maxsize=16)
def _sounds(words: frozenset[str]) -> frozenset[str]:
    """好的, as 号的 sounds; Latin words have to be written as they are."""
    return frozenset(sound(word) for word in words if not word.isascii())
