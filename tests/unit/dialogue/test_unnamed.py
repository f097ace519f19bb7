from __future__ import annotations

import re

import pytest

from bot.dialogue.unnamed import beside_names, only_names, said_by_names, without_names
from bot.scripts.book import Naming, Pack
from bot.scripts.piece_documents import PieceWords
from intents import Candidate, Decision, Match, Matcher


def pack(naming: Naming, kept_before: str = "(?!)", kept_behind: str = "(?!)") -> Pack:
    words = PieceWords(kept_before=re.compile(kept_before), kept_behind=re.compile(kept_behind))
    return Pack(
        language="en",
        topics={},
        intents={},
        slots={},
        flows={},
        replies={},
        matcher=Matcher.fit([]),
        pieces=words,
        naming=naming,
    )


ENGLISH = pack(Naming(stand_in="it", article=("the", "just the")), r"\b(?:keep|not)(?: the)?\s*$", r"\s*is fine\b")
CHINESE = pack(Naming(stand_in="这个", article=("那个",)), r"除了\s*$", r"\s*(?:别退|保留)")


@pytest.mark.parametrize(
    ("text", "names", "read"),
    [
        ("any update on the Thermos?", {"Thermos"}, ("any update on it?",)),
        ("send back just the lamp", {"lamp"}, ("send back it",)),
        ("swap lamp for the umbrella", {"lamp", "umbrella"}, ("swap it for it",)),
        ("the lampshade is torn", {"lamp"}, ()),
        ("where is it", set(), ()),
    ],
)
def test_a_pronoun_stands_for_the_name_and_its_article(text: str, names: set[str], read: tuple[str, ...]) -> None:
    assert without_names(ENGLISH, text, names) == read


@pytest.mark.parametrize(
    ("text", "read"), [("四件套换燕麦", ("这个换燕麦",)), ("那个台灯退了吧", ("这个退了吧",)), ("台灯", ())]
)
def test_chinese_names_stand_without_spaces(text: str, read: tuple[str, ...]) -> None:
    assert without_names(CHINESE, text, {"四件套", "台灯"}) == read


@pytest.mark.parametrize(
    ("given", "text", "read"),
    [
        (ENGLISH, "return the bedding, keep the lamp", ("return the bedding", "return it")),
        (ENGLISH, "cancel the lamp but keep the bedding pls", ("cancel the lamp pls", "cancel it pls")),
        (ENGLISH, "return the bedding the lamp is fine", ("return the bedding", "return it")),
        (CHINESE, "退四件套 台灯保留", ("退四件套", "退这个")),
        (CHINESE, "台灯别退 四件套退了", ("四件套退了", "这个退了")),
    ],
)
def test_what_is_to_stay_is_left_out(given: Pack, text: str, read: tuple[str, ...]) -> None:
    assert without_names(given, text, {"bedding", "lamp", "四件套", "台灯"}) == read


@pytest.mark.parametrize("text", ["keep the lamp", "not the lamp, not the bedding"])
def test_who_only_names_what_is_to_stay_is_read_as_it_is(text: str) -> None:
    assert without_names(ENGLISH, text, {"bedding", "lamp"}) == ()


def test_a_pack_without_a_pronoun_reads_names_as_they_are() -> None:
    assert without_names(pack(Naming()), "send back the lamp", {"lamp"}) == ()


def test_a_name_alone_says_only_which() -> None:
    assert only_names("台灯", {"台灯"})
    assert only_names("台灯，保温杯", {"台灯", "保温杯"})
    assert not only_names("台灯多亮", {"台灯"})
    assert not only_names("改地址", {"台灯"})
    assert not only_names("台灯", ())


def _match(text: str, **candidates: float) -> Match:
    likely = tuple(Candidate(intent=name, confidence=sure) for name, sure in candidates.items())
    first = likely[0]
    return Match(
        text=text,
        normalized=text,
        decision=Decision.ANSWER,
        intent=first.intent,
        confidence=first.confidence,
        in_scope=1.0,
        candidates=likely,
        asking=0,
    )


def test_a_name_beside_a_wish_means_nothing_of_its_own() -> None:
    wish, name = _match("改地址", change_address=1.0), _match("台灯", usage_help=0.8)
    assert beside_names((wish, name), {"台灯"}) == (wish,)
    assert beside_names((name,), {"台灯"}) == (name,)


def test_what_only_the_name_sounded_like_is_not_sure() -> None:
    assert said_by_names({"usage_help"}, [_match("是这个", affirm=0.6, usage_help=0.05)])
    assert not said_by_names({"usage_help"}, [_match("这个怎么用", usage_help=0.9)])
