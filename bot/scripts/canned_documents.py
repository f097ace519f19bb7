"""The shape of canned.yaml, and its compilation: every name exists, the tone is right, no two have one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import Field

from bot.scripts.canned import Canned, Piece, hole_title
from bot.scripts.checks import check_texts
from bot.scripts.report import Report
from bot.scripts.scope import Written
from bot.scripts.shapes import Document, Name, validate
from bot.scripts.slots import Slot
from bot.scripts.source import read_source
from bot.scripts.templates import Template, TemplateError
from bot.scripts.tree import Text
from bot.scripts.variables import Leaf, Names

_AGENT: Final[Names] = {"name": Leaf.TEXT}
_PRINTED: Final = re.compile(r"(\{\{.*?\}\})", re.DOTALL)


class CannedReplyDoc(Document):
    """One text that agents call up by its name."""

    title: Text = Field(description="What agents read in the list.")
    text: Text = Field(
        description="What the customer reads. {{ names }} as in replies, and agent.name; "
        "a value that is not known leaves a hole that the agent fills. 〔…〕 is a hole that is always filled by hand."
    )


class CannedDoc(Document):
    """The canned replies of a language."""

    canned: dict[Name, CannedReplyDoc] = Field(min_length=1, description="Replies by the name typed after the slash.")


def read_canned(path: Path, name: str, report: Report) -> CannedDoc | None:
    """The file as written; None when there is none, or when it cannot be read, which is reported."""
    root = read_source(path, name, report) if path.is_file() else None
    return validate(CannedDoc, root, report) if root is not None else None


def compile_canned(
    doc: CannedDoc, slots: Mapping[str, Slot], names: Names, language: str, report: Report
) -> dict[str, Canned]:
    """The canned replies of a pack by name; what is wrong with them is in the report."""
    titles = {name: slot.title for name, slot in slots.items()}
    known: Names = {**names, "agent": _AGENT} if isinstance(names, Mapping) else names
    compiled = {}
    for name, reply in doc.canned.items():
        pieces = tuple(_pieces(reply.text, titles, language, report))
        compiled[str(name)] = Canned(name=str(name), title=str(reply.title), pieces=pieces)
        check_texts(_whole(reply.text), known, language, report)
    return compiled


def _pieces(text: Text, titles: Mapping[str, str], language: str, report: Report) -> Iterator[Piece]:
    """Each `{{ }}` by itself, so that one that has no value leaves a hole and not the whole text."""
    line = 1
    for part in _PRINTED.split(text.rstrip()):
        try:
            template = Template(part, str(text.place))
        except TemplateError as error:
            report.add(text.at(line + error.line - 1, error.column), "template", error.text, error.hint)
            continue
        finally:
            line += part.count("\n")
        if template.references or not part.startswith("{{"):
            path = template.references[0].path if template.references else ()
            yield Piece(template=template, hole=hole_title(path, titles, language) if path else "")


def _whole(text: Text) -> Iterable[Written]:
    """The text in one, for the checks of names and tone; a text that is not valid was reported by its piece."""
    try:
        yield Written(value=Template(text, str(text.place)), text=text)
    except TemplateError:
        return
