from __future__ import annotations

import pytest

from bot.core.messages import Content
from bot.dialogue.misunderstanding import not_understood
from bot.dialogue.rehearsal import Rehearsal
from bot.dialogue.rules import RULES
from bot.scripts.book import ScriptBook

AT = {rule.name: at for at, rule in enumerate(RULES)}


def test_each_rule_stands_once_and_has_a_reason_of_its_own() -> None:
    assert len({rule.hear for rule in RULES}) == len({rule.because for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("call_person", "again_and_again"),
        ("hear_pause", "hear_answer"),
        ("take_back", "hear_wish"),
        ("rewrite", "hear_correction"),
        ("object_to_order", "hear_objection"),
        ("hear_correction", "hear_answer"),
        ("hear_answer", "hear_outer"),
        ("hear_answer", "hear_cancel"),
        ("reopen", "hear_wish"),
        ("hear_wish", "offer_choice"),
    ],
)
def test_the_order_of_the_rules_is_the_policy(first: str, then: str) -> None:
    assert AT[first] < AT[then]


def test_the_last_rule_takes_what_no_other_took() -> None:
    assert RULES[-1].hear is not_understood


def test_the_rule_that_took_a_message_is_told_with_its_reason(book: ScriptBook) -> None:
    heard = Rehearsal(book).hear(Content(text="人工"))
    assert f"rule: call_person, because {RULES[0].because}" in heard.trace


def test_an_answer_leaves_the_matter_on_the_card_and_a_wish_replaces_it() -> None:
    of_matter = {rule.name for rule in RULES if rule.of_matter}
    assert {"hear_answer", "hear_correction"} <= of_matter
    assert "hear_wish" not in of_matter
