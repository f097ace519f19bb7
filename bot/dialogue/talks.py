"""Playing a written talk: each turn of a conversation test becomes what the engine is told, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.core.conversation import JsonValue
from bot.core.events import HandedBack, Notice, TimerFired
from bot.core.messages import Content, Media, MediaKind
from bot.core.timers import TimerKind
from bot.dialogue.rehearsal import Heard, Rehearsal, given_of
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc, ShopSideDoc, TurnDoc, UtteranceDoc
from bot.scripts.spans import span_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """One turn of a talk.

    Attributes:
        doc: as written.
        happened: what the customer or the shop did, a line each.
        heard: what came of it.
    """

    doc: TurnDoc
    happened: tuple[str, ...]
    heard: Heard


def played(book: ScriptBook, language: str, test: ConversationDoc, *, wording: int = 0) -> Iterator[Turned]:
    """Play a talk turn by turn, whatever the bot says.

    Args:
        book: the scripts.
        language: the customer's.
        test: the talk.
        wording: with which wording each reply and question begins, from 0.
    """
    if test.given is not None and test.given.shop:
        plain = {str(key): value for key, value in test.given.shop.items()}
        book = replace(book, shop=_with(book.shop, plain))
    rehearsal = Rehearsal(book, given_of(test.given, book), language=language, wording=wording)
    photos = 0
    for turn in test.talk:
        if turn.shop is not None:
            yield Turned(doc=turn, happened=(f"    shop: {_deed(turn.shop)}",), heard=_act(rehearsal, turn.shop))
            continue
        if turn.after is not None:
            yield Turned(doc=turn, happened=(f"   after: {turn.after}",), heard=rehearsal.wait(span_of(turn.after)))
            continue
        contents = [_content(one, photos + 10 * at) for at, one in enumerate(turn.user)]
        photos += 10 * len(contents)
        happened = tuple(f"customer: {_shown(one)}" for one in contents)
        yield Turned(doc=turn, happened=happened, heard=rehearsal.hear(*contents))


def _with(shop: Mapping[str, JsonValue], other: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The shop's data with some values replaced, section by section."""
    merged = dict(shop)
    for key, value in other.items():
        own = merged.get(str(key))
        merged[str(key)] = _with(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return merged


def _act(rehearsal: Rehearsal, shop: ShopSideDoc) -> Heard:
    if shop.hands_back is not None:
        settled = {str(key): value for key, value in shop.settles.items()}
        back = HandedBack(outcome=str(shop.outcome or ""), intent=str(shop.intent or ""), slots=settled)
        return rehearsal.hand_back(back)
    order = next((one for one in rehearsal.given.orders if one.number == shop.order), None)
    result = {str(key): value for key, value in shop.result.items()}
    if shop.timer is TimerKind.RATING:
        return rehearsal.ask_for_rating()
    if shop.timer is not None:
        return rehearsal.tell(TimerFired(kind=shop.timer, order=order))
    return rehearsal.tell(Notice(reply=str(shop.notice), order=order, result=result))


def _deed(shop: ShopSideDoc) -> str:
    if shop.hands_back is not None:
        return f"hands back {shop.outcome or ''}".rstrip()
    return f"notice {shop.notice}" if shop.notice is not None else f"timer {shop.timer}"


def _content(utterance: UtteranceDoc, first_photo: int) -> Content:
    kinds = [MediaKind.PHOTO] * (utterance.photo or 0) + ([utterance.sends] if utterance.sends else [])
    media = tuple(Media(kind=kind, key=f"{kind}-{first_photo + at + 1}") for at, kind in enumerate(kinds))
    press = str(utterance.press) if utterance.press is not None else None
    return Content(text=str(utterance.text or ""), press=press, media=media)


def _shown(content: Content) -> str:
    if content.press is not None:
        return f"[{content.press}]"
    return content.text or f"({', '.join(one.kind for one in content.media)})"
