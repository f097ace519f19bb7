"""The authoring guide is true: its example shop loads, and it names everything there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.catalogue import ACTIONS
from bot.core.orders import Fulfilment, RefundState
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.scripts import check_book
from bot.scripts.conversations import ExpectationDoc, GivenDoc, UtteranceDoc
from bot.scripts.documents import IntentDoc, SlotDoc, StepDoc
from bot.scripts.engine_replies import ENGINE_REPLIES
from bot.scripts.sandbox import FILTERS
from bot.scripts.slots import SlotType
from bot.scripts.variables import ALWAYS, ENGINE_ONLY, ORDER

GUIDE = Path(__file__).parents[3] / "docs/scripts.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def test_the_shop_of_the_guide_has_no_mistake(tmp_path: Path) -> None:
    files = re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", TEXT, flags=re.DOTALL)
    for name, content in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert len(files) == 6
    assert [str(problem) for problem in check_book(tmp_path).problems] == []


def _keys(document: type[IntentDoc] | type[SlotDoc] | type[StepDoc] | type[GivenDoc]) -> list[str]:
    return [field.alias or name for name, field in document.model_fields.items()]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(_keys(IntentDoc), id="keys of an intent"),
        pytest.param(_keys(SlotDoc), id="keys of a slot"),
        pytest.param(_keys(StepDoc), id="steps"),
        pytest.param(_keys(GivenDoc), id="given"),
        pytest.param(list(ExpectationDoc.model_fields), id="expectations"),
        pytest.param([name for name in UtteranceDoc.model_fields if name != "text"], id="what customers do"),
        pytest.param(list(SlotType), id="slot types"),
        pytest.param(list(ENGINE_REPLIES), id="engine replies"),
        pytest.param(list(ACTIONS), id="actions"),
        pytest.param(
            [name for spec in ACTIONS.values() for name in (*spec.slots, *spec.optional, *spec.settings)],
            id="of actions",
        ),
        pytest.param([*TaskKind, *Role], id="values of actions"),
        pytest.param(list(FILTERS), id="filters"),
        pytest.param([*ALWAYS, *ENGINE_ONLY, "shop", "product"], id="names"),
        pytest.param([*ORDER, *Fulfilment, *RefundState], id="an order"),
    ],
)
def test_the_guide_names_everything(names: list[str]) -> None:
    missing = [name for name in names if not re.search(rf"`[^`]*\b{re.escape(name)}\b[^`]*`", TEXT)]
    assert missing == []
