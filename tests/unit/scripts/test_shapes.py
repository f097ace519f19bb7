"""Keys and values of every document: what is misspelt, missing or of the wrong kind, and exactly where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "hint"),
    [
        (RETURNS, "start: return_flow", "👉strat: return_flow\n    start: return_flow", "did you mean start?"),
        (RETURNS, "    ask: 退的原因是？", "    ask: 退的原因是？\n    👉agian: 再说一次", "did you mean again?"),
        (RETURNS, "data: {fault: shop}", "👉dta: {fault: shop}, data: {fault: shop}", "did you mean data?"),
        (RETURNS, "- do: create_return", "- do: create_return\n        👉fail: handoff", "did you mean failed?"),
        (RETURNS, "words:", "👉word: {}\nwords:", "did you mean words?"),
        (RETURNS, "- text: [", "- 👉button: []\n      text: [", "did you mean buttons?"),
        ("shop.yaml", "hours: {", "hours: {👉opens: x, ", "did you mean open?"),
        ("shop.yaml", "currency: CNY", "currency: CNY\n👉bot_nam: x", "did you mean bot_name?"),
        ("shop.yaml", "cutoff: ", "👉cut_off: x, cutoff: ", "did you mean cutoff?"),
        ("products.yaml", "aliases: [杯子]", "👉alias: [杯子]", "did you mean aliases?"),
        ("products.yaml", "products:", "👉product: {}\nproducts:", "did you mean products?"),
        ("tests/zh/returns.yaml", "talk:", "👉tlak: []\n    talk:", "did you mean talk?"),
        ("tests/zh/returns.yaml", "{reply: freight}", "{reply: freight, 👉say: x}", "did you mean says?"),
    ],
)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(
    scripts: Scripts, name: str, old: str, new: str, hint: str
) -> None:
    scripts.change(name, old, new)
    scripts.expect("unknown_key", "there is no key `", hint)


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        (RETURNS, "title: 退换货\n", "👉title:\n", "`title`: nothing is written here"),
        (RETURNS, "title: 退换货\n", "👉title: [退换货]\n", "`title`: a text is wanted here"),
        (RETURNS, "  return_flow:\n    steps:", "  👉Return-Flow:\n    steps:", "small letters, digits and _"),
        (RETURNS, "type: choice", "type: 👉choise", "`type`: `choise` is not known here"),
        (
            RETURNS,
            "    ask: 退的原因是？\n",
            "    ask: 退的原因是？\n    min: 👉many\n",
            "`min`: a number is wanted here",
        ),
        (
            RETURNS,
            "    ask: 退的原因是？\n",
            "    ask: 退的原因是？\n    min: 👉nan\n",
            "`min`: a number is wanted here",
        ),
        (RETURNS, "    ask: 退的原因是？\n", "    👉ask: []\n", "`ask`: nothing is listed here"),
        (RETURNS, "collect: [order, reason]", "collect: 👉order", "`collect`: a list is wanted here"),
        (RETURNS, "reply: freight\n", "engine: 👉handof\n", "`engine`: `handof` is not known here"),
        ("shop.yaml", "currency: CNY", "currency: 👉RMB￥", "three capital letters"),
        ("shop.yaml", "timezone: Asia/Shanghai", "timezone: 👉Beijing", "no such time zone"),
        ("shop.yaml", 'open: "09:00"', 'open: "👉9:00"', "`open`: a time of day is wanted here"),
        ("shop.yaml", "returns: {days: 7}", "returns: {days: 👉seven}", "`days`: a number is wanted here"),
        ("shop.yaml", "returns: {days: 7}", "returns: {days: 👉-1}", "greater than or equal to 0"),
        ("shop.yaml", "mon, tue", "mon, 👉tuesday", "`tuesday` is not known here"),
        ("shop.yaml", "currency: CNY", "currency: CNY\nunderstanding: {wrong_answers: 👉0.02}", "such as 2%"),
        ("products.yaml", "mug: {title", "👉mug 1: {title", "a product id is written in letters"),
        ("products.yaml", "price: 39.9", "price: 👉cheap", "`price`: a number is wanted here"),
        ("tests/zh/returns.yaml", "now: 2026-03-02T10:00+08:00", "now: 👉2026-03-02T10:00", "write a time like"),
        ("tests/zh/returns.yaml", "now: 2026-03-02T10:00+08:00", "now: 👉-2d", "write a time like"),
    ],
)
def test_a_value_of_the_wrong_kind(scripts: Scripts, name: str, old: str, new: str, text: str) -> None:
    scripts.change(name, old, new)
    problems = scripts.problems()
    found = [problem for problem in problems if problem.code == "shape"]
    assert len(found) == 1, problems
    assert text in found[0].text
    assert [(found[0].path, found[0].line, found[0].column)] == scripts.pointed


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        ("shop.yaml", "bot_name: 小满\n", "", "`bot_name` is missing"),
        ("products.yaml", "mug: {title: 陶瓷杯, ", "👉mug: {", "`title` is missing"),
        (RETURNS, "  reason:\n    type: choice\n", "  reason:\n", "`type` is missing"),
        (
            RETURNS,
            "    title: 办理退货\n    start: return_flow\n",
            "    title: 办理退货\n",
            "one of these keys is missing",
        ),
        ("tests/zh/returns.yaml", "user: 退货运费谁出, ", "", "one of these keys is missing"),
    ],
)
def test_a_key_that_is_missing(scripts: Scripts, name: str, old: str, new: str, text: str) -> None:
    scripts.change(name, old, new)
    assert [text in problem.text for problem in scripts.problems() if problem.code == "shape"] == [True]


def test_two_verbs_in_one_step(scripts: Scripts) -> None:
    scripts.change(RETURNS, "- say: done", "- 👉say: done\n        confirm: sure")
    problem = next(problem for problem in scripts.problems() if problem.code == "shape")
    assert problem.text == "only one of these keys may stand here: collect, confirm, do, say, handoff"
    assert (problem.line, problem.column) == scripts.pointed[0][1:]


def test_hours_that_end_before_they_begin(scripts: Scripts) -> None:
    scripts.change("shop.yaml", 'close: "22:00"', 'close: "08:00"')
    assert [problem.text for problem in scripts.problems()] == ["`hours`: `close` must be later than `open`"]


def test_free_sections_of_the_shop_may_be_called_anything(scripts: Scripts) -> None:
    scripts.change("shop.yaml", "currency: CNY", "currency: CNY\nbargain: {gift: 布袋}\nactivities: [{title: 满减}]")
    book = scripts.check().book
    assert book is not None
    assert book.shop["bargain"] == {"gift": "布袋"}
    assert book.shop["activities"] == [{"title": "满减"}]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("remarks: {line: '👉{{ order.number }}'}", "there is no `order` in a remark"),
        ("remarks: {line: '👉{{ what '}", "`line`: "),
        ("promotions: [{title: 满减, from: 👉明天, until: 2026-01-02}]", "write a day like 2026-11-01"),
        ("promotions: [👉{title: 满减, from: 2026-01-03, until: 2026-01-02}]", "`until` must not be before `from`"),
        ("compensation: {late: 👉-1}", "greater than or equal to 0"),
        ("complaints: {days: 👉soon}", "a number is wanted here"),
        ("price_change: {max_off_percent: 👉110}", "less than or equal to 100"),
        ("price_protection: {days: 👉-1}", "greater than or equal to 0"),
        ("goodwill: {per_order: 👉much}", "a number is wanted here"),
    ],
)
def test_a_policy_section_that_will_not_do(scripts: Scripts, section: str, text: str) -> None:
    scripts.change("shop.yaml", "currency: CNY", f"currency: CNY\n{section}")
    scripts.expect("shape", text)


@pytest.mark.parametrize(
    ("section", "meant"),
    [
        ("goodwill: {👉per_oder: 13}", "per_order"),
        ("price_protection: {👉day: 15}", "days"),
        ("price_change: {👉max_of_percent: 10}", "max_off_percent"),
        ("complaints: {👉day: 2}", "days"),
        ("👉price_protektion: {days: 15}", "price_protection"),
        ("👉good_will: {per_order: 13}", "goodwill"),
    ],
)
def test_a_policy_number_under_a_misspelt_key_is_no_number_left_out(scripts: Scripts, section: str, meant: str) -> None:
    scripts.change("shop.yaml", "currency: CNY", f"currency: CNY\n{section}")
    scripts.expect("unknown_key", "there is no key", f"did you mean {meant}?")


def test_compensation_needs_a_limit_for_one_order(scripts: Scripts) -> None:
    scripts.change("shop.yaml", "currency: CNY", "currency: CNY\ncompensation: {late: 5}")
    assert [problem.text for problem in scripts.problems()] == [
        "`goodwill: {per_order: ...}` is missing: what all compensation of one order may come to"
    ]
    scripts.change("shop.yaml", "compensation: {late: 5}", "compensation: {late: 0}")
    assert scripts.problems() == ()


def test_all_mistakes_of_one_file_come_in_one_run(scripts: Scripts) -> None:
    scripts.change(RETURNS, "topic: returns\ntitle: 退换货\n", "topic: 👉Returns\n👉titel: 退换货\ntitle: 退换货\n")
    scripts.change(RETURNS, "start: return_flow", "start: return_flow\n    👉exmaples: |\n      退")
    scripts.change(RETURNS, "type: choice", "type: 👉choise")
    problems = scripts.problems()
    assert [(problem.path, problem.line, problem.column) for problem in problems] == sorted(scripts.pointed)


def test_a_file_that_cannot_be_read_does_not_cast_shadows_on_the_others(scripts: Scripts) -> None:
    scripts.change("zh/common.yaml", "title: 通用", "title: 👉'通用")
    scripts.expect("yaml", "unexpected end of stream")
