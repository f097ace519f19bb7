from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.actions import HandOff, Say
from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


@pytest.fixture
def unbound(order: Callable[..., Order]) -> Given:
    """The shop has an order that the customer has not proved to be theirs."""
    return Given(orders=(order("XM20260301001", "packed"),))


def test_the_only_order_is_taken_without_asking(play: Play, one_order: Given) -> None:
    assert play("我的快递到哪了", given=one_order) == [["logistics.where"]]


def test_several_orders_are_offered_as_buttons_in_customer_words(book: ScriptBook, two_orders: Given) -> None:
    (said,) = Rehearsal(book, two_orders).hear(Content(text="我要退货")).actions
    assert isinstance(said, Say)
    assert [(one.value, one.title) for one in said.content.buttons] == [
        ("order:A2", "小台灯 · 已发货"),
        ("order:A1", "陶瓷杯 · 已签收"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("第二个", "A1"), ("2", "A1"), ("最近那单", "A2"), ("a1", "A1"), ("台灯", "A2"), ("已签收的", "A1")],
)
def test_an_order_is_picked_in_any_words(book: ScriptBook, two_orders: Given, text: str, number: str) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="我要退货"))
    assert rehearsal.hear(Content(text=text)).slots["order"] == number


def test_an_order_is_known_by_a_piece_of_what_was_bought(book: ScriptBook, order: Callable[..., Order]) -> None:
    given = Given(
        orders=(order("B1", title="云朵记忆枕头"), order("B2", title="纯棉浴巾两条装")), bound=frozenset({"B1", "B2"})
    )
    rehearsal = Rehearsal(book, given)
    rehearsal.hear(Content(text="我要退货"))
    assert rehearsal.hear(Content(text="浴巾那单")).slots["order"] == "B2"


def test_a_bare_order_number_is_told_about_and_remembered_for_what_comes_next(play: Play, two_orders: Given) -> None:
    assert play("A1", "我要退货", given=two_orders) == [["logistics.where"], ["ask:reason"]]


def test_an_order_number_does_not_stand_in_the_way_of_understanding(play: Play, unbound: Given) -> None:
    assert play("订单XM20260301001我的快递到哪了", "1234", given=unbound)[1][-1] == "logistics.where"


def test_an_order_named_with_the_wish_is_taken(play: Play, two_orders: Given) -> None:
    assert play("我的快递到哪了，A2", given=two_orders) == [["logistics.where"]]
    assert play("台灯想退货", given=two_orders) == [["ask:reason"]]


def test_an_order_that_meets_the_requirement_is_preferred(play: Play, order: Callable[..., Order]) -> None:
    orders = (order("A1"), order("U1", "unpaid"), order("A2"))
    assert play("帮我改价", given=Given(orders=orders, bound=frozenset({"A1", "A2", "U1"}))) == [["ask:price"]]


def test_a_closed_order_is_not_offered_while_another_is_alive(play: Play, order: Callable[..., Order]) -> None:
    given = Given(orders=(order("A1", "closed"), order("A2")), bound=frozenset({"A1", "A2"}))
    assert play("我的快递到哪了", given=given) == [["logistics.where"]]


def test_the_order_talked_about_is_remembered_while_warm(play: Play, two_orders: Given) -> None:
    assert play("我的快递到哪了", "第一个", "我要退货", given=two_orders)[2] == ["ask:reason"]


def test_number_and_digits_bind_an_order_in_one_message_or_two(play: Play, unbound: Given) -> None:
    assert play("我的快递到哪了", "XM20260301001 1234", given=unbound) == [
        ["common.bind_order"],
        ["verifies XM20260301001 1234", "logistics.where"],
    ]
    assert play("我的快递到哪了", "XM20260301001", "1234", given=unbound)[1:] == [
        ["common.bind_phone"],
        ["verifies XM20260301001 1234", "logistics.where"],
    ]
    assert play("我的快递到哪了", "1234", "XM20260301001", given=unbound)[1:] == [
        ["common.bind_number"],
        ["verifies XM20260301001 1234", "logistics.where"],
    ]


def test_the_whole_phone_number_serves_as_its_last_digits(play: Play, unbound: Given) -> None:
    assert play("我的快递到哪了", "XM20260301001，13800001234", given=unbound)[1][0] == "verifies XM20260301001 1234"


def test_the_digits_beside_the_number_prove_it_and_the_phone_of_a_new_label_does_not(
    play: Play, unbound: Given
) -> None:
    heard = play("我的快递到哪了", "XM20260301001 1234 电话改成13900009999", given=unbound)[1]
    assert heard[0] == "verifies XM20260301001 1234"
    heard = play("我的快递到哪了", "XM20260301001 电话改成13900009999", given=unbound)[1]
    assert not [line for line in heard if line.startswith("verifies")]


def test_a_number_given_with_the_wish_is_taken_up(play: Play, unbound: Given) -> None:
    assert play("我的快递到哪了 XM20260301001", given=unbound) == [["common.bind_phone"]]


def test_an_existing_and_an_invented_number_sound_the_same(play: Play, unbound: Given) -> None:
    real = play("我的快递到哪了", "XM20260301001", "9999", given=unbound)
    invented = play("我的快递到哪了", "XM20269999999", "9999", given=unbound)
    assert [turn[-1] for turn in real] == [turn[-1] for turn in invented]


def test_wrong_guesses_are_counted_down_and_then_a_person_takes_over(play: Play, unbound: Given) -> None:
    wrong = "XM20260301001 0000"
    turns = play("我的快递到哪了", wrong, wrong, wrong, given=unbound)
    assert [turn[-1] for turn in turns] == [
        "common.bind_order",
        "common.bind_refused",
        "common.bind_refused",
        "handoff locked",
    ]


def test_the_card_of_a_locked_customer_names_the_number_they_gave(book: ScriptBook, unbound: Given) -> None:
    rehearsal = Rehearsal(book, unbound)
    rehearsal.hear(Content(text="我的快递到哪了 XM20260301001"))
    handoff = rehearsal.hear(Content(text="人工")).actions[-1]
    assert isinstance(handoff, HandOff)
    assert handoff.slots == {"订单": "XM20260301001"}
    assert handoff.order_number == "", "it is not proved to be theirs"


def test_none_of_these_leads_to_proving_another_order(play: Play, two_orders: Given) -> None:
    assert play("我要退货", "都不是", given=two_orders)[1] == ["common.bind_order"]


def test_a_strangers_order_is_not_shown_by_a_made_up_button(play: Play, unbound: Given) -> None:
    turns = play("我的快递到哪了", Content(press="order:XM20260301001"), given=unbound)
    assert turns[1] == ["common.bind_phone"]


def test_what_went_wrong_and_who_takes_over_are_one_message(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book, Given(down=True))
    rehearsal.hear(Content(text="我的快递到哪了"))
    said = next(one for one in rehearsal.wait(timedelta(minutes=5)).actions if isinstance(one, Say))
    wrong, line = said.content.text.split("\n")
    assert "订单" in wrong
    assert line


def test_coming_back_after_an_answer_does_not_say_that_the_customer_was_not_understood(
    book: ScriptBook, two_orders: Given
) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="我要退货"))
    slot = book.packs["zh"].slots["order"]
    back = rehearsal.hear(Content(text="运费谁出")).actions[-1]
    unclear = rehearsal.hear(Content(text="嗯嗯啊啊")).actions[-1]
    assert isinstance(back, Say)
    assert isinstance(unclear, Say)
    assert back.content.text in {template.source for template in slot.ask}
    assert unclear.content.text in {template.source for template in slot.again}


def test_five_orders_are_offered_at_most(book: ScriptBook, order: Callable[..., Order]) -> None:
    orders = tuple(order(f"B{at}", created_at=NOW - timedelta(days=at)) for at in range(8))
    heard = Rehearsal(book, Given(orders=orders, bound=frozenset(one.number for one in orders))).hear(
        Content(text="我要退货")
    )
    assert [len(one.content.buttons) for one in heard.actions if isinstance(one, Say)] == [5]


def test_orders_that_read_alike_are_told_apart_by_their_numbers(book: ScriptBook, order: Callable[..., Order]) -> None:
    orders = tuple(order(number, created_at=NOW - timedelta(days=at)) for at, number in enumerate(("B1001", "B1002")))
    heard = Rehearsal(book, Given(orders=orders, bound=frozenset(one.number for one in orders))).hear(
        Content(text="我要退货")
    )
    [titles] = [[button.title for button in one.content.buttons] for one in heard.actions if isinstance(one, Say)]
    assert [title.rpartition(" · ")[2] for title in titles] == ["1001", "1002"]


def test_an_order_proved_for_one_matter_is_not_proved_again_for_the_next(
    book: ScriptBook, unbound: Given, play: Play
) -> None:
    turns = play("我要退货", "我的快递到哪了 XM20260301001", "1234", given=unbound)
    assert turns[2] == ["verifies XM20260301001 1234", "logistics.where", "ask:reason"]


@pytest.mark.parametrize("text", ["1", "第一个", "B1"])
def test_words_that_picked_an_order_are_used_up(book: ScriptBook, order: Callable[..., Order], text: str) -> None:
    orders = (order("B1", "unpaid", "晴雨伞"), order("B2", "unpaid", "浴巾"))
    rehearsal = Rehearsal(book, Given(orders=orders, bound=frozenset({"B1", "B2"})))
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text=text))
    assert (heard.slots["unpaid_order"], heard.asking) == ("B1", "price")
    assert "price" not in heard.slots


@pytest.mark.parametrize("text", ["XM20260301001 1234", "订单号XM20260301001，手机尾号1234", "XM20260301001\n1234"])
def test_number_and_digits_before_any_question_are_verified_and_kept(play: Play, unbound: Given, text: str) -> None:
    turns = play(text, "我要退货", given=unbound)
    assert turns[0][0] == "verifies XM20260301001 1234"
    assert turns[1] == ["ask:reason"]


def test_a_number_before_any_question_is_asked_to_be_proved(play: Play, unbound: Given) -> None:
    assert play("XM20260301001", "1234", given=unbound)[0] == ["common.bind_phone"]


def test_the_same_digits_over_and_over_call_a_person(play: Play, unbound: Given) -> None:
    turns = play("我的快递到哪了", "1234", "1234", "1234", "1234", given=unbound)
    assert turns[-2:] == [["common.bind_number"], ["common.handoff", "handoff stuck"]]


def test_another_order_is_asked_for_after_the_answer(play: Play, unbound: Given) -> None:
    turns = play("我的快递到哪了", "XM20260301001 1234", "另一单到哪了", given=unbound)
    assert turns[-1] == ["common.bind_order"]


def test_a_number_given_first_is_not_asked_for_again_by_the_question_after_it(play: Play, unbound: Given) -> None:
    turns = play("XM20260301001", "我的快递到哪了", "手机1234", given=unbound)
    assert turns == [["common.bind_phone"], ["common.bind_phone"], ["verifies XM20260301001 1234", "logistics.where"]]


def test_another_order_in_answer_to_which_one_is_still_to_be_named(play: Play, order: Callable[..., Order]) -> None:
    given = Given(orders=tuple(order(f"A{at}") for at in range(3)), bound=frozenset({"A0", "A1", "A2"}))
    assert play("我要退货", "不对，是另一单", given=given) == [["ask:order"], ["ask:order"]]


def test_a_number_that_names_no_order_is_an_answer_and_no_threat(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="我要退货"))
    heard = rehearsal.hear(Content(text="54321"))
    assert not any(isinstance(action, HandOff) for action in heard.actions)


def test_number_and_digits_alone_are_no_answer_to_another_question(play: Play, unbound: Given) -> None:
    turns = play("帮我投诉这一单", "XM20260301001 1234", "慢得离谱", given=unbound)
    assert turns[0][-1] == "ask:what_about"
    assert turns[1] == ["verifies XM20260301001 1234", "ask:what_about"]
    assert turns[2] == ["common.handoff", "handoff script"]
