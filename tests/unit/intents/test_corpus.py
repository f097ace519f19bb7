"""What the matcher learns from."""

from __future__ import annotations

from intents import Example, IntentSpec
from intents.corpus import gather


def expanded(line: int, count: int) -> tuple[Example, ...]:
    return tuple(Example(text=f"{line}-{number}", origin=f"zh/a.yaml:{line}") for number in range(count))


def test_of_one_template_a_few_spread_expansions_are_learned() -> None:
    texts = [one.text for one in gather([IntentSpec(id="a", title="甲", examples=expanded(1, 100))], [])]
    assert texts[:-1] == ["1-0", "1-33", "1-66", "1-99"]


def test_of_very_many_templates_one_expansion_each_is_learned() -> None:
    examples = tuple(one for line in range(2_000) for one in expanded(line, 5))
    assert len(gather([IntentSpec(id="a", title="甲", examples=examples)], [])) == 2_001


def test_examples_without_an_origin_all_count() -> None:
    examples = tuple(Example(text=str(number)) for number in range(50))
    assert len(gather([IntentSpec(id="a", title="甲", examples=examples)], [])) == 51


def test_expansions_of_a_template_share_their_group_and_names_have_none() -> None:
    found = gather([IntentSpec(id="return_request", examples=expanded(1, 2))], ["唱首歌"])
    assert [one.group for one in found] == ["1-0", "1-0", "", "唱首歌"]
    assert found[2].text == "return request"
    assert [one.label for one in found] == [0, 0, 0, 1]


def test_not_lines_deny_their_intent() -> None:
    spec = IntentSpec(id="a", examples=(Example(text="退货"),), negatives=(Example(text="不退货"),))
    assert [(one.text, one.denied) for one in gather([spec], [])][-1] == ("不退货", True)


def test_a_line_written_above_changes_no_group() -> None:
    here, below = (IntentSpec(id="a", examples=expanded(1, 3)), IntentSpec(id="a", examples=moved(expanded(1, 3))))
    assert [one.group for one in gather([here], [])] == [one.group for one in gather([below], [])]


def moved(examples: tuple[Example, ...]) -> tuple[Example, ...]:
    return tuple(Example(text=one.text, origin="zh/a.yaml:2") for one in examples)
