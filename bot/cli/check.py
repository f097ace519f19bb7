"""`kefu check`: may I publish these scripts? Every problem in one run, in the form editors can jump to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.core.errors import Problem
from bot.dialogue.coverage import Coverage, Point, Ran, measure
from bot.scripts import Checked, check_book
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.heldout import HeldOut, Share, hold_out
from bot.scripts.lint import lint_neighbours
from bot.scripts.report import Report
from bot.scripts.schemas import write_schemas


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("scripts_yaml"))
@click.option("--schemas", is_flag=True, help="Also rewrite the JSON Schemas that editors complete from.")
@click.option("--quick", is_flag=True, help="Only read the files: no conversation tests, nothing measured.")
@click.option("--uncovered", is_flag=True, help="List every place that no conversation test reaches.")
@click.option("--advice", is_flag=True, help="List everything that could be better.")
@click.pass_context
def check(
    context: click.Context, directory: Path, *, schemas: bool, quick: bool, uncovered: bool, advice: bool
) -> None:
    """Check the scripts in DIRECTORY (scripts_yaml when not given): may they be published?

    Reads every file, runs every conversation test, counts what of the scripts the tests reach, and measures how often
    a sentence that is not among the examples would be answered wrongly. Prints every problem as
    path:line:column: text (hint), and ends with exit code 1 when there is one.
    """
    page = _Page(console=Console(soft_wrap=True, highlight=False), directory=directory)
    if schemas and directory.is_dir():
        for path in write_schemas(directory / "schemas"):
            page.console.print(Text(f"wrote {path.as_posix()}"))
    checked = check_book(directory)
    for problem in checked.problems:
        page.console.print(_line(problem))
    if checked.book is None:
        page.end(context, len(checked.problems))
        return
    if quick:
        page.console.print(*(_summary(pack, checked) for pack in checked.book.packs.values()), sep="\n")
        page.end(context, 0)
        return
    wrong = page.measured(checked, checked.book, places=uncovered, advice=advice)
    page.end(context, wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a maintainer reads."""

    console: Console
    directory: Path

    def measured(self, checked: Checked, book: ScriptBook, *, places: bool, advice: bool) -> int:
        """Tests, coverage, held-out lines and advice; how many tests went wrong."""
        coverage = measure(book, checked.conversations)
        wrong = [ran for ran in coverage.tests if ran.wrong]
        for ran in wrong:
            self.console.print(_failed(self.directory, ran))
        report = Report()
        for language, pack in book.packs.items():
            held = hold_out(pack, checked.wish)
            lint_neighbours(checked.topics[language], checked.often, held, report)
            self.console.print(_summary(pack, checked))
            self._show_coverage(coverage, language, places=places)
            self.console.print(_held(held, checked.wish.wrong_answers))
        self._show_advice(sorted((*checked.advice, *report.problems)), every=advice)
        return len(wrong)

    def end(self, context: click.Context, problems: int) -> None:
        """The verdict."""
        if problems:
            self.console.print(Text("1 problem" if problems == 1 else f"{problems} problems", style="bold red"))
            context.exit(1)
        self.console.print(Text(f"{self.directory.as_posix()}: no problems", style="bold green"))

    def _show_coverage(self, coverage: Coverage, language: str, *, places: bool) -> None:
        """How much the tests reach, and where the rest stands: by file, or with `places` each place."""
        (reached, count), (said, wordings) = coverage.share(language), coverage.share(language, wordings=True)
        self.console.print(
            Text(f"    tests reach {reached} of {count} places ({_percent(reached, count)}), ")
            + Text(f"{said} of {wordings} wordings ({_percent(said, wordings)})")
        )
        missing = (*coverage.missing(language), *coverage.missing(language, wordings=True))
        if places:
            for point in missing:
                self.console.print(_uncovered(self.directory, point))
            return
        for name, number in Counter(point.origin.rpartition(":")[0] for point in missing).items():
            self.console.print(Text(f"    {number:4} not reached in {name} (--uncovered lists them)", style="yellow"))

    def _show_advice(self, advice: Sequence[Problem], *, every: bool) -> None:
        if every:
            for one in advice:
                self.console.print(Text("advice: ", style="yellow") + _line(one))
        elif advice:
            kinds = ", ".join(f"{number} {_ADVICE[code]}" for code, number in Counter(o.code for o in advice).items())
            self.console.print(Text(f"advice: {kinds} (--advice lists them)", style="yellow"))


_ADVICE = {
    "missing_intent": "listed intents missing",
    "missing_translation": "things one language lacks",
    "other_shape": "things two languages do differently",
    "few_examples": "intents with few examples",
    "few_negatives": "intents with few `not` lines",
    "one_wording": "replies with one wording",
    "long": "long texts",
    "mute": "flows that may end without a word",
    "long_pattern": "patterns too long for one line",
}
"""Kinds of advice, in the plural."""


def _line(problem: Problem) -> Text:
    place = f"{problem.path}:{problem.line}:{problem.column}: "
    hint = f" ({problem.hint})" if problem.hint else ""
    return Text.assemble((place, "cyan"), problem.text, (hint, "dim"))


def _failed(directory: Path, ran: Ran) -> Text:
    """A test that went another way, with the talk so far; or one that is known to fail and does not any more."""
    path = f"{directory.as_posix()}/tests/{ran.language}/{ran.topic}.yaml"
    if ran.failure is None:
        place = ran.test.name.place
        return Text.assemble(
            (f"{path}:{place.line}:{place.column}: ", "cyan"), "this passes now: take out known_failure"
        )
    return Text.assemble((f"{path}:{ran.failure.line}:1: ", "cyan"), ran.failure.report)


def _summary(pack: Pack, checked: Checked) -> Text:
    sentences = sum(len(intent.spec.examples) for intent in pack.intents.values())
    tests = sum(len(doc.tests) for (language, _), doc in checked.conversations.items() if language == pack.language)
    counts = (
        f"{len(pack.topics)} topics, {len(pack.intents)} intents, {sentences} example sentences, "
        f"{len(pack.slots)} slots, {len(pack.flows)} flows, {len(pack.replies)} replies, {tests} conversation tests"
    )
    return Text.assemble((f"{pack.language}: ", "bold"), counts)


def _held(held: HeldOut, wish: float) -> Text:
    """False answers with their interval. The wish is about real messages, which resemble the examples less."""
    low, high = held.wrong.bounds
    text = (
        f"    of {held.wrong.of} example lines, held back in turn: answered right {_share(held.right)}, asked with the "
        f"right one offered {_share(held.asked)}, wrong {_share(held.wrong)} "
        f"(95 %: {low:.1%} to {high:.1%}; wished {wish:.1%})"
    )
    return Text(text, style="yellow" if low > wish else "")


def _uncovered(directory: Path, point: Point) -> Text:
    return Text.assemble((f"{directory.as_posix()}/{point.origin}:1: ", "cyan"), f"no test: {point.text}")


def _share(share: Share) -> str:
    return f"{share.value:.1%}"


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100 % means all of them."""
    return f"{100 * part // whole} %" if whole else "100 %"
