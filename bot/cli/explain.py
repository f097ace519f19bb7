"""`kefu explain`: why a message is read the way it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.matchers import find_pack, language_option, scripts_option
from intents import Candidate, Decision, Evidence, Explanation

_COLOURS: Final = {Decision.ANSWER: "green", Decision.ASK: "yellow", Decision.HANDOFF: "red"}
_SHOWN_TERMS: Final = 24


@click.command()
@click.argument("text")
@scripts_option
@language_option
@click.option("--warm", multiple=True, metavar="TOPIC", help="A topic whose follow-ups count (may be repeated).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain(text: str, directory: Path, language: str | None, warm: tuple[str, ...], as_json: bool) -> None:
    """Show how TEXT is read: what was heard, what spoke for and against, the thresholds and the decision."""
    found = find_pack(directory, language).matcher.explain(text, warm=warm)
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    console = Console(highlight=False)
    _show_reading(console, found)
    for candidate in found.match.candidates:
        console.print(_candidate(candidate))
    console.print(_neighbours(found))
    _show_decision(console, found)


def _show_reading(console: Console, found: Explanation) -> None:
    console.print(Text.assemble(("read as  ", "bold"), found.match.normalized or "(nothing)"))
    for view, terms in found.views.items():
        more = f" … {len(terms) - _SHOWN_TERMS} more" if len(terms) > _SHOWN_TERMS else ""
        console.print(Text.assemble((f"{view:<11}", "dim"), " ".join(terms[:_SHOWN_TERMS]), (more, "dim")))
    if found.unknown:
        console.print(Text.assemble(("never seen ", "dim"), (" ".join(found.unknown[:_SHOWN_TERMS]), "magenta")))
    share = f"{found.coverage:.0%} of the message, by weight, stands in the examples"
    console.print(Text.assemble(("coverage   ", "dim"), share))


def _candidate(candidate: Candidate) -> Text:
    shown = Text.assemble((f"{candidate.confidence:6.1%}  ", "bold"), (candidate.intent, "bold cyan"))
    for one in candidate.evidence:
        shown.append("\n        ")
        shown.append_text(_evidence(one))
    return shown


def _evidence(one: Evidence) -> Text:
    colour = "green" if one.weight > 0 else "red"
    place = f"  [{one.span[0]}:{one.span[1]}]" if one.span else ""
    return Text.assemble((f"{one.kind:<9}", "dim"), (f"{one.weight:+.2f}  ", colour), one.text, (place, "dim"))


def _neighbours(found: Explanation) -> Table:
    table = Table("like it", "intent", "example", "where", title="Examples most like it", title_justify="left")
    for intent, example, origin, likeness in found.neighbours:
        table.add_row(f"{likeness:.0%}", Text(intent), Text(example), Text(origin))
    return table


def _show_decision(console: Console, found: Explanation) -> None:
    match, limits, wish = found.match, found.thresholds, found.wish
    console.print(
        Text(
            f"in scope {match.in_scope:.1%} · confidence {match.confidence:.1%} · "
            f"answers from {limits.answer:.0%} (confidence × in scope), asks from {limits.ask:.0%} together "
            f"and {limits.in_scope:.0%} in scope"
        )
    )
    console.print(
        Text(f"wish: at most {wish.wrong_answers:.0%} wrong answers, at most {wish.ask_at_most:.0%} asked", style="dim")
    )
    told = {
        Decision.ANSWER: match.intent or "",
        Decision.ASK: " / ".join(one.intent for one in match.candidates[: match.asking]),
        Decision.HANDOFF: "a person",
    }
    colour = _COLOURS[match.decision]
    console.print(Text.assemble((f"{match.decision.value} ", f"bold {colour}"), (told[match.decision], colour)))
