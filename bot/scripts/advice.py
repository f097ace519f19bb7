"""What could be better in scripts that are in order: told beside the problems, stopping nothing."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.errors import Problem
from bot.scripts.lint import lint
from bot.scripts.long_patterns import lint_patterns
from bot.scripts.mute import lint_mute
from bot.scripts.packs import PackCompiler
from bot.scripts.parity import check_ranks, compare
from bot.scripts.ranks import RanksDoc, often
from bot.scripts.report import Report


def advise(packs: Mapping[str, PackCompiler], first: str, ranks: RanksDoc | None) -> tuple[Problem, ...]:
    """Advice on every language, and what the others lack beside `first`, the one that is tried first."""
    report = Report()
    sides = {language: pack.side() for language, pack in packs.items()}
    for language, pack in packs.items():
        lint(language, pack.topics, often(ranks), report)
        lint_patterns(pack.topics, report)
        lint_mute(pack.flows, pack.slots, pack.shop, pack.topics, report)
        check_ranks(sides[language], ranks, ("B", "C"), report)
        if language != first:
            compare(sides[first], sides[language], report)
    return report.problems
