"""`kefu explain`: why a message is read the way it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.cli.matchers import find_pack, language_option, scripts_option
from intents import Candidate, Decision, Evidence, Explanation, Match

_COLOURS: Final = {Decision.ANSWER: "green", Decision.ASK: "yellow", Decision.HANDOFF: "red"}
_SHOWN_TERMS: Final = 24
_BAR: Final = 20
_GAP: Final = 3
_MARGIN: Final = 18
_WHY: Final = {
    "exact": "word for word an example",
    "near": "an example but for a typo",
    "followup": "a follow-up of the warm topic",
    "guard": "says otherwise",
}
_LEAST_SHOWN: Final = 0.0005
"""A candidate below this shows as 0.0 % and is left out, unless something but its terms spoke."""


@click.command()
@click.argument("text")
@scripts_option
@language_option
@click.option("--warm", multiple=True, metavar="TOPIC", help="A topic whose follow-ups count (may be repeated).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain(text: str, directory: Path, language: str | None, warm: tuple[str, ...], as_json: bool) -> None:
    """Show how TEXT is read: what was heard, what spoke for and against, the thresholds and the decision.

    Places such as [3:5] count characters of TEXT as it was written. A term in <> is a concept, one in [] a sound.
    """
    found = find_pack(directory, language).matcher.explain(text, warm=warm)
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    console = Console(highlight=False)
    for part in _page(found, max(console.width - _MARGIN, _MARGIN)):
        console.print(part)


def _page(found: Explanation, width: int) -> Iterator[RenderableType]:
    yield _decision(found)
    yield _title("How it was heard")
    yield _heard(found)
    shown = [one for one in found.match.candidates if one.confidence >= _LEAST_SHOWN or _reasons(one)]
    if shown or found.guards:
        yield _title("What spoke for and against each intent")
    candidates = {one.intent for one in shown}
    for intent, guard in found.guards:
        if intent not in candidates:
            yield Text.assemble(("  refused  ", "bold red"), (intent, "bold"), "  ", guard.text)
    for one in shown:
        yield _candidate(one, found, width)
    yield _title("What decides" if len(found.parts) == 1 else "What would decide about the message as one")
    yield _limits(found)


def _title(text: str) -> RenderableType:
    return Padding(Rule(Text(text, style="bold"), align="left", style="dim", characters="─"), (1, 0, 0, 0))


def _decision(found: Explanation) -> RenderableType:
    """The message with what is done about it; of several questions in one, each."""
    table = Table.grid(padding=(0, 2))
    for part in found.parts:
        colour = _COLOURS[part.decision]
        sure = f"{part.confidence:.1%} sure · {part.in_scope:.1%} in scope" if part.candidates else "nothing to go by"
        table.add_row(
            Text(f" {part.decision.value.upper()} ", style=f"bold reverse {colour}"),
            Text(_done(part), style=f"bold {colour}"),
            Text(visible(part.text.strip()) or "(nothing)"),
            Text(sure, style="dim"),
        )
    if len(found.parts) == 1:
        return table
    return Group(Text(f"{len(found.parts)} questions in one message", style="bold"), table)


def visible(text: str) -> str:
    """A message as a terminal can show it: zero-width, right-to-left and surrogate characters as their escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _done(match: Match) -> str:
    match match.decision:
        case Decision.ANSWER:
            return match.intent or ""
        case Decision.ASK:
            return " or ".join(one.intent for one in match.candidates[: match.asking])
        case Decision.HANDOFF:
            return "a person"


def _heard(found: Explanation) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_row("  read as", Text(found.match.normalized or "(nothing)", style="bold"))
    for view, terms in found.views.items():
        table.add_row(f"  {view}", _few(terms))
    if found.unknown:
        table.add_row("  never seen", Text.assemble((_few(found.unknown).plain, "magenta")))
    known = Text.assemble(_bar(found.coverage, "cyan"), f" {found.coverage:.0%} of its weight stands in the examples")
    table.add_row("  coverage", known)
    return table


def _few(terms: Sequence[str]) -> Text:
    more = f"  and {len(terms) - _SHOWN_TERMS} more" if len(terms) > _SHOWN_TERMS else ""
    return Text.assemble(" ".join(terms[:_SHOWN_TERMS]), (more, "dim"))


def _candidate(candidate: Candidate, found: Explanation, width: int) -> RenderableType:
    """An intent: how sure, its nearest examples, the terms for and against it, what else spoke."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for one in _reasons(candidate):
        table.add_row(f"      {one.kind}", _reason(one))
    terms = [one for one in candidate.evidence if one.kind == "terms"]
    for label, colour, side in (
        ("for", "green", [one for one in terms if one.weight > 0]),
        ("against", "red", [one for one in terms if one.weight < 0]),
    ):
        if side:
            table.add_row(Text(f"      {label}", style=colour), _terms(side, colour, width))
    near = [one for one in found.neighbours if one[0] == candidate.intent]
    for at, (_, example, origin, likeness) in enumerate(near):
        shown = Text.assemble(example, (f"  {likeness:.0%} alike  {origin}", "dim"))
        table.add_row("" if at else "      examples", shown)
    sure = (f" {candidate.confidence:6.1%}  ", "bold")
    return Group(Text.assemble("  ", _bar(candidate.confidence, "blue"), sure, (candidate.intent, "bold")), table)


def _reasons(candidate: Candidate) -> list[Evidence]:
    return [one for one in candidate.evidence if one.kind != "terms"]


def _reason(one: Evidence) -> Text:
    colour = "green" if one.weight > 0 else "red"
    alike = f"  {abs(one.weight):.0%}" if one.kind in {"near", "followup"} else ""
    return Text.assemble((_WHY[one.kind], colour), alike, ": " if one.text else "", one.text, (_place(one), "dim"))


def _terms(listed: Sequence[Evidence], colour: str, width: int) -> Text:
    """Terms in as many lines as they need; a term and its place are never torn apart."""
    shown = Text()
    used = 0
    for one in listed:
        term = Text.assemble(one.text, (f" {one.weight:+.2f}", colour), (_place(one), "dim"))
        if used and used + _GAP + term.cell_len > width:
            shown.append("\n")
            used = 0
        shown.append(" " * _GAP if used else "").append_text(term)
        used += term.cell_len + (_GAP if used else 0)
    return shown


def _place(one: Evidence) -> str:
    return f" [{one.span[0]}:{one.span[1]}]" if one.span else ""


def _bar(share: float, colour: str) -> Text:
    filled = round(share * _BAR)
    return Text.assemble(("█" * filled, colour), ("░" * (_BAR - filled), "dim"))


def _limits(found: Explanation) -> RenderableType:
    """Each threshold beside what the message reached, and the wishes that they follow from."""
    match, limits, wish = found.match, found.thresholds, found.wish
    offered = sum(one.confidence for one in match.candidates[:3])
    table = Table.grid(padding=(0, 2))
    for name, reached, least in (
        ("answer: confidence × in scope", match.confidence * match.in_scope, limits.answer),
        ("ask: the first three together", offered, limits.ask),
        ("ask: in scope", match.in_scope, limits.in_scope),
    ):
        enough = reached >= least
        table.add_row(
            Text("  ✓" if enough else "  ✗", style="green" if enough else "red"),
            name,
            _bar(min(reached, 1.0), "green" if enough else "red"),
            Text(f"{reached:6.1%}", style="bold"),
            Text(f"from {least:.0%}" if least <= 1 else "never", style="dim"),
        )
    wishes = f"  wish: at most {wish.wrong_answers:.0%} wrong answers, at most {wish.ask_at_most:.0%} asked"
    return Group(table, Text(wishes, style="dim"))
