"""The figures of `kefu eval` as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from intents import Wish
from intents.metrics import Report

_FRAME = 22  # columns that lines, gaps and the counts take
_LEAST_SAMPLE = 12

if TYPE_CHECKING:
    from bot.cli.eval import Costs


def show(found: Report, costs: Costs, samples: Mapping[tuple[str, str], str], false: float, wish: Wish) -> None:
    """Print accuracy, calibration, decisions and costs, then the worst confusions with a message of each."""
    console = Console(highlight=False)
    console.print(_figures(found, costs, false, wish))
    if found.confusions:
        console.print(_confusions(found, samples, console.width))


def _figures(found: Report, costs: Costs, false: float, wish: Wish) -> Table:
    table = Table(title="kefu eval", title_justify="left", show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right", style="bold")
    table.add_column(style="dim")
    table.add_row("messages", f"{found.messages:,}", f"and {found.outside:,} that no intent answers")
    table.add_row("fitted on", f"{costs.examples:,}", f"examples of {costs.intents:,} intents")
    table.add_section()
    table.add_row("accuracy", _percent(found.accuracy), "first candidate right")
    table.add_row("macro-F1", _percent(found.macro_f1), "averaged over intents")
    table.add_row("ECE", _figure(found.ece), "expected calibration error")
    table.add_row(
        "  by chance", _figure(found.ece_expected), "what so many messages show where every confidence is right"
    )
    table.add_row("AUROC", _figure(found.auroc), "in scope told from out of scope")
    table.add_section()
    table.add_row("false answers", _percent(false), f"of all messages, wished for {wish.wrong_answers:.1%} at most")
    table.add_row("  in scope", _percent(found.wrong_answers), f"{_percent(found.answered)} were answered")
    asked_outside = f"{_percent(found.outside_asked)} were asked about"
    table.add_row("  out of scope", _percent(found.outside_answered), asked_outside)
    table.add_row("asked", _percent(found.asked), f"with the right one offered {_percent(found.asked_right)}")
    table.add_section()
    table.add_row("fit", f"{costs.fit_seconds:.2f} s", "")
    table.add_row("p50 / p99", f"{costs.p50_ms:.2f} / {costs.p99_ms:.2f} ms", "per message")
    table.add_row("peak memory", f"{costs.peak_mb:.0f} MB", "of the whole process")
    return table


def _confusions(found: Report, samples: Mapping[tuple[str, str], str], width: int) -> Table:
    """The worst pairs; a sample gets the room that the labels leave."""
    labels = [
        max(map(cell_len, column)) for column in zip(*((one[0], one[1]) for one in found.confusions), strict=True)
    ]
    room = max(width - sum(labels) - _FRAME, _LEAST_SAMPLE)
    worst = Table(title="Worst confusions", title_justify="left")
    worst.add_column("times", justify="right")
    worst.add_column("right", style="green")
    worst.add_column("taken for", style="red")
    worst.add_column("such as", style="dim", no_wrap=True)
    for right, guess, count in found.confusions:
        sample = Text(" ".join(samples.get((right, guess), "").split()).encode(errors="backslashreplace").decode())
        sample.truncate(room, overflow="ellipsis")
        worst.add_row(str(count), Text(right), Text(guess or "—"), sample)
    return worst


def _percent(share: float) -> str:
    return f"{share:.1%}" if share == share else "—"


def _figure(value: float) -> str:
    return f"{value:.3f}" if value == value else "—"
