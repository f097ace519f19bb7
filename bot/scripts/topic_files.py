"""The files of a language pack: which folders are packs, and which topics they have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.scripts.canned import FILE as CANNED
from bot.scripts.documents import TopicDoc
from bot.scripts.report import Place, Report, did_you_mean
from bot.scripts.scope import COMMON
from bot.scripts.shapes import validate
from bot.scripts.source import read_source
from bot.scripts.wording import DAY_WORDS

_NOT_PACKS: Final = frozenset({"tests", "schemas"})  # folders beside the language packs


def pack_folders(root: Path, report: Report) -> Iterator[Path]:
    """The folders of the language packs of a directory, one of a language that nobody can write reported."""
    folders = [
        path
        for path in sorted(root.iterdir())
        if path.is_dir() and path.name not in _NOT_PACKS and not path.name.startswith((".", "_"))
    ]
    if not folders:
        place = Place(path=printable(root))
        report.add(place, "no_packs", "there is no language pack here", "make a folder zh with common.yaml")
    for folder in folders:
        if folder.name in DAY_WORDS:
            yield folder
        else:
            place = Place(path=printable(folder))
            report.add(
                place,
                "language",
                f"`{folder.name}` is no language kefu can write",
                did_you_mean(folder.name, DAY_WORDS),
            )


def read_topics(folder: Path, report: Report) -> dict[str, TopicDoc]:
    """The topic files of a pack that can be read, by name."""
    topics = {}
    for path in sorted(folder.glob("*.y*ml")):
        if path.name == CANNED:
            continue
        name = printable(path)
        if path.suffix != ".yaml":
            report.add(Place(path=name), "file", "topic files end in .yaml", "rename it")
            continue
        root = read_source(path, name, report)
        doc = validate(TopicDoc, root, report) if root is not None else None
        if doc is None:
            report.could_not_read(path)
            continue
        _check_topic(path, doc, report)
        topics[path.stem] = doc
    if not (folder / f"{COMMON}.yaml").is_file():
        place = Place(path=printable(folder / f"{COMMON}.yaml"))
        report.add(place, "file", "the file is missing", "it holds what every topic shares; see docs/scripts.md")
    return topics


def _check_topic(path: Path, doc: TopicDoc, report: Report) -> None:
    if doc.topic != path.stem:
        report.add(doc.topic.place, "name", f"the topic is `{doc.topic}` but the file is {path.name}", "rename one")
    for key, place in _of_common(doc) if path.stem != COMMON else ():
        report.add(place, "shape", f"`{key}` belongs into {COMMON}.yaml")
    tests = path.parents[1] / "tests" / path.parent.name / path.name
    if doc.intents and not tests.is_file():
        place = Place(path=printable(tests))
        report.add(place, "no_tests", f"the topic `{doc.topic}` has no conversation tests", "write this file")


def _of_common(doc: TopicDoc) -> Iterator[tuple[str, Place]]:
    """The keys that only common.yaml may have, and where they stand."""
    if doc.buttons is not None:
        yield "buttons", doc.buttons.yes.place
    if doc.consent is not None:
        yield "consent", doc.consent.beside.place
    if doc.pieces is not None:
        yield "pieces", doc.topic.place
    if doc.taken_back is not None:
        yield "taken_back", doc.topic.place
    if doc.naming is not None:
        yield "naming", doc.naming.stand_in.place
    if doc.letter is not None:
        yield "letter", doc.letter.salutation.place


def printable(path: Path) -> str:
    """The path as it can be printed on any terminal."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
