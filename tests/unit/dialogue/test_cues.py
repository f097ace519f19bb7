"""The small words of each language: one sentence that has them, one that is near and has not."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from pathlib import Path

import pytest

import bot.dialogue
from bot.dialogue.cues import CUES, LANGUAGES, beside
from bot.dialogue.cues.en import ENGLISH
from bot.dialogue.cues.model import Cues, compiled
from bot.dialogue.cues.zh import CHINESE

ROWS = [
    (CHINESE, "wished_for", "可以换成", "换货"),
    (CHINESE, "came_or_wanted", "收到的是", "我买的"),
    (CHINESE, "its_order", "那单怎么还没到", "怎么还没到"),
    (CHINESE, "wanted", "要白的", "白的"),
    (CHINESE, "other_order", "是另一单", "是这一单"),
    (CHINESE, "further_order", "再退一单", "还有一个问题"),
    (CHINESE, "that_order", "台灯那单", "台灯"),
    (CHINESE, "this_order", "那单呢", "快递呢"),
    (CHINESE, "newest", "最近买的", "昨天买的"),
    (CHINESE, "several_orders", "两单", "第二单"),
    (CHINESE, "labels_of_codes", "订单号 6001", "6001"),
    (CHINESE, "other_product", "另外一款呢", "这款呢"),
    (CHINESE, "no_need", "不用了，谢谢", "不换了"),
    (CHINESE, "gives_up_behind", "退钱算了", "退钱"),
    (CHINESE, "leaves_to_us", "随便写", "写生日快乐"),
    (CHINESE, "no_text", "先别", "先别生气，生日快乐"),
    (CHINESE, "by_how_much", "减20块", "20块"),
    (CHINESE, "not_an_amount", "天", "块"),
    (CHINESE, "takes_back", "20改", "改20"),
    (CHINESE, "or_else", "20或30", "20 30"),
    (CHINESE, "beside_amount", "大概50", "50"),
    (CHINESE, "besides", "另外地址改一下", "地址改一下"),
    (CHINESE, "leans_before", "那新疆", "新疆"),
    (CHINESE, "leans_behind", "新疆呢", "新疆"),
    (CHINESE, "beside_product", "那保温杯", "保温杯"),
    (CHINESE, "sent", "寄回去了", "你们寄错了"),
    (CHINESE, "not_wanted", "不要白的", "换白的"),
    (CHINESE, "asks_for", "可以吗", "显瘦"),
    (CHINESE, "before_value", "换", "明"),
    (CHINESE, "behind_value", "色", "费"),
    (ENGLISH, "wished_for", "can I exchange it for a ", "I bought a "),
    (ENGLISH, "came_or_wanted", "I received the ", "I ordered the "),
    (ENGLISH, "its_order", "order, please", "ordered last week"),
    (ENGLISH, "wanted", "I want white", "white"),
    (ENGLISH, "other_order", "the other one", "send me another one"),
    (ENGLISH, "further_order", "one more", "no more"),
    (ENGLISH, "that_order", "the desk lamp one", "desk lamp"),
    (ENGLISH, "this_order", "where is that order", "I ordered it"),
    (ENGLISH, "newest", "my latest", "my first"),
    (ENGLISH, "labels_of_codes", "order 6001", "6001"),
    (ENGLISH, "other_product", "the other one", "the One"),
    (ENGLISH, "no_need", "no need, thanks", "no"),
    (ENGLISH, "leaves_to_us", "you choose", "happy birthday"),
    (ENGLISH, "no_text", "not now", "not a day older"),
    (ENGLISH, "by_how_much", "20 yuan off", "20 yuan"),
    (ENGLISH, "not_an_amount", "days", "yuan"),
    (ENGLISH, "takes_back", "20 actually ", "20"),
    (ENGLISH, "or_else", "20 or 30", "for 30"),
    (ENGLISH, "beside_amount", "about 50", "50"),
    (ENGLISH, "besides", "by the way, my address", "my address"),
    (ENGLISH, "leans_before", "what about Tibet", "Tibet"),
    (ENGLISH, "beside_product", "what about a cup", "a cup"),
    (ENGLISH, "sent", "I shipped it", "the shipping fee"),
    (ENGLISH, "not_wanted", "not white", "white"),
    (ENGLISH, "asks_for", "can I", "bright"),
]
WHOLE = {"that_order", "several_orders", "no_need", "gives_up_behind", "leaves_to_us", "no_text"}
"""What is read as a whole message; of the others it is enough to stand in one."""


@pytest.mark.parametrize(("language", "idea", "sentence", "near"), ROWS)
def test_a_language_has_its_own_words_for_an_idea(language: Cues[str], idea: str, sentence: str, near: str) -> None:
    others = {field.name: getattr(language, field.name) or "(?!)" for field in fields(Cues)}
    pattern = getattr(compiled([replace(language, **others)]), idea)
    read = pattern.fullmatch if idea in WHOLE else pattern.search
    assert read(sentence)
    assert not read(near)


def test_every_idea_of_every_language_has_a_sentence() -> None:
    said = {
        (at, field.name)
        for at, language in enumerate(LANGUAGES)
        for field in fields(language)
        if getattr(language, field.name)
    }
    assert {(LANGUAGES.index(language), idea) for language, idea, _, _ in ROWS} == said


def test_every_idea_is_read_by_the_dialogue() -> None:
    room = Path(next(iter(bot.dialogue.__path__)))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in room.glob("*.py")]
    read = {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "CUES"
    }
    assert read == {field.name for field in fields(Cues)}


def test_a_message_may_mix_the_languages() -> None:
    assert CUES.other_order.search("no, 另一单")
    assert CUES.no_need.fullmatch("No need")


def test_an_idea_that_no_language_has_words_for_is_refused() -> None:
    with pytest.raises(ValueError, match="several_orders"):
        compiled([ENGLISH])


def test_marks_and_blanks_say_nothing_beside_the_words() -> None:
    assert beside(CUES.labels_of_codes, "订单号：6001_、ok") == "号6001ok"
