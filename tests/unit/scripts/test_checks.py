"""What only shows when a pack is whole: variables, actions, tone, length, the engine's replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"
DONE = "登记好了，编号 {{ result.id }}。"


@pytest.mark.parametrize(
    ("new", "text", "hint"),
    [
        ("单号 {{ order.👉nmuber }}", "there is no `order.nmuber`", "did you mean order.number?"),
        ("好的 {{ 👉oder.number }}", "there is no `oder`", "did you mean order?"),
        ("{{ shop.returns.👉day | round }} 天", "there is no `shop.returns.day`", "did you mean shop.returns.days?"),
        ("{{ order.last_event.👉when }}", "there is no `order.last_event.when`", "known: order.last_event.at"),
        ("{{ reason.👉falt }}", "there is no `reason.falt`", "did you mean reason.fault?"),
        ("{{ order.items[0].👉name }}", "there is no `order.items[0].name`", "order.items[0].title"),
        ("{{ 👉handoff.reason }}", "only the engine's own reply may read `handoff`", ""),
        ("|\n    好的\n    您的{{ result.👉number }}", "there is no `result.number`", ""),
        ("{{ product.👉cares | default('') }}", "there is no `product.cares`", "did you mean product.care?"),
    ],
)
def test_a_variable_that_nothing_fills(scripts: Scripts, new: str, text: str, hint: str) -> None:
    quoted = new if new.startswith("|") else f'"{new}"'
    scripts.change(RETURNS, DONE, quoted)
    scripts.expect("undefined_variable", text, hint)


@pytest.mark.parametrize(
    ("new", "hint"),
    [
        ("共 {{ 👉order.total }}", "order.total | money"),
        ("{{ 👉order.created_at }}", "order.created_at | when"),
        ("{{ 👉ship.day }}", "ship.day | day"),
        ("{{ 👉shop.shipping.couriers }}", "join"),
        ("{{ 👉reason }}", "reason.title"),
        ("{{ 👉order }}", "order.title"),
        ("{{ 👉hours.open }}", "{% if hours.open %}"),
    ],
)
def test_what_would_not_read_well_as_it_is(scripts: Scripts, new: str, hint: str) -> None:
    scripts.change(RETURNS, DONE, f'"{new}"')
    scripts.expect("unprintable", "cannot be printed as it is", hint)


@pytest.mark.parametrize(
    "text",
    [
        "{{ order.items[0].title }} {{ order.total | money(order.currency) }} {{ shop.shipping.couriers | join }}",
        "{{ ship.day | day }}{% if hours.open %}在{% endif %}{{ hours.next_open | when }}{{ customer.name }}",
        "{{ queue.position }}{{ shop.name }}{{ product.care | default('') }}{{ shop.returns.days * 24 }}",
    ],
)
def test_names_that_exist(scripts: Scripts, text: str) -> None:
    scripts.change(RETURNS, DONE, f'"{text}"')
    assert scripts.problems() == ()


def test_the_engines_replies_may_read_their_own_names(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "bind_refused: 好的亲，6。", 'bind_refused: "还可以试 {{ bind.left }} 次。"')
    assert scripts.problems() == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("collect: [order, reason]", "collect: [reason, order]"),
        ("[order, reason]", "[order, reason]\n      - collect: [reason]"),
    ],
)
def test_an_action_whose_slots_are_collected(scripts: Scripts, old: str, new: str) -> None:
    scripts.change(RETURNS, old, new)
    assert scripts.problems() == ()


def test_an_action_before_its_slots_are_collected(scripts: Scripts) -> None:
    scripts.change(RETURNS, "      - confirm: sure\n      - do: create_return\n", "")
    scripts.change(
        RETURNS,
        "- collect: [order, reason]",
        "- do: 👉create_return\n      - collect: [order, reason]\n      - say: sure",
    )
    found = [problem for problem in scripts.problems() if problem.code == "not_collected"]
    assert [problem.text for problem in found] == [
        "`create_return` needs the slot `order`, which no step before it collects",
        "`create_return` needs the slot `reason`, which no step before it collects",
    ]
    assert {(problem.path, problem.line, problem.column) for problem in found} == set(scripts.pointed)


def test_an_action_given_a_slot_that_it_cannot_read(scripts: Scripts) -> None:
    scripts.change(RETURNS, "slots:\n", "slots:\n  price: {type: text, ask: 改到多少？}\n")
    change = "- collect: [price]\n      - do: 👉request_price_change\n      - do: create_return"
    scripts.change(RETURNS, "- do: create_return", change)
    scripts.expect("wrong_type", "`request_price_change` needs `price` as a slot of type number")


def test_promotions_are_read_by_their_days_only(scripts: Scripts) -> None:
    one = "promotions: [{title: 满减, from: 2026-01-01, until: 2026-01-02}]"
    scripts.change("shop.yaml", "currency: CNY", f"currency: CNY\n{one}")
    scripts.change(RETURNS, DONE, "\"{{ promotions[0].title | default('') }}{{ promotions[0].until | day }}\"")
    assert scripts.problems() == ()
    scripts.change(RETURNS, "promotions[0].title", "shop.👉promotions[0].title")
    scripts.expect("undefined_variable", "there is no `shop.promotions`")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("这个👉不清楚呢。", "shirking"),
        ("👉不是告诉您了吗", "a reproach"),
        ("👉什么？", "a counter-question"),
        ("亲，👉自己去看详情页", "sends the customer away"),
        ("我们👉从不还价", "a flat no to bargaining"),
        ("👉永不生锈", "an absolute promise"),
        ("好啊，来👉啊", "one filler too many"),
        ("|\n    您好\n    这👉不关我们的事", "shirking"),
    ],
)
def test_words_that_break_the_house_tone(scripts: Scripts, text: str, reason: str) -> None:
    scripts.change(RETURNS, DONE, text)
    scripts.expect("tone", reason)


def test_questions_and_warnings_are_in_order(scripts: Scripts) -> None:
    scripts.change(RETURNS, DONE, "您想换成什么？不确定的话说“人工”就行。正常使用大约 3 年不生锈。")
    assert scripts.problems() == ()


def test_a_text_too_long_for_one_message(scripts: Scripts) -> None:
    scripts.change(RETURNS, DONE, "👉" + "好" * 401)
    scripts.expect("too_long", "401 characters are too many", "400")


def test_conditions_inside_a_text_do_not_count_as_length(scripts: Scripts) -> None:
    scripts.change(RETURNS, DONE, "'{% if order.number == \"" + "1" * 400 + "\" %}好{% endif %}'")
    assert scripts.problems() == ()


def test_an_engine_reply_that_common_lacks(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "  nudge: 好的亲，9。\n", "")
    scripts.expect_at_file("missing_reply", "zh/common.yaml", "the reply `nudge` is missing")


def test_the_titles_of_common_buttons(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "buttons: {yes: 是的, no: 不用了, human: 转人工}\n", "")
    scripts.expect_at_file("missing_buttons", "zh/common.yaml", "`buttons` is missing")


@pytest.mark.parametrize(
    ("after", "code", "orders", "text"),
    [
        ("start: return_flow\n", "shape", "👉shop.returns.days > 7", "this says nothing about `order`"),
        (
            "start: return_flow\n",
            "undefined_variable",
            "order.👉fulfillment == 'signed'",
            "there is no `order.fulfillment`",
        ),
        ("start: return_flow\n", "template", "order.summary 👉==", ""),
    ],
)
def test_which_orders_an_intent_can_be_about_is_a_condition_on_them(
    scripts: Scripts, after: str, code: str, orders: str, text: str
) -> None:
    scripts.change(RETURNS, after, f"{after}    orders: {orders}\n")
    found = [problem for problem in scripts.problems() if problem.code == code]
    assert len(found) == 1, scripts.problems()
    assert text in found[0].text


def test_an_intent_whose_flow_collects_no_order_cannot_be_about_some(scripts: Scripts) -> None:
    scripts.change(RETURNS, "start: return_flow\n", "start: return_flow\n    orders: 👉order.is_paid\n")
    scripts.change(RETURNS, "[order, reason]", "[reason]")
    scripts.change(RETURNS, "      - do: create_return\n", "")
    scripts.change(RETURNS, "订单 {{ order.number }}，原因", "原因")
    scripts.change(RETURNS, "编号 {{ result.id }}", "好的")
    scripts.expect("unused", "`return_request` collects no order")


def test_conditions_on_orders_are_kept_in_their_order(scripts: Scripts) -> None:
    orders = "[order.fulfilment == 'shipped', order.is_paid]"
    scripts.change(RETURNS, "start: return_flow\n", f"start: return_flow\n    orders: {orders}\n")
    book = scripts.check().book
    assert book is not None
    intent = book.packs["zh"].intents["return_request"]
    assert [one.source for one in intent.orders] == ["order.fulfilment == 'shipped'", "order.is_paid"]


def test_what_is_only_heard_needs_no_question(scripts: Scripts) -> None:
    slot = "slots:\n  mood: {type: choice, title: 心情, options: {upset: {title: 着急, match: 急死了}}}\n"
    scripts.change(RETURNS, "slots:\n", slot)
    scripts.change(RETURNS, "- do: create_return", "- {collect: [mood], when: mood}\n      - do: create_return")
    assert scripts.problems() == ()


def test_what_may_be_asked_needs_a_question(scripts: Scripts) -> None:
    slot = "slots:\n  👉mood: {type: choice, title: 心情, options: {upset: {title: 着急, match: 急死了}}}\n"
    scripts.change(RETURNS, "slots:\n", slot)
    scripts.change(RETURNS, "- do: create_return", "- {collect: [mood], when: reason}\n      - do: create_return")
    scripts.expect("shape", "the slot `mood` is collected and has no question")
