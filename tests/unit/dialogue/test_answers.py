from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Facts
from bot.core.messages import Content
from bot.dialogue.answers import complete, read_answer, read_mention
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.book import ScriptBook
from bot.scripts.slots import Option, Slot, SlotType


@pytest.fixture
def talk(book: ScriptBook) -> Talk:
    frame = Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request")
    return Talk(book=book, facts=Facts(), now=NOW, state=State(language="zh", frames=(frame,)))


def slot(talk: Talk, name: str) -> Slot:
    return talk.pack.slots[name]


def asked(talk: Talk, name: str, text: str) -> object:
    answer = read_answer(talk, slot(talk, name), message_of(talk, text))
    return answer.value if answer else None


def mentioned(talk: Talk, name: str, text: str) -> object:
    answer = read_mention(talk, slot(talk, name), message_of(talk, text))
    return answer.value if answer else None


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("坏了", "quality"),
        ("收到就开线了", "quality"),
        ("质量问题", "quality"),
        ("第二个", "dislike"),
        ("2", "dislike"),
        ("不是质量问题，就是不喜欢", "dislike"),
        ("有没有坏了的", "quality"),
        ("没有坏了", None),
        ("随便", None),
        ("", None),
    ],
)
def test_a_choice_is_read_from_words_titles_and_ordinals(talk: Talk, text: str, option: str | None) -> None:
    assert asked(talk, "reason", text) == option


def test_an_ordinal_said_in_passing_is_no_choice(talk: Talk) -> None:
    assert mentioned(talk, "reason", "第二个") is None
    assert mentioned(talk, "reason", "开线了想退") == "quality"


def test_two_options_named_alike_are_none(talk: Talk) -> None:
    assert mentioned(talk, "reason", "坏了也掉色") == "quality"
    assert mentioned(talk, "reason", "是开线还是不合适") == "dislike", "the longer word says more"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35", 35),
        ("35元", 35),
        ("就19.9吧", 19.9),
        ("三十五", 35),
        ("十五块", 15),
        ("1000", None),
        ("0", None),
        ("20或者30", None),
        ("没有", None),
    ],
)
def test_a_number_is_read_within_its_bounds(talk: Talk, text: str, number: float | None) -> None:
    assert asked(talk, "price", text) == number


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("改价 说好的50", 50),
        ("说好的49.9元", 49.9),
        ("说好的一百二", 120),
        ("说好的20多块", None),
        ("满199减20，帮我改价", None),
        ("3天了还没改价", None),
        ("帮我改价 XM20260301001", None),
    ],
)
def test_a_price_said_in_passing_is_a_bare_number_that_is_nothing_else(
    talk: Talk, text: str, price: float | None
) -> None:
    assert mentioned(talk, "price", text) == price


def test_a_number_among_other_words_is_not_sure(talk: Talk) -> None:
    answer = read_answer(talk, slot(talk, "price"), message_of(talk, "那天客服跟我说可以给到50"))
    assert answer is not None
    assert not answer.sure


def test_a_text_within_its_bounds_is_taken_and_a_longer_one_cut(talk: Talk) -> None:
    assert asked(talk, "detail", "慢") is None
    assert asked(talk, "detail", " 客服不理人 ") == "客服不理人"
    assert len(str(asked(talk, "detail", "长" * 99))) == 40
    assert asked(talk, "detail", "。。。") is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800001234", "13800001234"),
        ("我的是 138 0000 1234", "13800001234"),
        ("0571-88886666", "057188886666"),
        ("1234", None),
    ],
)
def test_a_phone_is_kept_as_digits(talk: Talk, text: str, phone: str | None) -> None:
    assert asked(talk, "phone", text) == phone


def test_photos_add_up_to_the_most_that_is_wanted(talk: Talk) -> None:
    photos = slot(talk, "photos")
    answer = read_answer(talk, photos, Message(text="", photos=("a", "b", "c", "d")))
    assert answer is not None
    assert answer.value == ["a", "b", "c"]
    assert read_answer(talk, photos, Message(text="没有照片")) is None


def test_a_product_is_known_by_its_names(talk: Talk) -> None:
    assert asked(talk, "product", "那个杯子") == "cup"
    assert asked(talk, "product", "冰箱") is None


def test_of_two_products_in_a_flow_each_slot_takes_another(talk: Talk) -> None:
    first, both = slot(talk, "product"), message_of(talk, "杯子和台灯哪个好")
    frame = replace(talk.state.frames[-1], slots={"first_of_two": "cup"})
    talk.state = replace(talk.state, frames=(frame,))
    answer = read_mention(talk, first, both)
    assert answer is not None
    assert answer.value == "lamp"
    assert mentioned(talk, "product", "就是杯子") == "cup"  # the only one named is what is meant


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("reason", "quality", True),
        ("reason", "gone_option", False),
        ("product", "cup", True),
        ("product", "sold_out_long_ago", False),
        ("photos", ["a"], True),
        ("photos", [], False),
        ("order", "A1", False),
        ("detail", "", False),
        ("price", 0, True),
    ],
)
def test_a_stored_value_counts_only_while_it_means_something(talk: Talk, name: str, value: object, holds: bool) -> None:
    assert complete(talk, slot(talk, name), value) is holds  # type: ignore[arg-type]


Play = Callable[..., list[list[str]]]


@pytest.mark.parametrize("text", ["可以的麻烦你了", "是的，帮我办吧", "没错没错麻烦了"])
def test_a_yes_with_courtesy_behind_it_is_a_yes(
    play: Play, photo: Callable[..., Content], one_order: Given, text: str
) -> None:
    assert play(photo(1), "不喜欢想退货", text, given=one_order)[2][0] == "does create_return"


@pytest.mark.parametrize("text", ["好的话就算了吧这东西", "可以退运费吗"])
def test_a_yes_with_more_behind_it_is_none(
    play: Play, photo: Callable[..., Content], one_order: Given, text: str
) -> None:
    assert "does create_return" not in play(photo(1), "不喜欢想退货", text, given=one_order)[2]


@pytest.mark.parametrize("text", ["不洗欢", "buxihuan"])
def test_an_option_that_only_sounds_right_is_taken(book: ScriptBook, one_order: Given, text: str) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(Content(text="我要退货"))
    assert rehearsal.hear(Content(text=text)).slots["reason"] == "dislike"


def test_a_mobile_number_with_digits_missing_is_none(play: Play) -> None:
    assert play("我要投诉", "态度很差", "1380000")[2] == ["ask:phone"]


def test_a_word_of_an_option_calls_nobody(book: ScriptBook, one_order: Given) -> None:
    """个人 sounds like 人工; asked whom an invoice is for, it is the answer."""
    reason = book.packs["zh"].slots["reason"]
    options = (*reason.options, Option(id="person", title="个人"))
    pack = replace(book.packs["zh"], slots={**book.packs["zh"].slots, "reason": replace(reason, options=options)})
    rehearsal = Rehearsal(replace(book, packs={**book.packs, "zh": pack}), one_order)
    rehearsal.hear(Content(text="我要退货"))
    assert rehearsal.hear(Content(text="个人")).slots["reason"] == "person"


@pytest.mark.parametrize("text", ["lamp wont turn on", "it won't turn on", "Won’t turn on!!"])
def test_a_word_of_an_option_is_heard_without_its_apostrophe(talk: Talk, text: str) -> None:
    options = (Option(id="power", title="won't start", match=("won't turn on",)), Option(id="leak", title="leaks"))
    answer = read_mention(talk, replace(slot(talk, "reason"), options=options), message_of(talk, text))
    assert answer is not None
    assert answer.value == "power"


@pytest.mark.parametrize(
    ("text", "said", "read"),
    [("没有", "not_yet", None), ("嗯", "fixed", None), ("没有动静了", None, None), ("2", "not_yet", None)],
)
def test_words_that_answer_the_open_question_say_nothing_elsewhere(
    talk: Talk, text: str, said: str | None, read: str | None
) -> None:
    options = (
        Option(id="fixed", title="已经好了", answer=("嗯",)),
        Option(id="not_yet", title="还是不行", answer=("没有",)),
    )
    helped = replace(slot(talk, "reason"), name="helped", options=options)
    asked_for = read_answer(talk, helped, message_of(talk, text))
    in_passing = read_mention(talk, helped, message_of(talk, text))
    assert (asked_for.value if asked_for else None, in_passing.value if in_passing else None) == (said, read)


def test_an_address_is_taken_from_the_sentence_it_stands_in(talk: Talk) -> None:
    slot = Slot(name="address", topic="orders", type=SlotType.ADDRESS, title="地址", ask=())
    answer = read_mention(talk, slot, message_of(talk, "地址写错了 改成演示市演示区演示路1号 张三 13800005555"))
    assert answer is not None
    assert answer.value == "演示市演示区演示路1号 张三 13800005555"
    assert read_mention(talk, slot, message_of(talk, "你们在哪个城市")) is None
    assert read_mention(talk, replace(slot, type=SlotType.TEXT), message_of(talk, "演示市演示区演示路1号")) is None


@pytest.mark.parametrize("text", ["好的", "可以", "嗯嗯"])
def test_a_bare_yes_is_no_text(play: Play, text: str) -> None:
    assert play("我要投诉", text)[1] == ["ask:detail"]


def test_a_statement_is_a_text_and_a_question_is_answered_first(play: Play) -> None:
    assert play("我要投诉", "退货的邮费都是我出的")[1] == ["ask:phone"]
    assert play("我要投诉", "运费谁出")[1] == ["returns.freight", "ask:detail"]


@pytest.mark.parametrize("text", ["小二介入", "催了三遍了", "别的"])
def test_a_sentence_without_a_place_is_no_address(talk: Talk, text: str) -> None:
    slot = Slot(name="address", topic="orders", type=SlotType.ADDRESS, title="地址", ask=())
    assert read_answer(talk, slot, message_of(talk, text)) is None


@pytest.mark.parametrize("text", ["演示路1号", "13800005555", "收件人改成李四光"])
def test_a_part_of_an_address_answers_as_it_stands(talk: Talk, text: str) -> None:
    slot = Slot(name="address", topic="orders", type=SlotType.ADDRESS, title="地址", ask=())
    answer = read_answer(talk, slot, message_of(talk, text))
    assert answer is not None
    assert answer.value == text


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "－5",
        "-200元",
        "{{ 1 }}",
        "3<5",
        "演示市演示路88号",
        "少一个枕套",
        "满199减20",
        "满99包邮",
        "一百多块",
        "20多块",
    ],
)
def test_what_is_no_sum_of_money_is_no_price(talk: Talk, text: str) -> None:
    slot = Slot(name="price", topic="pricing", type=SlotType.NUMBER, title="价格", ask=(), min=0.01)
    assert read_answer(talk, slot, message_of(talk, text)) is None
    assert read_mention(talk, slot, message_of(talk, text)) is None


@pytest.mark.parametrize(("text", "value"), [("90 yuan", 90), ("200块", 200), ("¥79.9", 79.9), ("说好的88", 88)])
def test_a_sum_of_money_is_a_price(talk: Talk, text: str, value: float) -> None:
    slot = Slot(name="price", topic="pricing", type=SlotType.NUMBER, title="价格", ask=(), min=0.01)
    answer = read_answer(talk, slot, message_of(talk, text))
    assert answer is not None
    assert answer.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("换成雾蓝色", "雾蓝色"),
        ("我要换成 L 码", "L 码"),
        ("雾蓝色", "雾蓝色"),
        ("雾蓝换成白色", "雾蓝换成白色"),
        ("换成", None),
    ],
)
def test_words_that_only_lead_up_to_an_answer_are_no_part_of_it(talk: Talk, text: str, value: str | None) -> None:
    wish = replace(slot(talk, "detail"), min=1, lead_in=re.compile("(?:我要)?换成"))
    answer = read_answer(talk, wish, message_of(talk, text))
    assert (answer.value if answer else None) == value
