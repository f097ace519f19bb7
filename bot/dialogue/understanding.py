"""From what the customer sent to what it may mean: one message of a burst, its language, its intents."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.events import Received
from bot.core.messages import MAX_TEXT, MediaKind
from bot.dialogue.hours import zone_of
from bot.dialogue.points import wish
from bot.dialogue.turn import Talk
from bot.scripts.book import POLITE, Intent, Pack
from intents import Decision, Match
from intents.entities import Entity, find_entities
from intents.pinyin import syllables

_EVIDENCE: Final = frozenset({MediaKind.PHOTO, MediaKind.VIDEO})
_WEIGHT: Final = {Decision.ANSWER: 1.0, Decision.ASK: 0.3, Decision.HANDOFF: 0.0}
_CJK: Final = re.compile(r"[㐀-鿿豈-﫿]")
_WORD: Final = re.compile(r"[㐀-鿿豈-﫿]|[^\W\d_]{2}")  # one Latin letter, k or x, is of no language
_CODES: Final = ("order_number", "tracking_number", "phone", "phone4")
_CODE: Final = re.compile(r"[A-Za-z-]*\d[A-Za-z\d-]*")  # an order number has no language
_LATIN: Final = re.compile(r"[A-Za-z']+")
_FEWEST_WORDS: Final = 4  # of a Latin message that changes the language in the middle of something
_FEWEST_TO_TURN: Final = 3  # of a Latin message that turns a Chinese talk into another language
_SHORTEST_WORD: Final = 3  # letters: ok and rg are said in any language
_STORY: Final = 30  # characters from which a message has told more than it asks
_SENTENCE_END: Final = re.compile(r"[，。！？；,!?;…\n]+|\.\s")
_LINK: Final = re.compile(r"https?://[!-~]+")
_SERIAL: Final = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{1,4}-?\d{4,}(?![A-Za-z0-9-])")  # XM9999, too short to be sure
_BEFORE_CODE: Final = (
    r"(?:(?:(?:订单|快递|收货|收件|手机|电话)*(?:单号|编号|号码|尾号|手机号|电话|后[四4]位|号)(?:是|为)?)[\s:：]*)?"
)
_SENT_BACK: Final = r"(?P<said>(?:退货|换货|寄回|退回)的?(?:快递)?单?号)[是为]?[\s:：]*"
"""退货单号 before a number names what goes back, and is no wish to return."""
_LOYALTY: Final = 0.2  # how much surer another language's reading must be than that of the language under way
_REAL_WORDS: Final = 0.42  # share of a text that its language's pack must know before an unclear one is taken for it

VERY_SURE: Final = 0.95
"""Confidence from which a wish is taken for one where any text is an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A burst of events read as one message.

    Attributes:
        text: all texts that were typed, one line each; the title of a pressed button is not among them.
        press: value of the button pressed last, or None.
        pressed: its title as the customer saw it; our own words, shown to agents and never read.
        photos: media keys of photos and videos, in order.
        unreadable: whether something came that nobody here can read (voice, sticker, file, location).
        entities: things with a value that the text names.
    """

    text: str
    press: str | None = None
    pressed: str = ""
    photos: tuple[str, ...] = ()
    unreadable: bool = False
    entities: tuple[Entity, ...] = ()

    def values(self, *kinds: str) -> tuple[Entity, ...]:
        """The entities of these kinds, in order."""
        return tuple(entity for entity in self.entities if entity.kind in kinds)

    @property
    def blank(self) -> bool:
        """Whether the text has no letter and no digit: emoji, 。。。 or nothing."""
        return not any(char.isalnum() for char in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A slot's value read from a message.

    Attributes:
        value: in the slot's JSON shape.
        sure: whether it can mean nothing else.
        words: the customer's words that carried it; empty when the whole message did.
    """

    value: JsonValue
    sure: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message may mean: one match for each part with an intent of its own."""

    matches: tuple[Match, ...] = ()

    @property
    def answered(self) -> tuple[str, ...]:
        """The intents that are sure, in order."""
        return tuple(match.intent for match in self.matches if match.decision is Decision.ANSWER and match.intent)

    @property
    def asked(self) -> tuple[str, ...]:
        """The intents to ask about, likeliest first; empty unless nothing is sure."""
        if self.answered or not self.matches or self.matches[0].decision is not Decision.ASK:
            return ()
        first = self.matches[0]
        return tuple(candidate.intent for candidate in first.candidates[: first.asking])


def gather(talk: Talk, events: Sequence[Received]) -> Message:
    """Read a burst as one message: texts joined, attachments together, the last press wins.

    A press is its value only: 云朵三折晴雨伞 +1 on a button is our own text, and no number of the customer's.
    """
    contents = [event.content for event in events]
    typed = [content.text.strip() for content in contents if content.press is None and content.text.strip()]
    text = "\n".join(typed)[:MAX_TEXT]
    presses = [(content.press, content.text) for content in contents if content.press is not None]
    press, pressed = presses[-1] if presses else (None, "")
    media = [one for content in contents for one in content.media]
    photos = tuple(one.key for one in media if one.kind in _EVIDENCE and one.key)
    message = message_of(talk, text, photos=photos)
    return replace(message, press=press, pressed=pressed, unreadable=len(photos) < len(media))


def message_of(talk: Talk, text: str, *, photos: tuple[str, ...] = ()) -> Message:
    """A text as a message, with what it names."""
    names = {product.id: (product.title, *product.aliases) for product in talk.book.products.values()}
    local = talk.now.astimezone(zone_of(talk.book.shop))
    return Message(text=text, photos=photos, entities=find_entities(without_links(text), products=names, now=local))


def without_links(text: str) -> str:
    """The text with links blanked out, as long as before: the numbers in them name nothing of the customer's."""
    return _LINK.sub(lambda found: " " * len(found.group()), text)


def read(talk: Talk, message: Message) -> Reading:
    """Match the message in the customer's language, which is settled here, and remember how it was read."""
    readings = {pack.language: _match(talk, pack, message) for pack in _packs(talk, message)}
    current = talk.pack.language
    loyalty = _LOYALTY if talk.state.language else 0.0
    best = max(readings, key=lambda name: _sureness(readings[name]) + (loyalty if name == current else 0.0))
    if _worded(message) and not _gibberish(talk, best, readings[best], message):
        talk.state = replace(talk.state, language=best)
    else:
        best = current if current in readings else best
    talk.matches = readings[best].matches
    talk.reach(*map(wish, readings[best].answered))
    for match in talk.matches:
        talk.note(f"{match.text!r}: {match.decision} {match.intent or ''} {match.confidence:.2f}")
    return readings[best]


def match_text(talk: Talk, text: str) -> Reading:
    """Match a part of a message in the language already settled."""
    return _match(talk, talk.pack, Message(text=text))


def meant(talk: Talk, reading: Reading) -> tuple[Intent, ...]:
    """The intents of the scripts that are sure, in order."""
    return tuple(talk.pack.intents[name] for name in reading.answered if name in talk.pack.intents)


def likely(talk: Talk, reading: Reading) -> tuple[Intent, ...]:
    """The intents of the scripts to ask about, likeliest first; none when one is sure."""
    return tuple(talk.pack.intents[name] for name in reading.asked if name in talk.pack.intents)


def _polite(pack: Pack) -> frozenset[str]:
    return frozenset(intent.id for intent in pack.intents.values() if intent.part in POLITE)


def _match(talk: Talk, pack: Pack, message: Message) -> Reading:
    warm = {talk.state.topic} if talk.warm and talk.state.topic else set()
    for frame in talk.state.frames:
        intent = pack.intents.get(frame.intent)
        if intent is not None:
            warm.add(intent.topic)
    text = without_codes(message)
    if not text or message.press is not None:
        return Reading()
    reading = Reading(matches=pack.matcher.match_all(text, warm=warm))
    if set(reading.answered) - _polite(pack):
        return reading
    if "\n" in text:
        return _match_lines(pack, text.split("\n"), warm) or reading
    return _match_sentences(pack, text, warm) or reading


def without_codes(message: Message) -> str:
    """The text without order numbers and phones, and what introduces them: they say which, never what.

    单号600120260026 手机尾号2026 is no question about where to find them.
    """
    text = _LINK.sub(" ", message.text)
    codes = [entity.text for entity in message.values(*_CODES)] + _SERIAL.findall(text)
    for code in sorted(set(codes), key=len, reverse=True):
        gap = "" if _CJK.search(text) else " "
        text = re.sub(f"{_SENT_BACK}{re.escape(code)}", r"\g<said>", text)
        text = re.sub(f"{_BEFORE_CODE}{re.escape(code)}", gap, text)
    return text.strip()


def _match_lines(pack: Pack, lines: Sequence[str], warm: Collection[str]) -> Reading | None:
    """在吗 / 我的快递 / 怎么还没到 is one question, typed in pieces after a greeting; else each line may be one."""
    alone = [(line, pack.matcher.match(line, warm=warm)) for line in lines if line.strip()]
    polite = _polite(pack)
    pieces = [line for line, match in alone if match.intent not in polite]
    if not pieces:
        return None
    text = ("" if _CJK.search(pieces[0]) else " ").join(pieces)
    joined = Reading(matches=pack.matcher.match_all(text, warm=warm))
    clear = tuple(match for _, match in alone if match.intent and match.intent not in polite)
    return joined if joined.answered or not clear else Reading(matches=clear)


def _match_sentences(pack: Pack, text: str, warm: Collection[str]) -> Reading | None:
    """A long story, of which one sentence says what is wanted: …插上电以后灯不亮，试了好几个插座都不行…"""
    if len(text) < _STORY:
        return None
    parts = [part for part in _SENTENCE_END.split(text) if part.strip()]
    read = [pack.matcher.match(part, warm=warm) for part in parts]
    clear = [match for match in read if match.intent and match.intent not in _polite(pack)]
    intents = {match.intent for match in clear}
    return Reading(matches=tuple(clear[:1])) if len(intents) == 1 else None


def _worded(message: Message) -> bool:
    """Whether the text has words of some language, and not only numbers and codes."""
    return _WORD.search(_CODE.sub("", message.text)) is not None


def _gibberish(talk: Talk, language: str, reading: Reading, message: Message) -> bool:
    """Whether a text that nobody understood has too few words of another language to be a change of language."""
    first = reading.matches[0] if reading.matches else None
    if language == talk.pack.language or first is None or first.decision is not Decision.HANDOFF:
        return False
    return talk.book.packs[language].matcher.explain(message.text).coverage < _REAL_WORDS


def _sureness(reading: Reading) -> float:
    first = reading.matches[0] if reading.matches else None
    if first is None:
        return 0.0
    return first.in_scope + _WEIGHT[first.decision]


def _packs(talk: Talk, message: Message) -> list[Pack]:
    """The packs to try: Chinese script says Chinese; Latin letters may be any language, pinyin too.

    A flow under way keeps its language where another pack does not have that flow.
    """
    packs = talk.book.packs
    keeps = [pack for pack in packs.values() if _holds_frames(talk, pack)] or [talk.pack]
    if _CJK.search(message.text) and "zh" in packs and packs["zh"] in keeps:
        return [packs["zh"]]
    if not _worded(message) or _stays(talk, message):
        return [talk.pack]
    if not _may_be_pinyin(message) and _speaks_latin(talk, message, keeps):
        return [pack for pack in keeps if pack.language != "zh"]
    return sorted(keeps, key=lambda pack: pack.language != talk.pack.language)


def _may_be_pinyin(message: Message) -> bool:
    """Shenme shihou fahuo and rg are Chinese typed in Latin letters; a word that is no row of syllables says no."""
    words = [word.lower() for word in _LATIN.findall(_CODE.sub("", without_links(message.text)))]
    return all(syllables(word) or len(word) < _SHORTEST_WORD for word in words)


def _speaks_latin(talk: Talk, message: Message, packs: Sequence[Pack]) -> bool:
    """Whether it is a language in Latin letters: once spoken, it stays; else its pack must know the words.

    where is my order, on a Chinese page, is English. One word is only so as the first thing said.
    """
    others = [pack for pack in packs if pack.language != "zh"]
    if not others or talk.pack.language != "zh":
        return bool(others)
    few = len(_LATIN.findall(without_links(message.text))) < _FEWEST_TO_TURN and talk.state.turns > 1
    return not few and any(pack.matcher.explain(message.text).coverage >= _REAL_WORDS for pack in others)


def _stays(talk: Talk, message: Message) -> bool:
    """NaN or quality problem, in the middle of something Chinese: too few words to be a change of language."""
    words = {word.lower() for word in _LATIN.findall(message.text)}
    few = len(words) < _FEWEST_WORDS and "english" not in words
    return few and talk.top is not None and talk.pack.language == "zh"


def _holds_frames(talk: Talk, pack: Pack) -> bool:
    frames = talk.state.frames
    named = all(not frame.name or frame.name in pack.flows or frame.name in pack.replies for frame in frames)
    return named and all(set(frame.options) <= pack.intents.keys() for frame in frames)
