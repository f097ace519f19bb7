"""From what the customer sent to what it may mean: one message of a burst, its language, its intents."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.events import Received
from bot.core.messages import MAX_TEXT, Media, MediaKind
from bot.dialogue.codes import uncoded, without_links
from bot.dialogue.hours import zone_of
from bot.dialogue.languages import is_gibberish, is_worded, is_written, loyalty, packs_to_try
from bot.dialogue.points import wish
from bot.dialogue.signs import calmed, signed, sounds_grave, sure_of, without_harmless
from bot.dialogue.turn import Talk
from bot.dialogue.unnamed import beside_names, meant_without_names, only_names, said_by_names, without_names
from bot.scripts.book import POLITE, Intent, Pack
from bot.scripts.engine_replies import OUTREACH_TOPIC
from intents import Decision, Match
from intents.entities import Entity, find_entities

_EVIDENCE: Final = frozenset({MediaKind.PHOTO, MediaKind.VIDEO})
_WEIGHT: Final = {Decision.ANSWER: 1.0, Decision.ASK: 0.3, Decision.HANDOFF: 0.0}
_CJK: Final = re.compile(r"[㐀-鿿豈-﫿]")
_CODES: Final = ("order_number", "tracking_number", "phone", "phone4")
_WORDED_REST: Final = 3  # letters beside harmless words that may say something of their own
_VERY_SURE: Final = 0.9
_STORY: Final = 30  # characters from which a message has told more than it asks
_COPIED: Final = {
    "图片": MediaKind.PHOTO,
    "照片": MediaKind.PHOTO,
    "视频": MediaKind.VIDEO,
    "语音": MediaKind.VOICE,
    "文件": MediaKind.FILE,
    "表情": MediaKind.STICKER,
    "动画表情": MediaKind.STICKER,
    "位置": MediaKind.LOCATION,
}
"""What stands in brackets for an attachment in a text that was copied from another chat: [图片]."""
_SENTENCE_END: Final = re.compile(r"[，。！？；,!?;…\n]+|\.\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A burst of events read as one message.

    Attributes:
        text: all texts that were typed, one line each; the title of a pressed button is not among them.
        press: value of the button pressed last, or None.
        pressed: its title as the customer saw it; our own words, shown to agents and never read.
        photos: media keys of photos and videos, in order.
        unread: what came last of all that nobody here can read (voice, sticker, file, location), or None.
        entities: things with a value that the text names.
    """

    text: str
    press: str | None = None
    pressed: str = ""
    photos: tuple[str, ...] = ()
    unread: MediaKind | None = None
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
    copied = [kind for text in typed if (kind := _stands_for(text)) is not None]
    typed = [text for text in typed if _stands_for(text) is None]
    text = "\n".join(typed)[:MAX_TEXT]
    presses = [(content.press, content.text) for content in contents if content.press is not None]
    press, pressed = presses[-1] if presses else (None, "")
    media = [one for content in contents for one in content.media]
    photos = tuple(one.key for one in media if _is_evidence(one))
    unread = [*copied, *(one.kind for one in media if not _is_evidence(one))]
    message = message_of(talk, text, photos=photos)
    return replace(message, press=press, pressed=pressed, unread=unread[-1] if unread else None)


def _stands_for(text: str) -> MediaKind | None:
    """The attachment that [图片] alone stands for."""
    return _COPIED.get(text[1:-1]) if text[0] in "[【" and text[-1] in "]】" else None


def _is_evidence(media: Media) -> bool:
    return media.kind in _EVIDENCE and bool(media.key)


def message_of(talk: Talk, text: str, *, photos: tuple[str, ...] = ()) -> Message:
    """A text as a message, with what it names."""
    names = {product.id: (product.title, *product.aliases) for product in talk.book.products.values()}
    local = talk.now.astimezone(zone_of(talk.book.shop))
    return Message(text=text, photos=photos, entities=find_entities(without_links(text), products=names, now=local))


def read(talk: Talk, message: Message) -> Reading:
    """Match the message in the customer's language, which is settled here, and remember how it was read."""
    text, current = message.text, talk.pack.language
    readings = {pack.language: _match(talk, pack, message) for pack in packs_to_try(talk, text)}
    stay = loyalty(talk, text)
    best = max(readings, key=lambda name: _sureness(readings[name]) + (stay if name == current else 0.0))
    first = next(iter(readings[best].matches), None)
    written = best != current and is_written(talk, talk.book.packs[best], first)
    if not written and is_worded(text) and not is_gibberish(talk, best, first, text):
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


def matter_in(talk: Talk, text: str) -> Intent | None:
    """What these words are surely about, beside courtesies and what the engine itself does."""
    found = meant(talk, match_text(talk, text))
    return next((intent for intent in found if not intent.engine and intent.part not in POLITE), None)


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
    if talk.state.offer is not None:  # 别发了, right after a message that nobody asked for
        warm.add(OUTREACH_TOPIC)
    text = without_codes(message)
    if not text or message.press is not None:
        return Reading()
    signs = signed(pack, text)
    if signs:
        return Reading(matches=(sure_of(signs[-1], text),))
    if talk.state.frames and only_names(text, {entity.text for entity in message.values("product")}):
        return Reading()  # 台灯, in the middle of something, says of which thing
    reading = _match_words(pack, text, warm)
    if not sounds_grave(pack, reading.matches):
        return _match_unnamed(pack, message, text, reading, warm)
    plain = without_harmless(pack, text)
    if plain == text:
        return reading
    left = sum(char.isalnum() for char in plain)
    rest = _match_words(pack, plain.strip(), warm) if left >= _WORDED_REST else Reading()
    if set(rest.answered) - _polite(pack):
        return rest
    return Reading(matches=tuple(calmed(pack, match) for match in reading.matches))


def _match_unnamed(pack: Pack, message: Message, text: str, reading: Reading, warm: Collection[str]) -> Reading:
    """四件套换燕麦 once more as 这个换燕麦, where nothing was understood: what was likely before, or is very sure."""
    names = {entity.text for entity in message.values("product")}
    reading = Reading(matches=beside_names(reading.matches, names))
    own = set(reading.answered) - _polite(pack)
    if reading.answered and any(one.confidence >= _VERY_SURE or one.intent not in own for one in reading.matches):
        return reading
    again = [_match_words(pack, plain, warm) for plain in without_names(pack, text, names)]
    if reading.answered:
        plain = again[-1] if again else reading
        by_name = said_by_names(own, [match for one in again for match in one.matches])
        return plain if by_name and not any(pack.intents[name].engine for name in plain.answered) else reading
    likely_before = {candidate.intent for match in reading.matches for candidate in match.candidates}
    for one in again:
        sure = {match.intent for match in one.matches if match.confidence >= _VERY_SURE}
        own = set(one.answered) - _polite(pack)
        if own and own <= likely_before | sure and not any(pack.intents[name].engine for name in own):
            return one
    if not reading.asked:
        return next((one for one in again if one.asked), reading)
    return Reading(matches=meant_without_names(reading.matches, [match for one in again for match in one.matches]))


def _match_words(pack: Pack, text: str, warm: Collection[str]) -> Reading:
    reading = Reading(matches=pack.matcher.match_all(text, warm=warm))
    if set(reading.answered) - _polite(pack):
        return reading
    if "\n" in text:
        return _match_lines(pack, text.split("\n"), warm) or reading
    return _match_sentences(pack, text, warm) or reading


def without_codes(message: Message) -> str:
    """The text without order numbers and phones, and what introduces them: they say which, never what."""
    codes = {entity.text for entity in message.values(*_CODES)}
    phones = {entity.text for entity in message.values("phone")}
    return uncoded(message.text, codes, phones=phones)


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


def _sureness(reading: Reading) -> float:
    first = reading.matches[0] if reading.matches else None
    if first is None:
        return 0.0
    return first.in_scope + _WEIGHT[first.decision]
