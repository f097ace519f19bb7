"""Lines of examples that are held back: how they would be read."""

from __future__ import annotations

import pytest

from bot.scripts.book import Intent, Pack
from bot.scripts.heldout import Share, hold_out
from intents import Example, IntentSpec, Matcher, Wish


def pack(**intents: str) -> Pack:
    """A pack of these intents, their example lines apart by /."""
    specs = [
        IntentSpec(
            id=name,
            title=name,
            topic="t",
            examples=tuple(
                Example(text=text, origin=f"zh/{name}.yaml:{at}") for at, text in enumerate(texts.split("/"))
            ),
        )
        for name, texts in intents.items()
    ]
    return Pack(
        language="zh",
        topics={},
        intents={spec.id: Intent(id=spec.id, topic="t", title=spec.id, spec=spec) for spec in specs},
        slots={},
        flows={},
        replies={},
        matcher=Matcher.fit(specs, language="zh"),
    )


def test_every_line_is_read_once_by_a_matcher_that_does_not_know_it() -> None:
    held = hold_out(
        pack(ship="什么时候发货/今天能发货吗/啥时候发货呀/多久发货", fee="运费谁出/运费多少钱/要付运费吗/运费怎么算"),
        Wish(),
    )
    assert dict(held.lines) == {"ship": 4, "fee": 4}
    assert held.right.of == held.wrong.of == held.asked.of == 8
    assert held.right.count + held.wrong.count + held.asked.count <= 8
    assert held.taken.get(("ship", "fee"), 0) == 0


def test_lines_that_read_as_another_intent_are_counted() -> None:
    same = "我要退货/想退货/退货怎么弄/能不能退货/可以退货吗/帮我退货"
    held = hold_out(pack(one=same, other=same.replace("退货", "退货吧"), third="在吗/你好/您好/有人吗"), Wish())
    assert held.taken["one", "other"] + held.taken["other", "one"] >= 3


def test_a_share_knows_how_sure_it_is() -> None:
    low, high = Share(count=5, of=100).bounds
    assert low == pytest.approx(0.0215, abs=1e-3)
    assert high == pytest.approx(0.1118, abs=1e-3)
    assert Share(count=0, of=0).bounds == (0.0, 1.0)
    assert Share(count=0, of=0).value == 0.0
