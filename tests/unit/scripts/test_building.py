"""Slots, steps, replies, buttons and intents that contradict themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.scripts.flows import Do, HandOffStep

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"


@pytest.mark.parametrize(
    ("code", "old", "new", "text"),
    [
        (
            "shape",
            "slots:\n",
            "slots:\n  👉size: {type: choice, ask: '{{ wish }}多大？'}\n",
            "the choice `size` has no options",
        ),
        ("shape", "type: choice\n", "type: choice\n    min: 3\n    max: 2\n", "min is larger than max"),
        (
            "shape",
            "type: choice\n",
            "type: choice\n    otherwise: 👉done\n",
            "`otherwise` without `require` is never said",
        ),
        ("shape", "type: choice\n", "type: choice\n    require: 👉reason.fee\n", "`require` needs `otherwise`"),
        ("shape", "type: choice\n", "type: choice\n    said: 👉坏了\n", "is not of type number or text or variant"),
        ("shape", "type: choice\n", "type: choice\n    lead_in: 👉换成\n", "is not of type text"),
        ("shape", "type: choice\n", "type: choice\n    than: 👉order\n", "is not of type order"),
        (
            "shape",
            "slots:\n",
            "slots:\n  👉size: {type: text, ask: '{{ wish }}多大？', exact: true}\n",
            "is exact without `said`",
        ),
        (
            "shape",
            "slots:\n",
            "slots:\n  👉size: {type: variant, ask: '{{ wish }}多大？'}\n",
            "does not say `among` which values",
        ),
        (
            "shape",
            "slots:\n",
            "slots:\n  👉size: {type: items, ask: '{{ wish }}多大？', of_item: true}\n",
            "has `of_item` but is not of type text",
        ),
        (
            "pattern",
            "slots:\n",
            "slots:\n  size: {type: text, ask: '{{ wish }}多大？', said: '👉(大'}\n",
            "this is no regular expression",
        ),
        (
            "pattern",
            "slots:\n",
            "slots:\n  size: {type: text, ask: '{{ wish }}多大？', said: 👉大*}\n",
            "this finds something in every sentence",
        ),
        ("shape", "- say: done", "- say: 👉done\n        with: {a: 1}", "`with` and `failed` go with `do`"),
        ("shape", "- say: done", "- say: done\n        yes: 👉好的", "`yes` goes with `confirm`"),
        ("shape", "start: return_flow", "start: return_flow\n    needs: [👉order]", "`needs` goes with `reply`"),
        (
            "no_last_alternative",
            "- text: [运费",
            "- when: 👉order\n      text: [运费",
            "the last alternative of `freight`",
        ),
        ("unreachable", "- when: reason and reason.fault == 'buyer'\n      text: ", "- text: 👉", "nothing after this"),
        ("undefined_action", "do: create_return", "do: 👉create_retrun", "there is no action `create_retrun`"),
        ("undefined_setting", "do: create_return", "do: create_return\n        with: {👉kind: x}", "no setting `kind`"),
        (
            "undefined_setting",
            "do: create_return",
            "do: create_task\n        with: {👉kind: hurry, role: warehouse}",
            "`kind` cannot be `hurry`",
        ),
        ("missing_setting", "do: create_return", "do: 👉create_task\n        with: {kind: return}", "needs `role`"),
        (
            "template",
            "登记好了，编号 {{ result.id }}。",
            "登记好了 {{ result.id | 👉mony }}",
            "there is no filter mony",
        ),
        ("template", "reason and reason.fault == 'buyer'", "👉reason and (", "unexpected"),
        ("template", "登记好了，编号 {{ result.id }}。", "|\n    好的\n    👉{{ result.id ", "end of print statement"),
    ],
)
def test_contradictions(scripts: Scripts, code: str, old: str, new: str, text: str) -> None:
    scripts.change(RETURNS, old, new)
    found = [problem for problem in scripts.problems() if problem.code == code]
    assert len(found) == 1, scripts.problems()
    assert text in found[0].text
    if scripts.pointed:
        assert (found[0].path, found[0].line, found[0].column) == scripts.pointed[0]


@pytest.mark.parametrize(
    ("button", "code", "text", "hint"),
    [
        ("👉return_requst", "undefined_intent", "there is no intent `return_requst`", "did you mean return_request?"),
        ("👉raeson:quality", "undefined_slot", "there is no slot `raeson`", "did you mean reason?"),
        ("reason:👉qualty", "undefined_option", "`reason` has no option `qualty`", "did you mean quality?"),
        ("{value: 👉humn, title: 人}", "undefined_intent", "there is no intent `humn`", ""),
    ],
)
def test_a_button_that_means_nothing(scripts: Scripts, button: str, code: str, text: str, hint: str) -> None:
    scripts.change(RETURNS, "- text: [运费", f"- buttons: [{button}]\n      text: [运费")
    scripts.expect(code, text, hint)


@pytest.mark.parametrize(
    ("answer", "code", "text"),
    [
        ("reason:👉qualty", "undefined_option", "`reason` has no option `qualty`"),
        ("👉raeson:quality", "undefined_slot", "there is no slot `raeson`"),
        ("👉quality", "shape", "`quality` is no answer"),
    ],
)
def test_an_answer_that_a_wish_gives_is_one_of_a_slot(scripts: Scripts, answer: str, code: str, text: str) -> None:
    scripts.change(RETURNS, "start: return_flow\n", f"start: return_flow\n    means: [{answer}]\n")
    scripts.expect(code, text)


@pytest.mark.parametrize("name", ["shop", "now", "queue", "not", "confirm", "product"])
def test_a_slot_may_not_be_called_what_already_means_something(scripts: Scripts, name: str) -> None:
    scripts.change(RETURNS, "slots:\n", f"slots:\n  👉{name}: {{type: text, ask: 什么样的？}}\n")
    scripts.change(RETURNS, "[order, reason]", f"[order, reason, {name}]")
    scripts.expect("reserved_name", f"`{name}` already means something in texts")


def test_buttons_show_the_title_of_what_they_mean(scripts: Scripts) -> None:
    buttons = "[human, return_request, reason:quality, {value: yes, title: 好}]"
    scripts.change(RETURNS, "- text: [运费", f"- buttons: {buttons}\n      text: [运费")
    book = scripts.check().book
    assert book is not None
    shown = book.packs["zh"].replies["returns.freight"].alternatives[1].buttons
    assert [(button.value, button.title) for button in shown] == [
        ("human", "转人工"),
        ("return_request", "办理退货"),
        ("reason:quality", "质量问题"),
        ("yes", "好"),
    ]


def test_steps_become_values(scripts: Scripts) -> None:
    scripts.change(
        RETURNS,
        "- do: create_return",
        "- handoff: reason.fault == 'shop'\n      - do: create_task\n        with: {kind: return, role: after_sale}\n"
        "        failed: freight\n      - handoff: true",
    )
    book = scripts.check().book
    assert book is not None
    _, _, conditional, do, always, _ = book.packs["zh"].flows["returns.return_flow"].steps
    assert isinstance(conditional, HandOffStep)
    assert conditional.when is not None
    assert conditional.when.source == "reason.fault == 'shop'"
    assert do == Do(action="create_task", settings={"kind": "return", "role": "after_sale"}, failed="returns.freight")
    assert always == HandOffStep()


def test_texts_know_where_they_stand(scripts: Scripts) -> None:
    book = scripts.check().book
    assert book is not None
    done = book.packs["zh"].replies["returns.done"]
    line = (scripts.root / RETURNS).read_text(encoding="utf-8").splitlines().index(
        "  done: 登记好了，编号 {{ result.id }}。"
    ) + 1
    assert done.alternatives[0].texts[0].origin == f"zh/returns.yaml:{line}"
